"""When a question is asked is stated in values, and decided by what was typed."""

from enum import Enum

import pytest

from calculators.engine.form import applies, known_from, questions
from calculators.engine.when import UNKNOWN, Said, SomethingBut, as_typed, fits
from calculators.registry import CALCULATORS, answer
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
def test_what_is_said_of_an_answer_is_what_was_to_be_asked(name, case):
    kind, typed = CALCULATORS[name].Case, given_by(case)
    known = known_from(kind, typed)
    unasked = {q.name for q in questions(kind) if not applies(q, known)}
    found = answer(name, typed)
    assert found.unasked == unasked
    assert set(found.unused) <= unasked


class Kind(Enum):
    ONE = "one"
    TWO = "two"


@pytest.mark.parametrize(
    ("value", "typed", "no"),
    [
        (Kind.ONE, "one", ["two", ""]),
        (True, "yes", ["no", UNKNOWN]),
        (False, "no", ["yes", ""]),
        (3, "3", ["4", ""]),
        (Said.NOTHING, "", ["one"]),
        (Said.UNKNOWN, UNKNOWN, ["no"]),
        (Said.SOMETHING, "2026-01-01", ["", UNKNOWN]),
        (SomethingBut(("F20", "F3")), "F21", [" f 20.0", "", UNKNOWN]),
    ],
)
def test_each_kind_of_value_is_told_apart(value, typed, no):
    when = {"answer": [value]}
    assert fits(when, {"answer": [typed]})
    for text in no:
        assert not fits(when, {"answer": [text]}), text


def test_all_that_is_named_has_to_hold_and_one_value_of_each_is_enough():
    when = {"kind": [Kind.ONE, Kind.TWO], "sure": [True]}
    assert fits(when, {"kind": ["two"], "sure": ["yes"]})
    assert not fits(when, {"kind": ["two"], "sure": ["no"]})
    assert not fits(when, {"sure": ["yes"]})


def test_the_page_compares_the_same_as_strings():
    when = {"kind": [Said.NOTHING, Kind.ONE], "icd": [SomethingBut(("F20", "F3"))], "sure": [True]}
    assert as_typed(when) == {"kind": ["", "one"], "icd": ["*", "!F20", "!F3"], "sure": ["yes"]}
