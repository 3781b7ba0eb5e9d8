"""A browser as on a cheap phone: its size and its font, whatever fonts this machine has."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, Page, ViewportSize

from tools.browser.forms import USUAL_DAY, set_clock
from tools.browser.visitor import PHONE, visitor
from website.npm import package

WEIGHTS = ("400", "700")
# Fonts and sheets that a script makes are its own: the security policy of the site stays in force.
STYLE = """for (const [weight, data] of Object.entries(%s)) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    document.fonts.add(new FontFace("Roboto", bytes, { weight }));
}
const sheet = new CSSStyleSheet();
sheet.replaceSync("body { --md-text-font-family: Roboto !important }");
document.adoptedStyleSheets = [sheet];"""


@contextmanager
def opened(browser: Browser, base: str, size: ViewportSize | None = None) -> Iterator[Page]:
    """A page where nobody has been before, on a day on which the law of 2026 holds."""
    with visitor(browser, base, reduced_motion="reduce", service_workers="block") as (page, _):
        page.set_viewport_size(size or PHONE)
        page.add_init_script(STYLE % _font())
        set_clock(page, USUAL_DAY)
        yield page


@cache
def _font() -> str:
    """The font of Android by its weights, as the phone draws German."""
    files = package("@fontsource/roboto") / "files"
    return json.dumps(
        {
            weight: base64.b64encode(
                (files / f"roboto-latin-{weight}-normal.woff2").read_bytes()
            ).decode()
            for weight in WEIGHTS
        }
    )
