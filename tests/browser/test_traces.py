"""Nothing typed outlives the page: not in the history of the tab, not in what the browser writes down to
open its tabs again, not in what it then puts back."""

import pytest

from calculators.registry import CALCULATORS
from tools.browser.chromium import ARGUMENTS, with_windows
from tools.browser.forms import open_form
from tools.browser.visitor import PHONE
from tools.built_site import CALCULATOR_PAGES

LETTER = "betroffene/ablehnung/"
PLACES = [*CALCULATOR_PAGES.values(), LETTER.rstrip("/")]
MARK = "Wz7Qx9Kj"  # in short fields, its beginning
SHORT = MARK[:4]
TEXTS = ".calculator :is(input[type=text], textarea), .letter :is(input[type=text], textarea)"
TYPE = """(fields, mark) => {
    document.querySelectorAll(".calculator details").forEach((details) => (details.open = true));
    for (const field of fields) {
        field.value = mark.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const choice of document.querySelectorAll(".calculator select")) choice.selectedIndex = 1;
    const ticks = ".calculator input:is([type=radio], [type=checkbox])";
    for (const tick of document.querySelectorAll(ticks)) tick.click();
}"""
GIVEN = """[...document.querySelectorAll(
  ".calculator :is(input, select, textarea), .letter :is(input, textarea)")]
    .map((field) => /radio|checkbox/.test(field.type) ? field.checked : field.value).join()"""


@pytest.fixture
def profile(browser, base, tmp_path):
    """Opens a Chromium with windows and always the same profile."""

    def opened(*arguments):
        return browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=with_windows(),
            args=[*ARGUMENTS, *arguments],
            base_url=base,
            viewport=PHONE,
        )

    return opened


def test_after_closing_the_browser_nothing_that_was_typed_is_in_its_profile(profile, tmp_path):
    with profile() as context:
        for place in PLACES:
            page = context.new_page()
            page.goto(f"{place}/")
            page.locator(TEXTS).evaluate_all(TYPE, MARK)
            page.goto(f"{place}/?")  # so that it is also kept as a place to go back to
            page.locator(TEXTS).evaluate_all(TYPE, MARK)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    sessions = [path for path in kept if path.parent.name == "Sessions"]
    assert any(b"ablehnung" in path.read_bytes() for path in sessions), "tabs are written down"
    everywhere = {MARK.encode(), MARK.encode("utf-16-le")}
    there = {*everywhere, SHORT.encode("utf-16-le")}
    found = [
        path.name
        for path in kept
        if any(mark in path.read_bytes() for mark in (there if path in sessions else everywhere))
    ]
    assert not found


@pytest.mark.parametrize("way", ["reload", "back"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_was_typed_is_put_back(page, place, way):
    page.goto(f"{place}/")
    before = page.evaluate(GIVEN)
    page.locator(TEXTS).evaluate_all(TYPE, MARK)
    typed = page.evaluate(GIVEN)
    assert typed != before
    if way == "reload":
        page.reload()
    else:
        page.goto("recht/")
        page.go_back()
    page.wait_for_load_state("load")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate(GIVEN) == before
    assert page.evaluate("JSON.stringify([{ ...sessionStorage }, history.state])") == "[{},null]"


def test_begun_anew_an_address_with_answers_has_none_any_more(page):
    box = open_form(page, "copayment")
    page.goto("rechner/zuzahlung/#cost_per_day=62")
    page.wait_for_function("() => document.getElementById('copayment-cost_per_day').value === '62'")
    box.evaluate("box => box.querySelector('[data-act=erase]').click()")
    page.wait_for_function("() => location.hash === ''")
    page.reload()
    assert box.locator("#copayment-cost_per_day").input_value() == ""


def test_what_goes_from_the_calculator_to_the_letter_is_written_down_nowhere(profile, tmp_path):
    with profile() as context:
        page = context.new_page()
        box = open_form(page, "deadlines")
        box.locator("#deadlines-kind-refused").check()
        box.locator("#deadlines-letter_date-year").fill(SHORT)
        page.locator('main a[href$="#letter"]').last.click()
        page.wait_for_url(f"**/{LETTER}#letter")
        year = page.locator("#deadlines-letter_date-year").element_handle()
        page.wait_for_function("([year, typed]) => year.value === typed", arg=[year, SHORT])
        page.goto("recht/")
    written = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and (path.name.startswith("History") or path.parent.name == "Sessions")
    ]
    assert any(b"ablehnung" in path.read_bytes() for path in written), "pages are written down"
    marks = (SHORT.encode(), SHORT.encode("utf-16-le"))
    assert not [p.name for p in written if any(mark in p.read_bytes() for mark in marks)]


def test_every_calculator_is_among_them():
    assert len(PLACES) == len(CALCULATORS) + 1
