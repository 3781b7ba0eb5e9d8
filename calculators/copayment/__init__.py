"""Zuzahlung zur Soziotherapie: what an insured person pays for a plan of treatment days."""

from calculators.copayment.answer import assess
from calculators.copayment.questions import Case

__all__ = ["Case", "assess"]
