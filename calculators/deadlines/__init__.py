"""Fristen: until when the insurer has to decide, and until when one can object or sue."""

from calculators.deadlines.answer import assess
from calculators.deadlines.questions import Case

__all__ = ["Case", "assess"]
