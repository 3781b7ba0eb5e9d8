"""What is done last to a built site, because it depends on all of its pages."""

from pathlib import Path

from website import syntax
from website.finish import (
    crawlers,
    embed,
    fingerprint,
    lapses,
    metadata,
    policy,
    search,
    service_worker,
)
from website.markdown.pages import build_day


def complete(site: Path) -> None:
    """Add the pages for other sites, and what only the search, other machines and browsers read.

    Raises CannotBuild if a page breaks the security policy, or the search cannot lead where it shall.
    """
    search.write(site)
    metadata.write(site)
    crawlers.write(site)
    embed.write(site)
    lapses.write(site)
    syntax.write(site)
    fingerprint.write(site)
    service_worker.write(site, build_day())
    policy.write(site)
