"""What is far too long is refused at once and in words; nothing searches through it."""

import json
from unittest.mock import patch

import pytest

from calculators import web
from calculators.engine.form import LONGEST_ANSWER, Problems, named, questions, read, row
from calculators.engine.text import texts
from calculators.engine.when import as_typed
from calculators.registry import CALCULATORS

SAY = texts("de")
# Each would keep another of our patterns busy.
FILLINGS = ("1", " ", "a b", "1.000.", "-", ",", "\u00e4", "2026-")


def asked(name):
    """What a form asks; what only a program is asked, no form reads."""
    for question in questions(CALCULATORS[name].Case):
        if not question.unseen:
            yield from row(question, 1) if question.rows else [question]


# Of a mental illness, and none that decides anything.
CODE = "F84.0"


def told(name, pairs):
    return json.loads(web.answer(name, "de", json.dumps(pairs, ensure_ascii=False)))


@pytest.mark.parametrize("name", CALCULATORS)
@pytest.mark.parametrize("filling", FILLINGS)
def test_an_answer_longer_than_its_field_is_refused_beside_it(name, filling):
    for question in asked(name):
        said = SAY("problem.too_long_answer", longest=question.longest)
        for part in question.parts:
            applying = map(list, conditions(name, question).items())
            long = (filling * 150_000)[:150_000]
            problems = told(name, [*applying, [part, long]])["problems"]
            if question.name not in problems and long.isspace() and "." in question.name:
                continue  # a row in which nothing stands is no row
            assert problems[question.name] == said, question.name


@pytest.mark.parametrize("filling", FILLINGS)
def test_what_only_a_program_is_asked_is_refused_too(filling):
    unseen = [(n, q) for n, c in CALCULATORS.items() for q in questions(c.Case) if q.unseen]
    assert unseen
    for name, question in unseen:
        with pytest.raises(Problems) as refused:
            read(CALCULATORS[name].Case, {question.name: [filling * 150_000]})
        assert refused.value.problems[question.name].key == "too_long_answer"


def conditions(name, question):
    """An answer for each question on which this one hangs, and for those on which they hang in turn.

    Where any is wanted a code will do, and none where none may be given yet.
    """
    found = {}
    when = as_typed({**question.form_when, **question.when})
    for field, (wanted, *_) in when.items():
        found |= conditions(name, named(CALCULATORS[name].Case, field))
        if wanted:
            found[field] = CODE if wanted == "*" else wanted
    return found


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_form_longer_than_any_is_not_even_read(name):
    pages = json.dumps([["year", "1" * 20_000_000]])
    with patch.object(web.json, "loads", side_effect=AssertionError("was read")):
        reply = web.answer(name, "de", pages)
    found = json.loads(reply)
    sentence = SAY("problem.too_long_form")
    assert found["problems"] == {"": sentence}
    assert found["summary"].endswith(f"<li>{sentence}</li></ul>")


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_name_of_a_question_that_there_is_not_is_not_told_at_any_length(name):
    found = told(name, [["x" * 150_000, "1"]])
    assert max(map(len, found["problems"])) == LONGEST_ANSWER
    assert len(found["summary"]) < 10_000
