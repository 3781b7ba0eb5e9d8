"""Links with answers in them: they fill in the form, ask no server, and never become HTML."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest

from calculators.engine.form import LONGEST_ANSWER, named, questions
from calculators.registry import CALCULATORS
from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.forms import FIRST_ANSWER, fill, open_form
from tools.browser.visitor import SAVING, visitor
from tools.built_site import CALCULATOR_PAGES
from website import links
from website.cases import cases, given

TYPED = """box => JSON.stringify([...new FormData(box.querySelector("form"))]
    .filter(([, value]) => value))"""
PLAN = {
    "first_day.day": "1",
    "first_day.month": "12",
    "first_day.year": "2026",
    "appointments": "10",
    "cost_per_day": "62",
}


def follow(page, name, answers):
    """Open the calculator by a link with these answers; its form with all around it."""
    page.goto(f"{CALCULATOR_PAGES[name]}/#{urlencode(answers)}")
    page.locator(".share:not([hidden])").wait_for()
    return page.locator(f'[data-calculator="{name}"]')


def offered(page):
    """The answers in the link that the page offers, by the name of their field."""
    address = page.locator(".share .address").input_value()
    assert "?" not in address
    return parse_qsl(address.partition("#")[2])


def told(page):
    return page.locator(".link-told").inner_text()


def test_a_link_fills_in_the_form_sends_for_python_and_is_answered(browser, base):
    with visitor(browser, base, service_workers="block") as (page, record):
        page.add_init_script(SAVING)
        box = follow(page, "copayment", PLAN)
        assert "Bitte prüfen Sie" in told(page)
        box.locator(".answer .verdict").wait_for(timeout=FIRST_ANSWER)
        assert box.locator("#copayment-cost_per_day").input_value() == "62"
        assert not [url for url in record.requests if "?" in url or "cost_per_day" in url]
        assert not record.errors


def test_an_anchor_is_still_an_anchor(browser, base):
    with visitor(browser, base, service_workers="block") as (page, record):
        page.add_init_script(SAVING)
        page.goto("rechner/zuzahlung/#terms", wait_until="networkidle")
        page.locator(".share:not([hidden])").wait_for()
        assert told(page) == ""
        assert not [url for url in record.requests if "/runtime/" in url]
        page.wait_for_function(
            "() => document.getElementById('terms').getBoundingClientRect().top < 300"
        )


def with_offer(page, name):
    """A form with as many answers as any case has, and the offer of a link to them unfolded."""
    case = max(cases(name), key=lambda case: len(given(case)))
    box = open_form(page, name)
    page.locator(".share:not([hidden])").wait_for()
    fill(box, name, given(case))
    page.locator(".share summary").click()
    return box


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_the_offered_link_opens_the_form_as_it_was_filled_in(page, name):
    box = with_offer(page, name)
    tick = page.locator(".share .with-health")
    if tick.count():
        tick.check()
    typed = box.evaluate(TYPED)
    assert json.loads(typed)
    address = page.locator(".share .address").input_value()
    page.goto("")
    page.goto(address)
    page.locator(".share:not([hidden])").wait_for()
    assert page.locator(f'[data-calculator="{name}"]').evaluate(TYPED) == typed
    assert "weggelassen" not in told(page)


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_answers_about_health_stay_out_of_the_link_unless_ticked(page, name):
    box = with_offer(page, name)
    plain = set(json.loads(page.locator(".share").get_attribute("data-plain")))
    unasked = {field.partition(".")[0] for field, _ in offered(page)}
    assert unasked <= plain
    everything = {field.partition(".")[0] for field, _ in json.loads(box.evaluate(TYPED))}
    assert page.locator(".share .left-out").is_visible() == bool(everything - plain)


def test_what_a_link_may_hold_unasked_are_questions_and_none_about_health():
    listed = {name: links.plain(name) for name in CALCULATORS}
    for name, plain in listed.items():
        assert plain
        assert all(named(CALCULATORS[name].Case, question) for question in plain), name
    asked = {name: {q.name for q in questions(CALCULATORS[name].Case)} for name in CALCULATORS}
    assert {"illness", "difficulties", "clinic"} <= asked["eligibility"] - {*listed["eligibility"]}
    assert {"icd", "gaf", "impairments"} <= asked["prescription"] - {*listed["prescription"]}


HOSTILE = {
    "a field that is not there": {"onclick": "alert(1)", "__proto__": "x"},
    "a choice that is not there": {"basic_support": "<b>", "chronic": "maybe"},
    "a text that is too long": {"year": "2" * (LONGEST_ANSWER + 1)},
    "signs that cannot be seen": {"year": "20\u202e26"},
    "much too much": {"year": "2026", "x": "y" * 5000},
    "no name at all": {"": "x"},
}


@pytest.mark.parametrize("answers", HOSTILE.values(), ids=HOSTILE)
def test_what_does_not_fit_is_left_out_and_said(page, answers):
    untouched = open_form(page, "burden_limit").evaluate(TYPED)
    page.goto("about:blank")
    box = follow(page, "burden_limit", answers)
    assert "weggelassen" in told(page)
    assert box.evaluate(TYPED) == untouched


@pytest.mark.parametrize(("language", "spoken"), [("de", True), ("fr", False)])
def test_a_language_may_be_asked_for_and_is_left_out_where_the_page_has_another(
    page, language, spoken
):
    box = follow(page, "copayment", {**PLAN, "sprache": language})
    assert box.locator("#copayment-cost_per_day").input_value() == "62"
    assert ("weggelassen" not in told(page)) == spoken


def test_html_in_a_link_is_only_the_content_of_a_field(page):
    intruder = "<img src=x onerror=intruded=1>"
    box = follow(page, "copayment", {"cost_per_day": intruder, "appointments": "10"})
    assert box.locator("#copayment-cost_per_day").input_value() == intruder
    assert page.locator("img[src='x']").count() == 0
    box.locator("button.submit").click()
    box.locator(".problem-summary").wait_for(timeout=FIRST_ANSWER)
    assert page.locator("img[src='x']").count() == 0
    assert not page.evaluate("window.intruded")


def test_a_second_link_in_the_same_page_leaves_nothing_of_the_first(page):
    untouched = json.loads(open_form(page, "copayment").evaluate(TYPED))
    page.goto("about:blank")
    box = follow(page, "copayment", PLAN)
    page.evaluate("location.hash = 'cost_per_day=84'")
    page.wait_for_function("() => document.getElementById('copayment-cost_per_day').value === '84'")
    assert sorted(json.loads(box.evaluate(TYPED))) == sorted([*untouched, ["cost_per_day", "84"]])


def test_after_loading_anew_the_link_holds_and_nothing_that_was_typed(page):
    box = follow(page, "copayment", PLAN)
    in_the_link = box.locator("#copayment-cost_per_day").input_value()
    box.locator("#copayment-cost_per_day").fill("84")
    page.reload()
    page.locator(".share:not([hidden])").wait_for()
    assert box.locator("#copayment-cost_per_day").input_value() == in_the_link != "84"


def test_for_somebody_else_can_be_in_a_link(page):
    box = follow(page, "eligibility", {"for_whom": "other"})
    assert box.locator("#eligibility-for_whom-other").is_checked()


def test_the_offer_is_accessible_and_fits_a_phone(page, axe):
    follow(page, "eligibility", {"for_whom": "other", "illness": "psychosis"})
    page.locator(".share summary").click()
    page.locator(".share .left-out").wait_for()
    assert not faults_in_both_schemes(page, axe)
    assert not overhang(page)
