"""The fuzzing runs, and notices what it is there to notice."""

import json

import pytest

from calculators import web
from calculators.engine.form import questions
from calculators.registry import CALCULATORS
from tools import fuzz
from tools.fuzz import as_told
from website.cases import cases, given

NAME = "copayment"
GOOD = json.loads(web.answer(NAME, "de", web.pairs(given(cases(NAME)[0]))))
FAULTS = {
    "an empty answer": {"html": ""},
    "markup that was typed": {"html": GOOD["html"] + fuzz.MARKUP[0]},
    "markup in the text": {"text": GOOD["text"] + "<strong>5</strong>"},
    "an escaped sign in the text": {"text": GOOD["text"] + "&amp;"},
    "a place that was not filled in": {"text": GOOD["text"] + "{limit:euro}"},
    "a name of the code": {"text": GOOD["text"] + " None"},
    "a sign that cannot be printed": {"text": GOOD["text"] + "\x1b[2J"},
    "half of a sign": {"text": GOOD["text"] + "\ud800"},
    "another title": {"text": "?" + GOOD["text"]},
    "a title alone": {"text": GOOD["text"].partition("\n")[0]},
    "a part nobody knows": {"more": "x"},
}


def test_some_inputs_are_tried_on_every_calculator():
    assert fuzz.main(["20"]) == 0


def test_an_answer_and_problems_are_told_apart():
    assert fuzz.check(NAME, json.dumps(GOOD))
    assert not fuzz.check(NAME, web.answer(NAME, "de", "[]"))


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_is_told_in_a_case_gets_the_same_reply_by_the_controls_of_the_form(name):
    for told in map(given, cases(name)[:20]):
        pairs = [
            pair
            for question in questions(CALCULATORS[name].Case)
            for pair in as_told(question, told)
        ]
        reply = web.answer(name, "de", json.dumps(pairs))
        assert json.loads(reply) == json.loads(web.answer(name, "de", web.pairs(told)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_reply_is_noticed(fault):
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        fuzz.check(NAME, json.dumps(GOOD | FAULTS[fault], ensure_ascii=False))
