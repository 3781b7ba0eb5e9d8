"""Belastungsgrenze: what a family pays in co-payments in one calendar year, and not a cent more."""

from calculators.burden_limit.answer import Case, assess

__all__ = ["Case", "assess"]
