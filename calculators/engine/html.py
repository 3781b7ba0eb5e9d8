"""Pieces of HTML. Every text that comes in is escaped here, and nowhere else."""

import re
from collections.abc import Sequence
from html import escape

from calculators.engine.explanation import Grid
from calculators.engine.text import OFFICIAL, Texts
from calculators.law.citation import NUMBERED, link


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, /, *content: str, **attributes: str | bool | None) -> Markup:
    """An element; plain text in it is escaped, Markup is kept.

    An attribute that is True stands alone, one that is False or None is left out; a trailing
    underscore is dropped and others become hyphens (class_, aria_describedby).
    """
    written = "".join(
        f" {_attribute(key)}" if value is True else f' {_attribute(key)}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in _EMPTY:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(content)}</{tag}>")


def join(content: Sequence[str]) -> Markup:
    """Pieces one after another; plain text is escaped."""
    return Markup("".join(part if isinstance(part, Markup) else _text(part) for part in content))


def join_lines(lines: Sequence[str]) -> Markup:
    """Lines of text, one below the other."""
    return Markup("<br>".join(_text(line) for line in lines))


def bound(text: str) -> str:
    """The text with no end of a line between a number and its unit, or what it is the number of."""
    return _BEFORE_UNIT.sub(NO_BREAK, NUMBERED.sub(rf"\1{NO_BREAK}", text))


def _text(words: str) -> str:
    return bound(escape(words))


def cite(citation: str, say: Texts | None = None) -> Markup:
    """A citation, as a link to the official text where there is one.

    ``say``: the language around it; in another one than German it says that it is German.
    """
    german: dict[str, str | bool | None] = (
        {"lang": OFFICIAL, "dir": "ltr"} if say and say.is_foreign else {}
    )
    if address := link(citation):
        # What begins with a word, not with a sign, says where something was published: in a long line.
        kind = "norm gazette" if citation[:1].isalpha() else "norm"
        return element("a", citation, class_=kind, href=address, rel="noreferrer", **german)
    return element("cite", citation, **german)


def telephone(number: str, say: Texts | None = None) -> Markup:
    """A number to tap; it keeps its order, whichever way the language around it runs."""
    direction = "ltr" if say and say.is_foreign else None
    digits = "".join(filter(str.isdigit, number))
    return element("a", number, href=f"tel:{digits}", dir=direction)


def grid(table: Grid, *, stack: bool | None = None) -> Markup:
    """A table; with ``stack`` its rows become cards on a narrow screen.

    By default one that is wide, has more than three columns or a cell that would be many lines deep
    does. Its cells know their column's heading.
    """
    stack = _is_wide(table) if stack is None else stack
    head = element("tr", *(element("th", cell, scope="col") for cell in table.head))
    rows = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(
                element("td", cell, data_label=label)
                for cell, label in zip(row[1:], table.head[1:], strict=True)
            ),
        )
        for row in table.rows
    ]
    return element(
        "table",
        element("caption", table.caption),
        element("thead", head),
        element("tbody", *rows),
        class_="grid-table stack" if stack else "grid-table",
    )


def _is_wide(table: Grid) -> bool:
    longest = max((len(cell) for row in table.rows for cell in row), default=0)
    columns = len(table.head)
    return table.wide or columns > _SIDE_BY_SIDE or (columns > 1 and longest > _DEEP // columns)


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


NO_BREAK = "\u00a0"
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[%€])")
_SIDE_BY_SIDE = 3
# Letters in a cell of a table with one column, from which on a phone shows more than three or four lines.
_DEEP = 130
_EMPTY = frozenset({"input", "br", "hr", "link", "img"})
