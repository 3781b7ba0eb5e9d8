"""The dotted name of a question or of one of its controls: only here is it taken apart and put together."""

import re
from dataclasses import dataclass, replace

# Canonical, so that no row has two names.
_ROW = re.compile("[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Name:
    """``kind``, ``day.month``, ``prescriptions.2.kind`` or ``prescriptions.2.day.month``.

    ``group`` and ``row``: the group of questions and the number of its row, from 1; "" and 0 outside of
    one. ``field``: the question. ``part``: one of the controls of a day; None: the answer as a whole.
    """

    group: str = ""
    row: int = 0
    field: str = ""
    part: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Name":
        """Any text is a name: it may come from outside, and only a form knows which questions there are."""
        first, dot, rest = text.partition(".")
        number, _, inner = rest.partition(".")
        if not _ROW.fullmatch(number):
            return cls(field=first, part=rest if dot else None)
        field, dot, part = inner.partition(".")
        return cls(first, int(number), field, part if dot else None)

    def __str__(self) -> str:
        row = f"{self.group}.{self.row}." if self.row else ""
        return f"{row}{self.field}" + ("" if self.part is None else f".{self.part}")

    @property
    def question(self) -> str:
        """The question of the form that it belongs to: in a row, the group."""
        return self.group if self.row else self.field

    @property
    def key(self) -> str:
        """What the words for it are called, whatever the row: ``prescriptions.kind``."""
        return f"{self.group}.{self.field}" if self.row else self.field

    @property
    def in_its_row(self) -> "Name":
        """The same without group and row, as those who read one row know it."""
        return replace(self, group="", row=0)
