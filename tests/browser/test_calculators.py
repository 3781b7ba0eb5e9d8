"""The same cases, answered by the same code, in a real browser."""

import json
import re

import pytest

from calculators import web
from calculators.registry import CALCULATORS, answer
from tools.browser.forms import (
    FIRST_ANSWER,
    USUAL_DAY,
    clear,
    fill,
    on_its_day,
    one_for_each_question,
    open_form,
    set_clock,
    submit,
)
from website.cases import cases, given


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_filled_in_form_is_answered_as_in_cpython(page, name):
    box = open_form(page, name)
    for case in one_for_each_question(cases(name)):
        clear(box)
        answers = on_its_day(page, name, given(case))
        fill(box, name, answers)
        submit(box)
        expected = json.loads(web.answer(name, "de", web.pairs(answers)))["html"]
        assert box.locator(".answer").inner_html() == as_parsed(page, expected), case["shows"]
    # And so the answer takes the focus and shows number, reasons, norms and figures.
    assert box.locator("h2.verdict").evaluate("verdict => verdict === document.activeElement")
    assert box.locator(".answer .verdict").inner_text()
    assert box.locator(".answer .reasons a.norm[href^='https://']").count() > 0
    used = answer(name, answers).figures
    assert box.locator(".answer .figures li").count() == len(used)
    assert box.locator(".status").inner_text() == ""


def test_the_answer_follows_what_is_typed_without_the_button(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    verdict = box.locator(".answer .verdict", has_text="6,20")
    verdict.wait_for(timeout=FIRST_ANSWER)
    cost = box.locator("#copayment-cost_per_day")
    cost.fill("84")
    box.locator(".answer .verdict", has_text="8,40").wait_for(timeout=FIRST_ANSWER)
    assert cost.evaluate("field => field === document.activeElement")
    assert "Ergebnis" in box.locator(".status").inner_text()


def test_while_something_is_missing_the_answer_says_that_it_is_the_former_one(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    box.locator("#copayment-appointments").fill("")
    box.locator(".answer[data-outdated]").wait_for(timeout=FIRST_ANSWER)
    assert "vorigen" in box.locator(".status").inner_text()
    assert box.locator(".problem:visible").count() == 0
    assert box.locator(".problem-summary").is_hidden()
    box.locator("#copayment-appointments").fill("2")
    box.locator(".answer:not([data-outdated]) .verdict", has_text="12,40").wait_for()


def test_questions_that_do_not_apply_are_hidden_and_not_used(page):
    box = open_form(page, "burden_limit")
    income = box.locator('[data-question="income"]')
    assert income.is_hidden()
    box.locator("#burden_limit-basic_support-no").check()
    assert income.is_visible()
    income.locator('input[type="text"]').fill("50.000")
    box.locator("#burden_limit-basic_support-yes").check()
    assert income.is_hidden()
    box.locator("#burden_limit-year").fill("2026")
    box.locator("#burden_limit-chronic-no").check()
    submit(box)
    assert "135,12" in box.locator(".verdict").inner_text()
    box.locator("#burden_limit-basic_support-no").check()
    assert income.locator('input[type="text"]').input_value() == "50.000"


def test_no_radio_is_chosen_beforehand(page):
    for name in CALCULATORS:
        box = open_form(page, name)
        assert box.locator("input:checked").count() == 0


def test_today_fills_in_the_three_fields(page):
    box = open_form(page, "remaining_hours")
    day = box.locator('[data-question="on"]')
    day.locator("button.today").click()
    assert len(day.locator("input.year").input_value()) == 4
    assert day.locator("input.day").input_value() and day.locator("input.month").input_value()


PREFILLED = {"chronic_illness": "on", "remaining_hours": "on", "prescription": "day"}


@pytest.mark.parametrize("name", PREFILLED)
def test_what_is_mostly_today_stands_there_from_the_beginning(page, name):
    set_clock(page, USUAL_DAY)
    box = open_form(page, name)
    fields = box.locator(f'[data-question="{PREFILLED[name]}"] input[type="text"]')
    today = [str(USUAL_DAY.day), str(USUAL_DAY.month), str(USUAL_DAY.year)]
    assert [field.input_value() for field in fields.all()] == today
    fields.last.fill("2025")
    box.evaluate("box => box.querySelector('[data-act=restart]').click()")
    is_asked = "box => !box.querySelector('.sure').hidden"
    assert box.evaluate(is_asked), "what was typed is not thrown away unasked"
    box.evaluate("box => box.querySelector('[data-act=erase]').click()")
    assert [field.input_value() for field in fields.all()] == today
    box.evaluate("box => box.querySelector('[data-act=restart]').click()")
    assert not box.evaluate(is_asked), "of what the page filled in nobody is asked"


def test_this_year_stands_there_from_the_beginning(page):
    set_clock(page, USUAL_DAY)
    box = open_form(page, "burden_limit")
    assert box.locator("#burden_limit-year").input_value() == str(USUAL_DAY.year)


def test_a_choice_that_is_hidden_again_decides_nothing(page):
    box = open_form(page, "prescription")
    box.locator("#prescription-prescriber").select_option("facharzt_psychiatrie")
    box.locator("#prescription-kind-first").check()
    icd = box.locator('[data-question="icd"]')
    assert icd.is_visible()
    box.locator("#prescription-kv_approval-no").check()
    assert icd.is_hidden()
    box.locator("#prescription-prescriber").select_option("institutsambulanz")
    assert icd.is_visible()


def test_a_prescriber_is_told_the_reason_after_six_answers_and_keys(page):
    """Who, KV, what, code, value, and Enter; code and value stand in the first sentence."""
    set_clock(page, USUAL_DAY)
    box = open_form(page, "prescription")
    box.locator("#prescription-prescriber").select_option("facharzt_psychiatrie")
    box.locator("#prescription-kv_approval-yes").check()
    box.locator("#prescription-kind-first").check()
    box.locator("#prescription-icd").fill("F33.2")
    box.locator("#prescription-gaf").fill("42")
    box.locator("#prescription-gaf").press("Enter")
    verdict = box.locator(".answer .verdict")
    verdict.wait_for(timeout=FIRST_ANSWER)
    assert re.search("^Nein: .*F33.2.* 42 .*höchstens 40", verdict.inner_text())


def as_parsed(page, html):
    """HTML as the browser writes it back after reading it."""
    return page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = html; return box.innerHTML }",
        html,
    )
