"""Answers what readers ask most, so that a snapshot of the memory is of a Python that is ready."""

import json
from pathlib import Path

from calculators.engine.tables import situations
from calculators.engine.text import forget, texts
from calculators.registry import CALCULATORS, spoken
from calculators.web import answer, learn


def answer_all() -> None:
    """Answer what the tables of each calculator ask: figures are read, the code is warm.

    No word stays: a reader brings those of one language.
    """
    for path in sorted(Path().glob("texts-*.json")):
        language = path.stem.partition("-")[2]
        learn(language, path.read_text("utf-8"))
        for name in spoken(texts(language)):
            for pairs in situations(CALCULATORS[name]):
                answer(name, language, json.dumps(pairs))
    forget()
