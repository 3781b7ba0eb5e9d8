"""A browser as on a cheap phone: its size and its font, whatever fonts this machine has."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tools.browser.forms import USUAL_DAY, set_clock
from tools.browser.visitor import PHONE, visitor
from website.npm import package

WEIGHTS = ("400", "700")
# Of the letters that the languages of the site have; those of Arabic are another font's.
LETTERS = ("latin", "latin-ext", "cyrillic")
# Fonts and sheets that a script makes are its own: the security policy of the site stays in force.
STYLE = """for (const [data, weight, unicodeRange] of %s) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    document.fonts.add(new FontFace("Roboto", bytes, { weight, unicodeRange }));
}
const sheet = new CSSStyleSheet();
sheet.replaceSync("body { --md-text-font-family: Roboto !important }");
document.adoptedStyleSheets = [sheet];"""


@contextmanager
def opened(browser: Browser, base: str, size: ViewportSize | None = None) -> Iterator[Page]:
    """A page where nobody has been before, on a day on which the law of 2026 holds."""
    with visitor(browser, base, reduced_motion="reduce", service_workers="block") as (page, _):
        page.set_viewport_size(size or PHONE)
        page.add_init_script(letters())
        set_clock(page, USUAL_DAY)
        yield page


@cache
def letters() -> str:
    """A script that gives a page the font of Android, as the phone draws it."""
    folder = package("@fontsource/roboto")
    ranges = json.loads((folder / "unicode.json").read_text("utf-8"))
    return STYLE % json.dumps(
        [
            (base64.b64encode(_piece(folder, script, weight)).decode(), weight, ranges[script])
            for script in LETTERS
            for weight in WEIGHTS
        ]
    )


def _piece(folder: Path, script: str, weight: str) -> bytes:
    return (folder / "files" / f"roboto-{script}-{weight}-normal.woff2").read_bytes()
