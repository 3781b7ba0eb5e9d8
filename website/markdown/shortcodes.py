"""Shortcodes: ``[[calculator copayment]]`` in a page becomes the calculator, in that page's language.

A Python-Markdown extension and not a MkDocs plugin, so that MkDocs and its successors render the same
pages. Inside code spans and fences a shortcode is left as it is; a misspelt one fails the build.
"""

import re
from collections.abc import Callable
from datetime import date
from re import Match
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from calculators.engine.form_html import form
from calculators.engine.html import Markup, element, join
from calculators.engine.text import LANGUAGES, Texts, texts
from calculators.registry import CALCULATORS
from website import links
from website.markdown import (
    configurator,
    contract,
    dated,
    every,
    fitness,
    inline,
    letter,
    pages,
    price,
)
from website.markdown.glossary import explained, glossary
from website.markdown.imprint import operator
from website.markdown.timeline import changes, yearly

HOME = "de"
SCRIPTS = ("assets/calculator.js", "assets/fragment.js")


class UnknownShortcode(ValueError):
    """A page asks for something that does not exist; the message names the page and the words."""


def calculator(name: str, say: Texts, root: str) -> Markup:
    """The form, with the scripts that carry it to Python; pages without a form load none.

    They do not wait for the frame of the page, so that nobody who asks has to; the head of the page
    has sent for them by then.
    """
    scripts = (
        element("script", type="module", async_=True, src=root + script) for script in SCRIPTS
    )
    box = join([form(CALCULATORS[_known(name)], say), fitness.check()])
    return join([links.told(say), box, links.share(name, say), *scripts])


SHORTCODES: dict[str, Callable[[str, Texts, str], Markup]] = {
    "calculator": calculator,
    "refusal": lambda _, say, root: letter.last_day(say, root),
    "take_along": letter.take_along,
    "answers": lambda name, say, root: pages.answers(_known(name), say, "common-answers"),
    "figure": lambda name, say, root: pages.figure(name, say),
    "span": lambda names, say, root: pages.span(names, say),
    "limit": lambda chosen, say, root: pages.limit(chosen, say),
    "number": lambda name, say, root: pages.number(name, say),
    "day": lambda iso, say, root: pages.day(iso, say),
    "checked": lambda _, say, root: pages.checked_day(say),
    "norm": lambda citation, say, root: inline.norm(citation),
    "history": lambda name, say, root: pages.history(name, say),
    "figures": lambda _, say, root: pages.figures(say),
    "diagnoses": lambda which, say, root: pages.diagnoses(which, say),
    "result": lambda name, say, root: contract.result(_known(name), say),
    "rules": lambda name, say, root: pages.rules(_known(name), say, root),
    "open_questions": lambda _, say, root: pages.open_questions(say),
    "drawing": lambda name, say, root: pages.drawing(name),
    "examples": lambda name, say, root: pages.examples(_known(name), say, root),
    "glossary": lambda _, say, root: glossary(say, root),
    "changes": lambda _, say, root: changes(say),
    "yearly": lambda _, say, root: yearly(say),
    "operator": lambda part, say, root: operator(part),
    "embedding": lambda _, say, root: configurator.configurator(root),
    "qr": lambda name, say, root: links.qr_code(_known(name), say, root),
    "price_of_a_day": lambda source, say, root: price.told(say, root, source),
    "site_qr": lambda _, say, root: links.site_qr_code(say),
    "site_address": lambda _, say, root: links.site_address(say),
    "qr_codes": lambda _, say, root: links.qr_codes(say, root),
}


class Shortcode(InlineProcessor):
    """Replaces one shortcode by its HTML."""

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        """Raises UnknownShortcode where there is no such shortcode or nothing by that name."""
        page = _page(self.md)
        try:
            render = SHORTCODES[m["kind"]]
            html = render(m["subject"] or "", texts(_language(page)), _root(page, self.md))
        except (KeyError, AttributeError, ValueError) as problem:
            raise UnknownShortcode(f"{page}: {m[0]}: {problem}") from problem
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class Dated(Preprocessor):
    """Lists every calculator where that is asked for, and says what is so on the day of the build."""

    lapses: tuple[date, ...] = ()

    def run(self, lines: list[str]) -> list[str]:
        """Raises UnknownShortcode where nobody has said what is right from then on."""
        try:
            lines = every.expanded(lines)
        except KeyError as problem:
            raise UnknownShortcode(f"{_page(self.md)}: {problem}") from problem
        try:
            text, self.lapses = dated.as_of("\n".join(lines), pages.build_day())
        except dated.NothingFromThen as problem:
            raise UnknownShortcode(f"{_page(self.md)}: {problem}") from problem
        return text.split("\n")


class Terms(Postprocessor):
    """Explains the terms of the glossary where a page first uses them."""

    whole = False

    def __init__(self, md: Markdown, dated_passages: Dated) -> None:
        super().__init__(md)
        self.dated = dated_passages

    def run(self, text: str) -> str:
        """The page as HTML, with its explanations. The glossary is German, as its pages are."""
        if not self.whole:
            return text
        self.whole = False
        page = _page(self.md)
        language = _language(page)
        if language == HOME:
            text = explained(text, texts(language), _root(page, self.md))
        return text + dated.mark(self.dated.lapses)


class Whole(Treeprocessor):
    """Tells the terms that what comes next is the page; before, it was only its headings."""

    def __init__(self, md: Markdown, terms: Terms) -> None:
        super().__init__(md)
        self.terms = terms

    def run(self, root: Element) -> None:
        """Changes nothing in the page."""
        self.terms.whole = True


class Shortcodes(Extension):
    """Switches the shortcodes on, before links and after code spans; the terms when all is HTML."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the inline pattern, and what comes last."""
        # A calculator begins with one, and HTML allows no form like ours in a paragraph.
        md.block_level_elements.append("link")
        md.inlinePatterns.register(Shortcode(inline.SHORTCODE, md), "shortcode", 175)
        # After what stands on several pages has been put into this one, and before anything is read.
        md.preprocessors.register(passages := Dated(md), "dated", 100)
        md.postprocessors.register(terms := Terms(md, passages), "terms", 0)
        # After all others, which take headings for the table of contents and for the title.
        md.treeprocessors.register(Whole(md, terms), "whole", -100)


def makeExtension(**settings: Any) -> Shortcodes:
    """What Python-Markdown calls."""
    return Shortcodes(**settings)


def _known(name: str) -> str:
    if name not in CALCULATORS:
        raise KeyError(f"there is no calculator {name!r}")
    return name


def _page(md: Any) -> str:
    """The page's path below docs/, as MkDocs or, in its absence, Zensical tells it."""
    if _is_mkdocs(md):
        return str(md.treeprocessors["relpath"].file.src_uri)
    found = next((p.page.path for p in md.preprocessors if hasattr(p, "page")), "index.md")
    return str(found)


def _is_mkdocs(md: Any) -> bool:
    return "relpath" in md.treeprocessors


def _language(page: str) -> str:
    """The folder is the language: docs/en/… is English, all else German."""
    folder = page.split("/")[0]
    return folder if folder in LANGUAGES else HOME


def _root(page: str, md: Any) -> str:
    """The way to the root of the site: from the page's address, which ends with a slash.

    Zensical takes every address for one that starts at the Markdown file, and makes it right by itself.
    """
    place = re.sub(r"(^|/)(index|README)\.md$", r"\1", page)
    if _is_mkdocs(md):
        place = re.sub(r"\.md$", "/", place)
    return "../" * place.count("/")
