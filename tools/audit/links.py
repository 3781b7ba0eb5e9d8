"""Addresses outside the site: each must be in links.toml, so that none slips in unseen. None is fetched."""

import tomllib
from pathlib import Path

from tools.built_site import SITE
from website.finish.tree import tree

LIST = Path(__file__).with_name("links.toml")


def outside() -> set[str]:
    """Every address that a page of the built site links to and that is not the site's own."""
    found = set()
    for path in SITE.rglob("*.html"):
        page = tree(path.read_text("utf-8"))
        own = next(
            (e.get("href", "") for e in page.iter("link") if e.get("rel") == "canonical"), ""
        )
        home = "/".join(own.split("/")[:3])
        for link in page.iter("a"):
            address = link.get("href", "").partition("#")[0]
            if address.startswith("http") and not (home and address.startswith(home)):
                found.add(address)
    return found


def listed() -> dict[str, str]:
    """The listed addresses, each with the day on which somebody last saw the page; "" is: no day noted."""
    days: dict[str, str] = tomllib.loads(LIST.read_text("utf-8"))["seen"]
    return days
