"""What is paid in the course of time, as bars: month by month, or year by year if those are many."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby

from calculators.engine.picture.shapes import Bar, Bars
from calculators.law.money import NOTHING
from calculators.law.periods import MONTHS_IN_A_YEAR

MOST = 13  # a year of appointments touches so many months

Prices = Mapping[date, Decimal]
Sums = dict[date, Decimal]  # by the first day of their month or year


def payments(
    days: Sequence[date],
    prices: Sequence[Prices],
    before: Callable[[int], Decimal],
    ceiling: Decimal | None,
    turns: Sequence[date],
) -> Bars | None:
    """Bars for the ``days`` at their ``prices`` (euro): one price each, or the lowest and the highest.

    ``before`` says what else was paid in a year; with it, nobody pays more than the ``ceiling`` in a
    year. Where there is a ceiling, the months of a year add up. None if it would be a single bar
    with nothing to compare it to, or too many.
    """
    years = days[-1].year - days[0].year
    months = years * MONTHS_IN_A_YEAR + days[-1].month - days[0].month
    monthly = months < MOST
    if years >= MOST or (not months and ceiling is None):
        return None
    stretch = _month if monthly else _year
    paid = [_payable(_sums(days, each, stretch), before, ceiling) for each in prices]
    if ceiling is None or not monthly:
        name = "months" if monthly else "years"
        rows = {first: (NOTHING, paid[0][first], paid[-1][first]) for first in paid[0]}
    elif len(paid) == 1:
        name, total = "months_to_ceiling", _added_up(paid[0])
        rows = {first: (total[first] - now, now, now) for first, now in paid[0].items()}
    else:
        name, (low, high) = "range_to_ceiling", map(_added_up, paid)
        rows = {first: (NOTHING, low[first], high[first]) for first in low}
    bars = (
        Bar(first, before(first.year) + earlier, least, most)
        for first, (earlier, least, most) in rows.items()
    )
    return Bars(name, "euro", tuple(bars), ceiling, tuple(turns))


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return date(day.year, 1, 1)


def _sums(days: Sequence[date], prices: Prices, first_of: Callable[[date], date]) -> Sums:
    return {
        first: sum((prices.get(day, NOTHING) for day in group), NOTHING)
        for first, group in groupby(days, key=first_of)
    }


def _payable(due: Sums, before: Callable[[int], Decimal], ceiling: Decimal | None) -> Sums:
    """Of what is due, in each year only the first up to the ceiling."""
    if ceiling is None:
        return due
    payable: Sums = {}
    for year, group in groupby(due, key=lambda first: first.year):
        left = max(ceiling - before(year), NOTHING)
        for first in group:
            payable[first] = min(due[first], left)
            left -= payable[first]
    return payable


def _added_up(paid: Sums) -> Sums:
    """What has come together in the year, by the end of each month."""
    return {
        first: total
        for _, group in groupby(paid, key=lambda first: first.year)
        for months in [list(group)]
        for first, total in zip(months, accumulate(paid[m] for m in months), strict=True)
    }
