"""Working days: Monday to Friday, without the public holidays in ``holidays.toml``."""

from datetime import date, timedelta
from functools import cache

from calculators.engine.data import table

NATIONWIDE = "all"
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class NotInTable(LookupError):
    """The table of public holidays has nothing about that year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def working_day_after(day: date, count: int, land: str | None) -> date:
    """The ``count``-th working day after ``day``, which itself is never counted.

    ``land`` is one of the two-letter codes of the table; with None only the nationwide holidays
    count, so the answer is never later than the one for any of them.

    Raises ValueError for a count below one, KeyError for a land that is not in the table, and
    NotInTable if ``day``, or any day up to the answer, lies in a year that is not in the table.
    """
    if count < 1:
        raise ValueError(f"there is no working day number {count} after a day")
    _holidays(day.year, land)
    for _ in range(count):
        day = next_working_day(day + _ONE_DAY, land)
    return day


def next_working_day(day: date, land: str | None) -> date:
    """``day`` itself if it is a working day, else the first one after it.

    ``land`` and what is raised for it and for the year are as in ``working_day_after``.
    """
    while day in _holidays(day.year, land) or day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return day


def next_working_day_everywhere(day: date) -> date:
    """The latest of the lands' answers to ``next_working_day``: for someone who has to wait.

    Raises NotInTable as that does.
    """
    _holidays(day.year, None)
    lands = table("holidays.toml")[str(day.year)].keys() - {NATIONWIDE}
    return max(next_working_day(day, land) for land in lands)


@cache
def _holidays(year: int, land: str | None) -> frozenset[date]:
    """The nationwide holidays of the year and, if ``land`` is given, those on top in all of it."""
    years = table("holidays.toml")
    if str(year) not in years:
        raise NotInTable(year)
    found = years[str(year)]
    return frozenset(found[NATIONWIDE]).union(found[land] if land is not None else ())
