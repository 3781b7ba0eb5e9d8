"""Words on a phone: none is cut in two without a hyphen, and a question is worded as its reader needs it."""

import pytest
from playwright.sync_api import expect

from calculators.engine.text import texts
from tools.browser.forms import fill, open_form, submit
from tools.built_site import CALCULATOR_PAGES, PAGES

SAY = texts("de")
# Words that stand in two lines though no hyphen is at the end of the first, as in a browser that has no
# German dictionary and parts no word by itself.
CUT = r"""selector => {
    const cut = [], range = document.createRange();
    for (const element of document.querySelectorAll(selector)) element.style.hyphens = "manual";
    for (const element of document.querySelectorAll(selector)) {
        if (element.closest("[hidden]") || element.getBoundingClientRect().width < 2) continue;
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); ) {
            for (const { 0: word, index } of node.data.matchAll(/[\p{L}\u00ad]{2,}/gu)) {
                let before;
                [...word].forEach((letter, at) => {
                    range.setStart(node, index + at);
                    range.setEnd(node, index + at + 1);
                    const top = [...range.getClientRects()].findLast((box) => box.width)?.top;
                    if (letter === "\u00ad" || top === undefined) return;
                    if (top > before + 3 && word[at - 1] !== "\u00ad") {
                        cut.push(`${word.slice(0, at)}|${word.slice(at)}`);
                    }
                    before = top;
                });
            }
        }
    }
    return cut;
}"""
# Of whose forms and tables the words are parted by hand where they are too long.
PARTED = ("copayment", "burden_limit", "chronic_illness")


@pytest.mark.parametrize("path", PAGES)
def test_no_title_is_cut_within_a_word_on_a_phone(page, path):
    page.goto(f"{path}/" if path else "")
    assert not page.evaluate(CUT, "h1")


@pytest.mark.parametrize("name", PARTED)
@pytest.mark.parametrize("width", [360, 320])
def test_no_heading_question_or_head_of_a_table_is_cut_within_a_word(page, name, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(CALCULATOR_PAGES[name] + "/")
    assert not page.evaluate(CUT, "h1, h2, h3, legend, label, th, caption, summary")


def test_a_word_that_is_cut_would_be_noticed(page):
    page.goto(CALCULATOR_PAGES["burden_limit"] + "/")
    page.locator("h1").evaluate("title => { title.style.fontSize = '60px' }")
    assert page.evaluate(CUT, "h1")


def test_who_is_insured_with_parents_is_asked_for_their_income_and_told_so_in_the_answer(page):
    box = open_form(page, "burden_limit")
    usual = SAY("burden_limit.ask.income.label")
    worded = SAY("burden_limit.ask.income.where.insured_with_parents.yes.label")
    given = {"year": ["2026"], "basic_support": ["no"], "insured_with_parents": ["no"]}
    fill(box, "burden_limit", given)
    expect(box.get_by_label(usual)).to_be_visible()
    expect(box.get_by_text(worded)).to_be_hidden()
    given |= {"insured_with_parents": ["yes"], "parents_together": ["yes"], "siblings": ["1"]}
    given |= {"children": ["1"], "income": ["60000"], "chronic": ["no"]}
    fill(box, "burden_limit", given)
    expect(box.get_by_label(worded)).to_have_value("60000")
    expect(box.get_by_text(usual)).to_be_hidden()
    submit(box)
    expect(box.locator(".verdict")).to_contain_text("472,26")
    expect(box.locator(".given")).to_contain_text(worded)
