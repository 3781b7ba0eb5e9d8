"""Who may prescribe, and to whom."""

from datetime import date

from calculators.law.figures import Law
from calculators.law.periods import years_later
from calculators.law.rule import rule


@rule("§ 4 Abs. 1 ST-RL")
def has_approval_of_kv(kv_approval: bool) -> bool:
    """Sinngemäß: Die Befugnis zur Verordnung bedarf der Genehmigung der Kassenärztlichen
    Vereinigung."""
    return kv_approval


@rule("§ 4 Abs. 2 ST-RL")
def is_in_transition(birth_date: date, day: date, law: Law) -> bool:
    """Sinngemäß: … in therapeutisch begründeten Fällen in der Übergangsphase ab dem … Lebensjahr bis
    zur Vollendung des … Lebensjahrs."""
    first = years_later(birth_date, int(law.transition_year))
    end = years_later(birth_date, int(law.transition_age))
    return first <= day < end


@rule("§ 4 Abs. 2 ST-RL")
def is_in_transition_by_year_of_life(birth_date: date, day: date, law: Law) -> bool:
    """Sinngemäß: … ab dem … Lebensjahr …; die andere Lesart: Ein Lebensjahr beginnt mit dem Geburtstag
    davor."""
    return years_later(birth_date, int(law.transition_year) - 1) <= day


@rule("§ 4 Abs. 4 ST-RL")
def may_refer_on_suspicion(suspected: bool) -> bool:
    """Sinngemäß: Andere Vertragsärztinnen und Vertragsärzte überweisen bei begründetem Verdacht auf eine
    schwere psychische Erkrankung."""
    return suspected


@rule("§ 4 Abs. 5 ST-RL")
def needs_company(can_follow_referral: bool) -> bool:
    """Sinngemäß: … wenn die versicherte Person die Überweisung nicht selbständig wahrnehmen kann."""
    return not can_follow_referral


@rule("§ 5 Abs. 2 ST-RL")
def may_try_on_suspicion(suspected: bool) -> bool:
    """Sinngemäß: Probestunden dienen der Abklärung der Therapiefähigkeit; dafür genügt der begründete
    Verdacht auf eine schwere psychische Erkrankung."""
    return suspected


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def cannot_use_services(can_use_services: bool) -> bool:
    """„… die wegen schwerer psychischer Erkrankung nicht in der Lage sind, ärztliche oder ärztlich
    verordnete Leistungen selbständig in Anspruch zu nehmen …“"""
    return not can_use_services
