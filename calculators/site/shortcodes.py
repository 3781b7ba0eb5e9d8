"""Shortcodes: ``[[calculator copayment]]`` in a page becomes the calculator, in that page's language.

A Python-Markdown extension and not a MkDocs plugin, so that MkDocs and its successors render the same
pages. Inside code spans and fences a shortcode is left as it is; a misspelt one fails the build.
"""

import re
from collections.abc import Callable
from re import Match
from typing import Any

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor

from calculators import CALCULATORS
from calculators.engine.form_html import answers_id, form
from calculators.engine.html import Markup, cite, element, grid, join
from calculators.engine.tables import grids
from calculators.engine.text import LANGUAGES, Texts, texts
from calculators.site import pages

SHORTCODE = r"\[\[(?P<kind>\w+)(?: (?P<subject>[^\]]+))?\]\]"
HOME = "de"
SCRIPT = "assets/calculator.js"
IMPORTED = ("assets/python.js", "assets/result.js")


class UnknownShortcode(ValueError):
    """A page asks for something that does not exist; the message names the page and the words."""


def calculator(name: str, say: Texts, root: str) -> Markup:
    """The form, with the script that carries it to Python; pages without a form load none.

    The script does not wait for the frame of the page, so that nobody who asks has to.
    """
    ahead = (element("link", rel="modulepreload", href=root + module) for module in IMPORTED)
    script = element("script", type="module", async_=True, src=root + SCRIPT)
    return join([*ahead, form(_known(name), say), script])


def answers(name: str, say: Texts, root: str) -> Markup:
    """The table of the commonest answers of a calculator."""
    tables = [grid(table) for table in grids(_known(name), say)]
    return element("div", *tables, class_="answers", id=answers_id(name))


SHORTCODES: dict[str, Callable[[str, Texts, str], Markup]] = {
    "calculator": calculator,
    "answers": answers,
    "figure": lambda name, say, root: pages.figure(name, say),
    "number": lambda name, say, root: pages.number(name, say),
    "norm": lambda citation, say, root: _cited(citation),
    "figures": lambda _, say, root: pages.figures(say),
    "rules": lambda _, say, root: pages.rules(say, root),
    "open_questions": lambda _, say, root: pages.open_questions(say),
    "drawing": lambda name, say, root: pages.drawing(name),
    "examples": lambda name, say, root: pages.examples(_known(name), say),
}


class Shortcode(InlineProcessor):
    """Replaces one shortcode by its HTML."""

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        """Raises UnknownShortcode where there is no such shortcode or nothing by that name."""
        page = _page(self.md)
        try:
            render = SHORTCODES[m["kind"]]
            html = render(m["subject"] or "", texts(_language(page)), _root(page))
        except (KeyError, AttributeError) as problem:
            raise UnknownShortcode(f"{page}: {m[0]}: {problem}") from problem
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class Shortcodes(Extension):
    """Switches the shortcodes on; before links, after code spans."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the inline pattern."""
        md.inlinePatterns.register(Shortcode(SHORTCODE, md), "shortcode", 175)


def makeExtension(**settings: Any) -> Shortcodes:
    """What Python-Markdown calls."""
    return Shortcodes(**settings)


def _known(name: str) -> str:
    if name not in CALCULATORS:
        raise KeyError(f"there is no calculator {name!r}")
    return name


def _cited(citation: str) -> Markup:
    html = cite(citation)
    if not html.startswith("<a"):
        raise KeyError(f"sources.toml has no address for {citation!r}")
    return html


def _page(md: Any) -> str:
    """The page's path below docs/, as MkDocs or, in its absence, Zensical tells it."""
    if "relpath" in md.treeprocessors:
        return str(md.treeprocessors["relpath"].file.src_uri)
    found = next((p.page.path for p in md.preprocessors if hasattr(p, "page")), "index.md")
    return str(found)


def _language(page: str) -> str:
    """The folder is the language: docs/en/… is English, all else German."""
    folder = page.split("/")[0]
    return folder if folder in LANGUAGES else HOME


def _root(page: str) -> str:
    """The way from the page's address, which ends with a slash, to the root of the site."""
    place = re.sub(r"(^|/)(index|README)\.md$", r"\1", page)
    place = re.sub(r"\.md$", "/", place)
    return "../" * place.count("/")
