"""A built page as a tree of elements, to be asked what it says."""

from collections.abc import Iterator
from typing import Any

from lxml import html as parser

# As lxml has it: what xml.etree calls an element.
Element = Any


def tree(html: str) -> Element:
    """The elements of a page, without its comments."""
    without = parser.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    return parser.document_fromstring(html.encode(), parser=without)


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def with_class(within: Element, name: str) -> Iterator[Element]:
    """Every element of that class, in the order of the page."""
    return (element for element in within.iter() if name in classes(element))


def words(*pieces: Element) -> str:
    """What the elements say, one after another, without needless space and what only pops up."""
    return " ".join(" ".join("".join(_shown(piece)) for piece in pieces).split())


def pops_up(element: Element) -> bool:
    """Whether the element is hidden until somebody asks for it."""
    return "popover" in element.attrib


def _shown(element: Element) -> Iterator[str]:
    if not pops_up(element):
        yield element.text or ""
        for child in element:
            yield from _shown(child)
            yield child.tail or ""
