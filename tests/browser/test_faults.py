"""When something is missing, a sentence says so, what was typed stays, and the table is there."""

import re

import pytest

from calculators.site.pages import cases, given
from tests.browser.conftest import CALCULATOR_PAGES, visitor
from tests.browser.forms import FIRST_ANSWER, fill, open_form, submit

RUNTIME_FILES = (
    r"worker\.js",
    r"\.asm\.wasm",
    r"\.asm\.mjs",
    r"(snapshot|calculators)-[^/]+",
    r"(snapshot|stdlib|python_stdlib)[^/]+",
)


@pytest.mark.parametrize("missing", RUNTIME_FILES)
def test_a_missing_file_is_said_and_a_second_try_works(page, missing):
    gone = re.compile(rf"/assets/runtime/.*{missing}$")
    page.context.route(gone, lambda route: route.fulfill(status=404, body="gone"))
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    box.locator("button.submit").click()
    box.locator('.status[data-state="failed"]').wait_for(timeout=FIRST_ANSWER)
    assert box.locator(".status").inner_text()
    assert box.locator(".status a").get_attribute("href") == "#copayment-answers"
    assert box.locator("#copayment-cost_per_day").input_value() == "62"
    assert page.locator("#copayment-answers table").first.is_visible()
    page.context.unroute(gone)
    submit(box)
    assert "6,20" in box.locator(".verdict").inner_text()


def test_python_raising_is_said_without_a_traceback(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    box.evaluate("box => { box.lang = 'xx' }")  # a language that Python does not have
    box.locator("button.submit").click()
    box.locator('.status[data-state="failed"]').wait_for(timeout=FIRST_ANSWER)
    assert "Traceback" not in page.locator("body").inner_text()
    box.evaluate("box => { box.lang = 'de' }")
    submit(box)
    assert "6,20" in box.locator(".verdict").inner_text()


def test_without_webassembly_a_sentence_and_the_table_remain(page):
    page.add_init_script("delete window.WebAssembly")
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    box.locator("button.submit").click()
    box.locator('.status[data-state="unsupported"]').wait_for()
    assert page.locator("#copayment-answers table").first.is_visible()


def test_where_no_worker_can_be_made_a_sentence_says_so(page):
    page.add_init_script("window.Worker = class { constructor() { throw new Error('refused') } }")
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    box.locator("button.submit").click()
    box.locator('.status[data-state="failed"]').wait_for()
    assert box.locator("#copayment-cost_per_day").input_value() == "62"


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_without_javascript_the_form_sends_nothing_and_the_table_answers(browser, base, name):
    with visitor(browser, base, java_script_enabled=False) as (page, _):
        page.goto(CALCULATOR_PAGES[name] + "/")
        address = page.url
        box = page.locator(f'[data-calculator="{name}"]')
        assert box.locator("noscript").inner_text()
        fill(box, name, given(cases(name)[0]))
        box.locator("button.submit").click()
        assert page.url == address
        assert page.locator(f"#{name}-answers table").first.is_visible()


def test_loading_is_told_in_words(page):
    held = []
    page.context.route(re.compile(r"\.asm\.wasm$"), lambda route: held.append(route))
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    box.locator("button.submit").click()
    box.locator('.status[data-state="loading"]').wait_for()
    assert "geladen" in box.locator(".status").inner_text()
    held.pop().continue_()
    box.locator(".answer:visible").wait_for(timeout=FIRST_ANSWER)
