"""The pages of those for whom reading may be hard are easy to read; and what measures that is right."""

import pytest

from tools.reading_level import (
    LEAST_FLESCH,
    MOST_WORDS_PER_SENTENCE,
    SITE,
    Level,
    for_all,
    levels,
    main,
    sentences,
    show,
    split,
    syllables,
    words,
)

LEVELS = levels()

# As a dictionary divides them.
SYLLABLES = """
So·zi·o·the·ra·pie Kran·ken·kas·se Zu·zah·lung Ver·ord·nung Be·las·tungs·gren·ze Psy·chi·a·ter
Arzt Ärz·tin Haus·arzt Pra·xis Kli·nik Ter·min Mus·ter Be·treu·ungs·plan Wi·der·spruch Be·scheid
An·ge·hö·ri·ge Fa·mi·lie Pa·ti·ent Kli·en·tin Me·di·ka·men·te be·ur·tei·len be·un·ru·hi·gen be·ei·len
ge·ehrt Rei·se neu Neu·ro·lo·gie Quit·tung be·quem Frei·heit Frau Häu·ser Boot Haar See
Stu·die stu·die·ren Li·nie Li·ni·en Me·di·en Dienst ver·dient Fe·ri·en ak·tu·ell Han·dy Sys·tem Mai Bay·ern
Jahr Eu·ro Mo·nat Wo·che Bei·de Geist zu·erst Re·gi·on eins ja Treff·punkt Teil·ha·be
"""


@pytest.mark.parametrize("page", [page for page in LEVELS if for_all(page)])
def test_a_page_for_all_is_easy_to_read(page):
    level = LEVELS[page]
    assert level.sentences
    assert level.words_per_sentence <= MOST_WORDS_PER_SENTENCE, level.longest
    assert level.flesch >= LEAST_FLESCH, sorted(level.words, key=syllables)[-20:]


def test_the_pages_for_all_are_among_those_measured():
    assert {"", "betroffene", "betroffene/weg", "angehoerige"} <= {p for p in LEVELS if for_all(p)}
    assert not any(for_all(page) for page in LEVELS if page.startswith(("recht", "entwicklung")))


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables_are_counted_as_a_dictionary_divides_the_word(word):
    assert syllables(word.replace("·", "")) == word.count("·") + 1


def test_what_is_spelt_out_has_a_syllable_for_each_sign():
    assert [syllables(word) for word in ("SGB", "37a", "112", "EUTB")] == [3, 3, 3, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie gehen. Sie kommen!", ["Sie gehen.", "Sie kommen!"]),
        ("Am 1. Januar 2027. Dann gilt es.", ["Am 1. Januar 2027.", "Dann gilt es."]),
        ("Sagen Sie: „Wer hilft? Wann?“ Dann warten Sie.", 3),
        ("Das gilt z. B. Abends. Gut.", 2),
        ("Ein Link ohne Ende", []),
        ("höchstens zehn,", []),
        ("Dabei gilt:", ["Dabei gilt:"]),
        ("Es gilt (\ue000§ 61 Abs 1 SGB V\ue001).", ["Es gilt."]),
        ("Es gilt (\ue000§ 61 SGB V\ue001; mehr dort).", ["Es gilt (§ 61 SGB V; mehr dort)."]),
    ],
)
def test_a_text_is_divided_into_sentences(text, expected):
    found = split(text)
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_what_is_no_running_text_does_not_count():
    html = """<html><body><p>Nicht im Artikel.</p><article>
        <h1>Was ist das?<a class="headerlink" href="#x">¶</a></h1>
        <p>Ein <a href="y">kurzer</a> Satz (<a class="norm" href="z">§ 1 Abs. 2 SGB V</a>).</p>
        <ul><li>Ein Punkt.<ul><li>Noch einer.</li></ul></li><li>ein Rest</li></ul>
        <p>Ein <button class="term">Wort</button><span popover>Das heißt so.</span> dazu.</p>
        <p><svg><path d=""/></svg> Ein Bild.</p>
        <table><tr><td>Eine Zelle.</td></tr></table><form><p>Eine Frage?</p></form>
        <p class="checked">Zuletzt geprüft am 1. Januar 2027.</p>
        </article></body></html>"""
    assert sentences(html) == [
        "Ein kurzer Satz.",
        "Ein Punkt.",
        "Noch einer.",
        "Ein Wort dazu.",
        "Ein Bild.",
    ]
    assert words("Rund 7,50 Euro, U-Bahn & Co.") == ["Rund", "7,50", "Euro", "U-Bahn", "Co"]


def test_officialese_is_found_out():
    hard = "Die Inanspruchnahme soziotherapeutischer Leistungen setzt die Genehmigung voraus."
    assert not Level([hard]).is_easy
    assert not Level(["Es ist so und so und so " * 3 + "und so."]).is_easy
    assert Level(["Sie gehen mit.", "Das hilft."]).is_easy


def test_the_command_prints_every_page_and_fails_where_one_is_too_hard(tmp_path, capsys):
    page = "<html><body><article><p>{}</p></article></body></html>"
    (tmp_path / "betroffene").mkdir()
    place = tmp_path / "betroffene" / "index.html"
    place.write_text(page.format("Das hilft."), "utf-8")
    main([str(tmp_path)])
    assert "easy" in capsys.readouterr().out
    place.write_text(page.format("Inanspruchnahme soziotherapeutischer Leistungen."), "utf-8")
    with pytest.raises(SystemExit, match="Too hard: betroffene"):
        main([str(tmp_path)])


def test_a_table_stands_in_columns():
    assert show([("a", "1", "x"), ("bbb", "22", "")]) == "a     1  x\nbbb  22"


def test_there_is_a_site():
    assert LEVELS, f"there is no built site in {SITE}: run make site"
