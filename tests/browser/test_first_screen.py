"""The first screen answers: what stands above the fold, and that what moved away is still found."""

import re

import pytest
from playwright.sync_api import expect

from calculators.law.figures import checked
from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import DESK, PHONE, SAVING, fetch_theme
from tools.built_site import CALCULATOR_PAGES, PAGES, SITE
from tools.journeys.phone import opened
from website.cases import cases, given
from website.links import places

FORM_FROM = 250  # pixels on a phone
# All around a form on its page, head and footer included, in a wide font; in a phone's own, it is 1,750.
AROUND = 2_100
EXAMPLES = 6_000
# Addresses that others may have kept, from when all stood on the page of the calculator.
KEPT = {
    "anspruch": "common-answers conditions aid",
    "zuzahlung": "common-answers terms how-it-works prices",
    "belastungsgrenze": "common-answers who-counts deductions income basic-security chronic missing-figure",
    "chronisch": "common-answers terms",
    "stunden": "common-answers what-counts terms",
    "verordnung": "common-answers terms open",
    "fristen": "common-answers cautious calendar too-late terms",
}
IN_SIGHT = """(element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""


@pytest.mark.parametrize("path", CALCULATOR_PAGES.values())
def test_a_form_begins_on_the_first_screen_and_little_stands_around_it(page, path):
    page.goto(f"{path}/")
    form = page.locator(".calculator form").bounding_box()
    assert form["y"] <= FORM_FROM
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert whole - form["height"] <= AROUND


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_the_commonest_answers_are_folded_and_a_link_to_them_unfolds_them(page, name):
    open_form(page, name)
    table = page.locator(f"#{name}-answers table").first
    assert not table.is_visible()
    page.evaluate("place => { location.hash = place }", f"{name}-answers")
    table.wait_for(state="visible")


@pytest.mark.parametrize("slug", KEPT)
def test_old_addresses_within_a_calculator_page_still_lead_somewhere(page, slug):
    html = (SITE / f"rechner/{slug}/index.html").read_text("utf-8")
    for anchor in KEPT[slug].split():
        assert html.count(f'id="{anchor}"') == 1, anchor
    last = KEPT[slug].split()[-1]
    page.goto(f"rechner/{slug}/#{last}")
    page.locator(f"#{last}").wait_for(state="visible")


# Pixels on a phone, in its own letters, before anything is unfolded: seven screens, and the letter's own.
LONGEST = 5_500
LONGER = {"betroffene/ablehnung/": 6_000, "betroffene/weg/": 6_000}
FOR_CLIENTS = [f"{path}/" for path in PAGES if path.split("/")[0] in ("betroffene", "angehoerige")]


@pytest.mark.parametrize("path", FOR_CLIENTS)
def test_a_page_for_clients_and_relatives_is_short_before_anything_is_unfolded(browser, base, path):
    with opened(browser, base) as page:
        page.goto(path)
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.documentElement.scrollHeight") <= LONGER.get(path, LONGEST)


# A sentence by the tops of its lines; in it the letters of phones, or wider ones.
LINES = """(element, end) => {
    const range = document.createRange();
    range.setStart(element.firstChild, 0);
    range.setEnd(element.firstChild, element.firstChild.data.indexOf(end) + end.length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
}"""


def test_the_day_on_which_the_law_was_checked_is_one_small_line(page):
    page.set_viewport_size(PHONE)
    page.goto("betroffene/kosten/")
    day = str(checked().year)
    assert page.locator(".checked").evaluate(LINES, day) == 1
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    assert box.locator(".law-checked").evaluate(LINES, day) == 1


def test_old_addresses_of_rules_and_examples_lead_to_the_pages_of_each_calculator():
    law = (SITE / "recht/index.html").read_text("utf-8")
    examples = (SITE / "recht/beispiele/index.html").read_text("utf-8")
    for name, place in places().items():
        assert re.search(rf'<a href="rechenwege/{place.slug}/#rules" id="rules-{name}"', law)
        anchor = name.replace("_", "-")
        assert re.search(rf'<a href="{place.slug}/" id="{anchor}"', examples)


def test_the_start_page_says_what_it_is_and_asks_four_questions_on_the_first_screen(page):
    page.add_init_script(SAVING)
    page.goto("")
    for what in (".hero h1", ".hero .lead", ".hero li:nth-child(4) a", ".search-door"):
        assert page.locator(what).evaluate(IN_SIGHT), what
    ways = page.locator(".hero li a").evaluate_all("all => all.map((a) => a.pathname)")
    assert ways == ["/betroffene/", "/rechner/anspruch/", "/betroffene/kosten/", "/betroffene/weg/"]


@pytest.mark.parametrize(
    ("path", "ways"),
    [("", ".hero li a"), ("betroffene/", ".jumps a"), ("betroffene/sagen/", ".jumps a")],
)
def test_where_there_is_room_each_way_stands_in_one_line(page, path, ways):
    page.set_viewport_size(DESK)
    page.goto(path)
    lines = page.locator(ways).evaluate_all(
        """all => all.map((a) => {
            const range = document.createRange();
            range.selectNodeContents(a);
            return [a.textContent, new Set([...range.getClientRects()].map(({ top }) => top)).size];
        })"""
    )
    assert lines
    assert not [words for words, count in lines if count != 1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_field_on_the_start_page_opens_the_search(page, size):
    page.set_viewport_size(size)
    page.goto("")
    page.locator(".search-door").click()
    expect(page.locator(".md-search__input")).to_be_focused(timeout=30_000)
    page.keyboard.type("Brief von der Kasse")
    page.locator(".md-search-result__item").first.wait_for(state="visible")


@pytest.mark.parametrize("path", ["betroffene/", "angehoerige/"])
def test_what_readers_came_for_is_one_tap_from_the_head_of_the_page(page, path):
    page.goto(path)
    ways = page.locator(".jumps a")
    assert ways.count() == 6
    assert ways.first.evaluate(IN_SIGHT)
    assert "/betroffene/ablehnung/" in ways.evaluate_all("all => all.map((a) => a.pathname)")


def test_the_way_begins_with_what_to_do_today_and_its_sentence_can_be_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("betroffene/weg/")
    assert page.locator("#way ~ ol li").nth(2).evaluate(IN_SIGHT)
    said = page.locator("#first-sentence").inner_text()
    page.locator("button[data-copies]").click()
    page.locator("button[data-copies]", has_text="Kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == said
    assert page.locator(".first-step a[href='tel:116117']").is_visible()


def test_the_menu_of_a_phone_reaches_every_page(page, base):
    page.goto("betroffene/weg/")
    page.locator(".site-header__menu").click()
    menu = page.locator("#site-menu")
    listed = set(menu.locator("a").evaluate_all("all => all.map((a) => a.pathname)"))
    deeper = {path for path in PAGES if re.match("recht/(rechenwege|beispiele)/", path)}
    assert {f"/{path}/" if path else "/" for path in set(PAGES) - deeper} <= listed
    folded = menu.locator("a[href$='recht/glossar/']")
    assert not folded.is_visible()
    section = menu.locator("li", has=page.locator("a[href$='recht/glossar/']"))
    section.locator("summary").click()
    folded.click()
    page.wait_for_url(f"{base}recht/glossar/")


def test_above_the_title_stands_the_section_with_the_way_up(page):
    for path in PAGES:
        html = (SITE / path / "index.html").read_text("utf-8")
        assert ('class="site-where"' in html) == bool(path), path
    page.goto("recht/beispiele/fristen/")
    ways = page.locator(".site-where li")
    assert ways.all_inner_texts() == ["Recht", "Beispiele"]
    page.locator(".site-where a").last.click()
    page.wait_for_url("**/recht/beispiele/")


def test_a_word_leaves_the_examples_that_have_it(page):
    page.goto("recht/beispiele/zuzahlung/")
    cases = page.locator(".examples .case")
    groups = page.locator(".examples > details")
    assert page.evaluate("document.documentElement.scrollHeight") <= EXAMPLES
    assert not cases.filter(visible=True).count(), "folded by what they are about"
    field = page.locator("#filter")
    field.wait_for(state="visible")
    all_of_them = cases.count()
    said = page.locator(".filter__left")
    assert said.inner_text() == f"{all_of_them} von {all_of_them} Fällen"
    field.fill("belastungsgrenze JAHRESWECHSEL")
    left = cases.filter(visible=True)
    few = left.count()
    assert 0 < few < all_of_them
    assert said.inner_text() == f"{few} von {all_of_them} Fällen"
    for text in left.evaluate_all("all => all.map((e) => e.textContent.toLowerCase())"):
        assert "belastungsgrenze" in text and "jahreswechsel" in text
    field.fill("")
    assert said.inner_text() == f"{all_of_them} von {all_of_them} Fällen"
    assert groups.filter(visible=True).count() == groups.count() < all_of_them / 5
    assert not cases.filter(visible=True).count()
    groups.first.locator("summary").first.click()
    assert cases.filter(visible=True).count() == groups.first.locator(".case").count()


@pytest.mark.parametrize("path", ["", "betroffene/weg/", "recht/beispiele/fristen/"])
def test_the_new_parts_are_accessible_on_a_desk_and_on_a_phone(page, axe, path):
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        page.goto(path)
        fetch_theme(page)
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
        assert not [fault["id"] for fault in found["violations"]], size
