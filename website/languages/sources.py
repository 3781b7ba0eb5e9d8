"""Which pages of a language can be built, and of which German each was made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from calculators.engine.text import texts
from website.languages import Language
from website.npm import CannotBuild
from website.written import DOCS, parted

INCLUDED = re.compile(r"\{!(\S+)!\}")
# Shortcodes that let a calculator speak; "refusal" is the calculator of deadlines.
OF_A_CALCULATOR = re.compile(r"\[\[(?:calculator|answers) (\w+)\]\]|\[\[(refusal)\]\]")
REFUSAL = "deadlines"
PRICE = re.compile(r"\[\[price_of_a_day\b")
ABOUT_PRICE = "copayment"


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it is written: what its head says, and its text with all that it includes."""

    head: Mapping[str, Any]
    text: str


def source(base: Path, place: str, includes: Path) -> Source:
    """The page at ``place`` below ``base``. Raises CannotBuild where it includes what is not there."""
    head, text = parted((base / place).read_text("utf-8"))

    def included(found: re.Match[str]) -> str:
        path = includes / found[1]
        if not path.is_file():
            raise CannotBuild(f"{place} includes {found[1]}, and there is none such")
        return INCLUDED.sub(included, path.read_text("utf-8"))

    return Source(head, INCLUDED.sub(included, text))


@cache
def german(place: str) -> Source:
    """A German page."""
    return source(DOCS, place, DOCS)


@cache
def german_places() -> frozenset[str]:
    """The files of all German pages, below docs/."""
    paths = (path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
    return frozenset(place for place in paths if not place.startswith("."))


def translated(language: Language, place: str) -> Source:
    """A page of a language."""
    return source(language.pages, place, language.home)


def made_of(language: Language, place: str) -> list[str]:
    """The German pages of which a page of a language was made, its counterpart first.

    Raises CannotBuild if there is none, or one that it names is not there.
    """
    named = [str(name) for name in translated(language, place).head.get("from", [])]
    found = [place, *named] if place in german_places() else named
    where = f"{language.folder}: {place}"
    if not found:
        raise CannotBuild(
            f"{where} has no German page; its head has to say of which it was made (from)"
        )
    if absent := [name for name in found if name not in german_places()]:
        raise CannotBuild(f"{where} is made of {', '.join(absent)}, and there is none such")
    return found


def written_places(language: Language) -> Iterator[str]:
    """The files of all pages that somebody has written in a language."""
    for path in sorted(language.pages.rglob("*.md")):
        place = path.relative_to(language.pages).as_posix()
        if not place.startswith("."):
            yield place


@cache
def places(language: Language) -> frozenset[str]:
    """Those whose calculators all have words in that language: no form is half translated."""
    say = texts(language.tag)

    def speaks(place: str) -> bool:
        return all(map(say.speaks_of, calculators_on(translated(language, place).text)))

    return frozenset(place for place in written_places(language) if speaks(place))


def left_out(language: Language) -> list[str]:
    """Those that are not built, because a calculator on them has no words yet."""
    return [place for place in written_places(language) if place not in places(language)]


def calculators_on(text: str) -> set[str]:
    """The calculators that speak on a page."""
    found = {one[1] or REFUSAL for one in OF_A_CALCULATOR.finditer(text)}
    return found | ({ABOUT_PRICE} if PRICE.search(text) else set())


def address(place: str) -> str:
    """Where a page stands, below the root of its language."""
    return re.sub(r"(^|/)index\.md$|\.md$", "/", place).removeprefix("/")
