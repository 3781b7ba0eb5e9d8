"""What the authors of the pages have written, before anything is made of it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True, slots=True)
class Written:
    """A page: its file below docs/, its address below the root of the site, its title, its text."""

    place: str
    address: str
    title: str
    text: str


@cache
def written() -> tuple[Written, ...]:
    """Every page, without its head and without the list of norms at its end.

    That list says what a page rests on, not what it explains.
    """
    files = {path.relative_to(DOCS).as_posix(): path for path in sorted(DOCS.rglob("*.md"))}
    return tuple(
        _page(place, path.read_text("utf-8"))
        for place, path in files.items()
        if not place.startswith(".")
    )


@cache
def shared(name: str) -> dict[str, Any]:
    """The data of that name in docs/.shared: words of which pages are made."""
    return tomllib.loads((DOCS / ".shared" / f"{name}.toml").read_text("utf-8"))


def _page(place: str, text: str) -> Written:
    address = re.sub(r"(^|/)index\.md$|\.md$", "/", place).removeprefix("/")
    title = re.search(r"^title: (.+)$", text, re.MULTILINE)
    text = re.sub(r"^---\n.*?\n---\n", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"^Gesetz geprüft.*", "", text, flags=re.MULTILINE)
    return Written(place, address, title[1] if title else place, text)
