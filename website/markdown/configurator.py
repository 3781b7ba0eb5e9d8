"""The code with which another site shows a calculator, and the choices that a reader has about it."""

import base64
import hashlib
from collections.abc import Mapping

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.engine.form import named
from calculators.engine.html import Markup, element
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from website import browser
from website.languages import HOME, HOME_NAME, languages
from website.links import Place, places, public_address, site_url
from website.markdown import price
from website.static_rules import FOR_OTHER_SITES
from website.written import DOCS

SCRIPT = "assets/einbetten-1.js"
HEIGHT = 700  # pixels; enough for the first questions, and what is higher scrolls


def configurator(root: str) -> Markup:
    """Choices about an embedded calculator and the code for them; without the script an example."""
    return Markup(
        render(
            "configurator.html",
            root=root,
            places=list(places().values()),
            languages=_choices(),
            with_price=[name for name in places() if asks_for_price(name)],
            price=price.PRICE,
            told=price.told(texts(HOME), root, "embed-price"),
            height=HEIGHT,
            home=site_url(),
            public=bool(public_address()),
            code=code(places()["copayment"]),
            link=f"{site_url()}{places()['copayment'].path}/",
        )
    )


def _choices() -> list[dict[str, object]]:
    """The languages in which there are calculators, German first; where each begins, and what it has."""
    german: dict[str, object] = {"folder": "", "tag": HOME, "name": HOME_NAME}
    german["places"] = list(places().values())
    others: list[dict[str, object]] = [
        {
            "folder": f"{language.folder}/",
            "tag": language.tag,
            "name": language.name,
            "places": list(places(language.tag).values()),
        }
        for language in languages()
    ]
    return [german, *others]


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


def asks_for_price(calculator: str) -> bool:
    """Whether a calculator asks for the price that the host of a site may know."""
    return named(CALCULATORS[calculator].Case, price.PRICE) is not None


def render(template: str, words: Mapping[str, str] | None = None, **values: object) -> str:
    """One of our own templates, filled in; ``words``: what the frame says in its language."""
    safe = {key: markupsafe.Markup(said) for key, said in (words or {}).items()}
    values["config"] = {"extra": {"words": safe}}
    loader = FileSystemLoader(DOCS / ".overrides")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template(template).render(values)
