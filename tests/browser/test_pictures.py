"""Pictures in the answers: legible and whole, from the narrowest phone to the desk."""

import json

import pytest

from calculators.engine import web
from calculators.engine.answer import answer
from calculators.site.pages import cases, given
from tests.browser.conftest import CALCULATOR_PAGES
from tests.test_pictures import DRAWING

NARROWEST = 280
SMALLEST = 12  # pixels
# Where the words of a drawing lie, and the drawing itself.
PLACES = """answer => [...answer.querySelectorAll(".drawing")].map(drawing => {
    const place = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
    return {
        size: parseFloat(getComputedStyle(drawing).fontSize),
        frame: place(drawing.getBoundingClientRect()),
        words: [...drawing.querySelectorAll("text")].map(
            text => [text.textContent, place(text.getBoundingClientRect())]
        ),
    };
})"""


def drawn(page, name, case):
    """The place of the answer in the real page, and in it the answer as Python wrote it."""
    found = page.locator(f'[data-calculator="{name}"] .answer')
    html = json.loads(web.answer(name, "de", web.pairs(given(case))))["html"]
    found.evaluate("(answer, html) => { answer.innerHTML = html; answer.hidden = false }", html)
    return found


@pytest.mark.parametrize("name", DRAWING)
@pytest.mark.parametrize("width", [NARROWEST, 320, 1280])
def test_no_word_of_a_picture_is_small_or_cut_or_lies_on_another(page, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(CALCULATOR_PAGES[name] + "/")
    seen = 0
    for case in cases(name):
        if answer(name, given(case)).outcome.picture is None:
            continue
        (drawing,) = drawn(page, name, case).evaluate(PLACES)
        frame, words = drawing["frame"], drawing["words"]
        assert drawing["size"] >= SMALLEST
        for text, place in words:
            assert frame["left"] - 1 <= place["left"] and place["right"] <= frame["right"] + 1, text
            assert frame["top"] - 3 <= place["top"] and place["bottom"] <= frame["bottom"] + 6, text
        seen += len(words)
        for number, (text, place) in enumerate(words):
            for other, beside in words[number + 1 :]:
                assert not overlap(place, beside), (text, other)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen


def overlap(one, other):
    """Whether two words lie on each other, but for the room above and below their letters."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 0 and down > (one["bottom"] - one["top"]) / 3


@pytest.mark.parametrize("name", DRAWING)
def test_a_picture_is_an_image_with_a_name_and_a_description(page, name):
    page.goto(CALCULATOR_PAGES[name] + "/")
    case = next(c for c in cases(name) if answer(name, given(c)).outcome.picture)
    found = drawn(page, name, case)
    title = found.locator("figcaption").inner_text()
    image = found.get_by_role("img", name=title)
    assert image.count() == 1
    assert image.locator("desc").text_content()
    page.emulate_media(media="print")
    assert image.is_visible() and not found.locator(".picture details").is_visible()
