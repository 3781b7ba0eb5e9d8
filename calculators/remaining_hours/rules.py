"""The law that the calculator applies, sentence by sentence."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from calculators.law.figures import Law
from calculators.law.money import NOTHING
from calculators.law.periods import ONE_DAY
from calculators.law.rule import rule


@rule("§ 5 Abs. 1 ST-RL")
def first_day_of_new_claim(last_day: date) -> date:
    """Sinngemäß: Nach Ablauf der Jahre kommt Soziotherapie erneut in Betracht, auch bei unveränderter
    Ursache der Krankheit, wenn alle übrigen Voraussetzungen wieder vorliegen."""
    return last_day + ONE_DAY


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def units_of_record(units: Sequence[Decimal]) -> Decimal:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return sum(units, NOTHING)


@rule("§ 5 Abs. 3 ST-RL")
def group_hours_as_units(group_sessions: Decimal) -> Decimal:
    """Sinngemäß: Eine Soziotherapieeinheit umfasst … Minuten; die eine Lesart zählt eine
    Gruppensitzung als eine Einheit."""
    return Decimal(group_sessions)


@rule("§ 5 Abs. 4 ST-RL")
def group_hours_by_the_clock(group_sessions: Decimal, law: Law) -> Decimal:
    """Sinngemäß: Eine Gruppensitzung umfasst … Minuten; die andere Lesart zählt ihre Dauer."""
    return group_sessions * law.group_unit_minutes / law.unit_minutes


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def hours_left(used: Decimal, law: Law) -> Decimal:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return max(law.hours_per_episode - used, NOTHING)


@rule("§ 5 Abs. 2 ST-RL")
def left_in_first_prescription(granted: Decimal, used: Decimal, trial_hours: Decimal) -> Decimal:
    """Sinngemäß: Probestunden werden auf die erste Verordnung angerechnet."""
    return max(granted - used - trial_hours, NOTHING)


@rule("§ 5 Abs. 2 ST-RL")
def prescriptions_for(hours: Decimal, law: Law) -> int:
    """Sinngemäß: Eine Verordnung umfasst höchstens … Therapieeinheiten."""
    return int((hours / law.units_per_prescription).to_integral_value(ROUND_CEILING))


@rule("§ 13 Abs. 3a SGB V")
def day_to_ask(running_out: date, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse entscheidet über einen Antrag spätestens … Wochen nach seinem
    Eingang."""
    return running_out - timedelta(weeks=int(law.decision_weeks))
