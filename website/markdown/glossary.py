"""The glossary: where a page first uses a term a tap or a key explains it, and one page lists all.

The explanation is a popover, which browsers open without a script. It stands behind the text of the
page, so that whoever reads only that, as reader modes do, reads whole sentences. In a browser that knows
no popovers the term leads to the glossary; website/browser/page/popover.js sees to that. Without scripts
either, it shows all explanations behind the text; the stylesheet sees to that.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from re import Match

from calculators.engine.html import Markup, cite, element
from calculators.engine.text import Texts
from website.languages import HOME
from website.markdown import every
from website.markdown.inline import filled
from website.markdown.pages import between
from website.written import Written, shared, written

PAGE = "recht/glossar/"
# Where a term is a heading, a way on, somebody else's words, or is being explained anyway.
SILENT_TAG = re.compile(
    "a|abbr|blockquote|button|caption|cite|code|data|dt|form|h[1-6]|label|option|pre|script|style|summary|template|textarea"
    "|svg|th|time"
)
SILENT_CLASS = re.compile(
    r'\sclass="(?:[^"]* )?(?:admonition-title|answers|cards|checked|examples|figures-of-law|glossary'
    r'|rules|sheet|timeline)[ "]'
)
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
_TOKENS = re.compile(r"""(<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)")
_SPACE = r"(?:\s|&nbsp;)+"
_MOST = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its address, how pages write it (the usual way first), what it means, its norm.

    ``in_text``: whether pages explain it, or already say beside it what it is.
    """

    name: str
    forms: tuple[str, ...]
    says: str
    norm: str | None
    in_text: bool

    @property
    def title(self) -> str:
        """The term as a dictionary writes it."""
        return self.forms[0]

    @property
    def pattern(self) -> str:
        """Finds the term as a whole word, in text or in HTML."""
        longest_first = sorted(self.forms, key=len, reverse=True)
        written = "|".join(re.escape(form).replace(r"\ ", _SPACE) for form in longest_first)
        return rf"(?<![\w-])(?:{written})(?![\w-])"


@cache
def terms(language: str = HOME) -> Mapping[str, Term]:
    """Every term by its name, as docs/.shared/glossar.toml has it, or that of the language of that tag."""
    return {
        name: Term(
            name,
            (entry["title"], *entry.get("forms", ())),
            entry["says"],
            entry.get("norm"),
            entry.get("in_text", True),
        )
        for name, entry in shared("glossar", language).get("term", {}).items()
    }


def explained(html: str, say: Texts, root: str) -> str:
    """The page with its terms explained.

    The first mention of each in the running text becomes a button; what it opens stands behind the text.
    """
    if not terms(say.language):
        return html
    notes: dict[str, Markup] = {}

    def explain(found: Match[str]) -> str:
        term = terms(say.language)[str(found.lastgroup).replace("_", "-")]
        if term.name in notes:
            return found[0]
        notes[term.name] = _note(term, say, root)
        return _mention(term, found["opening"], Markup(found[str(found.lastgroup)]), say)

    parts = []
    depth = 0  # how many elements are open, from the outermost in which nothing is explained
    for token in _TOKENS.split(html):
        if token.startswith("<"):
            depth += _step(token, within=depth > 0)
        elif not depth:
            token = _anywhere(say.language).sub(explain, token)
        parts.append(token)
    if notes:
        parts.append(
            element("aside", *notes.values(), class_="term-notes", data_search_exclude=True)
        )
    return "".join(parts)


def glossary(say: Texts, root: str) -> Markup:
    """All terms from A to Z: what each means, its norm, and the pages that speak of it most."""
    ordered = sorted(terms(say.language).values(), key=lambda term: _plain(term.title))
    items: list[str] = []
    for term in ordered:
        law = [" (", cite(term.norm), ")"] if term.norm else []
        items.append(element("dt", term.title, id=term.name, tabindex="-1"))
        items.append(element("dd", filled(term.says, say), *law))
        items += _ways_on(term, say, root)
    return element("div", _letters(ordered, say), element("dl", *items, class_="glossary"))


def mentions(term: Term, language: str = HOME) -> Mapping[Written, int]:
    """How often each page speaks of a term; pages that do not are left out."""
    counts = {
        page: len(re.findall(term.pattern, text_of(page, language)))
        for page in written(language)
        if not page.place.startswith(("entwicklung", "recht/glossar"))
    }
    return {page: count for page, count in counts.items() if count}


def text_of(page: Written, language: str = HOME) -> str:
    """What a page says, with the lists that are made for it."""
    return "\n".join(every.expanded(page.text.splitlines(), language))


def _mention(term: Term, opening: str, shown: Markup, say: Texts) -> Markup:
    asked = shared("glossar", say.language)["words"]["ask"]
    button = element(
        "button",
        shown,
        type="button",
        class_="term",
        popovertarget=_note_id(term),
        aria_label=asked.format(term=" ".join(shown.replace("&nbsp;", " ").split())),
    )
    # No line ends behind a bracket.
    return element("span", opening, button, class_="bound") if opening else button


def _note(term: Term, say: Texts, root: str) -> Markup:
    words = shared("glossar", say.language)["words"]
    close = element(
        "button",
        words["close"],
        type="button",
        popovertarget=_note_id(term),
        popovertargetaction="hide",
    )
    there = any(page.address == PAGE for page in written(say.language))
    link = element("a", words["glossary"], href=f"{root}{PAGE}#{term.name}")
    ways = [link, " ", close] if there else [close]
    return element(
        "div",
        element("strong", term.title),
        " ",
        element("span", filled(term.says, say), class_="term-note__says"),
        " ",
        element("span", *ways, class_="term-note__ways"),
        class_="term-note",
        id=_note_id(term),
        popover=True,
        role="note",
    )


def _note_id(term: Term) -> str:
    return f"term-{term.name}"


def _step(token: str, *, within: bool) -> int:
    """By how much a tag changes the depth inside what stays silent; ``within``: we are in there."""
    tag = _TAG.match(token)
    if not tag or tag["name"] in _VOID or token.endswith("/>"):
        return 0
    if tag["end"]:
        return -1 if within else 0
    silent = SILENT_TAG.fullmatch(tag["name"]) or SILENT_CLASS.search(token)
    return 1 if within or silent else 0


def _ways_on(term: Term, say: Texts, root: str) -> Iterator[Markup]:
    found = mentions(term, say.language)
    most = sorted(found, key=lambda page: (-found[page], page.place))[:_MOST]
    links = [element("a", page.title, href=root + page.address) for page in most]
    if links:
        more = shared("glossar", say.language)["words"]["more"]
        yield element("dd", more, " ", between(links, ", "), class_="sources")


def _letters(ordered: list[Term], say: Texts) -> Markup:
    """Links to the first term of each letter."""
    first: dict[str, str] = {}
    for term in ordered:
        first.setdefault(_plain(term.title)[0].upper(), term.name)
    items = [element("li", element("a", letter, href=f"#{name}")) for letter, name in first.items()]
    words = shared("glossar", say.language)["words"]
    return element("nav", element("ul", *items), class_="letters", aria_label=words["letters"])


def _plain(title: str) -> str:
    """For the alphabet, where Ü stands with U."""
    apart = unicodedata.normalize("NFD", title.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _anywhere(language: str) -> re.Pattern[str]:
    """Finds any term and a bracket before it; the name of the last group that matched tells which."""
    groups = (
        f"(?P<{name.replace('-', '_')}>{term.pattern})"
        for name, term in terms(language).items()
        if term.in_text
    )
    return re.compile(rf"(?P<opening>\(?)(?:{'|'.join(groups)})")
