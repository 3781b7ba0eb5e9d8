"""Every page: nobody else is asked for anything, nothing sticks out, and axe finds no fault."""

import json

import pytest

from calculators.site.pages import cases, given
from tests.browser.conftest import CALCULATOR_PAGES, DESK, PAGES, PHONE, SITE, strangers, watch
from tests.browser.forms import fill, open_form, submit

# All of WCAG 2.0 to 2.2 up to AA, best practices, and of AAA the contrast of 7:1.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
LOOKS = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
LOOK_IDS = [f"{size['width']}-{scheme}" for size, scheme in LOOKS]


@pytest.fixture(params=LOOKS, ids=LOOK_IDS)
def look(request, browser, base):
    """A page in one size and one colour scheme."""
    size, scheme = request.param
    context = browser.new_context(
        viewport=size, color_scheme=scheme, base_url=base, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_every_page_asks_only_this_site_and_makes_no_error(browser, base):
    for path in PAGES:
        context = browser.new_context(viewport=PHONE, base_url=base)
        page = context.new_page()
        record = watch(page)
        page.goto(f"{path}/" if path else "", wait_until="networkidle")
        assert not strangers(record, base), path
        assert not record.errors, (path, record.errors)
        assert not [url for url in record.requests if "/runtime/" in url], path
        has_form = page.locator(".calculator").count() > 0
        assert has_form == any(url.endswith("calculator.js") for url in record.requests), path
        assert not context.cookies(), path
        context.close()


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_an_answer_is_worked_out_without_asking_anyone_else(browser, base, name):
    context = browser.new_context(viewport=PHONE, base_url=base)
    page = context.new_page()
    record = watch(page)
    box = open_form(page, name)
    assert not [url for url in record.requests if "/runtime/" in url]
    fill(box, name, given(cases(name)[0]))
    submit(box)
    assert [url for url in record.requests if url.endswith(".wasm")]
    assert not strangers(record, base)
    assert not record.errors
    assert "?" not in "".join(record.requests)
    assert not context.cookies()
    context.close()


def test_axe_finds_nothing_on_any_page(look, axe):
    for path in PAGES:
        look.goto(f"{path}/" if path else "")
        assert not faults(look, axe), path


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_axe_finds_nothing_in_any_state_of_a_form(look, axe, name):
    box = open_form(look, name)
    submit(box)
    assert box.locator(".problem-summary").is_visible()
    assert not faults(look, axe), "errors"
    for case in some(cases(name)):
        look.reload()
        fill(box, name, given(case))
        submit(box)
        for details in box.locator(".answer details").all():
            details.locator("summary").click()
        assert not faults(look, axe), case["shows"]
        assert not overhang(look), case["shows"]


def test_nothing_sticks_out_on_a_narrow_screen(look):
    for path in PAGES:
        look.goto(f"{path}/" if path else "")
        assert not overhang(look), path


def test_the_page_that_is_not_there_helps_on(page, axe):
    response = page.goto("gibt-es-nicht/")
    assert response.status == 404
    assert page.locator("main a").count() > 0
    assert not faults(page, axe)


def test_links_and_anchors_within_the_site_lead_somewhere(page, base):
    anchors = {}
    wanted = set()
    for path in PAGES:
        page.goto(f"{path}/" if path else "")
        anchors[page.url] = set(page.eval_on_selector_all("[id]", "all => all.map(e => e.id)"))
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => [a.href, a.hash])")
        wanted |= {(page.url, href, hash_) for href, hash_ in links if href.startswith(base)}
    for source, href, hash_ in wanted:
        target = href.partition("#")[0]
        assert target in anchors, (source, href)
        assert not hash_ or hash_[1:] in anchors[target], (source, href)


def test_every_page_has_a_title_a_description_and_german_as_its_language(page):
    for path in PAGES:
        page.goto(f"{path}/" if path else "")
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.title()
        description = page.locator('meta[name="description"]').get_attribute("content")
        assert len(description) > 30, path
        assert page.locator("h1").count() == 1, path


def test_the_search_index_knows_every_page():
    index = json.loads((SITE / "search" / "search_index.json").read_text("utf-8"))
    known = {entry["location"].partition("#")[0].rstrip("/") for entry in index["docs"]}
    assert set(PAGES) <= known


def some(all_cases):
    """One case for each verdict: each shows a state of the answer that the others do not."""
    return {case["expect"]["verdict"]: case for case in all_cases}.values()


def faults(page, axe):
    """What axe finds: rule, and the first place."""
    page.evaluate(axe)
    found = page.evaluate("options => axe.run(document, options)", AXE)
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]]


def overhang(page):
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
