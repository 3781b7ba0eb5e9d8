"""What is paid in the course of time, as bars: month by month, or year by year if those are many."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby

from calculators.copayment.bill import Bill
from calculators.engine.picture.shapes import Bar, Bars
from calculators.law.money import NOTHING
from calculators.law.periods import MONTHS_IN_A_YEAR

MOST = 13  # months that a year of appointments touches

Prices = Mapping[date, Decimal]
Sums = dict[date, Decimal]  # by the first day of their month or year


def payments(
    days: Sequence[date],
    prices: Sequence[Prices],
    bills: Sequence[Bill],
    before: Callable[[int], Decimal],
    ceiling: Decimal | None,
    turns: Sequence[date],
) -> Bars | None:
    """Bars for the ``days`` at their ``prices`` (euro): one price each, or the lowest and the highest.

    ``bills``: for each of the ``prices``, what is payable in a year; the bars only show in which months.
    ``before`` says what else was paid in a year, ``ceiling`` where the line is; where there is one, the
    months of a year add up. None if it would be a single bar with nothing to compare it to, or too many.
    """
    years = days[-1].year - days[0].year
    months = years * MONTHS_IN_A_YEAR + days[-1].month - days[0].month
    monthly = months < MOST
    if years >= MOST or (not months and ceiling is None):
        return None
    stretch = _month if monthly else _year
    paid = [
        _paid(_sums(days, each, stretch), bill.payable)
        for each, bill in zip(prices, bills, strict=True)
    ]
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


def _paid(due: Sums, payable: Mapping[int, Decimal]) -> Sums:
    """What the bill says is payable in a year, in the months in which it falls due, the earliest first."""
    paid: Sums = {}
    for year, group in groupby(due, key=lambda first: first.year):
        left = payable.get(year, NOTHING)
        for first in group:
            paid[first] = min(due[first], left)
            left -= paid[first]
    return paid


def _added_up(paid: Sums) -> Sums:
    """What has come together in the year, by the end of each month."""
    return {
        first: total
        for _, group in groupby(paid, key=lambda first: first.year)
        for months in [list(group)]
        for first, total in zip(months, accumulate(paid[m] for m in months), strict=True)
    }
