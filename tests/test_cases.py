"""The law, case by case. The cases are data: calculators/*/cases.toml."""

import sys
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest

from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.registry import answer
from tests.cases import CASES
from website.cases import given


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name, case):
    outcome = answer(name, given(case)).outcome
    expected = dict(case["expect"])
    assert outcome.verdict == expected.pop("verdict")
    assert outcome.headline == expected.pop("headline", outcome.headline)
    assert outcome.next_step == expected.pop("next_step", outcome.next_step)
    assert outcome.human == expected.pop("human", outcome.human)
    # By name alone, or each with both of its readings: ours first.
    touched = expected.pop("open_questions", [])
    assert [question.name for question in outcome.open_questions] == list(touched)
    if isinstance(touched, dict):
        assert {q.name: list(q.readings) for q in outcome.open_questions} == touched
    assert list(outcome.notes) == expected.pop("notes", list(outcome.notes))
    assert list(outcome.record) == expected.pop("record", list(outcome.record))
    states = {condition.name: condition.state for condition in outcome.conditions}
    assert states == expected.pop("conditions", states)
    days = {event.name: event.day for event in outcome.events}
    assert days == expected.pop("events", days)
    missing = expected.pop("not_enacted", [])
    assert [figure.name for figure in outcome.missing] == missing
    assert {key: plain(outcome.result[key]) for key in expected} == plain(expected)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_no_case_is_given_the_same_reason_twice(name, case):
    reasons = [reason.text for reason in explain(answer(name, given(case)), texts("de")).reasons]
    assert len(set(reasons)) == len(reasons)


def test_every_case_says_who_vouches_for_it():
    for name, case in (parameters.values for parameters in CASES):
        assert case["shows"] and case["source"], (name, case)


def plain(value):
    """Numbers as decimals, years as text, choices by name, and nothing as "" (TOML has no null)."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, date | str | bool):
        return "" if value is None else value
    return Decimal(value)


def run(cases):
    """What is asked of each case, without pytest: in a moment most mutants are killed."""
    for name, case in cases:
        test_case(name, case)
        test_no_case_is_given_the_same_reason_twice(name, case)


if __name__ == "__main__":
    # Only those of the calculators named.
    run(each.values for each in CASES if each.values[0] in sys.argv[1:])
