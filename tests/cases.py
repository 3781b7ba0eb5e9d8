"""The law, case by case, as calculators/*/cases.toml has it."""

from typing import Any

import pytest

from calculators.registry import CALCULATORS
from website.cases import cases

CASES = [
    pytest.param(name, case, id=f"{name}: {case['shows']}")
    for name in CALCULATORS
    for case in cases(name)
]


def all_cases() -> list[tuple[str, dict[str, Any]]]:
    """Every case with the name of its calculator."""
    return [(name, case) for name in CALCULATORS for case in cases(name)]
