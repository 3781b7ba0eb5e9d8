"""The commonest answers, computed when the site is built: an answer before Python is there."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from calculators.engine.answer import answer
from calculators.engine.calculator import Calculator
from calculators.engine.explanation import Grid, explain, value_in_words
from calculators.engine.form import Question, questions, read
from calculators.engine.sums import level
from calculators.engine.tables import plans, situation
from calculators.engine.text import Texts


def grids(calculator: Calculator, say: Texts) -> Iterator[Grid]:
    """Every table of the calculator, computed by the same rules as an answer."""
    for ident, plan in plans(calculator).items():
        key = f"{calculator.name}.answers.{ident}"
        yield Grid(
            say(f"{key}.caption", **plan["given"]),
            [say(f"{key}.head"), *_labels(key, plan, say)],
            level(
                [
                    [_heading(calculator, plan, value, say)]
                    + [
                        _cell(calculator, key, situation(plan, value, column), say)
                        for column in plan["columns"]
                    ]
                    for value in plan["values"]
                ],
                say,
            ),
            wide=_asked(calculator)[plan["field"]].type is date,
        )


def _labels(key: str, plan: Mapping[str, Any], say: Texts) -> Iterator[str]:
    for label, column in zip(say.node(f"{key}.columns"), plan["columns"], strict=True):
        yield say.vformat(str(label), (), column)


def _asked(calculator: Calculator) -> dict[str, Question]:
    return {question.name: question for question in questions(calculator.Case)}


def _heading(calculator: Calculator, plan: Mapping[str, Any], value: str, say: Texts) -> str:
    typed = situation(plan, value, plan["columns"][0])
    case = read(calculator.Case, {name: [text] for name, text in typed.items()})
    field = plan["field"]
    return value_in_words(calculator.name, _asked(calculator)[field], getattr(case, field), say)


def _cell(calculator: Calculator, key: str, typed: Mapping[str, str], say: Texts) -> str:
    found = answer(calculator, {name: [text] for name, text in typed.items()})
    if found.outcome.missing:
        return " ".join(explain(found, say).meaning)
    if say.has(f"{key}.cell.{found.outcome.verdict}"):
        key = f"{key}.cell.{found.outcome.verdict}"
    else:
        key = f"{key}.cell"
    return say(key, **found.outcome.result)
