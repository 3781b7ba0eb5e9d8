"""The law that the calculator applies, sentence by sentence."""

from datetime import date, timedelta

from calculators.law.figures import Law
from calculators.law.periods import MONTHS_IN_A_YEAR, months_later
from calculators.law.rule import rule
from calculators.law.workdays import (
    next_working_day_as_known,
    next_working_day_everywhere,
    working_day_after,
)


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


@rule("§ 37 Abs. 2 SGB X")
def deemed_notified(letter_date: date, law: Law) -> date:
    """Sinngemäß: Ein schriftlicher Verwaltungsakt, der im Inland durch die Post übermittelt wird, gilt
    am … Tag nach der Aufgabe zur Post als bekannt gegeben, außer er ist nicht oder später
    zugegangen."""
    return letter_date + timedelta(days=int(law.notification_days))


@rule("§ 37 Abs. 2 Satz 3 SGB X")
def notified_later(arrived: date, deemed: date) -> date:
    """Sinngemäß: Die Vermutung gilt nicht, wenn der Verwaltungsakt nicht oder zu einem späteren
    Zeitpunkt zugegangen ist; im Zweifel hat die Behörde den Zugang und seinen Zeitpunkt
    nachzuweisen."""
    return max(arrived, deemed)


@rule("§ 84 Abs. 1 SGG")
def objection_due(notified: date, law: Law) -> date:
    """Sinngemäß: Der Widerspruch ist binnen … Monats einzureichen, nachdem der Verwaltungsakt bekannt
    gegeben worden ist."""
    return months_later(notified, int(law.objection_months))


@rule("§ 87 Abs. 1 SGG")
def suit_due(notified: date, law: Law) -> date:
    """Sinngemäß: Die Klage ist binnen … Monats nach Bekanntgabe zu erheben; nach einem Vorverfahren
    beginnt die Frist mit der Bekanntgabe des Widerspruchsbescheids."""
    return months_later(notified, int(law.suit_months))


@rule("§ 66 Abs. 2 SGG")
def due_without_instructions(notified: date, law: Law) -> date:
    """Sinngemäß: Ist die Belehrung unterblieben oder unrichtig erteilt, so ist der Rechtsbehelf
    innerhalb … Jahres zulässig."""
    return months_later(notified, MONTHS_IN_A_YEAR * int(law.uninformed_years))


@rule("§ 64 Abs. 3 SGG")
def due_on_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    so endet die Frist mit Ablauf des nächsten Werktages.“"""
    return next_working_day_as_known(end, land)


@rule("§ 9 Abs. 3 ST-RL")
def last_day_to_submit_in_land(issued: date, land: str, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse trägt bis zur Entscheidung die Kosten, wenn ihr die Verordnung
    spätestens am … Arbeitstag nach der Ausstellung vorgelegt wird; die andere Lesart nimmt auch die
    Feiertage des Landes aus."""
    return working_day_after(issued, int(law.submission_working_days), land)
