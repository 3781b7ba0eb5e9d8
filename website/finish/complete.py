"""What is done last to a built site, because it depends on all of its pages."""

from pathlib import Path

from website import links, syntax
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
from website.finish.built import finishing
from website.finish.languages import assemble
from website.languages import languages
from website.markdown.pages import build_day


def complete(site: Path) -> None:
    """Add the pages for other sites, and what only the search, other machines and browsers read.

    Raises CannotBuild if a page breaks the security policy, or the search cannot lead where it shall.
    """
    search.write(site)
    for language in languages():
        search.write(site / language.folder, language.home / search.WORDS.name)
    crawlers.write(site)
    links.write(site)
    syntax.write(site)
    with finishing(site) as built:
        assemble(built)
        metadata.add(built)
        embed.add(built)
        lapses.add(built)
        fingerprint.rename(built)
        service_worker.add(built, build_day())
        policy.add(built)
