"""Who has reviewed a page or a rule: only what an entry says, and only of the text that was read."""

from datetime import date

import pytest

from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from tools import watch
from website import reviews
from website.markdown import reviewed
from website.npm import CannotBuild
from website.rules import rules_of
from website.written import DOCS

SAY = texts("de")
PAGE, RULE = "betroffene/kosten.md", "copayment.daily_copayment"
DAY = date(2026, 11, 2)


def entry(of, **other):
    return {
        "of": of,
        "text": reviews.reviewable()[of],
        "by": "Erika Beispiel",
        "profession": "Rechtsanwältin",
        "day": DAY,
        **other,
    }


@pytest.fixture
def written_down(monkeypatch):
    """Says what the file has."""
    words = reviews.shared(reviews.NAME)

    def say(*entries):
        monkeypatch.setattr(reviews, "shared", lambda _: {**words, "review": entries})

    return say


@pytest.mark.parametrize("of", [PAGE, RULE])
def test_a_page_and_a_rule_say_who_has_reviewed_them(written_down, of):
    written_down(entry(of))
    assert "Fachlich geprüft von Erika Beispiel, Rechtsanwältin, am 2. November 2026." in " ".join(
        reviewed.said(of, SAY).replace("&nbsp;", " ").replace("\u00a0", " ").split()
    )
    assert "geändert" not in reviewed.said(of, SAY)
    other = RULE if of == PAGE else PAGE
    assert not reviewed.said(other, SAY)


def test_what_was_said_of_an_earlier_text_is_not_said_of_this_one(written_down):
    written_down(entry(PAGE, text="0" * 16))
    assert "Danach wurde der Text geändert." in reviewed.said(PAGE, SAY)
    assert reviews.reviews()[PAGE].due() == DAY


def test_the_later_of_two_reviews_counts(written_down):
    written_down(entry(PAGE, by="Neu", day=date(2026, 11, 3)), entry(PAGE, by="Alt"))
    assert reviews.reviews()[PAGE].by == "Neu"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": ""}, "each with something"),
        ({"praise": "gut"}, "each with something"),
        ({"of": "betroffene/nichts.md"}, "no page and no rule"),
        ({"day": "gestern"}, "no day"),
    ],
)
def test_what_lacks_something_stops_the_build(written_down, change, message):
    written_down({**entry(PAGE), **change})
    with pytest.raises(CannotBuild, match=message):
        reviews.reviews()


def test_an_included_text_belongs_to_the_page():
    page = (DOCS / "index.md").read_text("utf-8")
    assert "{!.shared/" in page
    whole = reviews._whole(page)
    assert (DOCS / ".shared" / "kosten-vier-zeilen.md").read_text("utf-8") in whole


def test_the_list_has_every_page_for_readers_and_every_rule_with_an_entry_to_copy():
    made = reviewed.checklist(SAY, "../../")
    rules = {rule for calculator in CALCULATORS.values() for rule in rules_of(calculator)}
    assert len(rules) > 50
    for of, digest in reviews.reviewable().items():
        assert f'of = "{of}"'.replace('"', "&quot;") in made or f'of = "{of}"' in made
        assert digest in made
    assert PAGE in reviews.reviewable() and "ueber/index.md" not in reviews.reviewable()


def test_a_review_is_due_after_a_year_and_as_soon_as_the_text_changes(written_down):
    written_down(entry(PAGE), entry(RULE, text="0" * 16))
    watch.looks.cache_clear()
    try:
        due = [found.what for found in watch.due(DAY)]
        assert any(RULE in what for what in due) and not any(PAGE in what for what in due)
        assert any(PAGE in found.what for found in watch.due(date(2027, 11, 2)))
    finally:
        watch.looks.cache_clear()


def test_the_page_about_us_says_how_much_has_been_reviewed(written_down):
    assert "noch niemand" in reviewed.summary("../")
    written_down(entry(PAGE), entry(RULE))
    assert "Fachlich geprüft sind 2 Texte" in reviewed.summary("../")
