"""The numbers that the law sets, as they stood on a given day."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from calculators.law.data import table


class NotEnacted(LookupError):
    """The law has set no such figure for that day, or it lies before our records begin."""

    def __init__(self, name: str, day: date, *, recorded_from: date) -> None:
        super().__init__(name, day)
        self.name, self.day = name, day
        self.too_early = day < recorded_from


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one figure: since when it holds, where the law uses it, which act set it.

    ``for_its_year``: it holds for that calendar year alone.
    """

    name: str
    norm: str
    unit: str
    since: date
    value: Decimal
    source: str
    for_its_year: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """All values of one figure, oldest first. One that is renewed yearly lapses with its year."""

    values: tuple[Figure, ...]
    renewed: str | None = None

    @property
    def lapses(self) -> bool:
        """Whether each value holds for its own year alone."""
        return self.renewed is not None

    @property
    def renewed_yearly(self) -> bool:
        """Whether each year brings a new value."""
        return self.renewed == "yearly"

    def on(self, day: date) -> Figure:
        """The value in force on ``day``; raises NotEnacted rather than use another year's."""
        name = self.values[0].name
        past = [figure for figure in self.values if figure.since <= day]
        if not past or (self.lapses and past[-1].since.year < day.year):
            raise NotEnacted(name, day, recorded_from=self.values[0].since)
        return past[-1]


class Law:
    """The law on one day: ``law.copayment_minimum`` is the figure in force, and is noted as used."""

    def __init__(self, day: date, used: dict[tuple[str, date], Figure]) -> None:
        self.day = day
        self._used = used

    def __getattr__(self, name: str) -> Decimal:
        if name not in histories():
            raise AttributeError(f"figures.toml has no {name!r}")
        figure = histories()[name].on(self.day)
        self._used[name, figure.since] = figure
        return figure.value

    def since(self, *names: str) -> date:
        """The day since which all these figures have the value that they have on this day."""
        return max(histories()[name].on(self.day).since for name in names)

    def last_year_of(self, name: str) -> int | None:
        """The last year, up to this one, that has a value of its own; None before our records."""
        years = [f.since.year for f in histories()[name].values if f.since <= self.day]
        return years[-1] if years else None

    def enacts(self, name: str) -> bool:
        """Whether the figure has a value on this day."""
        try:
            histories()[name].on(self.day)
        except NotEnacted:
            return False
        return True


class LawBook:
    """The law of every day, and the figures that were looked up in it, in order of first use."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, date], Figure] = {}
        self._last = date.min

    def on(self, day: date) -> Law:
        """The law as it stands on ``day``."""
        self._last = max(self._last, day)
        return Law(day, self._used)

    @property
    def last_day(self) -> date:
        """The latest day of which the law was asked."""
        return self._last

    @property
    def used(self) -> tuple[Figure, ...]:
        """Every figure read so far, once for each of its values."""
        return tuple(self._used.values())


def period(day: date) -> date:
    """The first day of the time, with ``day`` in it, during which no figure changes."""
    changes = _changes()
    position = bisect_right(changes, day)
    return changes[position - 1] if position else date.min


def checked() -> date:
    """The day on which somebody last compared the figures with the law."""
    day: date = table("law/figures.toml")["checked"]
    return day


@cache
def histories() -> Mapping[str, History]:
    """Every figure by its name, as ``figures.toml`` has it."""
    return {
        name: _history(name, dict(entry))
        for name, entry in table("law/figures.toml").items()
        if isinstance(entry, dict)
    }


def next_change(names: Sequence[str], after: date) -> date | None:
    """The first day after that on which one of these figures has another value, as far as it is enacted."""
    days = (each.since for name in names for each in histories()[name].values)
    return min((day for day in days if day > after), default=None)


def highest(name: str) -> Decimal:
    """The highest value that the figure ever has, as far as it is enacted."""
    return max(figure.value for figure in histories()[name].values)


@cache
def _changes() -> tuple[date, ...]:
    yearly = {date(figure.since.year + 1, 1, 1) for figure in _all() if figure.for_its_year}
    return tuple(sorted({figure.since for figure in _all()} | yearly))


def _all() -> tuple[Figure, ...]:
    return tuple(figure for history in histories().values() for figure in history.values)


def _history(name: str, entry: dict[str, object]) -> History:
    norm, unit = str(entry.pop("norm")), str(entry.pop("unit"))
    renewed = str(entry.pop("renewed")) if "renewed" in entry else None
    values = (
        replace(_figure(name, norm, unit, since, line), for_its_year=renewed is not None)
        for since, line in entry.items()
    )
    return History(tuple(sorted(values, key=lambda figure: figure.since)), renewed)


def _figure(name: str, norm: str, unit: str, since: str, line: object) -> Figure:
    assert isinstance(line, dict), f"figures.toml: {name}: {since} needs a value and a source"
    value, source = Decimal(line["value"]), str(line["source"])
    return Figure(name, norm, unit, date.fromisoformat(since), value, source)
