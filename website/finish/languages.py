"""Makes one site of the pages of all languages: assets, addresses, and the ways from one to another."""

import html as escape
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from calculators.engine.html import Markup, element, join
from calculators.engine.text import texts
from website.browser import inline, module
from website.finish.built import Built, Page
from website.finish.tree import words as words_of
from website.languages import GERMAN, HOME, HOME_NAME, Language, languages, stale
from website.languages.config import german_start, german_words
from website.languages.sources import address, made_of, places
from website.links import site_url
from website.npm import CannotBuild
from website.static_rules import ASSETS

# Where the head of a page has its switch, and the sign for it; partials/tabs.html puts both there.
SWITCH = re.compile(r"\n?[ \t]*<template data-languages>(.*?)</template>", re.DOTALL)
# Up to this number they stand beside each other on a phone, else behind a button. The start page shows all.
IN_A_ROW = 3
LISTED = "site-languages"
TO_GERMAN = re.compile(rf'(?<=href="){GERMAN}([^"#]*)(#[^"]*)?(?=")')
LOCALE = re.compile(r'\s*<meta property="og:locale" content="de_DE">')
OPENED = re.compile(r'<html lang="[^"]*"')
IN_A_PAGE = re.compile(rf'(?<=")((?:\.{{1,2}}/)*)(?={ASSETS}/)')
SCOPE = re.compile(r'(?<=__md_scope=new URL\(")([^"]*)(?=",location\))')
LASTLY = "x-default"
# With the space, the theme's script does not take it for its own, and asks nobody for lists of pages.
ALTERNATE = '<link rel="alternate " hreflang="{}" href="{}">\n'
NOT_FOUND = "404.html"
FORM = "data-calculator="


def assemble(site: Built) -> None:
    """Let each page find the assets at the root, and the same page in other languages.

    Raises CannotBuild where a page leads to a German one that is not there.
    """
    for language in languages():
        for place, page in pages_of(site, language.folder):
            _settle(page, place, language, site)
    for place, page in list(site.pages.items()):
        _connect(page, place, site)
    for language in languages():
        if lost := [
            lead
            for place, page in pages_of(site, language.folder)
            for lead in astray(posixpath.join(language.folder, place), page, site)
        ]:
            raise CannotBuild("Links that lead nowhere:\n" + "\n".join(lost))


def pages_of(site: Built, folder: str) -> Iterator[tuple[str, Page]]:
    """The pages of the language in that folder, by their places below it."""
    for place, page in site.pages.items():
        if place.startswith(f"{folder}/"):
            yield place.removeprefix(f"{folder}/"), page


def astray(place: str, page: Page, site: Built) -> Iterator[str]:
    """The links of a page to pages of the site, or to something in them, that are not there."""
    for link in page.tree_now.iter("a"):
        address = urlsplit(link.get("href", ""))
        if address.scheme or address.netloc or address.path.startswith("/"):
            continue
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(place), address.path))
            + "/index.html"
        )
        target = target.removeprefix("./") if address.path else place
        there = site.pages.get(target)
        if (there is None and not (site.folder / target.removesuffix("/index.html")).is_file()) or (
            there and address.fragment and f'id="{address.fragment}"' not in there.html
        ):
            yield f"{place}: {link.get('href')}"


def _settle(page: Page, place: str, language: Language, site: Built) -> None:
    """Say the language of a page, and where in the whole site its files and the German pages are."""
    html = OPENED.sub(f"<html {attributes(language)}", page.html, count=1)
    if not language.is_german:
        html = LOCALE.sub("", html, count=1)
    html = IN_A_PAGE.sub(r"../\1", html)
    below = urlsplit(site_url()).path
    html = SCOPE.sub(
        lambda found: below if found[1].startswith("/") else posixpath.join("..", found[1]), html
    )
    html = html.replace(f'"{below}{language.folder}/{ASSETS}/', f'"{below}{ASSETS}/')
    up = to_root(f"{language.folder}/{place}")

    def german(found: re.Match[str]) -> str:
        target = escape.unescape(found[1])
        if f"{target}index.html" not in site.pages:
            raise CannotBuild(f"{language.folder}/{place} leads to {target}, which German has not")
        return f"{up}{target}{found[2] or ''}"

    page.html = TO_GERMAN.sub(german, html)
    if FORM in page.html:
        page.html = put_before(
            "</body>", elsewhere(language, "../" * place.count("/"), up), page.html
        )
    if (source := source_of(place, language)) is not None:
        _mark(page, source, language, up)


