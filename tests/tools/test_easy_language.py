"""The pages and calculators in Einfache Sprache keep its rules; and what checks them finds a breach."""

import re
import tomllib
from xml.etree import ElementTree

import pytest

from calculators.engine.answer_html import answer as as_html
from calculators.engine.explanation import explain
from calculators.engine.text import texts
from tests.cases import answered
from tools import easy_language as easy
from tools.reading_level import main as measure_all
from tools.reading_level import words
from website.cases import cases

TEXTS = {name: sentences for name, sentences in easy.texts().items() if sentences}
CALCULATORS = ("eligibility", "copayment", "burden_limit", "remaining_hours", "deadlines")
DRAWINGS = sorted((easy.LANGUAGE / "drawings").glob("*.svg"))
WRITTEN = sorted((easy.LANGUAGE / "pages").rglob("*.md"))

DOES_NOT_BREAK = """
Der Weg ist zu schwer. Sie gehen zum Arzt. Die Krankenkasse hat den Antrag geprüft.
Das ist noch nicht geklärt. Sie werden in diesem Jahr volljährig. Ich habe Widerspruch eingelegt.
Fragen Sie in der Praxis nach. Kam der Brief mit der Post? In der Liste steht es nicht.
Dieses Ergebnis passt zu Ihnen. Der Untätigkeitsklage folgt ein Urteil. Die Beihilfe-Stelle weiß es.
Sie zahlen 2 % davon, das sind 2 Euro von 100 Euro. Suchen Sie die Gesundheits·karte.
"""
BREAKS = [
    ("passive", "Der Antrag wird von der Krankenkasse geprüft."),
    ("passive", "Dann werden Probestunden angerechnet."),
    ("passive", "Die Kosten wurden erstattet."),
    ("subjunctive", "Vielleicht könnten Sie dort fragen."),
    ("subjunctive", "Sie sagt, er sei früher da."),
    ("genitive", "Das steht auf dem Brief der Krankenkasse."),
    ("genitive", "Das gilt für den Rest des Jahres."),
    ("genitive", "Das ist am Ende dieses Jahres so."),
    ("genitive", "Es sind die Einnahmen Ihrer neuen Familie."),
    ("man", "Hier kann man fragen."),
    ("number word", "Es gibt zwei Wege."),
    ("abbreviation", "Das gilt z. B. auch hier."),
    ("long word", "Die Gesundheitsuntersuchung ist wichtig."),
    ("long word", "Die Haus-Gesundheitsuntersuchung ist wichtig."),
    ("long sentence", "Sie gehen heute oder morgen oder am Freitag mit ihr zum Arzt hin."),
    ("another word for Krankenkasse", "Die Kasse sagt Nein."),
    ("another word for Krankheit", "Die Erkrankung ist schwer."),
    ("percent without an example in euro", "Sie zahlen 2 % davon."),
]


@pytest.mark.parametrize("sentence", easy.split(DOES_NOT_BREAK))
def test_what_keeps_the_rules_breaks_none(sentence):
    assert not easy.breaches([sentence])


@pytest.mark.parametrize(("rule", "sentence"), BREAKS)
def test_what_breaks_a_rule_is_found(rule, sentence):
    assert rule in [breach.rule for breach in easy.breaches([sentence])]


def test_an_example_in_euro_may_follow_the_percent():
    assert not easy.breaches(["Es sind 2 %.", "Das sind 2 Euro von 100 Euro."])


def test_a_value_is_one_word_and_a_choice_of_words_is_its_longer_one():
    text = "{n:either|Der Tag|Alle Tage} bis {day:date}: {sum:euro}, {count:n|Tag|Tage}."
    assert words(easy.filled(text)) == ["Alle", "Tage", "bis", "2,6", "30", "3", "Tage"]


def test_the_formulas_read_no_long_word_in_a_number():
    level = easy.measured(["Rufen Sie an: 0800 011 77 22.", "Es sind 135,12 € im Jahr 2026."])
    assert [word for word in level.words if any(map(str.isdigit, word))] == ["1", "1", "1"]


def test_a_text_beyond_a_limit_is_named_and_a_short_one_is_not_measured():
    hard = ["Die Untätigkeitsklage beim Sozialgericht verlangt Rechtsbehelfsbelehrungen."]
    assert easy.out_of_limits(easy.measured(hard)) == []
    found = easy.out_of_limits(easy.measured(hard * easy.LEAST_WORDS))
    assert [measure.split()[0] for measure in found] == ["Amstad", "Wiener", "LIX"]
    assert easy.out_of_limits(easy.measured(["Ein Tag und ein Tag " * 5] * easy.LEAST_WORDS)) == [
        "25.0 words a sentence"
    ]


