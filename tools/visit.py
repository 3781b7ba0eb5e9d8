"""What a first visit loads in each language: ``python -m tools.visit [SITE]``.

The page of the co-payment calculator with one answer, in bytes as a host sends them. Leaves with an error
where a language needs more than ``MORE`` beyond German. One that has fewer calculators needs less.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

from playwright.sync_api import Browser, expect, sync_playwright

from tools.browser.chromium import ARGUMENTS, bare_or_any
from tools.browser.forms import FIRST_ANSWER
from tools.browser.visitor import visitor
from tools.built_site import CALCULATOR_PAGES, SITE, size_sent
from website.cases import cases, controls, given
from website.languages import HOME_NAME, languages
from website.serve import serve

CALCULATOR = "copayment"
# Bytes by which a language may go beyond German.
MORE = 10_000
KINDS = ("page", "styles", "scripts", "runtime", "texts", "other")
BY_END = {".html": "page", ".css": "styles", ".js": "scripts", ".mjs": "scripts"}
RUNTIME, TEXTS = "assets/runtime/", "assets/runtime/texts-"


class Visit(NamedTuple):
    """A language, and what a visit in it loads: bytes by kind."""

    name: str
    sent: dict[str, int]

    @property
    def all(self) -> int:
        """Everything together."""
        return sum(self.sent.values())


def visits(browser: Browser, base: str, site: Path = SITE) -> Iterator[Visit]:
    """A first visit in each language, German first. ``base``: where ``site`` is served."""
    places = {"": HOME_NAME, **{f"{each.folder}/": each.name for each in languages()}}
    for place, name in places.items():
        sent = dict.fromkeys(KINDS, 0)
        for file in _loaded(browser, base, place, site):
            sent[_kind(file.relative_to(site).as_posix())] += size_sent(file)
        yield Visit(name, sent)


def lines(found: list[Visit]) -> Iterator[str]:
    """A table of them, and beside each how it differs from the first."""
    yield "".join(f"{head:>12}" for head in (*KINDS, "all", "± German")) + "  language"
    for visit in found:
        numbers = [*(visit.sent[kind] for kind in KINDS), visit.all]
        beyond = f"{visit.all - found[0].all:+,}"
        yield "".join(f"{number:>12,}" for number in numbers) + f"{beyond:>12}  {visit.name}"


def too_far(found: list[Visit]) -> list[str]:
    """The languages that go beyond the first by more than they may."""
    return [visit.name for visit in found if visit.all - found[0].all > MORE]


def _loaded(browser: Browser, base: str, place: str, site: Path) -> set[Path]:
    """The files that a visitor who asks once is sent."""
    answers = urlencode(list(controls(CALCULATOR, given(cases(CALCULATOR)[0]))))
    with visitor(browser, base, service_workers="block") as (page, record):
        page.goto(f"{place}{CALCULATOR_PAGES[CALCULATOR]}/#{answers}")
        box = page.locator(f'[data-calculator="{CALCULATOR}"]')
        box.locator("form").wait_for()
        verdict = box.locator(".answer .verdict").locator("visible=true")
        button = box.locator("button.submit").locator("visible=true")
        further = box.locator('[data-step="on"]').locator("visible=true")
        while not verdict.count():
            (further if further.count() else button).first.click()
            expect(verdict.or_(further)).not_to_have_count(0, timeout=FIRST_ANSWER)
        page.wait_for_load_state("networkidle")
        found = {unquote(urlsplit(url).path).lstrip("/") for url in record.requests}
    return {site / (f"{one}index.html" if one.endswith("/") or not one else one) for one in found}


def _kind(place: str) -> str:
    if place.startswith(TEXTS):
        return "texts"
    return "runtime" if place.startswith(RUNTIME) else BY_END.get(Path(place).suffix, "other")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=SITE)
    site = parser.parse_args().site.resolve()
    with serve(site, port=0) as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=bare_or_any(), args=list(ARGUMENTS))
        measured = list(visits(opened, f"{address.rstrip('/')}/", site))
        opened.close()
    print(*lines(measured), sep="\n")
    sys.exit(bool(too_far(measured)))