def attributes(language: Language) -> str:
    """What the root of each page of a language says: its tag, its direction, how its forms begin.

    And for a script: as what a browser knows the language when it writes days, where the tag is not enough.
    """
    said = f'lang="{language.tag}" dir="{language.dir}"'
    if language.locale:
        said += f' data-locale="{language.locale}"'
    return f"{said} data-one-question" if language.one_question else said


def elsewhere(language: Language, own: str, german: str) -> Markup:
    """For a script: the pages of a language, the way to them and to the German ones, how those are marked."""
    pages = sorted(address(place) for place in places(language))
    told = {"pages": pages, "own": own, "german": german, "language": HOME}
    mark = element("span", f" {language.words['in_german']}", class_="in-german")
    return element("template", mark, data_elsewhere=json.dumps(told))


def to_root(place: str) -> str:
    """The way from a page to the root of the site; that of a wrong address is shown at any address."""
    if posixpath.basename(place) == NOT_FOUND:
        return urlsplit(site_url()).path
    return "../" * place.count("/")


def source_of(place: str, language: Language) -> str | None:
    """The file of which the page at a place was made, below the pages of its language."""
    folder = place.removesuffix("/index.html")
    files = (f"{folder}.md", f"{folder}/index.md") if folder != place else ("index.md",)
    return next((name for name in files if name in places(language)), None)


def _mark(page: Page, source: str, language: Language, up: str) -> None:
    """Say on a page what its words are worth: who has checked them, and whether the German ones are newer."""
    words = language.words
    checked = words["unreviewed"]
    if language.reviewed:
        checked = words["reviewed"].format(
            by=language.reviewed.by, day=_day(language, language.reviewed.on)
        )
    lines = [element("p", line) for line in (words["german_counts"], checked)]
    said = element("aside", *lines, class_="of-translation", data_search_exclude=True)
    page.html = put_before("</article>", said, page.html)
    if stale.is_stale(language, source):
        on = stale.changed_on(language, source)
        told = words["stale"].format(day=_day(language, on)) if on else words["stale_undated"]
        way = f"{up}{address(made_of(language, source)[0])}"
        link = element("a", words["stale_link"], href=way, hreflang=HOME)
        note = element("p", told, " ", link, class_="stale", role="note", data_search_exclude=True)
        page.html = page.html.replace("</h1>", f"</h1>{note}", 1)


def put_before(mark: str, what: str, html: str) -> str:
    """The page with something before the last place of that mark. Raises CannotBuild without one."""
    at = html.rfind(mark)
    if at < 0:
        raise CannotBuild(f"a page has no {mark}")
    return html[:at] + what + html[at:]


def _day(language: Language, day: date) -> str:
    return texts(language.tag)("page.value.date", value=day)


def _connect(page: Page, place: str, site: Built) -> None:
    """Put the switch into the head of a page, and for machines the same page in other languages."""
    folder, own = _split(place)
    switch = Markup("")
    sign = SWITCH.search(page.html)
    if sign and posixpath.basename(own) in ("index.html", NOT_FOUND, "offline.html"):
        switch = _switch(folder, own, to_root(place), site, Markup(sign[1].strip()))
        if switch and not folder and own.endswith("index.html"):
            switch = join([switch, inline("offer")])
    page.html = SWITCH.sub(lambda _: f"\n    {switch}" if switch else "", page.html, count=1)
    if posixpath.basename(own) == "index.html":
        page.put_last("".join(_alternates(folder, own, site)))
    if switch:
        page.put_last(f"{module('languages', to_root(place))}\n")


def _split(place: str) -> tuple[str, str]:
    """The folder of the language in which a page is, nothing for German, and its place below that."""
    for language in languages():
        if place.startswith(f"{language.folder}/"):
            return language.folder, place.removeprefix(f"{language.folder}/")
    return "", place


