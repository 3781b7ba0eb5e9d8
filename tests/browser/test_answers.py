"""An answer as readers get it: short on a phone, beside the form on a desk, in one order everywhere."""

import json

import pytest

from calculators import web
from calculators.engine.explanation import explain
from calculators.engine.form import clock_of
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from tools.browser.forms import (
    FIRST_ANSWER,
    USUAL_DAY,
    fill,
    on_its_day,
    one_for_each_verdict,
    open_form,
    submit,
)
from tools.browser.visitor import DESK, PHONE
from tools.built_site import CALCULATOR_PAGES
from tools.journeys import phone
from website.cases import cases, given
from website.links import places
from website.static_rules import FOR_OTHER_SITES

LONGEST = 1100  # pixels of an answer on a phone, before anything is unfolded
NEAR = 1110  # pixels from its top to the end of what to do today: a screen and a half
# With others, which may be wider, nothing would be measured right.
LETTERS_ARE_THERE = (
    "Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 16px Roboto`)))"
)
SIZES = """(answer, all) => all.map((html) => {
    answer.innerHTML = html;
    const { top, height } = answer.getBoundingClientRect();
    const end = (part) => (answer.querySelector(part)?.getBoundingClientRect().bottom ?? top) - top;
    return { height, next: end(".next-step"), say: end(".copied, .to-say") };
})"""
# What stands below what, whatever is folded away.
TOPS = """answer => [...answer.children]
    .map((part) => part.getBoundingClientRect())
    .filter(({ height }) => height)
    .map(({ top }) => top)"""
CASE = cases("copayment")[0]
LIKELY = next(case for case in cases("eligibility") if case["expect"]["verdict"] == "likely")
# Where a question is open, conditions and tables too, so that no part is missing.
RICH = ("eligibility", "deadlines", "prescription")


def with_its_day(name, case):
    """The answers with the day that the page adds to them."""
    clock = clock_of(CALCULATORS[name].Case)
    answers = given(case)
    return {clock: [USUAL_DAY.isoformat()], **answers} if clock else answers


def written(name, case):
    """The answer as Python writes it; none where a form has to be filled in otherwise."""
    reply = json.loads(web.answer(name, "de", web.pairs(with_its_day(name, case))))
    return reply.get("html", "")


def answered(page, name, case):
    box = open_form(page, name)
    fill(box, name, on_its_day(page, name, given(case)))
    submit(box)
    return box


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_answer_is_short_on_a_phone_and_what_to_do_comes_soon(page, name):
    chosen = [case for case in one_for_each_verdict(cases(name)) if written(name, case)]
    assert chosen
    page.add_init_script(phone.letters())
    place = open_form(page, name).locator(".answer")
    place.evaluate("answer => { answer.hidden = false }")
    assert page.evaluate(
        f"{LETTERS_ARE_THERE}.then((faces) => faces.every((found) => found.length))"
    )
    sizes = place.evaluate(SIZES, [written(name, case) for case in chosen])
    for case, size in zip(chosen, sizes, strict=True):
        assert size["height"] <= LONGEST, (case["expect"]["verdict"], size)
        assert 0 < size["next"] <= NEAR and size["say"] <= NEAR, case["expect"]["verdict"]


def hides_words(page, name, case):
    """Whether words to take along are cut."""
    return page.locator(".answer").evaluate(
        """(answer, html) => {
            answer.innerHTML = html;
            const copied = [...answer.querySelectorAll(".copied")];
            return copied.some((each) => each.scrollHeight > each.clientHeight + 1);
        }""",
        written(name, case),
    )


@pytest.mark.parametrize("name", RICH)
def test_words_to_take_along_are_cut_only_where_one_touch_shows_all_of_them(page, name):
    open_form(page, name).locator(".answer").evaluate("answer => { answer.hidden = false }")
    chosen = [case for case in one_for_each_verdict(cases(name)) if "copied" in written(name, case)]
    assert chosen
    for case in chosen:
        if not hides_words(page, name, case):
            continue
        assert name == "prescription", "what is said is never cut"
        page.locator(".answer .whole summary").click()
        words = page.locator(".answer .copied")
        assert words.evaluate("each => each.scrollHeight <= each.clientHeight + 1")


QUOTED = [
    ("copayment", "next_open"),
    ("burden_limit", "part_of_the_year"),
    ("chronic_illness", "likely"),
    ("remaining_hours", "hours_unknown"),
]


