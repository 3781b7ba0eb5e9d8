"""The ways to an answer are as short as they were promised, and are counted rightly."""

import pytest

from tools.browser.visitor import PHONE
from tools.journeys.__main__ import ALL, measured
from tools.journeys.reader import Lost, Reader
from tools.journeys.table import Row, lines

# Two screens and a half: a link, words between, a form; and words that nobody sees.
PAGE = f"""<!doctype html><html lang=de><style>
    body {{ margin: 0 }} p, form, h1 {{ margin: 0 }} .gap {{ height: {PHONE["height"]}px }}
</style><main>
    <h1>Drei kurze Worte</h1><a href="#ziel">Zum Ziel</a>
    <p hidden>nie gesehen</p><details><summary>Mehr</summary><p>auch nicht</p></details>
    <div class=gap></div><p>zwei dazwischen</p><div class=gap></div>
    <div id=box><form id=ziel onsubmit="return false">
        <fieldset data-question=who><legend>Für wen?</legend><div class=choices>
            <label class=choice><input type=radio name=who>Für mich</label></div></fieldset>
        <div data-question=age><label for=age>Wie alt?</label><input type=text id=age></div>
        <div data-question=left><label for=left>Noch etwas? <span class=optional>(freiwillig)</span>
            </label><input type=text id=left></div>
    </form></div><div class=gap></div>
</main>"""


@pytest.mark.parametrize("name", ALL)
def test_no_way_is_longer_than_promised(browser, base, name):
    assert not {row.to_get: row.faults for row in measured(browser, base, name) if row.faults}


def reader_of(page):
    page.set_content(PAGE)
    reader = Reader(page)
    reader._arrive()
    return reader


def test_a_reader_pays_for_taps_keys_screens_and_words_seen(page):
    reader = reader_of(page)
    assert reader.cost == {"taps": 0, "keys": 0, "screens": 1, "words": 6}
    box = page.locator("#box")
    reader.answer(box, {"für wen": "mich", "alt": "42"})
    assert (reader.taps, reader.keys) == (2, 2)
    # Scrolled past what lies between, down to the second question and no farther.
    second = page.locator("[data-question=age]").bounding_box()
    assert second["y"] + second["height"] == pytest.approx(PHONE["height"], abs=1)
    assert reader.screens == pytest.approx(1 + page.evaluate("scrollY") / PHONE["height"])
    assert reader.words == 6 + 2 + 4 + 2


def test_where_the_page_leads_somebody_is_one_screen_however_far(page):
    reader = reader_of(page)
    reader.follow(page.get_by_role("link", name="Zum Ziel"))
    assert page.evaluate("scrollY") > 1.5 * PHONE["height"]
    assert (reader.taps, reader.screens) == (1, 2)
    assert reader.words == 6 + 9


def test_a_question_that_must_be_answered_and_cannot_be_is_said(page):
    with pytest.raises(Lost, match="Wie alt"):
        reader_of(page).answer(page.locator("#box"), {"für wen": "mich"})


def test_a_passed_limit_and_what_is_missing_are_faults():
    row = Row(
        who="client",
        to_get="an answer",
        reached={"taps": 10, "screens": 2.25},
        limit={"taps": 9, "screens": 3},
        lacks=["the cap"],
    )
    assert row.faults == ["taps: 10, at most 9", "not found: the cap"]
    printed = "\n".join(lines([row]))
    assert "10 / 9" in printed
    assert "2.2 / 3" in printed
