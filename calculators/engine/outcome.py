"""What a calculator concludes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.engine.figures import NotEnacted

Value = Decimal | int | date | None
Table = Mapping[str, Mapping[str, Value]]
Result = Mapping[str, Value | Table]


@dataclass(frozen=True, slots=True)
class Open:
    """An open question of law that this answer touches, with the result of each of its two readings.

    ``readings`` is empty where the question does not change a sum.
    """

    name: str
    readings: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and what belongs to it; ``verdict`` and ``notes`` are keys of the texts.

    ``result`` holds money in euro (rounded to the cent), hours as decimals, dates, counts, None for
    what cannot be said, and tables (row key → column → value). ``missing`` are the figures that
    the law has not set, so that this part of the answer is refused.
    """

    verdict: str
    result: Result = field(default_factory=dict[str, Any])
    notes: tuple[str, ...] = ()
    open_questions: tuple[Open, ...] = ()
    missing: tuple[NotEnacted, ...] = ()
