"""The law that the calculator applies, sentence by sentence."""

from calculators.eligibility.questions import Alone, Illness, Insurance, Situation
from calculators.law.rule import rule


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def is_insured(insurance: Insurance) -> bool:
    """„Versicherte … haben Anspruch auf Soziotherapie …“"""
    return insurance is Insurance.STATUTORY


@rule("§ 30 BBhV")
def is_covered_by_aid(insurance: Insurance) -> bool:
    """Sinngemäß: Aufwendungen für Soziotherapie sind beihilfefähig, wenn wegen schwerer psychischer
    Erkrankung ärztliche oder ärztlich verordnete Leistungen nicht selbständig in Anspruch genommen
    werden können."""
    return insurance is Insurance.PRIVATE_WITH_AID


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def is_severely_ill(illness: Illness) -> bool:
    """„… die wegen schwerer psychischer Erkrankung …“"""
    return illness is not Illness.NONE


@rule("§ 2 ST-RL")
def is_usual_indication(illness: Illness) -> bool:
    """Sinngemäß: In der Regel bei Erkrankungen des schizophrenen Formenkreises und bei schweren
    Depressionen mit psychotischen Symptomen; sonst im begründeten Einzelfall."""
    return illness is Illness.PSYCHOSIS


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def cannot_go_alone(alone: Alone) -> bool:
    """„… nicht in der Lage sind, ärztliche oder ärztlich verordnete Leistungen selbständig in Anspruch
    zu nehmen …“"""
    return alone is Alone.NOT_ALONE


@rule("§ 37a Abs. 1 Satz 2 SGB V")
def motivates(refuses: bool) -> bool:
    """„Die Soziotherapie umfasst … Anleitung und Motivation zu deren Inanspruchnahme.“"""
    return refuses


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def has_hours_left(situation: frozenset[Situation]) -> bool:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return Situation.HOURS_USED not in situation
