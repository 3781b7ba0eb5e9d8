"""Sums of euro."""

from decimal import ROUND_HALF_UP, Decimal

NOTHING = Decimal(0)
_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """``amount`` in euro, rounded to the cent, half a cent upwards.

    No norm says how: this is the project's written decision (docs/entwicklung/entscheidungen.md).
    """
    return amount.quantize(_CENT, ROUND_HALF_UP)
