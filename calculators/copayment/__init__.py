"""Zuzahlung zur Soziotherapie: what an insured person pays for a plan of treatment days."""

from calculators.copayment.answer import Case, assess

__all__ = ["Case", "assess"]
