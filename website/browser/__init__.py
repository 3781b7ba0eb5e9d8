"""All JavaScript of the site, by where it runs: in a page, as a part of it, in the worker, between the site
and the network."""

import re
from functools import cache
from pathlib import Path

from calculators.engine.html import Markup, element
from website.static_rules import ASSETS

PAGE = Path(__file__).parent / "page"
INLINE = Path(__file__).parent / "inline"
# With the end of its line where nothing else stands on that.
_TYPES = re.compile(r"^[ \t]*/\*\*(?:[^*]|\*(?!/))*\*/\n|/\*\*(?:[^*]|\*(?!/))*\*/ ?", re.MULTILINE)


def scripts() -> dict[str, Path]:
    """The scripts of the pages by their place in the site; names and syntax are seen to at its end."""
    return {f"assets/{path.name}": path for path in sorted(PAGE.glob("*.js"))}


def without_types(script: Path) -> str:
    """A script as a browser gets it where nothing else rewrites it: TypeScript alone reads its types."""
    return _TYPES.sub("", script.read_text("utf-8"))


def module(name: str, root: str, *, early: bool = False) -> Markup:
    """What brings a script of that name to a page from which ``root`` leads to the start.

    ``early``: it does not wait for the rest of the page.
    """
    return element("script", type="module", async_=early, src=f"{root}{ASSETS}/{name}.js")


@cache  # it stands in every page of a kind
def inline(name: str) -> Markup:
    """A script as it stands in a page, with neither its comments nor its indentation."""
    lines = (line.strip() for line in without_types(INLINE / f"{name}.js").splitlines())
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    assert not re.search("[<>]", code), "a reader of pages may take it for a tag"
    return element("script", Markup(code))
