"""Indikation: for which illness, how severe and to what end there is sociotherapy.

The law that the question of a layman and the check of a prescriber have in common.
"""

from enum import Enum

from calculators.law.diagnoses import chapter, diagnoses_on
from calculators.law.figures import Law
from calculators.law.rule import rule


class Impairment(Enum):
    DRIVE = "drive"
    BEHAVIOUR = "behaviour"
    COGNITION = "cognition"
    INSIGHT = "insight"


class Hospital(Enum):
    AVOID = "avoid"
    SHORTEN = "shorten"
    NOT_FEASIBLE = "not_feasible"
    NONE = "none"


@rule("§ 2 Abs. 4 ST-RL")
def is_regular_indication(icd: str, law: Law) -> bool:
    """Sinngemäß: Soziotherapie ist in der Regel bei Erkrankungen des schizophrenen Formenkreises und
    bei affektiven Störungen mit psychotischen Symptomen erforderlich."""
    return any(icd.startswith(diagnosis.code) for diagnosis in diagnoses_on(law.day))


@rule("§ 2 Abs. 5 ST-RL")
def may_be_single_case(icd: str) -> bool:
    """Sinngemäß: In begründeten Einzelfällen kann Soziotherapie bei anderen psychischen Erkrankungen
    verordnet werden."""
    return icd.startswith(chapter())


@rule("§ 2 ST-RL")
def gaf_allows_regular(gaf: int, law: Law) -> bool:
    """Sinngemäß: … der GAF-Wert … darf nicht überschritten werden."""
    return gaf <= law.gaf_maximum


@rule("§ 2 ST-RL")
def gaf_is_as_guided(gaf: int, law: Law) -> bool:
    """Sinngemäß: Orientierungswert ist der GAF-Wert …"""
    return gaf <= law.gaf_guide


@rule("§ 2 Abs. 5 ST-RL")
def gaf_allows_single_case(gaf: int, law: Law) -> bool:
    """Sinngemäß: … wenn der GAF-Wert höchstens … beträgt und sich aus der Gesamtsituation und der
    fachärztlichen Einschätzung ergibt, dass es medizinisch erforderlich ist."""
    return gaf <= law.gaf_guide


@rule("§ 2 Abs. 2 ST-RL")
def is_impaired(impairments: frozenset[Impairment]) -> bool:
    """Sinngemäß: Die Erkrankung geht mit Beeinträchtigungen von Fähigkeiten einher, alternativ oder
    kumulativ in den genannten Bereichen."""
    return bool(impairments)


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def spares_hospital(hospital: Hospital) -> bool:
    """„… wenn dadurch Krankenhausbehandlung vermieden oder verkürzt wird oder wenn diese geboten,
    aber nicht ausführbar ist.“"""
    return hospital is not Hospital.NONE


@rule("§ 6 Abs. 3 ST-RL")
def can_reach_goals(able: bool) -> bool:
    """Sinngemäß: Die Soziotherapie ist abzubrechen, wenn die versicherte Person nicht geeignet ist
    oder die Ziele nicht erreichen kann."""
    return able
