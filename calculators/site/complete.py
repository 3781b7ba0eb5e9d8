"""What is done last to a built site, because it depends on all of its pages."""

from pathlib import Path

from calculators.site import offline, policy
from calculators.site.pages import build_day


def complete(site: Path) -> None:
    """Add the service worker and the security policy. Raises CannotBuild if a page breaks that."""
    offline.write(site, build_day())
    policy.write(site)
