"""Periods: months and what is left of them (§ 188 BGB)."""

from datetime import date

import pytest

from calculators.law.periods import months_later


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-11-30", 13, "2027-12-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
    ],
)
def test_months_later(day, months, expected):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(expected)
