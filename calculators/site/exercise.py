"""Runs every calculator once, so that all it needs has been imported. Runs in Pyodide, at build."""

import hashlib
import json
from collections.abc import Iterator

from calculators import CALCULATORS
from calculators.engine.form import each
from calculators.engine.tables import situations
from calculators.engine.text import LANGUAGES
from calculators.engine.web import answer

Pairs = list[tuple[str, str]]
HOSTILE = ("", "\0", "-1", "0", "1,5", "1e999999", "9" * 400, "٣", "<script>", "31.02.2027", "😀")


def exercise(questions: str) -> str:
    """Give every calculator answers of all kinds, in every language; a digest of its replies.

    And what is asked besides: a JSON list of the name of a calculator and its answers.
    """
    asked = [(name, json.dumps(pairs)) for name in CALCULATORS for pairs in answers(name)]
    replies = hashlib.sha256()
    for language in sorted(LANGUAGES):
        for name, given in (*asked, *json.loads(questions)):
            replies.update(answer(name, language, given).encode())
    return replies.hexdigest()


def answers(name: str) -> Iterator[Pairs]:
    """No answers, senseless ones, and those of the tables that the pages show."""
    asked = [part for q in each(CALCULATORS[name].Case) for part in q.parts]
    yield []
    yield [("no such question", "1"), *((part, "1") for part in asked * 2)]
    yield from ([(part, value) for part in asked] for value in HOSTILE)
    yield from situations(name)
