"""Verordnung von Soziotherapie: who may prescribe it to whom, on which form, and how much."""

from calculators.prescription.answer import Case, assess

__all__ = ["Case", "assess"]
