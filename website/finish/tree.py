"""A built page as a tree of elements, to be asked what it says."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

EMPTY_TAGS = "area base br col embed hr img input link meta source track wbr"


def tree(html: str) -> Element:
    """The elements of a page; ``html`` must close what it opens, as pages made by a program do."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.elements.close()


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


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements = TreeBuilder()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.elements.start(tag, {name: value or "" for name, value in attrs})
        if tag in EMPTY_TAGS.split():
            self.elements.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.elements.start(tag, {name: value or "" for name, value in attrs})
        self.elements.end(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            last = self._open.pop()
            self.elements.end(last)
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        self.elements.data(data)
