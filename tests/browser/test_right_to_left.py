"""From right to left, in words longer by two fifths: the site built with a language that nobody speaks."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from calculators import web
from calculators.registry import answer
from tests.engine.test_pictures import DRAWING
from tools import pseudo
from tools.browser.axe import SHAPES, faults, overhang
from tools.browser.forms import fill, submit
from tools.browser.visitor import visitor
from website.cases import cases, given
from website.links import places
from website.serve import serve

# It is built with Pyodide as it comes, in seconds.
pytestmark = [
    pytest.mark.proof(site=False, files=["docs", "languages"]),
    pytest.mark.falls_back,
]
NARROW = {"width": 320, "height": 740}
# Sides, from the reader's: how far what stands first in its line is from where lines begin.
SIDES = """() => {
    const side = (selector) => {
        const found = [...document.querySelectorAll(selector)].find((one) => one.getClientRects().length);
        if (!found) return null;
        const { left, right } = found.getBoundingClientRect();
        const style = getComputedStyle(found);
        return {
            start: innerWidth - right, end: left,
            thick: [parseFloat(style.borderRightWidth), parseFloat(style.borderLeftWidth)],
        };
    };
    const selectors = [".site-where a", ".site-header__menu", ".crisis", ".md-search__icon", ".admonition"];
    return Object.fromEntries(selectors.map((selector) => [selector, side(selector)]));
}"""
# Where the first and the last letter of each of them stand in their line.
LETTERS = """(selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.getClientRects().length === 1)
    .map((one) => {
        const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        const all = [];
        while (texts.nextNode()) all.push(texts.currentNode);
        const shown = all.filter((text) => text.data.trim());
        const place = (text, letter) => {
            const range = document.createRange();
            range.setStart(text, letter);
            range.setEnd(text, letter + 1);
            return range.getBoundingClientRect().left;
        };
        const [first, last] = [shown[0], shown[shown.length - 1]];
        const begin = place(first, first.data.search(/\\S/));
        return [one.textContent, begin, place(last, last.data.trimEnd().length - 1)];
    })"""
# What takes the focus, in order, of a place.
FOCUSED = """(box) => [...box.querySelectorAll("input, select, button, a[href], summary")]
    .filter((one) => one.getClientRects().length && one.tabIndex >= 0)
    .map((one) => one.name || one.textContent.trim())"""
WORDS_OF_PICTURES = """(answer, html) => {
    answer.innerHTML = html;
    answer.hidden = false;
    return [...answer.querySelectorAll(".drawing")].flatMap((drawing) => {
        const frame = drawing.getBoundingClientRect();
        return [...drawing.querySelectorAll("text")].map((text) => {
            const { left, right, width } = text.getBoundingClientRect();
            return [text.textContent, width, Math.min(left - frame.left, frame.right - right)];
        });
    });
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The copy of the project with the language in it, built."""
    folder = tmp_path_factory.mktemp("other-way") / "house"
    pseudo.build(folder)
    return folder


@pytest.fixture(scope="module")
def pages(house):
    """The addresses of all its pages, and of those for other sites."""
    site = house / "site"
    found = [*site.glob(f"{pseudo.FOLDER}/**/index.html")]
    found += site.glob(f"einbetten/{pseudo.FOLDER}/**/index.html")
    assert len(found) > 25
    return [f"{path.parent.relative_to(site).as_posix()}/" for path in sorted(found)]


@pytest.fixture
def page(browser, house):
    """A page of that site, as narrow as it may be."""
    with (
        serve(house / "site", port=0) as base,
        visitor(browser, base, service_workers="block") as (page, _),
    ):
        page.set_viewport_size(NARROW)
        yield page


def test_no_page_is_wider_than_the_screen(page, pages):
    wide = {}
    for path in pages:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.evaluate("document.documentElement.dir") == "rtl", path
        if overhang(page):
            wide[path] = overhang(page)
    assert not wide


def test_what_stands_first_stands_on_the_right(page):
    page.goto(f"{pseudo.FOLDER}/betroffene/kosten/")
    sides = page.evaluate(SIDES)
    for selector in (".site-where a", ".site-header__menu"):
        assert sides[selector]["start"] < sides[selector]["end"], selector
    for selector in (".crisis", ".admonition"):
        right, left = sides[selector]["thick"]
        assert right > left, selector
    page.locator(".site-header__menu").click()
    menu = page.locator(".site-menu").bounding_box()
    assert menu["x"] + menu["width"] == NARROW["width"]


def test_norms_and_telephone_numbers_keep_their_own_order(page):
    page.goto(f"{pseudo.FOLDER}/betroffene/ablehnung/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.set_viewport_size({"width": 1280, "height": 900})  # most in one line
    found = page.evaluate(LETTERS, "article a.norm, .crisis a[href^='tel:']")
    assert len(found) > 8
    for text, first, last in found:
        assert first < last, text


def test_an_answer_in_the_browser_is_in_the_language_of_the_page(page):
    page.goto(f"{pseudo.FOLDER}/rechner/zuzahlung/")
    box = page.locator(".calculator")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    verdict = box.locator(".answer .verdict").inner_text()
    assert not [letter for letter in verdict.lower() if letter in pseudo.LATIN]
    assert not overhang(page)


@pytest.mark.parametrize("name", DRAWING)
def test_labels_of_pictures_are_there_and_within_their_frame(page, house, name):
    pictured = [given(case) for case in cases(name) if answer(name, given(case)).outcome.picture]
    page.goto(f"{pseudo.FOLDER}/{places()[name].path}/")
    for html in answered(house, name, pictured[:4]):
        words = page.locator(".answer").evaluate(WORDS_OF_PICTURES, html)
        assert words
        for text, width, inside in words:
            assert width > 0, text
            assert inside > -1, text
        assert not overhang(page)


def answered(house, name, asked):
    """The answers of a calculator in that language, as HTML."""
    program = (
        "import json, sys; from calculators import web; name, language, *asked = sys.argv[1:];"
        "print(json.dumps([json.loads(web.answer(name, language, one))['html'] for one in asked]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, name, pseudo.TAG, *map(web.pairs, asked)],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(said.stdout)


def test_the_keyboard_goes_as_one_reads(page):
    page.goto(f"{pseudo.FOLDER}/rechner/fristen/")
    box = page.locator(".calculator")
    order = box.evaluate(FOCUSED)
    assert len(order) > 3
    page.locator('.calculator input[type="radio"]').first.focus()
    box.locator('input[value="refused"]').check()
    parts = box.locator(".day:visible").first.locator("input[type=text]")
    boxes = [part.bounding_box() for part in parts.all()]
    assert boxes == sorted(boxes, key=lambda box: (box["y"], -box["x"]))
    assert len({box["y"] for box in boxes}) < len(boxes)  # not just one below the other
    parts.first.focus()
    for part in parts.all():
        assert part.evaluate("(part) => part === document.activeElement")
        page.keyboard.press("Tab")


def test_axe_finds_no_fault(page, axe):
    for path in ("", "betroffene/weg/", "rechner/zuzahlung/"):
        page.goto(f"{pseudo.FOLDER}/{path}")
        assert not faults(page, axe, SHAPES), path


def test_the_embedded_page_has_its_direction(page):
    page.goto(f"einbetten/{pseudo.FOLDER}/zuzahlung/")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert urlsplit(page.url).path.startswith("/einbetten/")
