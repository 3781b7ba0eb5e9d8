"""What `assess` says of its result, as a table: names, and what they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calculators.engine.explanation import Grid
from calculators.engine.html import Markup, grid
from calculators.engine.text import Texts
from calculators.registry import CALCULATORS

_LINE = re.compile(r"^ {8}(?P<name>\w+)(?P<at_times>\?)?: (?P<holds>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Promised:
    """One name in the result: what it holds, in which unit, and what None means.

    ``at_times``: it is not in every result.
    """

    name: str
    holds: str
    at_times: bool

    @property
    def may_be_none(self) -> bool:
        """Whether the value may be None; then it is said what that means."""
        return "None:" in self.holds


def promised(calculator: str) -> Iterator[Promised]:
    """What the docstring of a calculator's ``assess`` promises; raises KeyError if there is none such."""
    for line in _LINE.finditer(CALCULATORS[calculator].assess.__doc__ or ""):
        yield Promised(line["name"], line["holds"], bool(line["at_times"]))


def result(calculator: str, say: Texts) -> Markup:
    """The table of one calculator; the names are those of ``--json``."""
    rows = [
        [
            promise.name,
            promise.holds,
            say("page.result.at_times" if promise.at_times else "page.result.always"),
        ]
        for promise in promised(calculator)
    ]
    head = [say(f"page.result.{column}") for column in ("name", "holds", "there")]
    return grid(Grid(say(f"{calculator}.title"), head, rows), stack=True)
