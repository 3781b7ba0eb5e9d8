"""What the pages of a language may not do, found before they are built: say another thing than German.

A page that is **whole** has the figures, norms, telephone numbers, links and typed sums of the German page;
one that is **shorter** has none that the German pages of which it was made do not have. Words differ, these
do not.
"""

import posixpath
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from calculators.law.data import table
from website import translation
from website.languages import TRANSLATIONS, Language, chosen, stale
from website.languages.config import check_words
from website.languages.sources import (
    REFUSAL,
    Source,
    address,
    german,
    made_of,
    places,
    source,
    translated,
)
from website.npm import CannotBuild
from website.written import DOCS, shared

WHOLE = "whole"
AVOID = "avoid.toml"
WORDS = "suchwoerter.toml"
QUERIES = "queries.toml"
# What every German page may lead to or name, so that no shorter one lacks it.
EVERYWHERE = (".shared/hilfe.md", ".shared/hilfe-kurz.md", ".overrides/partials/crisis.html")
SHORTCODE = re.compile(r"\[\[(figure|span|number|limit|history|day|norm) ([^\]]+)\]\]")
PASSAGE = re.compile(r"\[\[until (\d{4}-\d\d-\d\d)\]\]")
TELEPHONE = re.compile(r"\btel:(\+?\d+)")
ELSEWHERE = re.compile(r"https?://[^)\s\"]+")
LINK = re.compile(r"\]\(([^)\s:]+\.md)(?:#[^)\s]*)?\)")
SUM = re.compile(
    r"€\s?(\d[\d.,]*\d|\d)|(\d[\d.,]*\d|\d)\s?(?:€|%|Euro\b|euros?\b|Prozent\b|per cent\b)"
)
FORM = re.compile(r"\[\[(?:calculator (\w+)|refusal)\]\]")
ANSWERS = re.compile(r"\[\[answers (\w+)\]\]")
HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
IDENT = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}\s*$")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def check(language: Language) -> None:
    """Raises CannotBuild with all that is wrong with a language, and where."""
    found = list(faults(language))
    if found:
        raise CannotBuild("\n".join(f"languages/{language.folder}: {wrong}" for wrong in found))
    stale.refuse_release(language)


def main(folders: Sequence[str]) -> None:
    """Say all that would stop the build of these languages, or of all; leaves with 1 if there is any."""
    found = 0
    for language in chosen(folders):
        try:
            check_words(language)
            wrong = [*translation.faults(language.tag), *faults(language)]
        except CannotBuild as problem:
            wrong = [str(problem)]
        for fault in wrong:
            print(f"{language.folder}\twrong\t{fault}")
            found += 1
    sys.exit(found > 0)


def faults(language: Language) -> Iterator[str]:
    """What is wrong with its pages, each with its place."""
    yield from _terms(language)
    yield from _avoided(language)
    yield from _sought(language)
    for place in sorted(places(language)):
        yield from (f"{place}: {wrong}" for wrong in wrongs(language, place))


def wrongs(language: Language, place: str) -> Iterator[str]:
    """What is wrong with one page, each in a line."""
    own = translated(language, place)
    if absent := {"title", "description"} - own.head.keys():
        yield f"its head lacks {', '.join(sorted(absent))}"
    claim = own.head.get("translation", language.translation)
    if claim not in TRANSLATIONS:
        yield f"translation is {claim!r}, not one of {', '.join(TRANSLATIONS)}"
    if unnamed := [
        head for head in HEADING.findall(CODE.sub("", own.text)) if not IDENT.search(head)
    ]:
        yield f"a heading has no id of its own: {unnamed[0]}"
    for name in sorted(asking(own.text) - answering(own.text)):
        yield f"who cannot run the calculator is led to [[answers {name}]], which is not there"
    originals = [german(name) for name in made_of(language, place)]
    yield from _differences(own, originals, place, is_whole=claim == WHOLE)


def asking(text: str) -> set[str]:
    """The calculators whose forms stand on a page."""
    return {name or REFUSAL for name in FORM.findall(text)}


def answering(text: str) -> set[str]:
    """The calculators whose commonest answers stand on a page."""
    return set(ANSWERS.findall(text))


def facts(page: Source, place: str) -> dict[str, set[str]]:
    """What is the same in every language: by kind, the set of what a page names."""
    text = CODE.sub("", page.text)
    codes = {name for kind, subject in SHORTCODE.findall(text) for name in _named(kind, subject)}
    return {
        "figures and norms": codes | {f"until {day}" for day in PASSAGE.findall(text)},
        "telephone numbers": set(TELEPHONE.findall(text)),
        "links to others": {_site(link) for link in ELSEWHERE.findall(text)},
        "links to pages": {
            posixpath.normpath(posixpath.join(posixpath.dirname(place), link))
            for link in LINK.findall(text)
        },
        "sums": {re.sub(r"\D", "", one or other) for one, other in SUM.findall(text)},
    }


def _named(kind: str, subject: str) -> list[str]:
    """Which figures, or which day or norm, a shortcode names."""
    return [subject] if kind in ("day", "norm", "limit") else subject.split()


def _differences(
    own: Source, originals: list[Source], place: str, *, is_whole: bool
) -> Iterator[str]:
    here = facts(own, place)
    there: dict[str, set[str]] = {kind: set() for kind in here}
    for original in originals:
        for kind, named in facts(original, place).items():
            there[kind] |= named
    usual = [facts(source(DOCS, name, DOCS), place) for name in EVERYWHERE]
    for kind, named in here.items():
        if kind == "links to pages" and not is_whole:
            continue
        allowed = there[kind].union(*(found[kind] for found in usual))
        if more := named - allowed:
            yield f"{kind} that the German page does not have: {', '.join(sorted(more))}"
        if is_whole and (less := there[kind] - named):
            yield f"{kind} of the German page that are missing: {', '.join(sorted(less))}"


def _site(link: str) -> str:
    return urlsplit(link.rstrip(".,")).netloc.removeprefix("www.")


def _terms(language: Language) -> Iterator[str]:
    """A term has the id that it has in German: links to it are the same."""
    own = shared("glossar", language.tag).get("term", {}).keys()
    if unknown := own - shared("glossar")["term"].keys():
        yield f"glossar.toml: German has no term {', '.join(sorted(unknown))}"


def _avoided(language: Language) -> Iterator[str]:
    """Renderings that mislead stand nowhere: not in a page, not in what a calculator says."""
    path = language.home / AVOID
    if not path.is_file():
        return
    avoid = tomllib.loads(path.read_text("utf-8"))["avoid"]
    said = {place: translated(language, place).text for place in sorted(places(language))}
    said |= dict(stale.leaves(table(f"texts/{language.tag}.toml")))
    for where, text in said.items():
        words = " ".join(text.split()).casefold()
        for rendering, why in avoid.items():
            if re.search(rf"\b{re.escape(rendering.casefold())}\b", words):
                yield f"{where}: “{rendering}” misleads: {why}"


def _sought(language: Language) -> Iterator[str]:
    """Search words and queries are of pages that are there."""
    there = {address(place) for place in places(language)}
    named = [(WORDS, where) for where in _listed(language, WORDS)]
    named += [
        (QUERIES, f"{page}/".removeprefix("/"))
        for pages in _listed(language, QUERIES).values()
        for page in pages
    ]
    for name, where in dict.fromkeys(named):
        if where.partition("#")[0] not in there:
            yield f"{name}: there is no page at {where!r}"


def _listed(language: Language, name: str) -> dict[str, list[str]]:
    path = language.home / name
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


if __name__ == "__main__":
    main(sys.argv[1:])
