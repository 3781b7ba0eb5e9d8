"""Who has read a page or a rule as somebody who knows the law or the work: docs/.shared/geprueft.toml.

What was read is taken down as a digest of its text, so that a page does not claim for a later text what
somebody has said of an earlier one. A translation is reviewed by itself (``[reviewed]`` in language.toml).
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from calculators.law.periods import years_later
from calculators.law.rule import name_of
from calculators.registry import CALCULATORS
from website.cache import digest
from website.npm import CannotBuild
from website.rules import rules_of
from website.written import DOCS, shared

NAME = "geprueft"
FIELDS = {"of", "text", "by", "profession", "day"}
# Not read as an expert: how the site is made and run, and lists that come from the code.
NOT_REVIEWED = ("entwicklung/", "ueber/", "recht/beispiele/", "recht/rechenwege/", "recht/glossar")
INCLUDED = re.compile(r"\{!(\S+?)!(?:\}|lines)")
YEARS = 1  # after which somebody is asked again


@dataclass(frozen=True, slots=True)
class Review:
    """``of``: the file of a page below docs/, or a rule by its name; ``text``: what was read of it."""

    of: str
    text: str
    by: str
    profession: str
    day: date

    @property
    def is_of_this_text(self) -> bool:
        """Whether what was read is what there is now."""
        return self.text == reviewable()[self.of]

    def due(self) -> date:
        """When to ask again: where the text has changed since, from the day of the review on."""
        return years_later(self.day, YEARS) if self.is_of_this_text else self.day


def reviews() -> dict[str, Review]:
    """Every review by what was read; of two of the same, the later one.

    Raises CannotBuild where an entry lacks something, or names a page or a rule that there is not.
    """
    found = sorted(map(_read, shared(NAME).get("review", ())), key=lambda review: review.day)
    return {review.of: review for review in found}


def _read(entry: Mapping[str, Any]) -> Review:
    if set(entry) != FIELDS or not all(entry.values()):
        raise CannotBuild(
            f"{NAME}.toml: an entry has {sorted(FIELDS)}, each with something: {entry}"
        )
    if entry["of"] not in reviewable():
        raise CannotBuild(f"{NAME}.toml: there is no page and no rule {entry['of']}")
    if not isinstance(entry["day"], date):
        raise CannotBuild(f"{NAME}.toml: no day, as TOML writes it: {entry['day']}")
    return Review(**entry)


@cache
def reviewable() -> Mapping[str, str]:
    """The digest of each page and of each rule that somebody can review."""
    return dict((*_pages(), *_rules()))


def _pages() -> Iterator[tuple[str, str]]:
    for path in sorted(DOCS.rglob("*.md")):
        place = path.relative_to(DOCS).as_posix()
        if not place.startswith((".", *NOT_REVIEWED)):
            yield place, _digest(_whole(path.read_text("utf-8")))


def _whole(text: str) -> str:
    """The text, and each that it includes."""
    paths = [DOCS / name for name in INCLUDED.findall(text)]
    return "\n".join([text, *(_whole(path.read_text("utf-8")) for path in paths)])


def _rules() -> Iterator[tuple[str, str]]:
    for calculator in CALCULATORS.values():
        for rule in rules_of(calculator):
            yield name_of(rule), _digest(inspect.getsource(rule))


def _digest(text: str) -> str:
    return digest(text.encode())
