"""How long the insurer may take to decide."""

from datetime import date, timedelta

from calculators.law.figures import Law
from calculators.law.periods import months_later
from calculators.law.rule import rule
from calculators.law.workdays import next_working_day_everywhere


@rule("§ 13 Abs. 3a SGB V")
def decision_due(handed_in: date, law: Law) -> date:
    """„Die Krankenkasse hat über einen Antrag auf Leistungen zügig, spätestens bis zum Ablauf von …
    Wochen nach Antragseingang … zu entscheiden.“"""
    return handed_in + timedelta(weeks=int(law.decision_weeks))


@rule("§ 13 Abs. 3a SGB V")
def decision_due_with_report(handed_in: date, law: Law) -> date:
    """„… oder in Fällen, in denen eine gutachtliche Stellungnahme, insbesondere des Medizinischen
    Dienstes, eingeholt wird, innerhalb von … Wochen nach Antragseingang …“"""
    return handed_in + timedelta(weeks=int(law.decision_weeks_with_report))


@rule("§ 26 Abs. 3 SGB X")
def decision_due_on_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    endet die Frist mit dem Ablauf des nächstfolgenden Werktages.“"""
    return next_working_day_everywhere(end, land)


@rule("§ 88 Abs. 1 SGG")
def wait_for_decision(handed_in: date, law: Law) -> date:
    """„… so ist die Klage nicht vor Ablauf von … Monaten seit dem Antrag auf Vornahme des
    Verwaltungsakts zulässig.“"""
    return months_later(handed_in, int(law.inaction_months))


@rule("§ 88 Abs. 2 SGG")
def wait_for_objection(handed_in: date, law: Law) -> date:
    """„Das gleiche gilt, wenn über einen Widerspruch nicht entschieden worden ist, mit der Maßgabe,
    daß als angemessene Frist eine solche von … Monaten gilt.“"""
    return months_later(handed_in, int(law.inaction_months_objection))


@rule("§ 64 Abs. 3 SGG")
def wait_until_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    so endet die Frist mit Ablauf des nächsten Werktages.“"""
    return next_working_day_everywhere(end, land)
