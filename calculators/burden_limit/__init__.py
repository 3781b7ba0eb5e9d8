"""Belastungsgrenze: what a family pays in co-payments in one calendar year, and not a cent more."""

from calculators.burden_limit.answer import assess
from calculators.burden_limit.questions import Case

__all__ = ["Case", "assess"]
