"""The law, case by case, as calculators/*/cases.toml has it."""

from functools import cache
from typing import Any

import pytest

from calculators.engine import answer as engine
from calculators.registry import CALCULATORS, answer
from website.cases import cases, given

CASES = [
    pytest.param(name, case, id=f"{name}: {case['shows']}")
    for name in CALCULATORS
    for case in cases(name)
]


def all_cases() -> list[tuple[str, dict[str, Any]]]:
    """Every case with the name of its calculator."""
    return [(name, case) for name in CALCULATORS for case in cases(name)]


def answered(name: str, case: dict[str, Any], *, by_hand: bool = False) -> engine.Answer:
    """What is answered to a case, computed once: for tests of how it is said. Others change the law."""
    return _answered(name, case["shows"], by_hand)


@cache
def _answered(name: str, shows: str, by_hand: bool) -> engine.Answer:
    (case,) = (case for case in cases(name) if case["shows"] == shows)
    return answer(name, given(case), by_hand=by_hand)
