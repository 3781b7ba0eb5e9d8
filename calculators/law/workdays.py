"""Working days: Monday to Friday, without the public holidays in ``holidays.toml``."""

from datetime import date
from functools import cache

from calculators.law.data import table
from calculators.law.periods import ONE_DAY

NATIONWIDE = "all"
SOMEWHERE = "somewhere"
_SATURDAY = 5


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
        day = next_working_day(day + ONE_DAY, land)
    return day


def next_working_day(day: date, land: str | None) -> date:
    """``day`` itself if it is a working day, else the first one after it.

    ``land`` and what is raised for it and for the year are as in ``working_day_after``.
    """
    while day in _holidays(day.year, land) or is_weekend(day):
        day += ONE_DAY
    return day


def next_working_day_as_known(day: date, land: str | None) -> date:
    """As ``next_working_day``, but in a year without a table only Saturdays and Sundays are no working days.

    So the answer is never later than the true one. Raises KeyError for a land that is not in the table.
    """
    while is_weekend(day) or (has_table(day) and day in _holidays(day.year, land)):
        day += ONE_DAY
    return day


def next_working_day_everywhere(day: date, land: str | None = None) -> date:
    """The latest of all places' answers, or of those in one Land: for someone who has to wait.

    In a year without a table only Saturdays and Sundays are known. Raises KeyError for a land that
    is not in the table.
    """
    lands = [land] if land is not None else _lands()
    return max(_next_anywhere_in(each, day) for each in lands)


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def has_table(day: date) -> bool:
    """Whether the public holidays of its year are known."""
    return str(day.year) in table("law/holidays.toml")


def nationwide_holidays(first: date, last: date) -> tuple[date, ...]:
    """The holidays of the whole country from ``first`` to ``last``; raises NotInTable."""
    years = range(first.year, last.year + 1)
    return tuple(
        day for year in years for day in sorted(_holidays(year, None)) if first <= day <= last
    )


def _next_anywhere_in(land: str, day: date) -> date:
    """The latest answer in the Land: its holidays, and those of any place in it."""
    while is_weekend(day) or (has_table(day) and day in _holidays(day.year, land, SOMEWHERE)):
        day += ONE_DAY
    return day


def _lands() -> list[str]:
    newest = list(table("law/holidays.toml").values())[-1]
    return [name for name in newest if name not in (NATIONWIDE, SOMEWHERE)]


@cache
def _holidays(year: int, land: str | None, where: str = NATIONWIDE) -> frozenset[date]:
    """The nationwide holidays of the year and, if ``land`` is given, those on top in all of it.

    With SOMEWHERE also those that hold in parts of that Land only.
    """
    years = table("law/holidays.toml")
    if str(year) not in years:
        raise NotInTable(year)
    found = years[str(year)]
    days = frozenset(found[NATIONWIDE]).union(found[land] if land is not None else ())
    return days.union(found[SOMEWHERE].get(land, ())) if where == SOMEWHERE else days
