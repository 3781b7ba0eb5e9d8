"""What a plan of days costs, where each day has its price and each year may have a ceiling."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from calculators.engine.outcome import Table, Value
from calculators.law.money import NOTHING, cents


@dataclass(frozen=True, slots=True)
class Bill:
    """Euro due and payable in each year, and the first day that costs nothing any more."""

    due: Mapping[int, Decimal]
    payable: Mapping[int, Decimal]
    first_free_day: date | None

    @property
    def total(self) -> Decimal:
        """What is payable in all, in euro."""
        return cents(sum(self.payable.values(), NOTHING))


def bill(
    prices: Mapping[date, Decimal],
    free_days: Iterable[date],
    left_in_year: Callable[[int], Decimal | None],
    payable_in_year: Callable[[int, Decimal, Decimal], Decimal],
) -> Bill:
    """Add up the ``prices`` (euro) of the days, year by year.

    ``left_in_year`` says how much of the year's ceiling is left before the first day, None if there
    is none; ``payable_in_year`` then decides from year, sum due and what is left. ``free_days`` cost
    nothing for another reason.
    """
    due, payable = dict[int, Decimal](), dict[int, Decimal]()
    free = list(free_days)
    for year, group in groupby(prices, key=lambda day: day.year):
        days = list(group)
        due[year] = payable[year] = cents(sum((prices[day] for day in days), NOTHING))
        if (left := left_in_year(year)) is not None:
            payable[year] = payable_in_year(year, due[year], left)
            free += _days_above(days, prices, left)
    return Bill(due, payable, min(free, default=None))


def by_price(prices: Sequence[Mapping[date, Decimal]], names: Sequence[str]) -> Table:
    """Stretches of days with the same prices, by their first day; one column for each of ``prices``."""
    rows: dict[str, dict[str, Value]] = {}
    for amounts, group in groupby(prices[0], key=lambda day: tuple(p[day] for p in prices)):
        days = list(group)
        rows[days[0].isoformat()] = {"until": days[-1], **dict(zip(names, amounts, strict=True))}
    return rows


def by_year(days: Sequence[date], bills: Sequence[Bill], suffixes: Sequence[str]) -> Table:
    """Days, due and payable of each year; one pair of columns for each bill, told apart by suffix."""
    rows: dict[str, dict[str, Value]] = {}
    for year, group in groupby(days, key=lambda day: day.year):
        row = rows[str(year)] = {"days": len(list(group))}
        for suffix, found in zip(suffixes, bills, strict=True):
            row[f"due{suffix}"] = found.due.get(year, cents(NOTHING))
            row[f"payable{suffix}"] = found.payable.get(year, cents(NOTHING))
    return rows


def _days_above(
    days: Sequence[date], prices: Mapping[date, Decimal], left: Decimal
) -> Sequence[date]:
    for position, day in enumerate(days):
        if left <= NOTHING:
            return days[position:]
        left -= prices[day]
    return ()
