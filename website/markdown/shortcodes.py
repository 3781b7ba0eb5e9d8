"""Shortcodes: ``[[calculator copayment]]`` in a page becomes the calculator, in the language of the build.

A Python-Markdown extension and not a MkDocs plugin, so that MkDocs and its successors render the same
pages. Inside code spans and fences a shortcode is left as it is; a misspelt one fails the build.
"""

import posixpath
import re
from collections.abc import Callable
from datetime import date
from re import Match
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from calculators.engine.form_html import form
from calculators.engine.html import Markup, join
from calculators.engine.text import Texts, texts
from calculators.registry import CALCULATORS
from website import browser, links
from website.languages import GERMAN, HOME, Language, by_tag
from website.languages.sources import address, german_places, places
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
    reviewed,
)
from website.markdown.bound import together
from website.markdown.glossary import explained, glossary
from website.markdown.imprint import operator
from website.markdown.timeline import changes, yearly

SCRIPTS = ("calculator", "fragment")


class UnknownShortcode(ValueError):
    """A page asks for something that does not exist; the message names the page and the words."""


def calculator(name: str, say: Texts, root: str) -> Markup:
    """The form, with the scripts that carry it to Python; pages without a form load none.

    They do not wait for the frame of the page, so that nobody who asks has to; the head of the page
    has sent for them by then.
    """
    scripts = (browser.module(name, root, early=True) for name in SCRIPTS)
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
    "drawing": lambda name, say, root: pages.drawing(name, say),
    "examples": lambda name, say, root: pages.examples(_known(name), say, root),
    "script": lambda name, say, root: browser.module(name, root),
    "glossary": lambda _, say, root: glossary(say, root),
    "changes": lambda _, say, root: changes(say),
    "yearly": lambda _, say, root: yearly(say),
    "reviews": lambda _, say, root: reviewed.summary(root),
    "to_review": lambda _, say, root: reviewed.checklist(say, root),
    "operator": lambda part, say, root: operator(part),
    "embedding": lambda _, say, root: configurator.configurator(root),
    "qr": lambda name, say, root: links.qr_code(_known(name), say, root),
    "price_of_a_day": lambda source, say, root: price.told(say, root, source),
    "site_qr": lambda _, say, root: links.site_qr_code(say),
    "site_address": lambda _, say, root: links.site_address(say),
    "qr_codes": lambda _, say, root: links.qr_codes(say, root),
}

# What they say is there in German alone: rules and cases as the code has them, changes, who runs the site.
GERMAN_ALONE = {
    "rules",
    "examples",
    "changes",
    "yearly",
    "operator",
    "embedding",
    "result",
    "reviews",
    "to_review",
}


class Shortcode(InlineProcessor):
    """Replaces one shortcode by its HTML, in the language of that tag."""

    def __init__(self, pattern: str, md: Markdown, language: str) -> None:
        super().__init__(pattern, md)
        self.language = language

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        """Raises UnknownShortcode where there is no such shortcode or nothing by that name."""
        page = _page(self.md)
        try:
            if self.language != HOME and m["kind"] in GERMAN_ALONE:
                raise KeyError("what it says is there in German alone")
            render = SHORTCODES[m["kind"]]
            html = render(m["subject"] or "", texts(self.language), _root(page, self.md))
        except (KeyError, AttributeError, ValueError) as problem:
            raise UnknownShortcode(f"{page}: {m[0]}: {problem}") from problem
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class Dated(Preprocessor):
    """Lists every calculator where that is asked for, and says what is so on the day of the build."""

    lapses: tuple[date, ...] = ()

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, lines: list[str]) -> list[str]:
        """Raises UnknownShortcode where nobody has said what is right from then on."""
        try:
            lines = every.expanded(lines, self.language)
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

    def __init__(self, md: Markdown, dated_passages: Dated, language: str) -> None:
        super().__init__(md)
        self.dated = dated_passages
        self.language = language

    def run(self, text: str) -> str:
        """The page as HTML, with its explanations."""
        if not self.whole:
            return text
        self.whole = False
        page, say = _page(self.md), texts(self.language)
        text = explained(together(text), say, _root(page, self.md))
        review = reviewed.said(page, say) if self.language == HOME else ""
        return text + review + dated.mark(self.dated.lapses)


class Whole(Treeprocessor):
    """Tells the terms that what comes next is the page; before, it was only its headings."""

    def __init__(self, md: Markdown, terms: Terms) -> None:
        super().__init__(md)
        self.terms = terms

    def run(self, root: Element) -> None:
        """Changes nothing in the page."""
        self.terms.whole = True


class Elsewhere(Treeprocessor):
    """Leads to the German page, and says so, where another language has none at that place."""

    def __init__(self, md: Markdown, language: Language) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        """Raises UnknownShortcode for a link to a page that is there in neither."""
        page = _page(self.md)
        for link in root.iter("a"):
            target = urlsplit(link.get("href", ""))
            if target.scheme or target.netloc or not target.path.endswith(".md"):
                continue
            place = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.path))
            if place in places(self.language):
                continue
            if place not in german_places():
                raise UnknownShortcode(f"{page}: a link to {target.path}, which is not there")
            anchor = f"#{target.fragment}" if target.fragment else ""
            link.set("href", f"{GERMAN}{address(place)}{anchor}")
            link.set("hreflang", HOME)
            mark = SubElement(link, "span", {"class": "in-german"})
            mark.text = f" {self.language.words['in_german']}"


class Shortcodes(Extension):
    """Switches the shortcodes on, before links and after code spans; the terms when all is HTML."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"language": [HOME, "the tag of the language of the pages"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the inline pattern, and what comes last."""
        # A calculator begins with one, and HTML allows no form like ours in a paragraph.
        md.block_level_elements.append("link")
        language = self.getConfig("language")
        md.inlinePatterns.register(Shortcode(inline.SHORTCODE, md, language), "shortcode", 175)
        # After what stands on several pages has been put into this one, and before anything is read.
        md.preprocessors.register(passages := Dated(md, language), "dated", 100)
        md.postprocessors.register(terms := Terms(md, passages, language), "terms", 0)
        # After all others, which take headings for the table of contents and for the title.
        md.treeprocessors.register(Whole(md, terms), "whole", -100)
        if language != HOME:
            # Before a generator looks for the page that a link names, in this language alone.
            md.treeprocessors.register(Elsewhere(md, by_tag(language)), "elsewhere", 1)


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


def _root(page: str, md: Any) -> str:
    """The way to the root of the site: from the page's address, which ends with a slash.

    Zensical takes every address for one that starts at the Markdown file, and makes it right by itself.
    """
    place = re.sub(r"(^|/)(index|README)\.md$", r"\1", page)
    if _is_mkdocs(md):
        place = re.sub(r"\.md$", "/", place)
    return "../" * place.count("/")
