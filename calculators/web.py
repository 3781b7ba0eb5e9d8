"""What JavaScript calls: ``answer``, and before it ``learn`` for each language."""

import json
import re
from collections import defaultdict
from datetime import date
from typing import Any

from calculators.engine import answer_html, plain
from calculators.engine.explanation import explain, label
from calculators.engine.form import Problem, Problems, named, questions
from calculators.engine.form_html import control_id
from calculators.engine.name import Name
from calculators.engine.text import Texts, learn, texts
from calculators.engine.when import Answers
from calculators.registry import CALCULATORS
from calculators.registry import answer as ask

__all__ = ["answer", "learn"]

# A point and a fraction behind it say what the commas are for; "1,200" alone does not.
_GROUPED_BY_COMMA = re.compile(r"\b[1-9][0-9]{0,2}(?:,[0-9]{3})+(?=\.[0-9]{1,2}\b)")
# Letters of a month, from which on it is known.
SHORTEST_MONTH = 3
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
        given = _given(answers, say)
        check_spoken(name, say)
        answered = ask(name, given, by_hand=True)
        said = explain(answered, say)
    except Problems as found:
        return json.dumps(problems(name, found, say, given))
    text = "\n".join([say(f"{name}.title"), "", *plain.lines(said, say, answer_html.ROOT)])
    html = answer_html.answer(said, say)
    return json.dumps({"html": html, "text": text, "days": _days(answered.case, say)})


def _days(case: Any, say: Texts) -> dict[str, str]:
    """The days in a case, in German words, by the question that they answer: they go into a letter.

    What day it is, is none of them.
    """
    answers = {q.name: getattr(case, q.name) for q in questions(type(case)) if not q.clock}
    return {
        name: say.official("page.value.date", value=day)
        for name, day in answers.items()
        if isinstance(day, date)
    }


def check_spoken(name: str, say: Texts) -> None:
    """Raises Problems if there is such a calculator, but not in this language."""
    if name in CALCULATORS and not say.speaks_of(name):
        raise Problems({"": Problem("not_in_this_language", {})})


def _given(answers: str, say: Texts) -> Answers:
    if len(answers) > LONGEST_FORM:
        raise Problems({"": Problem("too_long_form", {})})
    given: dict[str, list[str]] = defaultdict(list)
    for field, value in json.loads(answers):
        given[field].append(_as_in_german(field, value, say) if say.is_foreign else value)
    return given


def _as_in_german(field: str, value: str, say: Texts) -> str:
    """What another language writes otherwise, as it is read: "March", and "1,200.50" where that is clear."""
    if Name.parse(field).part == "month":
        return _month(value, say)
    if say.node("format.decimal") == ".":
        return _GROUPED_BY_COMMA.sub(lambda found: found[0].replace(",", ""), value)
    return value


def _month(text: str, say: Texts) -> str:
    """The number of a month in the words of the language, whole or shortened; all else as it is.

    In German it is read where all else is.
    """
    wanted = _small(text.strip(" ."), say)
    names = (say.node("format.months"), say.node("format.months_alone"))
    called = [
        (number, name)
        for months in names
        for number, month in enumerate(months, 1)
        for name in (month, *month.split("/"))  # in Arabic each has two names
    ]
    found = {
        number
        for number, name in called
        if wanted == _small(name, say)
        or (len(wanted) >= SHORTEST_MONTH and _small(name, say).startswith(wanted))
    }
    return str(found.pop()) if len(found) == 1 else text


def _small(text: str, say: Texts) -> str:
    """In small letters, those of Turkish with and without a dot included."""
    if say.language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.casefold()


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
