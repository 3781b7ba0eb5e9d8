"""The cases of the law as the pages show them: read once, for worked examples and for whoever checks them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from calculators.engine.explanation import explain
from calculators.engine.form import Problems, applies, known_from, questions, row
from calculators.engine.name import Name
from calculators.engine.text import Texts
from calculators.engine.when import UNKNOWN, Answers
from calculators.law.figures import histories
from calculators.registry import CALCULATORS, answer

PACKAGE = Path(__file__).parents[1] / "calculators"


def cases(calculator: str) -> list[dict[str, Any]]:
    """The cases of a calculator, as its cases.toml has them.

    Where a form asks for an answer and insists on it and a case has none, it is the one that is taken
    without, or that it is not known. ``in_the_last_year_of``: the plan begins in the last year for which
    that figure is set, whichever that is by now.
    """
    return [case | {"given": dict(case["given"])} for case in _cases(calculator)]


@cache
def _cases(calculator: str) -> list[dict[str, Any]]:
    asked = CALCULATORS[calculator].Case
    text = (PACKAGE / calculator / "cases.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text, parse_float=Decimal)["case"]
    for case in found:
        known = known_from(asked, given(case))
        taken = {
            q.name: q.default or UNKNOWN for q in questions(asked) if q.insist and applies(q, known)
        }
        case["given"] = taken | case["given"]
        if figure := case.get("in_the_last_year_of"):
            last = histories()[figure].values[-1].since.year
            case["given"]["first_day"] = case["given"]["first_day"].replace(year=last)
    return found


def given(case: dict[str, Any]) -> dict[str, list[str]]:
    """The answers of a case, as a reader would give them."""
    return {name: list(map(_typed, values)) for name, values in _answers(case["given"])}


def controls(name: str, given: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The answers as the form sends them: the name of a control, and what is typed or chosen there."""
    asked = list(questions(CALCULATORS[name].Case))
    for question in list(asked):
        asked += [inner for number in range(question.rows) for inner in row(question, number + 1)]
    for question in asked:
        for text in given.get(question.name, ()):
            if question.type is date and text != UNKNOWN:
                day = date.fromisoformat(text)
                yield from zip(
                    question.parts, map(str, (day.day, day.month, day.year)), strict=True
                )
            else:
                yield question.name, text


def by_form(calculator: str, given: Answers, say: Texts) -> str:
    """The headline of the answer for somebody who fills in the form; "" where it is not filled in yet.

    Some answers it asks for otherwise, and leaves them out. The command line takes whatever is answered.
    """
    try:
        return explain(answer(calculator, given, by_hand=True), say).headline
    except Problems:
        return ""


def _answers(given: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if values and isinstance(values[0], dict):
            for number, fields in enumerate(values, 1):
                yield from (
                    (str(Name(name, number, inner)), given) for inner, given in _answers(fields)
                )
        else:
            yield name, values


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
