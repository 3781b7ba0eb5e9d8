"""Reststunden: how much of the hours of one Krankheitsfall is left, and until when."""

from calculators.remaining_hours.answer import assess
from calculators.remaining_hours.questions import Case

__all__ = ["Case", "assess"]
