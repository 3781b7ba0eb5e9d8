"""What a calculator concludes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from calculators.engine.picture.shapes import Picture
from calculators.law.figures import NotEnacted
from calculators.law.rule import name_of

Value = Decimal | int | str | date | tuple[date, ...] | None
Cell = Value | Enum
Table = Mapping[str, Mapping[str, Cell]]
Result = Mapping[str, Value | Table]


@dataclass(frozen=True, slots=True)
class Open:
    """An open question of law that this answer touches, with the result of each of its two readings.

    ``readings`` is empty where the question changes neither a sum nor a day.
    """

    name: str
    readings: tuple[Decimal | date, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the law and how it stands: "met", "unmet" or "unclear".

    ``by``: the names of the rules that decide it; what they conclude is said with it, and not again.
    """

    name: str
    state: str
    by: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, name: str, met: bool | None, *rules: Callable[..., Any]) -> "Condition":
        """A condition that is met, is not, or (None) of which that is not known, and its rules."""
        state = {True: "met", False: "unmet", None: "unclear"}[met]
        return cls(name, state, tuple(map(name_of, rules)))


@dataclass(frozen=True, slots=True)
class Event:
    """A day that a reader may want to have in the calendar; ``name`` is a key of the texts.

    ``remind``: how many days before it the reminder is. ``about``: the day of the paper that
    it is about, by which two entries of one name are told apart.
    """

    name: str
    day: date
    remind: int
    about: date


def applying(notes: Mapping[str, bool]) -> tuple[str, ...]:
    """Those notes that apply, in the order in which they are to be read."""
    return tuple(note for note, applies in notes.items() if applies)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and what belongs to it; ``verdict`` and ``notes`` are keys of the texts.

    ``result`` holds money in euro (rounded to the cent), hours as decimals, dates, counts, None for
    what cannot be said, and tables (row key → column → value; a choice is said in its words). ``missing`` are
    the figures that the law has not set, so that this part of the answer is refused. ``record`` are the
    keys of lines that a reader may want to copy. ``events`` are days for a reader's calendar.
    ``picture`` shows what is in the result, for those who would rather look. ``headline`` and
    ``next_step`` are keys of other texts of the verdict than usual, ``human`` of the calculator. ``said`` is
    the name of a condition of which the headline says everything. ``decided``: no condition that is open
    could change it, and none is spoken of.
    """

    verdict: str
    result: Result = field(default_factory=dict[str, Any])
    notes: tuple[str, ...] = ()
    open_questions: tuple[Open, ...] = ()
    missing: tuple[NotEnacted, ...] = ()
    conditions: tuple[Condition, ...] = ()
    record: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    picture: Picture | None = None
    next_step: str = "next"
    human: str = "human"
    headline: str = "headline"
    said: str = ""
    decided: bool = False
