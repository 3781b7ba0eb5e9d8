"""Anspruch auf Soziotherapie: whether it is worth asking for, in everyday words and without a code."""

from calculators.eligibility.answer import assess
from calculators.eligibility.questions import Case

__all__ = ["Case", "assess"]
