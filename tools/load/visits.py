"""What a visit costs the server: a reader's browser on the release, and what the server sent it."""

import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tools.browser.chromium import ARGUMENTS, with_windows
from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import PHONE
from tools.load.host import nginx
from website.cases import cases, given

QUIET = 5  # seconds without a request: then all has come that is fetched for later
CALCULATOR = "copayment"


class Sent(NamedTuple):
    """What the server sent for one visit: bytes, headers included, and the paths asked for."""

    size: int
    paths: list[str]


def visits(site: Path, log: Path) -> dict[str, Sent]:
    """What each kind of visit costs, by what it is called; the second of two is by the same reader."""
    found = {}
    with nginx(site, log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=with_windows(), args=list(ARGUMENTS))
        for what, visit in (("eine Seite lesen", _read), ("einen Rechner benutzen", _compute)):
            # Not conftest's visitor: who looks into requests switches the browser's cache off.
            with browser.new_context(viewport=PHONE, base_url=address, locale="de-DE") as reader:
                page = reader.new_page()
                for time_of in ("zum ersten Mal", "noch einmal"):
                    log.write_text("")
                    visit(page)
                    _until_quiet(log)
                    found[f"{what}, {time_of}"] = _sent(log)
        browser.close()
    return found


def _read(page: Page) -> None:
    page.goto("betroffene/kosten/")


def _compute(page: Page) -> None:
    box = open_form(page, CALCULATOR)
    fill(box, CALCULATOR, given(cases(CALCULATOR)[0]))
    submit(box)


def _until_quiet(log: Path) -> None:
    size = -1
    while size != (size := log.stat().st_size):
        time.sleep(QUIET)


def _sent(log: Path) -> Sent:
    """Adds up a log as host.py has it written."""
    lines = [line.split(" ", 2) for line in log.read_text("utf-8").splitlines()]
    return Sent(sum(int(size) for _, size, _ in lines), [path for _, _, path in lines])
