"""Days, weeks, months and years, counted as the civil code counts them."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
DAYS_IN_A_WEEK = 7


def years_later(day: date, years: int) -> date:
    """The same day, ``years`` later; what begins on 29 February ends with the last of February.

    So the anniversary of a 29 February is 1 March in a year that has none, and the last day of a
    period that began on it is 28 February.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, day.month + 1, 1)


def months_later(day: date, months: int) -> date:
    """The last day of a period of ``months`` that an event on ``day`` sets going.

    It has the same number as ``day``; where the month has no such day, it is the month's last.
    """
    months += day.year * MONTHS_IN_A_YEAR + day.month
    after = date(months // MONTHS_IN_A_YEAR, months % MONTHS_IN_A_YEAR + 1, 1)
    last = after - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def spread_over_weeks(
    first: date, count: int, days_per_week: int, further: int = 0
) -> tuple[date, ...]:
    """``count`` days from ``first`` on, evenly spread, ``days_per_week`` of them in every week.

    ``further`` days more are spread over the same weeks.
    """
    start, span, every = (
        first.toordinal(),
        DAYS_IN_A_WEEK * count,
        days_per_week * (count + further),
    )
    return tuple(
        date.fromordinal(start + span * number // every) for number in range(count + further)
    )


def last_day_of_year(day: date) -> date:
    """31 December of the year of ``day``."""
    return date(day.year + 1, 1, 1) - timedelta(days=1)
