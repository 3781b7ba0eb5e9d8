"""Ways that lead to the calculators from elsewhere: links with answers in them, and QR codes."""

import io
import json
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import segno

from calculators.engine.form import questions
from calculators.engine.html import Markup, element, join
from calculators.engine.text import Texts
from calculators.registry import CALCULATORS
from website.languages import HOME, by_tag
from website.languages.sources import places as built
from website.written import pages_in, parted

PLAIN = Path(__file__).with_name("links.toml")
QR_CODES = "assets/qr"
LOCAL = "http://127.0.0.1:8000/"  # as in mkdocs.yml
NOT_PUBLIC = ("127.0.0.1", "localhost", "::1")
TOLD = ("filled", "ignored")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a calculator stands: ``path`` is its page's address below the root, without a slash."""

    calculator: str
    path: str
    title: str
    description: str

    @property
    def slug(self) -> str:
        """The last part of the address, by which other files about it are called, too."""
        return self.path.rpartition("/")[2]


@cache
def places(language: str = HOME) -> dict[str, Place]:
    """The page of each calculator in the language of that tag, by the calculator's name, in their order.

    ``path`` begins with the folder of the language where that is not German.
    """
    found = {}
    base = pages_in(language)
    folder = _folder(language)
    for path in sorted((base / "rechner").glob("*.md")):
        if language != HOME and path.relative_to(base).as_posix() not in built(by_tag(language)):
            continue
        head, text = parted(path.read_text("utf-8"))
        if name := re.search(r"^\[\[calculator (\w+)\]\]$", text, re.MULTILINE):
            place = folder + path.relative_to(base).with_suffix("").as_posix()
            found[name[1]] = Place(name[1], place, head["title"], head["description"])
    return {name: found[name] for name in CALCULATORS if name in found}


def site_url() -> str:
    """Where the site will stand, with a slash at its end."""
    return os.environ.get("SITE_URL", LOCAL).rstrip("/") + "/"


def public_address() -> str:
    """The same if others can open it from elsewhere, else nothing: only then it belongs on paper."""
    address = site_url()
    return "" if urlsplit(address).hostname in NOT_PUBLIC else address


def told(say: Texts) -> Markup:
    """Where it is said that a link filled in the form, and the sentences for that."""
    sentences = (element("template", say(f"page.link.{key}"), data_link=key) for key in TOLD)
    return join([element("p", class_="link-told", role="status"), *sentences])


def share(calculator: str, say: Texts) -> Markup:
    """The offer of a link to what was typed; it needs the script, which shows it."""
    unasked = plain(calculator)
    asked = [question.name for question in questions(CALCULATORS[calculator].Case)]
    ident = f"{calculator}-link"
    return element(
        "details",
        element("summary", say("page.link.title")),
        element("p", say("page.link.warning")),
        *(_tick(say) if set(asked) - set(unasked) else ()),
        element("p", say("page.link.left_out"), class_="left-out", role="status", hidden=True),
        element("label", say("page.link.address"), for_=ident),
        element(
            "textarea", id=ident, class_="address", rows="3", readonly=True, autocomplete="off"
        ),
        element(
            "button",
            say("page.link.copy"),
            type="button",
            class_="copy-link",
            data_done=say("page.copied"),
        ),
        class_="share",
        data_plain=json.dumps(unasked),
        data_search_exclude=True,
        hidden=True,
    )


def plain(calculator: str) -> list[str]:
    """The questions whose answers a link may hold unasked."""
    listed: list[str] = tomllib.loads(PLAIN.read_text("utf-8")).get(calculator, [])
    return listed


def qr_code(calculator: str, say: Texts, root: str) -> Markup:
    """The QR code of a calculator's page, as a picture with the address as its words, if it has a public
    one."""
    if not public_address():
        return Markup("")
    place = places()[calculator]
    return element(
        "img",
        src=f"{root}{QR_CODES}/{place.slug}.svg",
        alt=say("page.link.qr_code", address=f"{site_url()}{place.path}/"),
        class_="qr-code",
        width="160",
        height="160",
    )


def site_qr_code(say: Texts) -> Markup:
    """The QR code of the site with its address in letters, or nothing where it has no public one."""
    address = public_address()
    if not address:
        return Markup("")
    address += _folder(say.language)
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        light="#fff", omitsize=True, svgclass="qr-code", lineclass=None
    )
    words = element("title", say("page.link.qr_code", address=address))
    picture = Markup(drawn.replace("<svg ", '<svg role="img" ', 1).replace(">", f">{words}", 1))
    return element("figure", picture, element("figcaption", _typed(address)), class_="sheet__qr")


def _typed(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").rstrip("/")


def site_address(say: Texts) -> Markup:
    """What a practice may write on its sheet: the site's own address too, where it has a public one."""
    address = public_address()
    if not address:
        return element("p", f"{say('page.link.own_address')} {say('page.link.no_address')}")
    return element("p", say("page.link.both_addresses", address=address + _folder(say.language)))


def _folder(language: str) -> str:
    """Where the pages of the language of that tag lie below the site's address; nothing for German."""
    return "" if language == HOME else f"{by_tag(language).folder}/"


def qr_codes(say: Texts, root: str) -> Markup:
    """All of them, each with its address in letters and a link for saving it; none of no public address."""
    if not public_address():
        return element("p", say("page.link.no_address"))
    figures = (
        element(
            "figure",
            qr_code(name, say, root),
            element(
                "figcaption",
                element("strong", place.title),
                element("span", f"{site_url()}{place.path}/"),
                element(
                    "a",
                    say("page.link.save"),
                    href=f"{root}{QR_CODES}/{place.slug}.svg",
                    download=True,
                ),
            ),
        )
        for name, place in places().items()
    )
    codes = element("div", *figures, class_="qr-codes")
    return join([element("p", say("page.link.qr_codes")), codes])


def write(site: Path) -> None:
    """Put the QR code of each calculator's page into a built site, if others can open that page."""
    if not public_address():
        return
    folder = site / QR_CODES
    folder.mkdir(parents=True, exist_ok=True)
    for place in places().values():
        drawn = io.BytesIO()
        code = segno.make(f"{site_url()}{place.path}/", error="m", micro=False)
        code.save(drawn, kind="svg", light="#fff", omitsize=True, svgclass=None, lineclass=None)
        (folder / f"{place.slug}.svg").write_bytes(drawn.getvalue())


def _tick(say: Texts) -> Iterator[Markup]:
    yield element(
        "label",
        element("input", type="checkbox", class_="with-health"),
        element("span", say("page.link.health")),
        class_="choice",
    )
