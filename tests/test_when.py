"""When a question is asked is stated in values, and decided alike of what was typed and of a Case."""

from datetime import date
from enum import Enum

import pytest

from calculators.engine.form import applies, applies_to, known_from, questions, read
from calculators.engine.when import UNKNOWN, Said, SomethingBut, as_typed, fits, holds
from calculators.registry import CALCULATORS
from tests.cases import CASES
from website.cases import given as given_by

CONDITIONS = [
    pytest.param(name, question, when, id=f"{name} {question.name}")
    for name, calculator in CALCULATORS.items()
    for question in questions(calculator.Case)
    for when in (question.when, question.form_when, question.default_when)
    if when
]


@pytest.mark.parametrize(("name", "question", "when"), CONDITIONS)
def test_a_condition_names_answers_that_the_question_before_can_have(name, question, when):
    asked = {q.name: q for q in questions(CALCULATORS[name].Case)}
    before = list(asked)[: list(asked).index(question.name)]
    for other, wanted in when.items():
        assert other in before
        for value in wanted:
            if isinstance(value, SomethingBut):
                assert asked[other].type is str
            elif isinstance(value, Said):
                assert value is not Said.UNKNOWN or asked[other].unknown
            else:
                assert type(value) is asked[other].type
                assert isinstance(value, Enum | bool) or asked[other].minimum <= value
                assert isinstance(value, Enum | bool) or asked[other].maximum >= value


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_case_that_was_read_says_the_same_as_what_was_typed(name, case):
    kind, typed = CALCULATORS[name].Case, given_by(case)
    held, known = read(kind, typed), known_from(kind, typed)
    for question in questions(kind):
        assert applies_to(question, held) == applies(question, known), question.name


class Kind(Enum):
    ONE = "one"
    TWO = "two"


class Held:
    def __init__(self, answer):
        self.answer = answer


@pytest.mark.parametrize(
    ("value", "typed", "held", "no"),
    [
        (Kind.ONE, "one", Kind.ONE, [("two", Kind.TWO), ("", None)]),
        (True, "yes", True, [("no", False), (UNKNOWN, None)]),
        (False, "no", False, [("yes", True), ("", None)]),
        (3, "3", 3, [("4", 4), ("", None)]),
        (Said.NOTHING, "", None, [("one", Kind.ONE)]),
        (Said.UNKNOWN, UNKNOWN, None, [("no", False)]),
        (Said.SOMETHING, "2026-01-01", date(2026, 1, 1), [("", None), (UNKNOWN, None)]),
        (
            SomethingBut(("F20", "F3")),
            "F21",
            "F21",
            [(" f 20.0", " f 20.0"), ("", None), (UNKNOWN, None)],
        ),
    ],
)
def test_each_kind_of_value_is_told_apart(value, typed, held, no):
    when = {"answer": [value]}
    assert fits(when, {"answer": [typed]}) and holds(when, Held(held))
    for text, other in no:
        assert not fits(when, {"answer": [text]}), text
        assert not holds(when, Held(other)), other


def test_all_that_is_named_has_to_hold_and_one_value_of_each_is_enough():
    when = {"kind": [Kind.ONE, Kind.TWO], "sure": [True]}
    assert fits(when, {"kind": ["two"], "sure": ["yes"]})
    assert not fits(when, {"kind": ["two"], "sure": ["no"]})
    assert not fits(when, {"sure": ["yes"]})


def test_the_page_compares_the_same_as_strings():
    when = {"kind": [Said.NOTHING, Kind.ONE], "icd": [SomethingBut(("F20", "F3"))], "sure": [True]}
    assert as_typed(when) == {"kind": ["", "one"], "icd": ["*", "!F20", "!F3"], "sure": ["yes"]}
