"""Verordnung von Soziotherapie: who may prescribe it to whom, on which form, and how much."""

from calculators.prescription.answer import assess
from calculators.prescription.human import human_of
from calculators.prescription.questions import Case

__all__ = ["Case", "assess", "human_of"]
