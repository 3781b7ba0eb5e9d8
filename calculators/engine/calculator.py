"""What the engine must know of a calculator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from calculators.engine.outcome import Outcome
from calculators.law.figures import LawBook


@dataclass(frozen=True, slots=True)
class Calculator:
    """Its name, as in texts and addresses; the questions it asks; what it concludes from the answers.

    ``assess`` raises NotEnacted if the law has no figure for the day. ``human``: the text on who helps then,
    for whoever has answered so.
    """

    name: str
    Case: type[Any]
    assess: Callable[[Any, LawBook], Outcome]
    human: Callable[[Any], str] = lambda _: "human"
