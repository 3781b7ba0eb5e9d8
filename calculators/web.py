"""The one function that JavaScript calls."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from calculators.engine import answer_html, plain
from calculators.engine.explanation import explain, label
from calculators.engine.form import Problem, Problems, named, questions
from calculators.engine.form_html import control_id
from calculators.engine.name import Name
from calculators.engine.text import Texts, texts
from calculators.engine.when import Answers
from calculators.registry import CALCULATORS
from calculators.registry import answer as ask

# Characters of a whole form; the longest that can be filled in on a page has a fifth of that.
LONGEST_FORM = 200_000


def answer(name: str, language: str, answers: str) -> str:
    """A filled-in form in (JSON: a list of name and value), an explained answer out (JSON).

    The reply holds ``html``: the answer, ``text``: the same to take along, and ``days``: the days that
    were typed, by question and in words; or ``summary``: the problems as HTML, and ``problems``: by
    question, the sentence to show beside it.
    """
    say = texts(language)
    given: Answers = {}
    try:
        given = _given(answers)
        answered = ask(name, given, by_hand=True)
        said = explain(answered, say)
    except Problems as found:
        return json.dumps(problems(name, found, say, given))
    text = "\n".join([say(f"{name}.title"), "", *plain.lines(said, say, answer_html.ROOT)])
    html = answer_html.answer(said, say)
    return json.dumps({"html": html, "text": text, "days": _days(answered.case, say)})


def _days(case: Any, say: Texts) -> dict[str, str]:
    """The days in a case, in words, by the question that they answer; what day it is, is none of them."""
    answers = {q.name: getattr(case, q.name) for q in questions(type(case)) if not q.clock}
    return {
        name: say("page.value.date", value=day)
        for name, day in answers.items()
        if isinstance(day, date)
    }


def _given(answers: str) -> Answers:
    if len(answers) > LONGEST_FORM:
        raise Problems({"": Problem("too_long_form", {})})
    given: dict[str, list[str]] = defaultdict(list)
    for field, value in json.loads(answers):
        given[field].append(value)
    return given


def problems(name: str, found: Problems, say: Texts, given: Answers) -> dict[str, object]:
    """What to show where, for a form that cannot be used yet; ``given`` are its answers."""
    sentences = sentences_of(found, say)
    case = CALCULATORS[name].Case
    asked = {field: named(case, field) for field in sentences}
    controls = {
        field: control_id(name, question) if question else "" for field, question in asked.items()
    }
    labels = {
        controls[field]: label(name, question, say, given) if question else field
        for field, question in asked.items()
    }
    # In the order of the form, not in the order in which they were noticed.
    order = ["", *(question.name for question in questions(case))]
    in_order = sorted(
        sentences,
        key=lambda field: order.index(Name.parse(field).question if asked[field] else ""),
    )
    return {
        "summary": answer_html.summary(
            {controls[field]: sentences[field] for field in in_order}, labels, say
        ),
        "problems": {field: sentences[field] for field in in_order},
    }


def sentences_of(found: Problems, say: Texts) -> dict[str, str]:
    """Each problem as a sentence, by field; a field may have its own words for it."""
    sentences: dict[str, str] = {}
    for field, problem in found.problems.items():
        key, own = f"problem.{problem.key}", f"problem.{problem.key}_{field}"
        sentences[field] = say(own if say.has(own) else key, **problem.facts)
    return sentences


def pairs(answers: Answers) -> str:
    """Answers in the form in which the browser sends them."""
    return json.dumps([[name, value] for name, values in answers.items() for value in values])
