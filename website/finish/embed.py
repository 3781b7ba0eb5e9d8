"""Calculators for other sites: a page of its own for each, and the code with which a host shows it."""

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.engine.form import named
from calculators.engine.form_html import form
from calculators.engine.html import Markup, element, join
from calculators.engine.text import Texts, texts
from calculators.registry import CALCULATORS
from website import browser, links
from website.finish.policy import FOR_OTHER_SITES
from website.links import Place, places, site_url
from website.markdown import fitness, price
from website.markdown.pages import answers
from website.written import DOCS

LANGUAGE = "de"
SCRIPT = "assets/einbetten-1.js"
ROOT = "../../"  # from each of these pages
HEIGHT = 700  # pixels; enough for the first questions, and what is higher scrolls
# The contract price of § 132b SGB V, in the calculators that ask for it.
PRICE = price.PRICE
SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(assets/[^"]+)"')
# Where "Schnell verlassen" leads; a site may do without.
EXIT = re.compile(r'data-exit="([^"]+)"')


def write(site: Path) -> None:
    """Put the pages for other sites into a built site, and the QR codes."""
    links.write(site)
    for place in places().values():
        folder = site / FOR_OTHER_SITES / place.slug
        folder.mkdir(parents=True, exist_ok=True)
        original = (site / place.path / "index.html").read_text("utf-8")
        # As the theme calls its files today, and in its order.
        sheets = [f"{ROOT}{sheet}" for sheet in SHEET.findall(original)]
        away = EXIT.search(original)
        html = _page(place, sheets, away[1] if away else "", texts(LANGUAGE))
        (folder / "index.html").write_text(html, "utf-8")


def configurator(root: str) -> Markup:
    """Choices about an embedded calculator and the code for them; without the script an example."""
    return Markup(
        _render(
            "configurator.html",
            root=root,
            places=list(places().values()),
            with_price=[name for name in places() if _asks_for_price(name)],
            price=PRICE,
            told=price.told(texts(LANGUAGE), root, "embed-price"),
            height=HEIGHT,
            code=code(places()["copayment"]),
            link=f"{site_url()}{places()['copayment'].path}/",
        )
    )


def code(place: Place) -> str:
    """What a host pastes into its page: the frame, and the script that fits its height.

    The style says what the attributes say, for hosts whose own styles would change it.
    """
    frame = element(
        "iframe",
        src=f"{site_url()}{FOR_OTHER_SITES}/{place.slug}/",
        title=place.title,
        loading="lazy",
        allow="clipboard-write",
        width="100%",
        height=str(HEIGHT),
        style=f"border: 0px; width: 100%; height: {HEIGHT}px;",
    )
    script = element(
        "script",
        src=f"{site_url()}{SCRIPT}",
        integrity=digest(),
        crossorigin="anonymous",
        async_=True,
    )
    return f"{frame}\n{script}"


def digest() -> str:
    """The digest by which a host's browser knows that the script is the one it was shown."""
    script = browser.scripts()[SCRIPT].read_bytes()
    return f"sha384-{base64.b64encode(hashlib.sha384(script).digest()).decode()}"


def _page(place: Place, sheets: list[str], away: str, say: Texts) -> str:
    return _render(
        "embed.html",
        place=place,
        root=ROOT,
        away=away,
        sheets=sheets,
        price=price.told(say, ROOT) if _asks_for_price(place.calculator) else "",
        form=join([links.told(say), form(CALCULATORS[place.calculator], say), fitness.check()]),
        answers=answers(place.calculator, say),
    )


def _asks_for_price(calculator: str) -> bool:
    return named(CALCULATORS[calculator].Case, PRICE) is not None


def _render(template: str, **values: object) -> str:
    loader = FileSystemLoader(DOCS / ".overrides")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template(template).render(values)
