"""How fast something is used up, and how fast it may be."""

from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from calculators.law.periods import MONTHS_IN_A_YEAR

DAYS_IN_A_YEAR = 365
HALF = Decimal("0.5")


def per_month(amount: Decimal, first: date, last: date) -> Decimal | None:
    """``amount`` spread evenly over the days from ``first`` to ``last``: so much a month.

    Rounded down to a half, so that it lasts; None for less than a month.
    """
    days = (last - first).days + 1
    months = Decimal(days * MONTHS_IN_A_YEAR) / DAYS_IN_A_YEAR
    if months < 1:
        return None
    return (amount / months / HALF).to_integral_value(ROUND_FLOOR) * HALF


def used_up_on(left: Decimal, used: Decimal, since: date, today: date, end: date) -> date | None:
    """The day on which ``left`` runs out if it goes on as between ``since`` and ``today``.

    None if nothing was ``used`` so far, or if it lasts beyond ``end``.
    """
    elapsed = (today - since).days + 1
    if not used or elapsed < 1:
        return None
    days = int(left * elapsed / used)
    return today + timedelta(days=days) if days <= (end - today).days else None


def used_up_at(pace: Decimal | None, left: Decimal, today: date, end: date) -> date | None:
    """The day on which ``left`` runs out at ``pace`` a month.

    None without a pace, or if it lasts beyond ``end``.
    """
    if not pace:
        return None
    days = int(left * DAYS_IN_A_YEAR / (pace * MONTHS_IN_A_YEAR))
    return today + timedelta(days=days) if days <= (end - today).days else None
