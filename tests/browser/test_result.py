"""What a reader does with an answer: copy, save, print, change, begin anew."""

import json
import re

import pytest

from calculators import web
from calculators.engine.answer_html import ROOT
from calculators.engine.form import clock_of
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from tests.browser.test_starts import WASM
from tools.browser.forms import (
    FIRST_ANSWER,
    USUAL_DAY,
    fill,
    on_its_day,
    open_form,
    set_clock,
    submit,
)
from tools.built_site import CALCULATOR_PAGES
from website.cases import cases, given

CASE = cases("copayment")[0]
NO_CLIPBOARD = {
    "missing": "Object.defineProperty(navigator, 'clipboard', { value: undefined });",
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));",
}


def answered(page, name="copayment", case=CASE):
    set_clock(page, USUAL_DAY)  # so that no midnight comes between the answer and what is expected
    box = open_form(page, name)
    fill(box, name, given(case))
    submit(box)
    return box


def act(box, name):
    box.locator(f'[data-act="{name}"]').click()


def told(box):
    return box.locator(".told")


def text_of(name, case, base):
    """The text with day and address, as it leaves the page; the ways on this site are whole addresses."""
    clock = clock_of(CALCULATORS[name].Case)
    answers = given(case) | ({clock: [f"{USUAL_DAY}"]} if clock else {})
    text = json.loads(web.answer(name, "de", web.pairs(answers)))["text"]
    text = text.replace(ROOT, base)
    day = texts("de")("page.value.date", value=USUAL_DAY)
    made = texts("de")("page.made").replace("{day}", day)
    return f"{text}\n\n{made.replace('{address}', f'{base}{CALCULATOR_PAGES[name]}/')}\n"


def saved(page, box, folder):
    with page.expect_download() as saving:
        act(box, "save")
    assert saving.value.suggested_filename == "ergebnis.txt"
    saving.value.save_as(folder / "ergebnis.txt")
    return (folder / "ergebnis.txt").read_bytes().decode()


def test_there_is_nothing_to_do_before_there_is_an_answer(page):
    box = open_form(page, "copayment")
    assert box.locator(".acts").is_hidden()
    submit(box)
    assert box.locator(".acts").is_hidden()


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_is_copied_and_what_is_saved_is_the_text_that_python_wrote(page, base, tmp_path, name):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = answered(page, name, cases(name)[0])
    page.context.set_offline(True)
    act(box, "copy")
    told(box).filter(has_text="Kopiert").wait_for()
    expected = text_of(name, cases(name)[0], base)
    assert page.evaluate("navigator.clipboard.readText()") == expected
    assert saved(page, box, tmp_path) == expected
    assert "ergebnis.txt" in told(box).inner_text()


@pytest.mark.parametrize("why", NO_CLIPBOARD)
def test_where_copying_is_not_allowed_a_sentence_leads_to_the_file(page, base, tmp_path, why):
    page.add_init_script(NO_CLIPBOARD[why])
    box = answered(page)
    act(box, "copy")
    told(box).filter(has_text="Speichern").wait_for()
    assert saved(page, box, tmp_path) == text_of("copayment", CASE, base)


@pytest.mark.parametrize("why", NO_CLIPBOARD)
def test_a_sentence_to_say_can_be_copied_by_hand_where_the_button_may_not(page, why):
    page.add_init_script(NO_CLIPBOARD[why])
    case = next(case for case in cases("eligibility") if case["expect"]["verdict"] == "likely")
    box = answered(page, "eligibility", case)
    box.locator(".copy").click()
    page.wait_for_function("() => getSelection().toString()")
    assert page.evaluate("getSelection().toString()") == box.locator(".copied").inner_text()


def test_what_was_told_of_one_answer_is_not_told_of_the_next(page):
    box = answered(page)
    act(box, "copy")
    told(box).filter(has_text=re.compile(".")).wait_for()
    box.locator("#copayment-cost_per_day").fill("84")
    box.locator(".verdict", has_text="8,40").wait_for(timeout=FIRST_ANSWER)
    assert told(box).inner_text() == ""


