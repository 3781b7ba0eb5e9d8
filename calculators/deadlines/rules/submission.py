"""By when a prescription is with the insurer."""

from datetime import date

from calculators.law.figures import Law
from calculators.law.rule import rule
from calculators.law.workdays import working_day_after


@rule("§ 9 Abs. 3 ST-RL")
def last_day_to_submit_in_land(issued: date, land: str, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse trägt bis zur Entscheidung die Kosten, wenn ihr die Verordnung
    spätestens am … Arbeitstag nach der Ausstellung vorgelegt wird; die andere Lesart nimmt auch die
    Feiertage des Landes aus."""
    return working_day_after(issued, int(law.submission_working_days), land)
