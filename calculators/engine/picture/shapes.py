"""What a law module wants drawn: numbers and days, and the keys of the words for them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

# How a piece looks, so that it is told apart without its colour.
SOLID, STRIPED, PALE, OPEN = "solid", "striped", "pale", "open"


@dataclass(frozen=True, slots=True)
class Bar:
    """What the time from ``first`` on brings, at least and at most, after what was there before."""

    first: date
    before: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other, to one scale.

    ``ceiling`` is drawn as a line, ``turns`` are days from which on a new law holds.
    """

    name: str
    unit: str
    bars: tuple[Bar, ...]
    ceiling: Decimal | None = None
    turns: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole, and how it looks."""

    name: str
    amount: Decimal
    look: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that lies ``at`` so much of a whole."""

    name: str
    day: date
    at: Decimal


@dataclass(frozen=True, slots=True)
class Track:
    """A whole from end to end: its parts one after another, and days across them."""

    name: str
    unit: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracks:
    """Wholes one below the other, each as wide as the picture, so that their shares compare."""

    name: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A day on a timeline; the decisive one stands out."""

    name: str
    day: date
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days in their order."""

    name: str
    stops: tuple[Stop, ...]

    @classmethod
    def of(cls, name: str, *stops: Stop) -> "Timeline":
        """A line of these days; those of one day stay in the order given."""
        return cls(name, tuple(sorted(stops, key=lambda stop: stop.day)))


Picture: TypeAlias = Bars | Tracks | Timeline
