"""What is done last to a built site, because it depends on all of its pages."""

from pathlib import Path

from calculators.site import (
    crawlers,
    dated,
    embed,
    metadata,
    naming,
    offline,
    policy,
    search,
    syntax,
)
from calculators.site.pages import build_day


def complete(site: Path) -> None:
    """Add the pages for other sites, and what only the search, other machines and browsers read.

    Raises CannotBuild if a page breaks the security policy, or the search cannot lead where it shall.
    """
    search.write(site)
    metadata.write(site)
    crawlers.write(site)
    embed.write(site)
    dated.write(site)
    syntax.write(site)
    naming.write(site)
    offline.write(site, build_day())
    policy.write(site)
