"""The command line: the same questions, the same answers, as text or as JSON.

``--language=en`` says it in another language that the calculator has.
On a terminal that knows few signs, the text is written with those, and JSON with escapes.
"""

import codecs
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from calculators.engine import plain
from calculators.engine.answer import Answer
from calculators.engine.explanation import Explanation, explain, label
from calculators.engine.form import Problem, Problems, Question, each
from calculators.engine.text import LANGUAGES, OFFICIAL, Texts, texts
from calculators.law.figures import checked
from calculators.registry import CALCULATORS, answer, spoken
from calculators.web import check_spoken, sentences_of

IN_LANGUAGE = "--language"
UNUSABLE = 2
UNWRITABLE = 1
# As the shell says it of a program whose reader has gone, as "head" does when it has enough.
READER_GONE = 141
WIDTH = 96


def run(arguments: Sequence[str]) -> int:
    """Run the command wherever its output goes, and write all of it; returns its exit status."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (until the end)
    if isinstance(sys.stdout, io.TextIOWrapper):
        codecs.register_error("plain_signs", _plain_signs)
        sys.stdout.reconfigure(errors="plain_signs")
    try:
        status = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        status = READER_GONE
        _let_go()
    except OSError as problem:  # such as a full disk
        status = UNWRITABLE
        _let_go()
        print(problem.strerror, file=sys.stderr)
    return status


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    language, arguments = _language(arguments)
    as_json = "--json" in arguments
    name, *answers = [text for text in arguments if text != "--json"] or [""]
    if language not in LANGUAGES:
        problem = Problems({IN_LANGUAGE: Problem("no_such_language", {})})
        _write({"problems": sentences_of(problem, texts(OFFICIAL))})
        return UNUSABLE
    say = texts(language)
    if not name:
        print("\n".join(_listing(say)))
        return 0
    try:
        if name not in CALCULATORS:
            raise Problems({name: Problem("no_such_calculator", {})})
        check_spoken(name, say)
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
        "law_checked": _plain(checked()),
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
        "unused": list(found.unused),
        "not_enacted": [figure.name for figure in found.outcome.missing],
    }


def _language(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language that is asked for, as ``--language=en`` or ``--language en``, and all else."""
    rest, language = [], OFFICIAL
    following = iter(arguments)
    for text in following:
        if text == IN_LANGUAGE:
            language = next(following, "")
        elif text.startswith(f"{IN_LANGUAGE}="):
            language = text.removeprefix(f"{IN_LANGUAGE}=")
        else:
            rest.append(text)
    return language, rest


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
    written = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        written.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        written = json.dumps(data, indent=2)
    print(written)


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    """What to write in place of signs that the terminal does not have."""
    assert isinstance(error, UnicodeEncodeError)
    signs: Mapping[str, str] = texts(OFFICIAL).node("format.plain_signs")
    missing = error.object[error.start : error.end]
    return "".join(signs.get(sign, "?") for sign in missing), error.end


def _let_go() -> None:
    """Leave nothing that Python would try to write once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _listing(say: Texts) -> Iterator[str]:
    for name in spoken(say):
        module = CALCULATORS[name]
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
