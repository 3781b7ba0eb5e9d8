"""A built site while it is finished: each page is read once, parsed at most once, and written once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from website.finish.tree import Element, tree
from website.npm import CannotBuild

HEAD = re.compile(r'<head>\s*(?:<meta charset="?[\w-]+"?\s*/?>)?', re.IGNORECASE)


class NotAllowed(CannotBuild):
    """A page is not as a page of ours has to be; the message says where and what."""


class Page:
    """One page: ``html`` is what will be written, ``tree`` what the page said when it was first asked.

    No step that changes ``html`` changes what another one asks of the tree.
    """

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def tree(self) -> Element:
        """Its elements."""
        return tree(self.html)

    @property
    def tree_now(self) -> Element:
        """Its elements, as they are by now."""
        return tree(self.html)

    def put_first(self, element: str) -> None:
        """One more element in its head, before all but the encoding. Raises NotAllowed without a head."""
        opened = HEAD.search(self.html)
        if not opened:
            raise NotAllowed("a page without a head")
        self.html = f"{self.html[: opened.end()]}\n{element}{self.html[opened.end() :]}"

    def put_last(self, element: str) -> None:
        """One more element at the end of its head."""
        self.html = self.html.replace("</head>", f"{element}</head>", 1)


class Built:
    """A built site: its folder, and its pages by their place in it, such as ``"rechner/index.html"``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): Page(path.read_text("utf-8"))
            for path in sorted(folder.rglob("*.html"))
        }

    @property
    def indexes(self) -> Iterator[Page]:
        """The pages that stand for their folder: those with an address of their own."""
        return (page for place, page in self.pages.items() if Path(place).name == "index.html")

    def content(self, place: str) -> bytes:
        """What lies at a place, as it is by now."""
        if page := self.pages.get(place):
            return page.html.encode()
        return (self.folder / place).read_bytes()


@contextmanager
def finishing(folder: Path) -> Iterator[Built]:
    """The site in that folder; when the context ends without an error, its pages are written."""
    site = Built(folder)
    yield site
    for place, page in site.pages.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.html, "utf-8")
