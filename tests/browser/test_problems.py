"""What cannot be used is said beside the field, in words, and everything typed stays."""

import pytest

from calculators.engine.form import LONGEST_ANSWER
from calculators.registry import CALCULATORS
from tools.browser.forms import open_form, submit
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
                assert 0 < int(field.get("maxlength", "0")) < 1000, (path, field.attrib)
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
