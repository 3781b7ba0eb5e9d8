"""Answers what readers ask most, so that a snapshot of the memory is of a Python that is ready."""

import json

from calculators.engine.tables import situations
from calculators.engine.text import OFFICIAL, forget
from calculators.registry import CALCULATORS
from calculators.web import answer, learn


def answer_all() -> None:
    """Answer what the tables of each calculator ask: figures are read, the code is warm.

    In German, as most are asked. No word stays: a reader brings those of one language.
    """
    with open(f"texts-{OFFICIAL}.json", encoding="utf-8") as words:  # noqa: PTH123 (as in exercise.py)
        learn(OFFICIAL, words.read())
    for name in CALCULATORS:
        for pairs in situations(CALCULATORS[name]):
            answer(name, OFFICIAL, json.dumps(pairs))
    forget()
