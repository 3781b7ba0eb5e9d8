"""The calculators: every folder here with questions of its own."""

from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files

from calculators.engine import answer as engine
from calculators.engine.calculator import Calculator
from calculators.engine.text import Texts
from calculators.engine.when import Answers

# The order in which they are listed; one that is not named here comes last.
ORDER = (
    "eligibility",
    "copayment",
    "burden_limit",
    "chronic_illness",
    "remaining_hours",
    "prescription",
    "deadlines",
)


def _names() -> Iterator[str]:
    """The names of the folders that hold questions, as source or compiled."""
    for folder in files("calculators").iterdir():
        if folder.is_dir() and any(e.name.startswith("questions.py") for e in folder.iterdir()):
            yield folder.name


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def found(name: str) -> Calculator:
    """The calculator in the folder of that name; raises ImportError if there is none."""
    package = import_module(f"calculators.{name}")
    own = {"human": package.human_of} if hasattr(package, "human_of") else {}
    return Calculator(name, package.Case, package.assess, **own)


CALCULATORS = {name: found(name) for name in sorted(_names(), key=_place)}


def spoken(say: Texts) -> tuple[str, ...]:
    """The names of the calculators that a language has, in their order."""
    return tuple(name for name in CALCULATORS if say.speaks_of(name))


def answer(calculator: str, answers: Answers, *, by_hand: bool = False) -> engine.Answer:
    """Ask the calculator of that name; raises KeyError if there is none, Problems as the engine does."""
    return engine.answer(CALCULATORS[calculator], answers, by_hand=by_hand)