def test_the_page_counts_what_stands_in_it():
    html = f"""<html><body><article><h1>Titel</h1><p>Ein Satz steht hier.</p>
        <figure class="illustration"><svg></svg></figure><h2>{easy.TO_DO}<a class="headerlink">¶</a></h2>
        <p hidden>Das sieht niemand.</p><template>Auch das nicht.</template></article></body></html>"""
    page = easy.page(html)
    assert (page.sentences, page.headings, page.drawings) == (
        ["Ein Satz steht hier."],
        [easy.TO_DO],
        1,
    )
    assert page.too_much == []
    many = easy.Page(["Ein Wort. " * 200] * 2, ["Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs"], 0)
    assert many.too_much == ["800 words", "6 headings", f"not one „{easy.TO_DO}“"]


# --- The texts of the calculators ---------------------------------------------------------------


def test_the_calculators_are_among_the_texts():
    assert set(CALCULATORS) <= set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_no_sentence_of_a_calculator_breaks_a_rule(name):
    assert not easy.breaches(TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_the_sentences_of_a_calculator_are_easy_as_a_whole(name):
    least = easy.LEAST_AMSTAD_OF.get(name, easy.LEAST_AMSTAD)
    assert not easy.out_of_limits(easy.measured(TEXTS[name]), least)


@pytest.mark.parametrize("name", easy.LEAST_AMSTAD_OF)
def test_what_may_be_harder_is_hard_by_the_name_of_the_therapy_alone(name):
    level = easy.measured(TEXTS[name])
    assert level.flesch < easy.LEAST_AMSTAD
    without = [sentence.replace("Soziotherapie", "") for sentence in TEXTS[name]]
    assert easy.measured(without).flesch >= easy.LEAST_AMSTAD


def test_no_label_has_a_word_that_is_too_long():
    labels = [
        text
        for name in CALCULATORS
        for key, text in easy.flat(easy.catalogue()[name])
        if key.endswith("label") or ".choice." in key
    ]
    assert len(labels) > 100
    assert not [word for text in labels for word in words(text) if easy.is_long(word)]


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_case_of_a_calculator_is_answered_in_easy_german(name):
    """So no word is missing that some answer needs; and the answer is another one than in German."""
    easily, german = texts("de-simple"), texts("de")
    for case in cases(name):
        found = answered(name, case)
        assert as_html(explain(found, easily), easily) != as_html(explain(found, german), german)


# --- The words around them ----------------------------------------------------------------------


def test_the_glossary_and_the_frame_break_no_rule():
    assert easy.terms() and easy.frame()
    assert not easy.breaches(easy.terms())
    assert not easy.breaches(easy.frame())


def test_a_term_that_stays_though_it_is_long_is_explained():
    glossary = tomllib.loads((easy.LANGUAGE / "glossar.toml").read_text("utf-8"))["term"]
    assert set(easy.TERMS.values()) <= glossary.keys()
    for term, entry in easy.TERMS.items():
        written = " ".join(
            [glossary[entry]["title"], *glossary[entry].get("forms", ()), glossary[entry]["says"]]
        )
        assert re.search(term.removesuffix("(?:in)?"), written), term


@pytest.mark.parametrize(
    "path", WRITTEN, ids=lambda path: path.relative_to(easy.LANGUAGE).as_posix()
)
def test_easy_german_is_never_called_by_the_name_of_another(path):
    assert "eichte Sprache" not in path.read_text("utf-8")
    assert "eichter Sprache" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_described_in_easy_words_and_used(path):
    [title] = [
        e.text for e in ElementTree.fromstring(path.read_text("utf-8")) if e.tag.endswith("title")
    ]
    assert title and not easy.breaches(easy.split(title))
    assert any(f"[[drawing {path.stem}]]" in page.read_text("utf-8") for page in WRITTEN)


# --- The command -------------------------------------------------------------------------------


def test_the_command_leaves_with_an_error_where_nothing_is_built(tmp_path):
    with pytest.raises(SystemExit, match="make site"):
        easy.main([str(tmp_path)])
    with pytest.raises(SystemExit, match="make site"):
        measure_all([str(tmp_path)])


def test_the_command_names_what_is_not_easy(tmp_path, capsys):
    place = tmp_path / easy.FOLDER / "betroffene" / "index.html"
    place.parent.mkdir(parents=True)
    place.write_text(
        "<html><body><article><p>Das wird von ihr geprüft.</p></article></body></html>"
    )
    with pytest.raises(SystemExit, match="Not easy enough"):
        easy.main([str(tmp_path)])
    printed = capsys.readouterr().out
    assert "betroffene: passive: 'wird … geprüft'" in printed
    assert f"betroffene: not one „{easy.TO_DO}“" in printed
