"""All JavaScript of the site, by where it runs: in a page, as a part of it, in the worker, between the site
and the network."""

import re
from pathlib import Path

PAGE = Path(__file__).parent / "page"
# With the end of its line where nothing else stands on that.
_TYPES = re.compile(r"^[ \t]*/\*\*(?:[^*]|\*(?!/))*\*/\n|/\*\*(?:[^*]|\*(?!/))*\*/ ?", re.MULTILINE)


def scripts() -> dict[str, Path]:
    """The scripts of the pages by their place in the site; names and syntax are seen to at its end."""
    return {f"assets/{path.name}": path for path in sorted(PAGE.glob("*.js"))}


def without_types(script: Path) -> str:
    """A script as a browser gets it where nothing else rewrites it: TypeScript alone reads its types."""
    return _TYPES.sub("", script.read_text("utf-8"))
