"""Pictures in the answers: legible and whole, from the narrowest phone to the desk."""

import json

import pytest

from calculators import web
from calculators.registry import answer
from tests.engine.test_pictures import DRAWING
from tools.built_site import CALCULATOR_PAGES
from website.cases import cases, given

WIDTHS = (280, 320, 1280)
SMALLEST = 12  # pixels
# Where the words of each answer's drawing lie, the drawing itself, and how wide the page becomes.
PLACES = """(answer, all) => all.map((html) => {
    const place = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
    answer.innerHTML = html;
    const drawings = answer.querySelectorAll(".drawing");
    return {
        drawings: drawings.length,
        size: parseFloat(getComputedStyle(drawings[0]).fontSize),
        frame: place(drawings[0].getBoundingClientRect()),
        words: [...drawings[0].querySelectorAll("text")].map(
            (text) => [text.textContent, place(text.getBoundingClientRect())]
        ),
        wide: document.documentElement.scrollWidth,
    };
})"""


def pictured(name):
    """The answers with a picture, as Python writes them."""
    chosen = [case for case in cases(name) if answer(name, given(case)).outcome.picture]
    assert chosen
    return [json.loads(web.answer(name, "de", web.pairs(given(case))))["html"] for case in chosen]


def opened(page, name):
    """The place of the answer in the real page."""
    page.goto(CALCULATOR_PAGES[name] + "/")
    found = page.locator(f'[data-calculator="{name}"] .answer')
    found.evaluate("answer => { answer.hidden = false }")
    return found


@pytest.mark.parametrize("name", DRAWING)
def test_no_word_of_a_picture_is_small_or_cut_or_lies_on_another(page, name):
    answers = pictured(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for drawing in opened(page, name).evaluate(PLACES, answers):
            frame, words = drawing["frame"], drawing["words"]
            assert drawing["drawings"] == 1
            assert drawing["size"] >= SMALLEST
            assert words
            for text, place in words:
                assert frame["left"] - 1 <= place["left"], text
                assert place["right"] <= frame["right"] + 1, text
                assert frame["top"] - 3 <= place["top"], text
                assert place["bottom"] <= frame["bottom"] + 6, text
            for number, (text, place) in enumerate(words):
                for other, beside in words[number + 1 :]:
                    assert not overlap(place, beside), (text, other)
            assert drawing["wide"] <= width


def overlap(one, other):
    """Whether two words lie on each other, but for the room above and below their letters."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 0 and down > (one["bottom"] - one["top"]) / 3


@pytest.mark.parametrize("name", DRAWING)
def test_a_picture_is_an_image_with_a_name_and_a_description(page, name):
    found = opened(page, name)
    found.evaluate("(answer, html) => { answer.innerHTML = html }", pictured(name)[0])
    found.locator(".working > summary").click()
    title = found.locator("figcaption").inner_text()
    image = found.get_by_role("img", name=title)
    assert image.count() == 1
    assert image.locator("desc").text_content()
    page.emulate_media(media="print")
    assert image.is_visible() and not found.locator(".picture details").is_visible()
