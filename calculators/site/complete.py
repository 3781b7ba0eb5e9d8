"""What is done last to a built site, because it depends on all of its pages."""

from pathlib import Path

from calculators.site import embed, offline, policy
from calculators.site.pages import build_day


def complete(site: Path) -> None:
    """Add the pages for other sites, the service worker and the security policy.

    Raises CannotBuild if a page breaks that policy.
    """
    embed.write(site)
    offline.write(site, build_day())
    policy.write(site)
