"""All JavaScript of the site, by where it runs: in a page, as a part of it, in the worker, between the site
and the network."""

from pathlib import Path

PAGE = Path(__file__).parent / "page"


def scripts() -> dict[str, Path]:
    """The scripts of the pages by their place in the site; names and syntax are seen to at its end."""
    return {f"assets/{path.name}": path for path in sorted(PAGE.glob("*.js"))}
