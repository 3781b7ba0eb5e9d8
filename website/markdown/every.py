"""Lists of all calculators: on the page that leads to them, to their workings and to their examples.

What they say of a calculator stands at the head of its page, so that whoever adds one edits no list.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from website.links import Place, places
from website.written import DOCS

_LINE = re.compile(r"^\[\[every (\w+)\]\]$")


def expanded(lines: list[str]) -> list[str]:
    """The lines of a page, with the list in place of each ``[[every …]]`` that stands alone.

    Raises KeyError for a list that there is not, or where a page does not say what it is listed by.
    """
    return [new for line in lines for new in _expanded(line)]


def listed(place: Place) -> dict[str, str]:
    """What the page of a calculator is listed by. Raises KeyError where it does not say."""
    head = _head(place.path)
    if wanting := {"name", "question", "card", "icon"} - head.get("listed", {}).keys():
        raise KeyError(f"{place.path}.md does not say what it is listed by: {sorted(wanting)}")
    found: dict[str, str] = head["listed"]
    return found


def _expanded(line: str) -> list[str]:
    if not (asked := _LINE.match(line)):
        return [line]
    return [new for place in places().values() for new in _LISTS[asked[1]](place)]


def _card(place: Place) -> list[str]:
    told = listed(place)
    link = f"**[{told['name']}]({place.slug}.md)**"
    return [f"-   :material-{told['icon']}:{{ .lg .middle }} {link}", "", f"    {told['card']}", ""]


def _example(place: Place) -> list[str]:
    told = listed(place)
    anchor = place.calculator.replace("_", "-")
    return [f"| [{told['name']}]({place.slug}.md){{ #{anchor} }} | {told['question']} |"]


def _working(place: Place) -> list[str]:
    title = _head(f"recht/rechenwege/{place.slug}")["title"]
    return [f"- [{title}]({place.slug}.md): {listed(place)['question']}"]


def _head(path: str) -> dict[str, Any]:
    _, head, _ = (DOCS / f"{path}.md").read_text("utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(head)
    return found


_LISTS: dict[str, Callable[[Place], list[str]]] = {
    "calculator": _card,
    "examples": _example,
    "working": _working,
}