def test_change_leads_to_the_form_with_all_that_was_typed(page):
    box = answered(page)
    before = page.evaluate("[...new FormData(document.querySelector('.calculator form'))]")
    act(box, "change")
    form = box.locator("form")
    assert form.evaluate("form => form === document.activeElement")
    assert 0 <= form.bounding_box()["y"] < 200
    assert page.evaluate("[...new FormData(document.querySelector('.calculator form'))]") == before
    assert box.locator(".verdict").is_visible()


def test_to_begin_anew_is_asked_about_and_can_be_left(page):
    box = answered(page)
    act(box, "restart")
    assert box.locator(".sure").evaluate("sure => sure === document.activeElement")
    act(box, "keep")
    assert box.locator(".sure").is_hidden()
    assert page.evaluate("document.activeElement.dataset.act") == "restart"
    assert box.locator("#copayment-cost_per_day").input_value() == "62"
    assert box.locator(".verdict").is_visible()


def test_begun_anew_the_form_is_empty_even_after_a_reload(page):
    several = next(c for c in cases("remaining_hours") if len(rows_of(c)) > 1)
    box = open_form(page, "remaining_hours")
    empty, rows = typed(page), box.locator(".row:not([hidden])").count()
    fill(box, "remaining_hours", given(several))
    submit(box)
    assert typed(page) != empty
    act(box, "restart")
    act(box, "erase")
    assert typed(page) == empty
    assert box.locator(".row:not([hidden])").count() == rows
    assert box.locator(".answer").is_hidden() and box.locator(".acts").is_hidden()
    assert box.locator("form").evaluate("form => form === document.activeElement")
    page.reload()
    assert typed(page) == empty
    # And it can be used again.
    fill(box, "remaining_hours", given(several))
    submit(box)
    assert box.locator(".verdict").is_visible() and box.locator(".sure").is_hidden()


def test_with_nothing_left_in_the_form_nothing_is_asked(page):
    box = answered(page)
    act(box, "change")
    box.locator("form").evaluate("form => form.reset()")
    act(box, "restart")
    assert box.locator(".answer").is_hidden() and box.locator(".sure").is_hidden()


@pytest.mark.parametrize("name", CALCULATORS)
def test_paper_gets_the_answer_and_nothing_else_on_one_sheet(page, base, name):
    answers = on_its_day(page, name, given(cases(name)[0]))
    box = answered(page, name, {"given": answers})
    page.evaluate("window.print = () => { window.asked = true; }")
    act(box, "print")
    assert page.evaluate("window.asked")
    # The browser tells of printing only when it prints.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    for words in (page.locator("h1").inner_text(), base + CALCULATOR_PAGES[name]):
        assert words.rstrip("¶") in shown
    for part in (".verdict", ".reasons", ".given dd", ".made"):
        assert box.locator(part).first.is_visible(), part
    for part in ("form", ".acts button", ".answer button"):
        assert box.locator(f"{part}:visible").count() == 0, part
    for part in (
        ".md-header",
        ".site-bar",
        ".site-footer",
        ".site-exit",
        "#common-answers",
        ".answers",
    ):
        assert page.locator(f"{part}:visible").count() == 0, part
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert sheets == 1


def test_without_an_answer_paper_gets_the_page(page):
    open_form(page, "copayment")
    page.emulate_media(media="print")
    assert page.locator("#common-answers").is_visible() and page.locator(".answers").is_visible()


def test_on_a_slow_line_a_bar_shows_how_much_has_come(page):
    waiting = []
    page.context.route(WASM, lambda route: waiting.append(route))
    box = open_form(page, "copayment")
    fill(box, "copayment", given(CASE))
    box.locator("button.submit").click()
    bar = box.locator(".status progress")
    page.wait_for_function("bar => bar.value > 0 && bar.value < 1", arg=bar.element_handle())
    assert bar.get_attribute("aria-label")
    page.context.unroute(WASM)
    for route in waiting:
        route.continue_()
    box.locator(".answer .verdict").wait_for(timeout=FIRST_ANSWER)


def rows_of(case):
    return next((value for value in case["given"].values() if isinstance(value, list)), [])


def typed(page):
    return page.evaluate("[...new FormData(document.querySelector('.calculator form'))]")
