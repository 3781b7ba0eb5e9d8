"""Days, weeks, months and years, counted as §§ 187 to 193 BGB count them.

§ 26 Abs. 1 SGB X makes them hold for periods and days of social law. What happens when a period ends on a
Saturday, a Sunday or a holiday is in ``workdays.py``.
"""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
DAYS_IN_A_WEEK = 7


def years_later(day: date, years: int) -> date:
    """The first day after a period of ``years`` that begins with ``day``.

    § 187 Abs. 2 BGB: ``day`` counts, the day of birth too. § 188 Abs. 2 BGB: the period ends with the day
    before the one that has the same number, so that this one comes after it. Where the year has no
    29 February, the period ends with 28 February, and the day after is 1 March.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, day.month + 1, 1)


def months_later(day: date, months: int) -> date:
    """The last day of a period of ``months`` that an event on ``day`` sets going.

    § 187 Abs. 1 BGB: ``day`` itself does not count. § 188 Abs. 2 BGB: the last day has the same number as
    ``day``. § 188 Abs. 3 BGB: where the month has no such day, it is the month's last.
    """
    months += day.year * MONTHS_IN_A_YEAR + day.month
    after = date(months // MONTHS_IN_A_YEAR, months % MONTHS_IN_A_YEAR + 1, 1)
    last = after - ONE_DAY
    return last.replace(day=min(day.day, last.day))


def spread_over_weeks(
    first: date, count: int, days_per_week: int, further: int = 0
) -> tuple[date, ...]:
    """``count`` days from ``first`` on, evenly spread, ``days_per_week`` of them in every week.

    ``further`` days more are spread over the same weeks. A plan of appointments, and no period of the law.
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
    """31 December of the year of ``day``: the end of a calendar year, which no day sets going."""
    return date(day.year + 1, 1, 1) - ONE_DAY
