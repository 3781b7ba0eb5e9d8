"""Schwerwiegend chronisch krank: whether the lower yearly limit for co-payments is within reach."""

from calculators.chronic_illness.answer import Case, assess

__all__ = ["Case", "assess"]
