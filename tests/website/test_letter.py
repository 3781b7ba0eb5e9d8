"""The page of the letter: its form in the shortest, and the days that go from there into the letter."""

import json

import pytest

from calculators.engine.form_html import form
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from calculators.web import answer, pairs
from website.markdown import letter

SAY = texts("de")
GIVEN = {"kind": ["refused"], "instructions": ["unknown"], "on": ["2026-11-28"]}


def days(**answers):
    given = GIVEN | {name: [value] for name, value in answers.items()}
    return json.loads(answer("deadlines", "de", pairs(given)))["days"]


def test_whoever_has_a_refusal_in_hand_is_asked_for_its_day_alone():
    short = form(CALCULATORS["deadlines"], SAY, letter.REFUSED)
    assert '<input type="hidden" name="kind" value="refused">' in short
    asked, folded = short.split('<details class="more">')
    assert 'data-question="letter_date"' in asked
    assert asked.count("data-question=") == 1
    for name in letter.REFUSED.left_open:
        assert f'data-question="{name}"' in folded
    assert folded.count('value="unknown" checked') == len(letter.REFUSED.left_open)
    for other in ("handed_in", "issued", "medical_service"):
        assert f'data-question="{other}"' not in short


def test_the_usual_form_has_nothing_chosen():
    usual = form(CALCULATORS["deadlines"], SAY)
    assert "checked" not in usual
    assert 'type="hidden"' not in usual


def test_the_days_that_were_typed_come_back_in_words_but_not_the_one_of_the_clock():
    parts = {"letter_date.day": "12", "letter_date.month": "11", "letter_date.year": "2026"}
    assert days(**parts, arrived="unknown") == {"letter_date": "12. November 2026"}
    assert days(letter_date="2026-11-12", arrived="2026-11-20") == {
        "letter_date": "12. November 2026",
        "arrived": "20. November 2026",
    }


def test_nothing_is_taken_along_that_is_no_sheet():
    with pytest.raises(KeyError):
        letter.take_along("nothing", SAY, "")
