"""When a question is asked is stated in values, and decided by what was typed."""

from enum import Enum

import pytest

from calculators.engine.form import applies, known_from, questions, read
from calculators.engine.when import UNKNOWN, MoreThan, Said, SomethingBut, as_typed, fits
from calculators.law.prescription import Kind
from calculators.prescription.questions import Prescriber
from calculators.registry import CALCULATORS, answer
from tests.cases import CASES
from website.cases import given as given_by

CONDITIONS = [
    pytest.param(name, question, when, id=f"{name} {question.name}")
    for name, calculator in CALCULATORS.items()
    for question in questions(calculator.Case)
    for when in (
        question.when,
        question.form_when,
        question.default_when,
        *question.form_unless,
    )
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
            elif isinstance(value, MoreThan):
                assert asked[other].minimum <= value.limit < asked[other].maximum
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


# Whatever is prescribed, nothing that was answered stands against it.
CLEAR = {
    "kv_approval": ["yes"],
    "icd": ["F20.0"],
    "gaf": ["38"],
    "suspected": ["yes"],
    "can_follow_referral": ["no"],
    "can_use_services": ["no"],
    "impairments": ["drive"],
    "hospital": ["avoid"],
    "able": ["yes"],
    "birth_date": ["2006-01-01"],
}


class Number(Enum):
    ONE = "one"
    TWO = "two"


@pytest.mark.parametrize(
    ("value", "typed", "no"),
    [
        (Number.ONE, "one", ["two", ""]),
        (True, "yes", ["no", UNKNOWN]),
        (False, "no", ["yes", ""]),
        (3, "3", ["4", ""]),
        (Said.NOTHING, "", ["one"]),
        (Said.UNKNOWN, UNKNOWN, ["no"]),
        (Said.SOMETHING, "2026-01-01", ["", UNKNOWN]),
        (SomethingBut(("F20", "F3")), "F21", [" f 20.0", "", UNKNOWN]),
        (SomethingBut(("F20.0",)), "F20.1", ["f20,0", "F 20.0 G"]),
        (MoreThan(40), "41", ["40", "9", "", UNKNOWN, "4x", "400000000000", "41,5"]),
    ],
)
def test_each_kind_of_value_is_told_apart(value, typed, no):
    when = {"answer": [value]}
    assert fits(when, {"answer": [typed]})
    for text in no:
        assert not fits(when, {"answer": [text]}), text


def test_all_that_is_named_has_to_hold_and_one_value_of_each_is_enough():
    when = {"kind": [Number.ONE, Number.TWO], "sure": [True]}
    assert fits(when, {"kind": ["two"], "sure": ["yes"]})
    assert not fits(when, {"kind": ["two"], "sure": ["no"]})
    assert not fits(when, {"sure": ["yes"]})


def test_the_page_compares_the_same_as_strings():
    when = {
        "kind": [Said.NOTHING, Number.ONE],
        "icd": [SomethingBut(("F20", "F3"))],
        "gaf": [MoreThan(40)],
        "sure": [True],
    }
    assert as_typed(when) == {
        "kind": ["", "one"],
        "icd": ["*", "!F20", "!F3"],
        "gaf": [">40"],
        "sure": ["yes"],
    }


def test_what_has_one_possible_answer_is_not_asked():
    """Whom the form asks what is to be prescribed has more than one way, or is refused whatever it is."""
    asked = CALCULATORS["prescription"].Case
    kind = {question.name: question for question in questions(asked)}["kind"]
    for prescriber in Prescriber:
        given = {"prescriber": [prescriber.value], "day": ["2026-11-28"]}
        ways = [
            each
            for each in Kind
            if answer("prescription", CLEAR | given | {"kind": [each.value]}).outcome.verdict
            != "not_by_you"
        ]
        assert ways
        assert applies(kind, given, by_hand=True) == (len(ways) > 1), prescriber
        if len(ways) == 1:
            found = answer("prescription", CLEAR | given, by_hand=True)
            assert found.outcome.verdict == "may"
            assert found.outcome.headline == f"headline_{ways[0].value}"


def test_an_answer_that_is_implied_is_taken_by_a_form_alone():
    asked = CALCULATORS["prescription"].Case
    given = {"prescriber": [Prescriber.OTHER_PHYSICIAN.value], "day": ["2026-11-28"]}
    left_over = given | CLEAR | {"kind": [Kind.FIRST.value]}
    assert known_from(asked, left_over, by_hand=True)["kind"] == [Kind.REFERRAL.value]
    assert read(asked, left_over, by_hand=True).kind is Kind.REFERRAL
    assert read(asked, left_over).kind is Kind.FIRST
    assert "kind" not in known_from(asked, {"prescriber": ["krankenhaus"]}, by_hand=True)
