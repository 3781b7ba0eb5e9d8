"""Calculators for other sites: a page of its own for each."""

import re

from calculators.engine.form_html import form
from calculators.engine.html import join
from calculators.engine.text import Texts, texts
from calculators.registry import CALCULATORS
from website import links
from website.finish.built import Built, Page
from website.links import Place, places
from website.markdown import fitness, price
from website.markdown.configurator import LANGUAGE, asks_for_price, render
from website.markdown.pages import answers
from website.static_rules import FOR_OTHER_SITES

ROOT = "../../"  # from each of these pages
SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(assets/[^"]+)"')
# Where "Schnell verlassen" leads; a site may do without.
EXIT = re.compile(r'data-exit="([^"]+)"')


def add(site: Built) -> None:
    """Put the pages for other sites into a built site."""
    (site.folder / FOR_OTHER_SITES).mkdir(exist_ok=True)
    for place in places().values():
        original = site.pages[f"{place.path}/index.html"].html
        # As the theme calls its files today, and in its order.
        sheets = [f"{ROOT}{sheet}" for sheet in SHEET.findall(original)]
        away = EXIT.search(original)
        html = _page(place, sheets, away[1] if away else "", texts(LANGUAGE))
        site.pages[f"{FOR_OTHER_SITES}/{place.slug}/index.html"] = Page(html)


def _page(place: Place, sheets: list[str], away: str, say: Texts) -> str:
    return render(
        "embed.html",
        place=place,
        root=ROOT,
        away=away,
        sheets=sheets,
        price=price.told(say, ROOT) if asks_for_price(place.calculator) else "",
        form=join([links.told(say), form(CALCULATORS[place.calculator], say), fitness.check()]),
        answers=answers(place.calculator, say),
    )
