"""Calculators for other sites: a page of its own for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from calculators.engine.form_html import form
from calculators.engine.html import join
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from website import links
from website.finish.built import Built, Page
from website.finish.languages import elsewhere
from website.languages import HOME, Language, by_tag, languages
from website.languages.config import german_words
from website.languages.sources import places as built
from website.links import Place, places
from website.markdown import fitness, price
from website.markdown.configurator import asks_for_price, render
from website.markdown.pages import answers
from website.static_rules import FOR_OTHER_SITES

SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(assets/[^"]+)"')
PRIVACY = "ueber/datenschutz/"
# Where "Schnell verlassen" leads; a site may do without.
EXIT = re.compile(r'data-exit="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a calculator in one language: its tag, its direction, where its pages begin, its words,
    and where it is said what becomes of what is typed."""

    tag: str
    dir: str
    folder: str
    words: Mapping[str, str]
    privacy: str
    locale: str | None = None

    @property
    def root(self) -> str:
        """The way from one of its pages to the root of the site."""
        return "../" * (2 + self.folder.count("/"))


def add(site: Built) -> None:
    """Put the pages for other sites into a built site, those of another language into its folder."""
    (site.folder / FOR_OTHER_SITES).mkdir(exist_ok=True)
    german = Frame(HOME, "ltr", "", german_words(), PRIVACY)
    for frame in (german, *map(_frame, languages())):
        for place in places(frame.tag).values():
            original = site.pages[f"{place.path}/index.html"].html
            away = EXIT.search(original)
            # As the theme calls its files today, and in its order.
            sheets = [f"{frame.root}{sheet}" for sheet in SHEET.findall(original)]
            html = _page(place, sheets, away[1] if away else "", frame)
            target = f"{FOR_OTHER_SITES}/{frame.folder}{place.slug}/index.html"
            site.pages[target] = Page(html)


def _frame(language: Language) -> Frame:
    own = f"{language.folder}/{PRIVACY}"
    there = f"{PRIVACY.removesuffix('/')}.md" in built(language)
    privacy = own if there else PRIVACY
    folder = f"{language.folder}/"
    return Frame(
        language.tag, language.dir, folder, language.words, privacy, locale=language.locale
    )


def _elsewhere(frame: Frame) -> str:
    """An answer leads to the pages of its language where it has them, from here as from its own page."""
    if not frame.folder:
        return ""
    return elsewhere(by_tag(frame.tag), f"{frame.root}{frame.folder}", frame.root)


def _page(place: Place, sheets: list[str], away: str, frame: Frame) -> str:
    say = texts(frame.tag)
    return render(
        "embed.html",
        frame.words,
        place=place,
        frame=frame,
        root=frame.root,
        away=away,
        sheets=sheets,
        price=price.told(say, frame.root) if asks_for_price(place.calculator) else "",
        form=join([links.told(say), form(CALCULATORS[place.calculator], say), fitness.check()]),
        answers=answers(place.calculator, say),
        elsewhere=_elsewhere(frame),
    )
