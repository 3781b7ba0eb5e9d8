"""What cannot be used is said beside the field, in words, and everything typed stays."""

from datetime import date

import pytest
from playwright.sync_api import expect

from calculators.engine.form import LONGEST_ANSWER
from calculators.registry import CALCULATORS
from tools.browser.forms import open_form, set_clock, submit
from tools.built_site import SITE
from website.finish.tree import tree


@pytest.mark.parametrize("name", CALCULATORS)
def test_an_empty_form_gets_a_summary_that_takes_the_focus(page, name):
    box = open_form(page, name)
    submit(box)
    summary = box.locator(".problem-summary")
    assert summary.evaluate("summary => summary === document.activeElement")
    assert box.locator(".answer").is_hidden()
    for link in summary.locator("a").all():
        target = link.get_attribute("href").removeprefix("#")
        link.click()
        assert page.evaluate("document.activeElement.id") == target
        question = page.locator(f"[data-question]:has(#{target})")
        assert question.locator(".problem").inner_text()
        assert page.locator(f"#{target}").get_attribute("aria-invalid") == "true"


LONGEST_LINK = 4000  # with all that a form can be filled in with
PARTS = ("day", "month", "year")

AMOUNTS = {
    "48.000": "48.000 €",
    "48.000,00": "48.000 €",
    "48000": "48.000 €",
    "48,5": "48,50",
    " 1 200 ": "1.200 €",
    "14.400,-": "14.400 €",
    "€ 1200": "1.200 €",
}


@pytest.mark.parametrize("typed", AMOUNTS)
def test_amounts_are_read_as_germans_write_them(page, typed):
    box = open_form(page, "burden_limit")
    fill_all_but_income(box)
    box.locator("#burden_limit-income").fill(typed)
    submit(box)
    box.locator(".given summary").click()
    assert AMOUNTS[typed] in box.locator(".given").inner_text().replace("\xa0", " ")


@pytest.mark.parametrize(
    "typed", ["abc", "-5", "99999999999", "48,000", "0.500", "1e5", "<b>1</b>"]
)
def test_amounts_that_cannot_be_meant_get_a_sentence_and_stay(page, typed):
    box = open_form(page, "burden_limit")
    fill_all_but_income(box)
    box.locator("#burden_limit-income").fill(typed)
    submit(box)
    question = box.locator('[data-question="income"]')
    assert question.locator(".problem").inner_text().endswith(".")
    assert question.locator('input[type="text"]').input_value() == typed
    assert box.locator("#burden_limit-year").input_value() == "2026"
    assert box.locator("#burden_limit-partner-yes").is_checked()
    # Mended, the same form answers, and the problem is gone.
    box.locator("#burden_limit-income").fill("50000")
    submit(box)
    assert "467,38" in box.locator(".verdict").inner_text()
    assert question.locator(".problem").is_hidden()


def test_nothing_that_can_be_typed_into_takes_a_whole_book():
    found = 0
    for path in SITE.rglob("*.html"):
        for field in tree(path.read_text("utf-8")).iter():
            is_text = field.tag == "input" and field.get("type", "text") not in (
                "radio",
                "checkbox",
                "hidden",
            )
            if (is_text or field.tag == "textarea") and "readonly" not in field.attrib:
                found += 1
                most = LONGEST_LINK if field.get("id") == "other-address" else 999
                assert 0 < int(field.get("maxlength", "0")) <= most, (path, field.attrib)
    assert found


def test_a_book_that_is_pasted_is_answered_at_once(page):
    box = open_form(page, "burden_limit")
    fill_all_but_income(box)
    income = box.locator("#burden_limit-income")
    income.focus()
    page.keyboard.insert_text("1" * 20_000_000)
    assert len(income.input_value()) == LONGEST_ANSWER
    submit(box)
    assert box.locator('[data-question="income"] .problem').inner_text().endswith(".")
    # A script, or what the browser puts back, goes past what the field takes.
    income.evaluate("(field) => { field.value = '1'.repeat(20_000_000) }")
    submit(box)
    assert box.locator(".problem-summary li").count() == 1
    income.fill("50000")
    submit(box)
    assert "467,38" in box.locator(".verdict").inner_text()


def fill_all_but_income(box):
    box.locator("#burden_limit-year").fill("2026")
    for choice in ("basic_support-no", "insured_with_parents-no", "partner-yes", "chronic-no"):
        box.locator(f"#burden_limit-{choice}").check()
    box.locator("#burden_limit-children").fill("2")
    box.locator("#burden_limit-independent_children").fill("0")


WHOLE_DAYS = {
    "20.11.2026": ("20", "11", "2026"),
    "20. 11. 2026": ("20", "11", "2026"),
    "20 11 26": ("20", "11", "26"),
    "2026-11-20": ("20", "11", "2026"),
    "20. November 2026": ("20", "November", "2026"),
}


@pytest.mark.parametrize("part", ["day", "month", "year"])
@pytest.mark.parametrize("typed", WHOLE_DAYS)
def test_a_whole_day_in_one_of_its_fields_goes_to_all_three(page, typed, part):
    box = open_form(page, "deadlines")
    set_clock(page, date(2026, 11, 28))
    box.locator('input[value="refused"]').check()
    box.locator(f"#deadlines-letter_date-{part}").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    held = [box.locator(f"#deadlines-letter_date-{each}").input_value() for each in PARTS]
    assert tuple(held) == WHOLE_DAYS[typed]
    box.locator("#deadlines-arrived-unknown").check()
    box.locator("#deadlines-instructions-yes").check()
    submit(box)
    assert "20. November 2026" in box.locator(".given").text_content()


def test_a_whole_day_that_is_pasted_goes_to_all_three_at_once(page):
    box = open_form(page, "deadlines")
    box.locator('input[value="refused"]').check()
    field = box.locator("#deadlines-letter_date-day")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('20.11.2026')")
    field.focus()
    page.keyboard.press("ControlOrMeta+V")
    expect(box.locator("#deadlines-letter_date-year")).to_have_value("2026")
    expect(field).to_have_value("20")


@pytest.mark.parametrize("typed", ["20.11", "11/20/2026", "bald", "20.11.2026 Freitag"])
def test_what_is_no_whole_day_stays_where_it_was_typed(page, typed):
    box = open_form(page, "deadlines")
    box.locator('input[value="refused"]').check()
    field = box.locator("#deadlines-letter_date-day")
    field.fill(typed)
    page.keyboard.press("Tab")
    assert field.input_value() == typed
    assert box.locator("#deadlines-letter_date-year").input_value() == ""


def test_where_a_day_or_number_may_be_unknown_the_problem_names_that_choice(page):
    for name, question in (("deadlines", "arrived"), ("burden_limit", "income")):
        box = open_form(page, name)
        needs = {"deadlines": "kind-refused", "burden_limit": "basic_support-no"}
        box.locator(f"#{name}-{needs[name]}").check()
        submit(box)
        place = box.locator(f'[data-question="{question}"]')
        choice = place.locator(".choice").inner_text().strip()
        assert f"„{choice}“" in place.locator(".problem").inner_text()
