"""How a reader fills in a form: by its labels' controls, in the order of the page."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from playwright.sync_api import Locator, Page

from calculators.engine.form import Question, clock_of, questions, row
from calculators.engine.form_html import has_buttons
from calculators.engine.when import UNKNOWN
from calculators.registry import CALCULATORS
from tools.built_site import CALCULATOR_PAGES

# Pyodide's first start on a slow machine; afterwards an answer takes milliseconds.
FIRST_ANSWER = 120_000


# What the page's clock says where a case does not name its day.
USUAL_DAY = date(2026, 11, 27)


def open_form(page: Page, name: str) -> Locator:
    """Go to the calculator's page; its form with all around it."""
    page.goto(CALCULATOR_PAGES[name] + "/")
    return page.locator(f'[data-calculator="{name}"]')


def fill(box: Locator, name: str, given: Mapping[str, Sequence[str]]) -> None:
    """Type the answers; questions that the form does not show are left alone, as a reader must."""
    box.locator("details.more").evaluate_all("all => all.forEach(d => { d.open = true })")
    for question in questions(CALCULATORS[name].Case):
        place = box.locator(f'[data-question="{question.name}"]')
        if question.rows or place.is_visible():
            answer_one(place, question, given)


def set_clock(page: Page, day: date) -> None:
    """From now on it is noon of that day in the page."""
    page.clock.set_fixed_time(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def on_its_day(
    page: Page, name: str, given: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """The answers with the day that the page itself adds to them; its clock is set to that day."""
    clock = clock_of(CALCULATORS[name].Case)
    if not clock:
        return given
    [day] = given.get(clock, [USUAL_DAY.isoformat()])
    set_clock(page, date.fromisoformat(day))
    return {**given, clock: [day]}


def answer_one(place: Locator, question: Question, given: Mapping[str, Sequence[str]]) -> None:
    """Answer the one question that stands there, as far as there is an answer."""
    if question.rows:
        _fill_rows(place, question, given)
    elif question.name in given:
        _answer(place, question, given[question.name])


def submit(box: Locator) -> None:
    """Press the button and wait until there is an answer or a list of problems."""
    box.locator("button.submit").click()
    box.locator(".answer:visible, .problem-summary:visible").first.wait_for(timeout=FIRST_ANSWER)
    box.page.wait_for_function(
        "box => !box.hasAttribute('aria-busy')", arg=box.element_handle(), timeout=FIRST_ANSWER
    )


def clear(box: Locator) -> None:
    """Empty the form, as if the page had just been opened."""
    box.evaluate(
        """box => {
            const form = box.querySelector("form");
            form.reset();
            form.dispatchEvent(new Event("change", { bubbles: true }));
            box.querySelector(".answer").hidden = true;
        }"""
    )


def one_for_each_verdict(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that between them show every verdict."""
    return list({case["expect"]["verdict"]: case for case in cases}.values())


def one_for_each_question(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that between them answer every question that the form may ask."""
    chosen = {name: case for case in cases for name in case["given"]}
    return [case for case in cases if case in chosen.values()]


def _fill_rows(group: Locator, question: Question, given: Mapping[str, Sequence[str]]) -> None:
    for number in range(1, question.rows + 1):
        asked = [inner for inner in row(question, number) if inner.name in given]
        if not asked:
            return
        if not group.locator(f'[data-question="{asked[0].name}"]').is_visible():
            group.locator("button.add").click()
        for inner in asked:
            _answer(group.locator(f'[data-question="{inner.name}"]'), inner, given[inner.name])


def _answer(place: Locator, question: Question, texts: Sequence[str]) -> None:
    text = texts[0] if texts else ""
    if question.many:
        for each in texts:
            place.locator(f'input[value="{each}"]').check()
    elif (question.choices or question.options) and not has_buttons(question):
        place.locator("select").select_option(text)
    elif question.choices:
        place.locator(f'input[value="{text}"]').check()
    elif text == UNKNOWN:
        place.locator('input[type="checkbox"]').check()
    elif question.type is date:
        day = date.fromisoformat(text)
        for part in ("day", "month", "year"):
            place.locator(f"input.{part}").fill(str(getattr(day, part)))
    else:
        place.locator('input[type="text"]').fill(text)
