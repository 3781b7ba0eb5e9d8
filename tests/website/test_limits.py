"""Words by which a text denies or limits: where only one side has one, whoever translates is told."""

import pytest

from website.languages import languages, limits
from website.languages.limits import Unlike, unlike

KINDS = {"not", "only", "at_most", "at_least", "until", "from"}
FOREIGN = [language for language in languages() if not language.is_german]


@pytest.mark.parametrize("language", FOREIGN, ids=lambda language: language.folder)
def test_every_foreign_language_says_by_which_words_it_denies_and_limits(language):
    listed = limits._listed((language.home / limits.NAME).read_text("utf-8"))
    assert listed.keys() == KINDS
    assert all(words and all(words) for words in listed.values())


@pytest.mark.parametrize(
    ("german", "foreign", "expected"),
    [
        ("Sie zahlen nicht.", "You do not pay.", []),
        ("Sie zahlen nicht.", "You pay.", [("not", True)]),
        (
            "Sie zahlen höchstens 5 €.",
            "You pay at least 5 €.",
            [("at_most", True), ("at_least", False)],
        ),
        ("Ab dem Tag", "Until that day", [("until", False), ("from", True)]),
        ("Nichts", "Nothing at all", []),
    ],
)
def test_a_limit_on_one_side_is_told(monkeypatch, german, foreign, expected):
    english = next(language for language in languages() if language.tag == "en")
    said = {"texts/de.toml": {"x": german}, "texts/en.toml": {"x": foreign}}
    monkeypatch.setattr(limits, "table", said.__getitem__)
    assert list(unlike(english)) == [Unlike("x", kind, side) for kind, side in expected]
