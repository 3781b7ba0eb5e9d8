"""The explanations of terms: opened and closed by keyboard and by touch, readable, and not printed."""

import pytest

from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.visitor import DESK, PHONE, visitor
from tools.built_site import SITE
from website.finish.tree import tree, with_class, words

PAGE = "betroffene/kosten/"


@pytest.fixture
def term(page):
    """The first term on a page, with what opens."""
    page.goto(PAGE)
    return page.locator("button.term").first


def note(page, term):
    return page.locator(f"#{term.get_attribute('popovertarget')}")


def test_the_keyboard_opens_reads_on_and_closes(page, term):
    box = note(page, term)
    assert box.is_hidden()
    term.focus()
    page.keyboard.press("Enter")
    assert box.is_visible()
    page.keyboard.press("Tab")
    assert box.locator("a").evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert box.is_hidden()
    assert term.evaluate("button => button === document.activeElement")
    page.keyboard.press("Space")
    assert box.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert box.is_hidden()


def test_who_cannot_see_hears_what_it_is_and_whether_it_is_open(page, term):
    name = f"{term.inner_text()}: Was heißt das?"
    assert heard(page, "button", name)["expanded"] is False
    term.click()
    assert heard(page, "button", name)["expanded"] is True
    assert page.get_by_role("note").inner_text().startswith(term.inner_text())


def heard(page, role, name):
    """What Chromium tells a screen reader about the one element of that role and name."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    [found] = [
        node
        for node in nodes
        if (node.get("role", {}).get("value"), node.get("name", {}).get("value")) == (role, name)
    ]
    return {said["name"]: said["value"].get("value") for said in found["properties"]}


def test_a_finger_opens_and_closes(browser, base):
    with visitor(browser, base, service_workers="block", has_touch=True) as (page, _):
        page.goto(PAGE)
        term = page.locator("button.term").first
        box = note(page, term)
        term.tap()
        assert box.is_visible()
        box.get_by_role("button").tap()
        assert box.is_hidden()
        term.tap()
        page.locator("h1").tap()
        assert box.is_hidden()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_opens_is_on_the_screen_and_axe_finds_nothing(page, axe, size):
    page.set_viewport_size(size)
    page.goto(PAGE)
    for term in page.locator("main button.term").all()[:5]:
        term.click()
        box = note(page, term)
        shown = box.bounding_box()
        assert shown["x"] >= 0 and shown["x"] + shown["width"] <= size["width"]
        assert shown["y"] >= 0 and shown["y"] + shown["height"] <= size["height"]
        assert not overhang(page)
        place = f"#{term.get_attribute('popovertarget')}"
        assert not faults_in_both_schemes(page, axe, place)
        page.keyboard.press("Escape")  # it may cover the next one


def test_it_stands_beside_its_word_where_there_is_room(page):
    page.set_viewport_size(DESK)
    page.goto(PAGE)
    term = page.locator("main button.term").first
    term.click()
    word, box = term.bounding_box(), note(page, term).bounding_box()
    below = box["y"] - (word["y"] + word["height"])
    above = word["y"] - (box["y"] + box["height"])
    assert 0 <= max(below, above) < 20
    assert box["width"] < PHONE["width"] * 1.2


def test_on_paper_it_is_text(page, term):
    page.emulate_media(media="print")
    assert term.evaluate("button => getComputedStyle(button).textDecorationLine") == "none"
    assert note(page, term).is_hidden()


def test_the_link_leads_to_the_term_in_the_glossary(page, term):
    box = note(page, term)
    term.click()
    title = box.locator("strong").inner_text()
    box.locator("a").click()
    page.wait_for_url("**/recht/glossar/#*")
    assert page.locator("dt:target").inner_text() == title


def test_behind_the_text_of_every_page_and_only_there_stand_its_explanations():
    found = 0
    for path in SITE.rglob("index.html"):
        page = tree(path.read_text("utf-8"))
        asked = {button.get("popovertarget") for button in with_class(page, "term")}
        notes = [note.get("id") for note in with_class(page, "term-note")]
        assert sorted(asked) == sorted(notes), path
        if notes:
            found += 1
            [article] = page.iter("article")
            [aside] = with_class(article, "term-notes")
            assert len(notes) == len(list(with_class(aside, "term-note"))), path
            behind = list(article)[list(article).index(aside) + 1 :]
            frame = {*with_class(article, "of-translation")}
            assert not any(words(element) for element in behind if element not in frame), path
    assert found
