"""Kinds of prescriptions and their periods, as several calculators need them."""

from datetime import date, timedelta
from enum import Enum

from calculators.law.figures import Law
from calculators.law.rule import rule
from calculators.law.workdays import working_day_after


class Kind(Enum):
    TRIAL = "trial"
    FIRST = "first"
    FOLLOW_UP = "follow_up"
    REFERRAL = "referral"
    DISCHARGE = "discharge"


@rule("§ 9 Abs. 3 ST-RL")
def last_day_to_submit(day: date, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse trägt bis zur Entscheidung die Kosten, wenn ihr die Verordnung
    spätestens am … Arbeitstag nach der Ausstellung vorgelegt wird."""
    return working_day_after(day, int(law.submission_working_days), None)


@rule("§ 4a ST-RL")
def last_day_after_discharge(discharged: date, law: Law) -> date:
    """Sinngemäß: Das Krankenhaus kann Soziotherapie für … Kalendertage nach der Entlassung verordnen;
    bis dahin nicht genutzte Einheiten verfallen."""
    return discharged + timedelta(days=int(law.discharge_days))
