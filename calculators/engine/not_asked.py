"""What a calculator does not ask: facts that would change its answer, each with its norm."""

from collections.abc import Iterator
from dataclasses import dataclass

from calculators.engine.text import Texts
from calculators.law.data import table


@dataclass(frozen=True, slots=True)
class NotAsked:
    """One fact that nobody is asked about: its name, its norm, and the sentence on what it changes."""

    name: str
    norm: str
    sentence: str


def not_asked(calculator: str, say: Texts) -> Iterator[NotAsked]:
    """All such facts of a calculator, as not_asked.toml has them; raises KeyError if a text is missing."""
    for name, entry in table(f"{calculator}/not_asked.toml").items():
        yield NotAsked(name, str(entry["norm"]), say(f"{calculator}.not_asked.{name}"))
