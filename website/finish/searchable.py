"""How the theme's search reads a page: what is left out of it stays out, and words of two cells stay two.

By itself it takes the end of any element within for the end of what is left out, and puts the words of a
table or of a list of choices together without a space.
"""

from typing import Any

from lxml.html.defs import empty_tags  # type: ignore[import-untyped]
from material.plugins.search import plugin as theme  # type: ignore[import-untyped]

LEFT_OUT = "data-search-exclude"
IN_A_SENTENCE = "term"  # a button that is a word of a sentence: website/markdown/glossary.py
# They stand apart on the page, and their tags are not kept in the index.
APART = {
    *("table", "caption", "tr", "th", "td", "dt", "dd", "div", "br"),
    *("fieldset", "legend", "label", "option", "button", "summary", "figcaption"),
}


class Reader(theme.Parser):  # type: ignore[misc]
    """The theme's own reader of pages, but for these two things."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.left_out: list[str] = []  # the open elements, from the one that is left out on
        self.in_a_sentence = False  # whether the last button is

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, or go on leaving out."""
        # What a page keeps for later, or hides, is not what it says.
        if self.left_out or tag == "template" or {LEFT_OUT, "hidden"} & dict(attrs).keys():
            if tag not in empty_tags:
                self.left_out.append(tag)
            return
        if tag == "button":
            self.in_a_sentence = IN_A_SENTENCE in (dict(attrs).get("class") or "").split()
        self._part(tag)
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element, perhaps the one that is left out."""
        if self.left_out:
            if tag == self.left_out[-1]:
                self.left_out.pop()
            return
        super().handle_endtag(tag)
        self._part(tag)

    def handle_data(self, data: str) -> None:
        """Take words, unless they are left out."""
        if not self.left_out:
            super().handle_data(data)

    def _part(self, tag: str) -> None:
        if tag in APART and self.section and not (tag == "button" and self.in_a_sentence):
            super().handle_data(" ")


def read_properly() -> None:
    """Let the theme's search read pages in this way from now on."""
    theme.Parser = Reader
