"""Answers what readers ask most, so that a snapshot of the memory is of a Python that is ready."""

import json

from calculators.engine.tables import situations
from calculators.engine.text import LANGUAGES
from calculators.registry import CALCULATORS
from calculators.web import answer


def answer_all() -> None:
    """Answer what the tables of each calculator ask: figures and texts are read, the code is warm."""
    for name in CALCULATORS:
        for language in sorted(LANGUAGES):
            for pairs in situations(CALCULATORS[name]):
                answer(name, language, json.dumps(pairs))
