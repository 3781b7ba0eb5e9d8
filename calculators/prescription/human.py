"""Who answers a prescriber's questions."""

from calculators.prescription.questions import INSTITUTIONS, Case, Prescriber


def human_of(case: Case) -> str:
    """The text on who does: no KV has approved those of an institution."""
    if case.prescriber is Prescriber.HOSPITAL:
        return "human_hospital"
    return "human_clinic" if case.prescriber in INSTITUTIONS else "human"