@pytest.mark.parametrize(("name", "which"), QUOTED)
def test_the_sentence_to_say_today_is_copied_by_its_button(page, name, which):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size(PHONE)
    found = ((case, answer(name, given(case)).outcome) for case in cases(name))
    case = next(case for case, outcome in found if which in (outcome.verdict, outcome.next_step))
    box = answered(page, name, case)
    said = box.locator(".next-step .to-say").inner_text()
    assert said.startswith("„") and said.endswith("“")
    box.locator(".next-step .copy").click()
    box.locator(".next-step .copy", has_text="Kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == said


def test_the_answer_with_its_reason_is_the_heading_that_takes_the_focus(page):
    box = answered(page, "copayment", CASE)
    heading = box.get_by_role("heading", level=2, name=box.locator(".verdict").inner_text())
    assert heading.evaluate("heading => heading === document.activeElement")
    assert 0 <= box.locator(".answer").bounding_box()["y"] < 200


@pytest.mark.parametrize("name", CALCULATORS)
def test_each_answer_given_leads_back_to_its_field(page, name):
    box = answered(page, name, cases(name)[0])
    box.locator(".given summary").click()
    changes = box.locator(".given [data-change]")
    said = explain(answer(name, with_its_day(name, cases(name)[0]), by_hand=True), texts("de"))
    assert changes.count() == len(said.answered) > 0
    for change in changes.all():
        question = box.locator(f'[data-question="{change.get_attribute("data-change")}"]')
        change.click()
        assert question.evaluate("question => question.contains(document.activeElement)")
        assert question.locator(":focus").is_visible()


def test_what_was_unfolded_stays_so_when_the_answer_follows(page):
    box = answered(page, "copayment", CASE)
    box.locator(".working summary").first.click()
    box.locator("#copayment-cost_per_day").fill("84")
    box.locator(".verdict", has_text="8,40").wait_for(timeout=FIRST_ANSWER)
    assert box.locator(".working .reasons").is_visible()
    assert box.locator(".given dl").is_hidden()


def test_while_something_cannot_be_used_the_title_says_so(page):
    box = open_form(page, "copayment")
    title = page.title()
    submit(box)
    assert page.title() == f"Fehler: {title}"
    assert box.get_by_role("alert").get_by_role("heading").is_visible()
    fill(box, "copayment", given(CASE))
    submit(box)
    assert page.title() == title


@pytest.mark.parametrize("name", RICH)
def test_paper_has_the_order_of_the_page(page, name):
    box = answered(page, name, cases(name)[0])
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        tops = box.locator(".answer").evaluate(TOPS)
        assert len(tops) > 4
        assert tops == sorted(tops), media


def test_within_another_site_the_answer_is_the_same_and_leads_to_this_one(page, base):
    page.goto(f"{FOR_OTHER_SITES}/{places()['eligibility'].slug}/")
    box = page.locator(".calculator")
    fill(box, "eligibility", given(LIKELY))
    submit(box)
    expected = page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = html; return box.innerHTML }",
        written("eligibility", LIKELY),
    )
    assert box.locator(".answer").inner_html() == expected
    hrefs = box.locator(".onward a").evaluate_all("links => links.map((link) => link.href)")
    assert hrefs
    for href in hrefs:
        assert href.startswith(base) and page.request.get(href).ok


def test_on_a_desk_the_answer_stands_beside_the_form_and_follows(page):
    page.set_viewport_size(DESK)
    box = open_form(page, "copayment")
    before = box.locator("form").bounding_box()
    fill(box, "copayment", given(CASE))
    submit(box)
    form, found = (box.locator(part).bounding_box() for part in ("form", ".answer"))
    assert form["x"] == before["x"] and form["width"] == before["width"]
    assert found["x"] >= form["x"] + form["width"] and found["width"] > form["width"] / 2
    cost = box.locator("#copayment-cost_per_day")
    cost.fill("84")
    box.locator(".verdict", has_text="8,40").wait_for(timeout=FIRST_ANSWER)
    assert cost.evaluate("field => field === document.activeElement")
    # Both are in sight at once.
    cost.scroll_into_view_if_needed()
    seen = box.locator(".verdict").bounding_box()
    assert 0 <= seen["y"] < DESK["height"]
    assert CALCULATOR_PAGES["copayment"] in page.url


@pytest.mark.parametrize("name", ["copayment", "burden_limit"])
def test_a_sum_in_a_table_stays_in_one_line_with_its_sign(page, name):
    box = open_form(page, name)
    box.locator(".answer").evaluate(
        "(answer, html) => { answer.innerHTML = html }", written(name, cases(name)[0])
    )
    box.evaluate(
        "box => { for (const part of box.querySelectorAll('[hidden]')) part.hidden = false }"
    )
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    lines = page.evaluate(
        """[...document.querySelectorAll(".grid-table:not(.stack) tbody :is(th, td)")]
            .filter((cell) => /^[\\d.,]+\\s€$/.test(cell.textContent))
            .map((cell) => {
                const range = document.createRange();
                range.selectNodeContents(cell);
                return [cell.textContent, range.getClientRects().length];
            })"""
    )
    assert lines
    assert not [text for text, count in lines if count != 1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_long_words_in_a_table_become_cards_and_not_deep_columns(page):
    open_form(page, "eligibility")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    deep = page.evaluate(
        """[...document.querySelectorAll(".grid-table tbody :is(th, td)")]
            .map((cell) => [cell.textContent, cell.getBoundingClientRect().height])"""
    )
    assert deep
    assert not [text for text, height in deep if height > 150]
