"""When a question is asked: which values of other questions it waits for.

A Case states that in values. A form and a page compare what was typed, so that they need the same as
strings; those are made here, of the one condition.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

Answers = Mapping[str, Sequence[str]]

UNKNOWN = "unknown"
_EXCEPT = "!"
_MORE = ">"
# As many as an answer may have are no number that anybody means.
_DIGITS = re.compile("[0-9]{1,9}")


class Said(Enum):
    """What can be waited for whatever the question is."""

    NOTHING = ""
    UNKNOWN = UNKNOWN
    SOMETHING = "*"


@dataclass(frozen=True, slots=True)
class SomethingBut:
    """Any word that begins with none of these, however it is spaced and written."""

    beginnings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return not _as_code(word).startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class MoreThan:
    """Any whole number above this one, in plain digits."""

    limit: int

    def __contains__(self, word: str) -> bool:
        return bool(_DIGITS.fullmatch(word)) and int(word) > self.limit


# Each question named has one of the values listed.
Value = Enum | SomethingBut | MoreThan | bool | int
When = dict[str, Sequence[Value]]


def written(value: Any) -> str:
    """The answer as a form sends it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    return "" if value is None else str(value)


def given(answers: Answers, name: str) -> str:
    """What was typed or chosen; of several, the last one counts, as it does where it is read."""
    return next((text.strip() for text in reversed(answers.get(name, ())) if text.strip()), "")


def fits(when: When, answers: Answers) -> bool:
    """Whether that is what was typed or chosen."""
    return all(_is_typed(given(answers, name), wanted) for name, wanted in when.items())


def as_typed(when: When) -> dict[str, list[str]]:
    """The condition as the page compares it: "*" is any answer, but for those that begin as "!" says,
    and ">40" any number above it."""
    return {
        name: [text for each in wanted for text in _texts(each)] for name, wanted in when.items()
    }


def _texts(value: Value) -> Sequence[str]:
    if isinstance(value, SomethingBut):
        return (Said.SOMETHING.value, *(f"{_EXCEPT}{begins}" for begins in value.beginnings))
    return (f"{_MORE}{value.limit}" if isinstance(value, MoreThan) else written(value),)


def _as_code(word: str) -> str:
    """However it is spaced and written: "f 20,0" is F20.0."""
    return "".join(word.upper().split()).replace(",", ".")


def _is_typed(text: str, wanted: Sequence[Value]) -> bool:
    return any(_is(text, value) for value in wanted)


def _is(text: str, value: Value) -> bool:
    if isinstance(value, MoreThan):
        return text in value
    if value is Said.SOMETHING or isinstance(value, SomethingBut):
        says_something = text not in ("", UNKNOWN)
        return says_something and (value is Said.SOMETHING or text in value)
    return text == written(value)
