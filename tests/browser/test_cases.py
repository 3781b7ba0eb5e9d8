"""The worked examples in a reader's browser: computed anew, opened in the form, and contradicted."""

import re
import tomllib
from decimal import Decimal
from functools import cache

import pytest

from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from tools.browser.forms import FIRST_ANSWER
from tools.built_site import CALCULATOR_PAGES
from website.cases import by_form, cases, controls, given

SAY = texts("de")
EXAMPLES = "recht/beispiele/"
NAME = "copayment"
PAGE = EXAMPLES + CALCULATOR_PAGES[NAME].rpartition("/")[2] + "/"
TOLD = re.compile(r"(\d+) von (\d+) Fällen stimmen, gerechnet auf Ihrem Gerät\.")


@cache
def come_by_a_form(name):
    """The cases of a calculator whose answer a form gives too."""
    all_given = [(case, given(case)) for case in cases(name)]
    return [
        case for case, answers in all_given if by_form(name, answers, SAY) == printed(name, answers)
    ]


def printed(name, answers):
    """What the page of examples says comes out."""
    return explain(answer(name, answers), SAY).headline


def run(page):
    box = page.locator(".run-cases")
    box.get_by_role("button").click()
    told = box.get_by_role("status")
    told.filter(has_text=TOLD).wait_for(timeout=FIRST_ANSWER)
    return tuple(map(int, TOLD.search(told.inner_text()).groups()))


@pytest.mark.parametrize("name", CALCULATORS)
def test_hardly_a_case_is_none_that_a_form_comes_to(name):
    assert len(come_by_a_form(name)) >= 0.7 * len(cases(name))


def test_every_case_comes_out_as_it_is_printed_on_the_readers_own_device(page):
    page.goto(EXAMPLES)
    count = sum(len(come_by_a_form(name)) for name in CALCULATORS)
    assert run(page) == (count, count)
    marks = page.locator("article td .case-mark")
    assert marks.count() == len(CALCULATORS)
    assert set(marks.evaluate_all("all => all.map((m) => m.className)")) == {
        "case-mark case-mark--same"
    }


def test_a_case_that_comes_out_otherwise_is_named_and_so_is_what_came_out(page):
    page.goto(PAGE)
    case = page.locator(".examples .case").first
    case.locator(".verdict").evaluate("verdict => { verdict.textContent = 'Sie zahlen nichts.' }")
    same, count = run(page)
    assert same == count - 1
    assert case.locator(".case-mark--other").count() == 1
    told = page.locator(".run-cases__others").inner_text()
    shows = case.locator("summary").evaluate("summary => summary.firstChild.textContent")
    assert shows in told and "Sie zahlen nichts." in told and "6,20" in told


def test_a_norm_leaves_the_cases_about_it(page):
    page.goto(PAGE)
    for typed in ("§ 61", "§61", "61"):
        page.locator(".run-cases input").fill(typed)
        _, count = run(page)
        assert count == len([case for case in come_by_a_form(NAME) if "§ 61" in case["source"]])
    page.locator(".run-cases input").fill("§ 6")
    page.locator(".run-cases").get_by_role("button").click()
    page.locator(".run-cases__told", has_text="keinen Fall").wait_for()
    page.locator(".run-cases input").fill("§ 4711")
    page.locator(".run-cases").get_by_role("button").click()
    page.locator(".run-cases__told", has_text="keinen Fall").wait_for()


def test_nothing_of_python_comes_before_the_button_is_pressed(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/runtime/" in url]
    run(page)
    assert [url for url in asked if "/runtime/" in url]


def test_a_case_opens_in_the_form(page):
    page.goto(PAGE)
    page.locator(".examples > details").first.locator("summary").first.click()
    case = page.locator(".examples .case").first
    case.locator("summary").click()
    case.locator(".open-case").click()
    page.wait_for_url(f"**/{CALCULATOR_PAGES[NAME]}/**")
    answers = dict(controls(NAME, given(cases(NAME)[0])))
    for control, typed in answers.items():
        assert page.locator(f'.calculator [type=text][name="{control}"]').input_value() == typed


@pytest.mark.parametrize("name", ["copayment", "remaining_hours", "eligibility"])
def test_who_disagrees_gets_a_case_that_can_be_read_and_nothing_is_sent(page, base, name):
    # The one with the most answers: rows and choices of several are among them.
    case = max(come_by_a_form(name), key=lambda case: len(list(controls(name, given(case)))))
    pairs = list(controls(name, given(case)))
    page.goto(EXAMPLES)
    address = page.evaluate(
        "([base, pairs]) => `${base}#${new URLSearchParams(pairs)}`",
        [f"{base}{CALCULATOR_PAGES[name]}/", pairs],
    )
    box = page.locator(".other-case")
    # The theme comes when somebody first turns to the page, and of it the stemmer for German last.
    with page.expect_response("**/lunr.de.min.js"):
        box.locator(".write").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert "alle vier Felder" in box.locator("[role=alert]").inner_text()
    typed = {"shows": 'Ein "Fall"', "expected": "Etwas anderes", "source": "§ 62 SGB V"}
    for field, text in {**typed, "address": address}.items():
        box.locator(f'[name="{field}"]').fill(text)
    box.locator(".write").click()
    assert box.locator("[role=alert]").inner_text() == ""
    [made] = tomllib.loads(box.locator(".file").input_value(), parse_float=Decimal)["case"]
    assert (made["shows"], made["source"]) == (typed["shows"], typed["source"])
    assert answer(name, given(made)).outcome == answer(name, given(case)).outcome
    letter = box.locator("textarea.letter").input_value()
    assert address in letter and typed["expected"] in letter
    assert box.locator(".file").input_value() in letter
    assert not asked


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/rechner/zuzahlung/#cost=62",
        "javascript:alert(1)//rechner/zuzahlung/#cost=62",
        "{base}rechner/zuzahlung/",
        "{base}rechner/zuzahlung/#a%20b=1",
        "{base}rechner/zuzahlung/#x%20%3D%201%0A%5Bcase%5D=1",
        "{base}betroffene/kosten/#cost=62",
        "{base}recht/beispiele/zuzahlung/#cost=62",
        "{base}rechner/zuzahlung/#letter",
    ],
)
def test_a_link_that_is_no_case_of_this_site_makes_none(page, base, address):
    page.goto(EXAMPLES)
    box = page.locator(".other-case")
    typed = {"shows": "Ein Fall", "expected": "Etwas anderes", "source": "§ 62 SGB V"}
    for field, text in {**typed, "address": address.format(base=base)}.items():
        box.locator(f'[name="{field}"]').fill(text)
    box.locator(".write").click()
    assert "dieser Website" in box.locator("[role=alert]").inner_text()
    assert not box.locator(".other-case__made").is_visible()
    assert box.locator('[name="shows"]').input_value() == typed["shows"]
