"""What a page says until a day, and what it says from then on; and the day on which it lapses.

``[[until 2027-01-01]]Das Gesetz ändert sich.[[from]]Das Gesetz hat sich geändert.[[end]]`` is one of the
two by the day of the build. A passage without ``[[from]]`` has nothing to say from that day on: then
the build fails until somebody has written it.
"""

import re
from collections.abc import Iterator
from datetime import date

from calculators.engine.html import Markup, element

PASSAGE = re.compile(
    r"(?P<code>^```.*?^```|`[^`\n]+`)"
    r"|\[\[until (?P<day>\d{4}-\d\d-\d\d)\]\](?P<before>.*?)(?:\[\[from\]\](?P<after>.*?))?\[\[end\]\]",
    re.DOTALL | re.MULTILINE,
)


class NothingFromThen(ValueError):
    """A passage was right until a day that is past, and nobody has said what is right now."""


def as_of(text: str, day: date) -> tuple[str, tuple[date, ...]]:
    """What the text says on ``day``, and the days from which something in it is no longer so.

    Raises NothingFromThen where a passage has lapsed and has no successor.
    """
    lapses: list[date] = []

    def chosen(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0]
        until = date.fromisoformat(found["day"])
        if day < until:
            lapses.append(until)
            return found["before"]
        if found["after"] is None:
            raise NothingFromThen(f"lapsed on {until}, and there is no [[from]]: {found['before']}")
        return found["after"]

    return PASSAGE.sub(chosen, text), tuple(lapses)


def passages(text: str) -> Iterator[tuple[date, str]]:
    """Each passage that lapses, with its day; in the order of the text."""
    for found in PASSAGE.finditer(text):
        if found["code"] is None:
            yield date.fromisoformat(found["day"]), found["before"]


def undated(text: str) -> str:
    """The text without its passages that lapse."""
    return PASSAGE.sub(lambda found: found["code"] or "", text)


def mark(lapses: tuple[date, ...]) -> Markup:
    """Tells whoever completes the page when it lapses; a browser shows nothing of it."""
    return element("template", data_until=min(lapses).isoformat()) if lapses else Markup("")
