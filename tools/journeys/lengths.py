"""How long the pages and answers are that everybody gets, on a phone."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, Locator

from calculators.engine.form import Problems
from calculators.registry import answer as ask
from tools.browser.forms import fill, on_its_day, open_form, submit
from tools.browser.visitor import PHONE
from tools.built_site import CALCULATOR_PAGES
from tools.journeys.phone import opened
from tools.journeys.table import Row
from tools.journeys.ways import NEXT_STEP
from website.cases import cases, given
from website.links import places
from website.markdown.price import PRICE
from website.static_rules import FOR_OTHER_SITES

EVERYONE = "everyone"
PAGE, FORM = 3500, 250
ANSWER = 1100
FRAME = 1200
PRICED = 1800
WITHIN_REACH = 1.5 * PHONE["height"]
# Where what to say begins, as a reader sees it: in quotation marks.
TO_SAY = "„"

TOP_OF_WORDS = """(answer, words) => {
    const walker = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const wanted = new RegExp(words);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const found = node.data.match(wanted);
        if (!found) continue;
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        const { top, height } = range.getBoundingClientRect();
        if (height) return top - answer.getBoundingClientRect().top;
    }
    return null;
}"""


def page_length(browser: Browser, base: str, name: str) -> list[Row]:
    """How long a calculator's page is before anybody answered, and where its form begins."""
    with opened(browser, base) as page:
        box = open_form(page, name)
        box.locator("form").wait_for()
        page.evaluate("document.fonts.ready")
        length: Any = page.evaluate("document.documentElement.scrollHeight")
        form = _top(box.locator("form"))
    return [
        _row(f"{name}: its page, before an answer", length, PAGE),
        _row(f"{name}: where the form begins", form, FORM),
    ]


def frame_length(browser: Browser, base: str, name: str) -> list[Row]:
    """How much of a calculator in another site's page is neither its form nor its answer."""
    with opened(browser, base) as page:
        page.goto(f"{FOR_OTHER_SITES}/{places()[name].slug}/")
        page.locator(".calculator form").wait_for()
        page.evaluate("document.fonts.ready")
        length: Any = page.evaluate(
            "document.body.scrollHeight - document.querySelector('form').offsetHeight"
        )
    return [_row(f"{name}: its frame around the form", length, FRAME)]


def priced_frame_length(browser: Browser, base: str, name: str) -> list[Row]:
    """How long the frame is that answers a practice's price, before anybody opens more of it."""
    with opened(browser, base) as page:
        page.goto(f"{FOR_OTHER_SITES}/{places()[name].slug}/#{PRICE}=62")
        page.locator(".price-told:visible").wait_for()
        page.evaluate("document.fonts.ready")
        length: Any = page.evaluate("document.body.scrollHeight")
    return [_row(f"{name}: its frame with a price", length, PRICED)]


def answer_length(browser: Browser, base: str, name: str) -> list[Row]:
    """How long its answers are before anything is opened, and how far what to do is down: each verdict's."""
    found = list[Row]()
    with opened(browser, base) as page:
        for verdict, case in one_of_each(name).items():
            answers = given(case)
            on_its_day(page, name, answers)
            box = open_form(page, name)
            fill(box, name, answers)
            submit(box)
            found += _answer(f"{name}, {verdict}", box.locator(".answer"))
    return found


def one_of_each(name: str) -> dict[str, dict[str, Any]]:
    """For each verdict that a form can lead to, the first case that does."""
    found: dict[str, dict[str, Any]] = {}
    for case in cases(name):
        with suppress(Problems):
            found.setdefault(ask(name, given(case), by_hand=True).outcome.verdict, case)
    return found


def _answer(what: str, answer: Locator) -> Iterator[Row]:
    bounds = answer.bounding_box()
    assert bounds, what
    step = answer.evaluate(TOP_OF_WORDS, NEXT_STEP.pattern)
    sentence = answer.evaluate(TOP_OF_WORDS, TO_SAY)
    yield _row(f"{what}: its answer", bounds["height"], ANSWER)
    yield from _within_reach(f"{what}: what to do now", step, must=True)
    yield from _within_reach(f"{what}: the sentence to say", sentence)


def _within_reach(to_get: str, top: float | None, *, must: bool = False) -> Iterator[Row]:
    if top is not None:
        yield _row(to_get, top, WITHIN_REACH)
    elif must:
        yield Row(who=EVERYONE, to_get=to_get, reached={}, limit={}, lacks=["it is nowhere"])


def _row(to_get: str, pixels: float, most: float) -> Row:
    return Row(who=EVERYONE, to_get=to_get, reached={"pixels": pixels}, limit={"pixels": most})


def _top(place: Locator) -> float:
    found: Any = place.evaluate("place => place.getBoundingClientRect().top + scrollY")
    return float(found)


MEASURED = {"page": page_length, "answer": answer_length, "frame": frame_length}
LENGTHS = {
    f"{what} {name}": (measured, name)
    for what, measured in MEASURED.items()
    for name in CALCULATOR_PAGES
} | {"priced copayment": (priced_frame_length, "copayment")}
