"""Schwerwiegend chronisch krank: whether the lower yearly limit for co-payments is within reach."""

from calculators.chronic_illness.answer import assess
from calculators.chronic_illness.questions import Case

__all__ = ["Case", "assess"]
