"""Reststunden: how much of the hours of one Krankheitsfall is left, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from calculators.engine.calendar import years_later
from calculators.engine.figures import Law, LawBook
from calculators.engine.form import ask
from calculators.engine.outcome import Open, Outcome, Value
from calculators.engine.rule import rule

NOTHING = Decimal(0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Case:
    started: date | None = ask(unknown=True)
    on: date = ask(today=True)
    used_hours: Decimal | None = ask(unit="hours", minimum=0, maximum=1_000, unknown=True)
    group_sessions: int = ask(minimum=0, maximum=1_000, default=0)

    def contradictions(self) -> dict[str, str]:
        too_early = self.started is not None and self.on < self.started
        return {"on": "before_start"} if too_early else {}


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(case.on)
    last_day = last_day_of_episode(case.started, law) if case.started else None
    new_claim_from = first_day_of_new_claim(last_day) if last_day else None
    dates: dict[str, Value] = {"last_day": last_day, "new_claim_from": new_claim_from}
    notes = ("dates",) if case.started else ("start_unknown",)
    if last_day and case.on > last_day:
        return Outcome("period_over", {"remaining_min": NOTHING, "remaining_max": NOTHING, **dates})
    if case.used_hours is None:
        return Outcome(
            "hours_unknown", {"remaining_min": None, "remaining_max": None, **dates}, notes
        )
    low, high = _used(case.used_hours, case.group_sessions, law)
    most = hours_left(low, law)
    least = most if low == high else hours_left(high, law)
    return Outcome(
        "used_up" if not most else "left" if least == most else "left_range",
        {"remaining_min": least, "remaining_max": most, **dates},
        notes + (("overdrawn",) if low > law.hours_per_episode else ()),
        (Open("group_hours", (most, least)),) if least != most else (),
    )


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def last_day_of_episode(started: date, law: Law) -> date:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return years_later(started, int(law.episode_years)) - ONE_DAY


@rule("§ 5 Abs. 1 ST-RL")
def first_day_of_new_claim(last_day: date) -> date:
    """Sinngemäß: Nach Ablauf der Jahre kommt Soziotherapie erneut in Betracht, auch bei unveränderter
    Ursache der Krankheit, wenn alle übrigen Voraussetzungen wieder vorliegen."""
    return last_day + ONE_DAY


@rule("§ 5 Abs. 3 ST-RL")
def group_hours_as_units(group_sessions: int) -> Decimal:
    """Sinngemäß: Eine Soziotherapieeinheit umfasst … Minuten; die eine Lesart zählt eine
    Gruppensitzung als eine Einheit."""
    return Decimal(group_sessions)


@rule("§ 5 Abs. 4 ST-RL")
def group_hours_by_the_clock(group_sessions: int, law: Law) -> Decimal:
    """Sinngemäß: Eine Gruppensitzung umfasst … Minuten; die andere Lesart zählt ihre Dauer."""
    return group_sessions * law.group_unit_minutes / law.unit_minutes


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def hours_left(used: Decimal, law: Law) -> Decimal:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return max(law.hours_per_episode - used, NOTHING)


def _used(single: Decimal, groups: int, law: Law) -> tuple[Decimal, Decimal]:
    if not groups:
        return single, single
    return (
        single + group_hours_as_units(groups),
        single + group_hours_by_the_clock(groups, law),
    )
