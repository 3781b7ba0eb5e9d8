"""Links to headings for those who point: a Markdown extension that keeps them out of the headings' names.

Otherwise a screen reader says "¶" after each heading, and the Tab key stops at it. Whoever does not see the
sign finds the same links in the list of what is on the page. A link that leads to a heading takes the focus
there too: the browser gives it to what can have it, and a screen reader begins to read there.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

AFTER_TOC = 4  # the extension that makes the links has 5
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Permalinks(Treeprocessor):
    """Finds them by the class that they have."""

    def run(self, root: Element) -> None:
        """Hide each from assistive technology and from the Tab key, and let its heading have the focus."""
        for link in root.iter("a"):
            if link.get("class") == "headerlink":
                link.set("aria-hidden", "true")
                link.set("tabindex", "-1")
        for heading in root.iter():
            if heading.tag in HEADINGS and heading.get("id"):
                heading.set("tabindex", "-1")


class PermalinksExtension(Extension):
    """The extension itself; it has no options."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register what runs after the headings have their links."""
        md.treeprocessors.register(Permalinks(md), "permalinks", AFTER_TOC)


def makeExtension(**options: Any) -> PermalinksExtension:
    """What Python-Markdown calls to load the extension."""
    return PermalinksExtension(**options)
