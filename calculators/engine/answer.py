"""A calculator's answer to a filled-in form: the outcome, the steps that led to it, the figures used."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators import CALCULATORS
from calculators.engine.figures import Figure, LawBook, NotEnacted
from calculators.engine.form import Answers, applies, is_given, known_from, questions, read
from calculators.engine.outcome import Outcome
from calculators.engine.rule import Step, reasoning

# The verdict of every calculator for a day on which the law, as far as we hold it, has no figure.
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that there is to say; no word of it is said yet. ``law_until``: the last day whose law it asks.

    ``assumed`` are the questions without an answer, for which the default was taken; ``unused`` those
    whose answer counts for nothing, because by the other answers they do not apply.
    """

    calculator: str
    case: Any
    outcome: Outcome
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    law_until: date
    assumed: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()


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
    known = known_from(module.Case, answers)
    asked = questions(module.Case)
    given = [question for question in asked if is_given(question, answers)]
    return Answer(
        calculator,
        case,
        outcome,
        tuple(steps),
        book.used,
        book.last_day,
        frozenset(question.name for question in asked if question not in given),
        # A form hides such questions from its reader.
        () if by_hand else tuple(q.name for q in given if not applies(q, known)),
    )
