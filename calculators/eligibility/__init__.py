"""Anspruch auf Soziotherapie: whether it is worth asking for, in everyday words and without a code."""

from calculators.eligibility.answer import Case, assess

__all__ = ["Case", "assess"]
