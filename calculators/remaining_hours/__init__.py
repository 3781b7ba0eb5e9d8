"""Reststunden: how much of the hours of one Krankheitsfall is left, and until when."""

from calculators.remaining_hours.answer import Case, assess

__all__ = ["Case", "assess"]
