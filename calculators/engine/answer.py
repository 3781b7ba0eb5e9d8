"""A calculator's answer to a filled-in form: the outcome, the steps that led to it, the figures used."""

from dataclasses import dataclass
from typing import Any

from calculators import CALCULATORS
from calculators.engine.figures import Figure, LawBook, NotEnacted
from calculators.engine.form import Answers, read
from calculators.engine.outcome import Outcome
from calculators.engine.rule import Step, reasoning

# The verdict of every calculator for a day on which the law, as far as we hold it, has no figure.
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that there is to say; no word of it is said yet."""

    calculator: str
    case: Any
    outcome: Outcome
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]


def answer(calculator: str, answers: Answers, *, by_hand: bool = False) -> Answer:
    """Ask ``calculator``; raises Problems if the answers cannot be used.

    ``by_hand``: a reader filled in the form, and answers every question on which it insists.
    """
    module = CALCULATORS[calculator]
    case = read(module.Case, answers, by_hand=by_hand)
    book = LawBook()
    with reasoning() as steps:
        try:
            outcome = module.assess(case, book)
        except NotEnacted as figure:
            outcome = Outcome(REFUSED, missing=(figure,))
    return Answer(calculator, case, outcome, tuple(steps), book.used)
