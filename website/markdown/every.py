"""Lists of all calculators: on the page that leads to them, to their workings, examples and results.

What they say of a calculator stands at the head of its page, so that whoever adds one edits no list.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from website.languages import HOME
from website.links import Place, places
from website.written import pages_in, parted

_LINE = re.compile(r"^\[\[every (\w+)\]\]$")


def expanded(lines: list[str], language: str = HOME) -> list[str]:
    """The lines of a page in the language of that tag, a list for each ``[[every …]]`` that stands alone.

    Raises KeyError for a list that there is not, or where a page does not say what it is listed by.
    """
    return [new for line in lines for new in _expanded(line, language)]


def listed(place: Place, language: str = HOME) -> dict[str, str]:
    """What the page of a calculator is listed by. Raises KeyError where it does not say."""
    head = _head(f"rechner/{place.slug}", language)
    if wanting := {"name", "question", "card", "icon"} - head.get("listed", {}).keys():
        raise KeyError(f"{place.path}.md does not say what it is listed by: {sorted(wanting)}")
    found: dict[str, str] = head["listed"]
    return found


def _expanded(line: str, language: str) -> list[str]:
    if not (asked := _LINE.match(line)):
        return [line]
    say = _LISTS[asked[1]]
    return [new for place in places(language).values() for new in say(place, language)]


def _card(place: Place, language: str) -> list[str]:
    told = listed(place, language)
    link = f"**[{told['name']}]({place.slug}.md)**"
    return [f"-   :material-{told['icon']}:{{ .lg .middle }} {link}", "", f"    {told['card']}", ""]


def _example(place: Place, language: str) -> list[str]:
    told = listed(place, language)
    anchor = place.calculator.replace("_", "-")
    return [f"| [{told['name']}]({place.slug}.md){{ #{anchor} }} | {told['question']} |"]


def _working(place: Place, language: str) -> list[str]:
    title = _head(f"recht/rechenwege/{place.slug}", language)["title"]
    return [f"- [{title}]({place.slug}.md): {listed(place, language)['question']}"]


def _result(place: Place, language: str) -> list[str]:
    name = place.calculator
    return [f"## {listed(place, language)['name']} {{ #{name} }}", "", f"[[result {name}]]", ""]


def _head(path: str, language: str) -> Mapping[str, Any]:
    head, _ = parted((pages_in(language) / f"{path}.md").read_text("utf-8"))
    return head


_LISTS: dict[str, Callable[[Place, str], list[str]]] = {
    "calculator": _card,
    "examples": _example,
    "working": _working,
    "result": _result,
}
