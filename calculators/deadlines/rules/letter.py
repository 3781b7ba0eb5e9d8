"""How long somebody who got a letter may take to answer it."""

from datetime import date, timedelta

from calculators.law.figures import Law
from calculators.law.periods import MONTHS_IN_A_YEAR, months_later
from calculators.law.rule import rule
from calculators.law.workdays import next_working_day_as_known


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