def _switch(folder: str, own: str, up: str, site: Built, sign: Markup) -> Markup:
    """A link to the page in each other language, or to the nearest above it that is there, with its title.

    Many are behind a button with the name of this one, and beside each other where there is room; on the
    start page they are to be seen at once by whoever can read but one of them.
    """
    links = [
        _link(other, name, tag, own, up, site, offered=not folder)
        for other, name, tag in _all()
        if other != folder
    ]
    if not links:
        return Markup("")
    label = _words(folder)["languages"]
    items = [element("li", link) for link in links]
    if len(links) <= IN_A_ROW or own == "index.html":
        many = " site-languages--many" if len(links) > IN_A_ROW else ""
        return element("ul", *items, class_=f"site-languages{many}", aria_label=label)
    name = next(name for other, name, _ in _all() if other == folder)
    button = element(
        "button",
        sign,
        f" {name}",
        type="button",
        class_="site-languages-button",
        popovertarget=LISTED,
        aria_label=f"{name} – {label}",
    )
    listed = element("ul", *items, class_="site-languages", id=LISTED, popover="", aria_label=label)
    return Markup(f"{button}\n    {listed}")


def _link(
    folder: str, name: str, tag: str, own: str, up: str, site: Built, *, offered: bool
) -> Markup:
    """``offered``: whether the page may say by itself, in that language, that it is there. Only German ones
    do: whoever reads another has chosen it.
    """
    there = own if own.endswith("index.html") else "index.html"
    target = nearest(folder, there, site)
    address = up + posixpath.join(folder, target).removesuffix("index.html") or "./"
    words_shown: list[Markup | str] = [name]
    if target != there:
        words_shown.append(element("span", f" ({_title(folder, target, site)})"))
    kept = (
        "carries" if target == there == own else None
    )  # the place in the page, and what was typed
    offer = _words(folder)["languages_offer"] if offered and target == own else None
    return element(
        "a", *words_shown, href=address, hreflang=tag, lang=tag, class_=kept, data_offer=offer
    )


def nearest(folder: str, own: str, site: Built) -> str:
    """The page at that place in a language, or the nearest above it. Raises CannotBuild without a start."""
    while posixpath.join(folder, own) not in site.pages:
        if own == "index.html":
            raise CannotBuild(f"{folder} has no page to begin with")
        above = posixpath.dirname(posixpath.dirname(own))
        own = posixpath.join(above, "index.html")
    return own


def _title(folder: str, place: str, site: Built) -> str:
    """What a page is called in a link to it; a start page, as the navigation calls it."""
    if place == "index.html":
        return _language(folder).sections["index.md"] if folder else german_start()
    return title(site.pages[posixpath.join(folder, place)])


def title(page: Page) -> str:
    """The heading of a page, as a link to it says it."""
    heading = next(page.tree.iter("h1"), None)
    return words_of(heading).removesuffix("¶").strip() if heading is not None else ""


def _alternates(folder: str, own: str, site: Built) -> list[str]:
    """Where a page is in other languages, for search engines; they do not know easy German."""
    address = own.removesuffix("index.html")
    known = {one: tag for one, _, tag in _all() if "-" not in tag}
    there = {one: tag for one, tag in known.items() if posixpath.join(one, own) in site.pages}
    if folder not in there or len(there) == 1:
        return []
    tags = [*((tag, one) for one, tag in there.items()), *([(LASTLY, "")] if "" in there else [])]
    return [
        ALTERNATE.format(tag, f"{site_url()}{posixpath.join(one, address)}") for tag, one in tags
    ]


def _all() -> list[tuple[str, str, str]]:
    """Folder, own name and tag of every language, German first."""
    found = [(language.folder, language.name, language.tag) for language in languages()]
    return [("", HOME_NAME, HOME), *found]


def _words(folder: str) -> Mapping[str, str]:
    return _language(folder).words if folder else german_words()


def _language(folder: str) -> Language:
    return next(language for language in languages() if language.folder == folder)
