"""What the authors of the pages have written, before anything is made of it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from website.languages import HOME, by_tag

DOCS = Path(__file__).parents[1] / "docs"

_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
# The line with the day of the last look at the law and the norms that were looked at, in any language.
NORM = re.compile(r"\[\[norm ([^\]]+)\]\]")
RESTS_ON = re.compile(r"^\S.{,60}\[\[checked\]\]\..*\[\[norm .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A page: its file below docs/, its address below the root of the site, its title, its text."""

    place: str
    address: str
    title: str
    text: str


@cache
def written(language: str = HOME) -> tuple[Written, ...]:
    """Every page in the language of that tag, without its head and without the list of norms at its end.

    That list says what a page rests on, not what it explains.
    """
    base = pages_in(language)
    files = {path.relative_to(base).as_posix(): path for path in sorted(base.rglob("*.md"))}
    return tuple(
        _page(place, path.read_text("utf-8"))
        for place, path in files.items()
        if not place.startswith(".")
    )


def pages_in(language: str) -> Path:
    """Where the pages in the language of that tag lie."""
    return DOCS if language == HOME else by_tag(language).pages


@cache
def shared(name: str, language: str = HOME) -> dict[str, Any]:
    """The data of that name in docs/.shared, or with the language: words of which pages are made.

    Raises KeyError if the language has none such.
    """
    home = DOCS / ".shared" if language == HOME else by_tag(language).home
    path = home / f"{name}.toml"
    if not path.is_file():
        raise KeyError(f"{home.name} has no {path.name}")
    return tomllib.loads(path.read_text("utf-8"))


def parted(page: str) -> tuple[Mapping[str, Any], str]:
    """What the head of a page says, and what stands below it. A page may have no head."""
    head = _HEAD.match(page)
    return (_parsed(head[1]), page[head.end() :]) if head else ({}, page)


@lru_cache(maxsize=1_000)
def _parsed(head: str) -> Mapping[str, Any]:
    # What only asks when something is due reads no head, and runs with Python alone.
    import yaml

    return yaml.safe_load(head) or {}


def _page(place: str, text: str) -> Written:
    address = re.sub(r"(^|/)index\.md$|\.md$", "/", place).removeprefix("/")
    head, body = parted(text)
    return Written(place, address, head.get("title", place), RESTS_ON.sub("", body))
