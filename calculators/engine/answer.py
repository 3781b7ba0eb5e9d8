"""A calculator's answer to a filled-in form: the outcome, the steps that led to it, the figures used."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from calculators.engine.calculator import Calculator
from calculators.engine.form import (
    Problems,
    applies,
    is_given,
    known_from,
    questions,
    read,
)
from calculators.engine.outcome import Outcome
from calculators.engine.when import Answers
from calculators.law.figures import Figure, LawBook, NotEnacted
from calculators.law.rule import Step, reasoning

# The verdict of every calculator for a day on which the law, as far as we hold it, has no figure.
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that there is to say; no word of it is said yet. ``law_until``: the last day whose law it asks.

    ``assumed`` are the questions without an answer, for which the default was taken; ``unused`` those
    whose answer counts for nothing, because by the other answers they do not apply; ``unasked`` all that
    do not apply, and of a reader's form what it did not show.
    """

    calculator: str
    case: Any
    outcome: Outcome
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    law_until: date
    assumed: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()


def answer(calculator: Calculator, answers: Answers, *, by_hand: bool = False) -> Answer:
    """Ask ``calculator``; raises Problems if the answers cannot be used.

    ``by_hand``: a reader filled in the form, and answers every question on which it insists.
    """
    case = _read(calculator, answers, by_hand)
    book = LawBook()
    with reasoning() as steps:
        try:
            outcome = calculator.assess(case, book)
        except NotEnacted as figure:
            outcome = Outcome(REFUSED, missing=(figure,), human=calculator.human(case))
    known = known_from(calculator.Case, answers, by_hand=by_hand)
    asked = questions(calculator.Case)
    unasked = frozenset(q.name for q in asked if not applies(q, known, by_hand=by_hand))
    # What a form hides from its reader was not given, though it may still be typed there.
    given = [q for q in asked if is_given(q, answers) and not (by_hand and q.name in unasked)]
    return Answer(
        calculator.name,
        case,
        outcome,
        tuple(steps),
        book.used,
        book.last_day,
        frozenset(question.name for question in asked if question not in given),
        unasked,
        () if by_hand else tuple(q.name for q in given if q.name in unasked),
    )


def _read(calculator: Calculator, answers: Answers, by_hand: bool) -> Any:
    """The Case; a reader need not answer what decides nothing any more."""
    try:
        return read(calculator.Case, answers, by_hand=by_hand)
    except Problems as found:
        if by_hand and (one := _whatever_is_chosen(calculator, answers, found)):
            return one
        raise


def _whatever_is_chosen(calculator: Calculator, answers: Answers, found: Problems) -> Any:
    """The Case with the questions open that still miss a choice, if no choice would change the outcome."""
    asked = {question.name: question for question in questions(calculator.Case)}
    missing = [
        asked[name]
        for name, problem in found.problems.items()
        if problem.key == "missing_choice" and name in asked
    ]
    if len(missing) < len(found.problems) or not all(q.insist for q in missing):
        return None
    first = None
    for choices in product(*(question.choices for question in missing)):
        chosen = {q.name: [choice] for q, choice in zip(missing, choices, strict=True)}
        try:
            outcome = calculator.assess(
                read(calculator.Case, {**answers, **chosen}, by_hand=True), LawBook()
            )
        except (Problems, NotEnacted):
            return None
        first = first or outcome
        if (outcome.verdict, outcome.result) != (first.verdict, first.result):
            return None
    return read(calculator.Case, answers, by_hand=True, left_open={q.name for q in missing})
