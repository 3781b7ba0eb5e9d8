"""The language that nobody speaks: longer, in other letters, and nothing changed that is no word."""

import tomllib

import pytest

from tools import pseudo
from tools.pseudo import ROOT, filled, page, texts, toml
from website.languages import read
from website.languages.config import check_words

GERMAN = tomllib.loads((ROOT / "calculators" / "texts" / "de.toml").read_text("utf-8"))


def latin(text):
    return "".join(letter for letter in text.lower() if letter in pseudo.LATIN)


def test_a_word_is_in_other_letters_and_longer_by_two_fifths():
    german = "Belastungsgrenze"
    made = pseudo.word(german)
    assert not latin(made)
    assert len(made) == round(len(german) * 1.4)
    assert pseudo.word("GRENZE") == pseudo.word("Grenze")


@pytest.mark.parametrize(
    ("german", "kept"),
    [
        ("Das sind {sum:euro} bis zum 3. Mai 2026.", ["{sum:euro}", "3.", "2026"]),
        ("{n:n|Termin|Termine} nach § 61 Satz 1 SGB V", ["{n:n|", "§ 61 Satz 1 SGB V"]),
        ("<strong>Notruf.</strong> Unter {other}.", ["<strong>", "</strong>", "{other}"]),
    ],
)
def test_what_is_no_word_of_a_sentence_stays(german, kept):
    made = filled(german)
    rest = made
    for part in kept:
        assert part in made
        rest = rest.replace(part, "")
    assert not latin(rest)


def test_both_forms_of_a_noun_are_words():
    assert filled("{n:n|Termin|Termine}").count("|") == 2
    assert latin(filled("{n:n|Termin|Termine}")) == "nn"


def test_what_is_no_word_of_a_page_stays():
    made = page(
        "---\ntitle: Kosten\nhide: [toc]\n---\n# Was es kostet { #costs }\n\n"
        "[Rechnen](../rechner/zuzahlung.md#form){ .md-button } [[norm § 61 Satz 1 SGB V]] `make` 5 %\n\n"
        '??? note "Genauer"\n    {!.shared/hilfe.md!} :material-phone: <span class="lead">Ja</span>\n'
    )
    for kept in (
        "hide:\n- toc",
        "{ #costs }",
        "](../rechner/zuzahlung.md#form){ .md-button }",
        "[[norm § 61 Satz 1 SGB V]]",
        "`make`",
        "5 %",
        '??? note "',
        "{!shared/hilfe.md!}",
        ":material-phone:",
        '<span class="lead">',
    ):
        assert kept in made, kept
    for word in ("Kosten", "kostet", "Rechnen", "Genauer", "Ja<"):
        assert word not in made, word


def test_a_table_is_written_as_it_is_read():
    assert tomllib.loads("\n".join(toml(GERMAN))) == GERMAN


def leaves(said):
    if isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from leaves(one)
    elif isinstance(said, str):
        yield said


def test_the_calculators_say_all_of_it_and_fill_in_the_same():
    german, own = (
        list(leaves({name: said for name, said in words.items() if name != "format"}))
        for words in (GERMAN, texts(GERMAN))
    )
    assert [said.count("{") for said in own] == [said.count("{") for said in german]
    assert 1.2 < sum(map(len, own)) / sum(map(len, german)) < 1.5


def test_the_frame_has_all_its_words(tmp_path):
    house = tmp_path / "house"
    for name in pseudo.HOUSE:
        if name in ("docs", "mkdocs.yml", "calculators"):
            target = house / name
            target.parent.mkdir(parents=True, exist_ok=True)
            pseudo.copy(ROOT / name, target)
    pseudo.make(house)
    language = read(house / "languages" / pseudo.FOLDER)
    check_words(language)
    assert language.dir == "rtl"
    assert not latin("".join(language.sections.values()))
