"""The command line: the same questions, the same answers, as text or as JSON."""

import json
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from calculators import CALCULATORS
from calculators.engine import plain
from calculators.engine.answer import Answer, answer
from calculators.engine.explanation import Explanation, explain, label
from calculators.engine.form import Problem, Problems, Question, each
from calculators.engine.text import Texts, texts
from calculators.engine.web import sentences_of

LANGUAGE = "de"
UNUSABLE = 2
WIDTH = 96


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    say = texts(LANGUAGE)
    as_json = "--json" in arguments
    name, *answers = [text for text in arguments if text != "--json"] or [""]
    if not name:
        print("\n".join(_listing(say)))
        return 0
    try:
        if name not in CALCULATORS:
            raise Problems({name: Problem("no_such_calculator", {})})
        found = answer(name, _given(answers))
    except Problems as problems:
        _write({"problems": sentences_of(problems, say)})
        return UNUSABLE
    explanation = explain(found, say)
    if as_json:
        _write(as_data(found, explanation))
    else:
        print("\n".join(textwrap.fill(line, WIDTH) for line in plain.lines(explanation, say)))
    return 0


def as_data(found: Answer, said: Explanation) -> dict[str, Any]:
    """The answer for machines: money and hours as strings with a point, days as ISO."""
    return {
        "calculator": found.calculator,
        "verdict": found.outcome.verdict,
        "result": _plain(found.outcome.result),
        "steps": [
            {"rule": reason.rule, "norm": reason.norm, "text": reason.text}
            for reason in said.reasons
        ],
        "figures": [
            {
                "name": used.figure.name,
                "value": _plain(used.figure.value),
                "since": _plain(used.figure.since),
                "norm": used.figure.norm,
                "source": used.figure.source,
            }
            for used in said.figures
        ],
        "open_questions": [
            {
                "name": question.name,
                "norm": question.norm,
                "text": question.sentence,
                "readings": _plain(touched.readings),
            }
            for question, touched in zip(
                said.open_questions, found.outcome.open_questions, strict=True
            )
        ],
        "events": [{"name": e.name, "day": _plain(e.day), "title": e.title} for e in said.calendar],
        "conditions": {c.name: c.state for c in found.outcome.conditions},
        "not_asked": [
            {"name": fact.name, "norm": fact.norm, "text": fact.sentence} for fact in said.not_asked
        ],
        "not_enacted": [figure.name for figure in found.outcome.missing],
    }


def _given(arguments: Sequence[str]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for argument in arguments:
        name, _, value = argument.partition("=")
        given.setdefault(name, []).append(value)
    return given


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _write(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _listing(say: Texts) -> Iterator[str]:
    for name, module in CALCULATORS.items():
        yield f"{name}: {say(f'{name}.title')}"
        for question in each(module.Case):
            yield f"  {question.name:<24}{_kind(question, say):<28} {label(name, question, say)}"


def _kind(question: Question, say: Texts) -> str:
    kind = "|".join(question.choices) or say(f"page.kind.{question.unit or question.type.__name__}")
    if question.many:
        kind = kind.replace("|", ",")
    if question.unknown and not question.choices:
        kind += "|unknown"
    return f"[{kind}]" if question.optional else kind
