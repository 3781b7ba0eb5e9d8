"""Languages beside German: how they count, write and run, what they lack, and what stays German in them."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from calculators import command, web
from calculators.engine import ics, plural
from calculators.engine.answer_html import after_the_first
from calculators.engine.answer_html import answer as as_html
from calculators.engine.explanation import explain
from calculators.engine.form_html import form
from calculators.engine.html import cite, telephone
from calculators.engine.text import LANGUAGES, Texts, texts
from calculators.registry import CALCULATORS, answer
from calculators.registry import spoken as calculators_of
from tests.cases import answered
from tests.languages import ENGLISH_MONTHS, GERMAN, made, mirrored, spoken
from website.cases import cases, given
from website.texts import pattern, told

FEW = 5
ISOLATES = str.maketrans("", "", "\u2068\u2069")
# By rule and form, numbers that the CLDR's charts name; fractions for those forms that only these have.
SAMPLES = {
    "one_other": {"one": "1 1.0", "other": "0 2 11 21 100 1.5 0.5"},
    "east_slavic": {
        "one": "1 21 31 101 1001",
        "few": "2 3 4 22 34 102",
        "many": "0 5 10 11 12 14 19 20 25 100 111 112 1000",
        "other": "0.5 1.5 10.25",
    },
    "polish": {
        "one": "1",
        "few": "2 3 4 22 33 102",
        "many": "0 5 11 12 14 19 21 31 100 101 112",
        "other": "0.5 1.5",
    },
    "arabic": {
        "zero": "0",
        "one": "1",
        "two": "2",
        "few": "3 10 103 110 1003",
        "many": "11 26 99 111 1011",
        "other": "100 101 102 200 1000 0.5 1.5",
    },
}


@pytest.fixture
def english():
    with spoken(
        made(
            "en",
            plural="one_other",
            decimal=".",
            thousands=",",
            months=list(ENGLISH_MONTHS),
            months_alone=list(ENGLISH_MONTHS),
            quotes="“”",
        )
    ) as say:
        yield say


@pytest.fixture
def arabic():
    with spoken(made("ar", plural="arabic", dir="rtl", list="، ")) as say:
        yield say


@pytest.mark.parametrize("rule", plural.FORMS)
def test_a_word_takes_the_form_of_its_number(rule):
    assert tuple(SAMPLES[rule]) == plural.FORMS[rule]
    for place, numbers in enumerate(SAMPLES[rule].values()):
        for number in map(Decimal, numbers.split()):
            assert plural.form(rule, number) == place, number
            if number == int(number):
                assert plural.form(rule, int(number)) == place


def saying(sentence, **format_):
    return Texts("xx", {"format": GERMAN["format"] | format_, "sentence": sentence})


def test_forms_are_as_many_as_the_language_has():
    russian = saying("{count:n|час|часа|часов|часа}, {count:either|a|b|c|d}", plural="east_slavic")
    said = [
        russian("sentence", count=count)
        for count in (Decimal(1), Decimal(3), Decimal(5), Decimal("1.5"))
    ]
    assert said == ["1 час, a", "3 часа, b", "5 часов, c", "1,5 часа, d"]
    for sentence in ("{count:n|hour|hours}", "{count:either|a|b|c}"):
        with pytest.raises(ValueError, match="4 forms"):
            saying(sentence, plural="east_slavic")("sentence", count=1)
    with pytest.raises(ValueError, match="2 forms"):
        saying("{count:n|one|two|three}")("sentence", count=1)


def test_a_month_may_be_called_otherwise_in_a_date_and_alone():
    own = {
        "months": [f"in-{m}" for m in range(12)],
        "months_alone": [f"alone-{m}" for m in range(12)],
    }
    say = saying("{day:date}; {day:month}", **own)
    assert say("sentence", day=date(2026, 3, 1)) == "1. in-2 2026; alone-2 2026"


def test_lists_are_joined_as_the_language_joins_them():
    days = tuple(date(2026, 3, day) for day in (1, 2, 3))
    assert "،" in saying("{days:dates}", list="، ")("sentence", days=days)


def test_where_a_language_runs_from_the_right_each_value_and_each_norm_keeps_its_order():
    sentence = "Von {day:date} bis {sum:euro} nach § 61 Satz 1 SGB V, {count:n|a|b|c|d|e|f}."
    facts = {"day": date(2026, 3, 1), "sum": Decimal("9.5"), "count": 3}
    said = saying(sentence, dir="rtl", plural="arabic")("sentence", **facts)
    assert re.findall("\u2068([^\u2068\u2069]*)\u2069", said) == [
        "1. März 2026",
        "9,50\u00a0€",
        "§ 61 Satz 1 SGB V",
        "3 d",
    ]
    forms = sentence.replace("a|b|c|d|e|f", "a|b")
    assert said.translate(ISOLATES) == saying(forms)("sentence", **facts).replace("3 b", "3 d")
    assert "\u2068" not in saying(forms)("sentence", **facts)


def test_no_address_holds_a_mark_of_direction(arabic):
    found = [
        link.to
        for name in CALCULATORS
        for case in cases(name)
        for link in explain(answered(name, case), arabic).links
    ]
    assert found and not any(mark in to for to in found for mark in "\u2068\u2069")
    html = as_html(explain(answer("deadlines", given(cases("deadlines")[0])), arabic), arabic)
    assert not re.search(r'(href|id|data-\w+)="[^"]*\u2068', html)


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_is_foreign_in_a_foreign_answer_says_so_and_keeps_its_order(name, arabic):
    shown = form(CALCULATORS[name], arabic)
    assert ' lang="ar" dir="rtl" data-calculator' in shown
    for case in cases(name)[:5]:
        html = as_html(explain(answered(name, case), arabic), arabic)
        links = re.findall(r'<(?:cite|a class="norm[^>]*)[^>]*>', html)
        assert links
        assert all('lang="de" dir="ltr"' in link for link in links)
        assert all('dir="ltr"' in link for link in re.findall(r'<a href="tel:[^>]*>', html))
        assert all(
            'direction="ltr"' in drawn for drawn in re.findall(r'<svg role="img"[^>]*>', html)
        )
        inside = re.search(r'class="copied"[^>]*>', html)
        assert not inside or 'lang="de" dir="ltr"' in inside[0]


def test_german_pages_say_of_nothing_that_it_is_german():
    german = texts("de")
    for name in CALCULATORS:
        html = form(CALCULATORS[name], german)
        html += as_html(explain(answer(name, given(cases(name)[0])), german), german)
        assert " dir=" not in html and " direction=" not in html
        assert html.count("lang=") == 1
    assert cite("§ 61 SGB V") == cite("§ 61 SGB V", german)
    assert telephone("0800 011 77 22") == telephone("0800 011 77 22", german)


def test_a_calendar_says_in_which_language_it_is(english):
    case = given(
        next(
            c
            for c in cases("deadlines")
            if explain(answer("deadlines", given(c)), english).calendar
        )
    )
    entries = explain(answer("deadlines", case), english).calendar
    file = ics.template(entries, "en")
    assert "PRODID:-//calculators//calendar//EN" in file
    assert file.count(";LANGUAGE=en:") == 2 * len(entries)
    assert "LANGUAGE" not in ics.template(entries) and "//DE" in ics.template(entries)


def test_a_line_of_a_calendar_keeps_its_direction_in_any_program(arabic, english):
    read_from_the_right = re.compile(r"\u2067[^\u2067]+\u2069")
    for case in map(given, cases("deadlines")):
        found = answer("deadlines", case)
        for entry in explain(found, arabic).calendar:
            assert read_from_the_right.fullmatch(entry.title)
        assert not any("\u2067" in entry.title for entry in explain(found, english).calendar)


def test_the_words_of_a_picture_run_from_the_right_in_it(arabic):
    """It is laid out from the left, and else a German word in brackets would part a label the wrong way."""
    shown = [
        words
        for name in CALCULATORS
        for case in cases(name)
        for words in re.findall(
            r"<text[^>]*>([^<]*)</text>",
            as_html(explain(answered(name, case), arabic), arabic),
        )
    ]
    assert shown
    assert all(words.startswith("\u2067") and words.endswith("\u2069") for words in shown)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_figure_that_counts_has_its_noun_in_the_form_of_the_number(language):
    for unit, said in texts(language).node("units").items():
        beside_the_number = re.sub(r"\{[^}]*\}", "", said)
        assert unit == "percent" or not re.search(r"\w", beside_the_number), unit


def with_a_record():
    return [
        (name, given(case))
        for name in CALCULATORS
        for case in cases(name)
        if answered(name, case).outcome.record
    ]


@pytest.mark.parametrize("language", ["english", "arabic"])
def test_what_an_office_reads_stays_german_and_stands_beside_its_translation(language, request):
    say = request.getfixturevalue(language)
    found = with_a_record()
    assert {name for name, _ in found} >= {"eligibility", "prescription", "deadlines"}
    for name, answers in found:
        said, german = (explain(answer(name, answers), words) for words in (say, texts("de")))
        assert said.record == german.record
        assert said.record_meaning and not german.record_meaning
        assert all(
            "‹" in line and "‹" not in record
            for line, record in zip(said.record_meaning, said.record, strict=True)
        )
        html = as_html(said, say)
        [copied] = re.findall(r'<p class="copied" [^>]*lang="de"[^>]*>([^<]*)</p>', html)
        assert "‹" not in copied
        assert mirrored(GERMAN["page"]["record_meaning"]) in html


def test_easy_german_shows_german_alone():
    with spoken(made("de-simple")) as say:
        for name, answers in with_a_record()[:5]:
            said = explain(answer(name, answers), say)
            assert not said.record_meaning
            html = as_html(said, say)
            assert 'class="meaning"' not in html and 'lang="de"' not in html


def test_days_for_the_letter_are_german_in_every_language(english):
    pairs = web.pairs(given(cases("deadlines")[0]))
    replies = [json.loads(web.answer("deadlines", tag, pairs)) for tag in ("de", "en")]
    assert replies[0]["days"] == replies[1]["days"]
    assert any("März" in day or "." in day for day in replies[1]["days"].values())


def test_a_note_is_cut_as_the_language_quotes(english):
    note = "Say: “Only a meeting. No more.” Then wait. Or call."
    assert after_the_first(note, english)[0] == "Say: “Only a meeting. No more.”"
    assert after_the_first("He says “No. Never.” and goes.", english)[1:] == []


def test_a_language_without_a_calculator_says_so(capsys, monkeypatch):
    monkeypatch.setattr(command, "LANGUAGES", LANGUAGES | {"en"})
    with spoken(made("en", calculators=["copayment", "deadlines"])) as say:
        assert calculators_of(say) == ("copayment", "deadlines")
        reply = json.loads(web.answer("eligibility", "en", "[]"))
        sentence = mirrored(GERMAN["problem"]["not_in_this_language"])
        assert reply["problems"] == {"": sentence}
        assert sentence.split()[0] in reply["summary"]
        assert command.main(["--language=en", "eligibility"]) == command.UNUSABLE
        assert json.loads(capsys.readouterr().out) == {"problems": {"": sentence}}
        assert command.main(["--language", "en"]) == 0
        listing = capsys.readouterr().out
        assert "copayment" in listing and "eligibility" not in listing


def test_the_command_answers_in_the_language_that_is_asked_for(capsys, monkeypatch):
    monkeypatch.setattr(command, "LANGUAGES", LANGUAGES | {"en"})
    case = [
        f"{name}={text}" for name, typed in given(cases("copayment")[0]).items() for text in typed
    ]
    with spoken(made("en")):
        assert command.main(["copayment", *case, "--language=en"]) == 0
        assert "‹" in capsys.readouterr().out
    assert command.main(["copayment", *case]) == 0
    assert "‹" not in capsys.readouterr().out
    assert command.main(["copayment", "--language=xx", *case]) == command.UNUSABLE
    assert GERMAN["problem"]["no_such_language"] in capsys.readouterr().out


def test_months_and_sums_are_read_as_the_language_writes_them(english):
    def days(month):
        answers = {**given(cases("copayment")[0]), "first_day": []}
        typed = {"day": "5", "month": month, "year": "2026"}
        first = [[f"first_day.{part}", text] for part, text in typed.items()]
        pairs = [*json.loads(web.pairs(answers)), *first]
        return (
            json.loads(web.answer("copayment", "en", json.dumps(pairs)))
            .get("days", {})
            .get("first_day")
        )

    assert days("March") == days("mar") == days("3") == days("٣") == "5. März 2026"
    assert days("Ma") is None and days("Mxy") is None

    def reply(limit):
        answers = {**given(cases("copayment")[0]), "annual_limit": [limit]}
        return json.loads(web.answer("copayment", "en", web.pairs(answers)))

    assert reply("1,200.50") == reply("1200.50") == reply("1.200,50")
    assert "html" in reply("1,200.50")
    assert "problems" in reply("1,200"), "a thousand or one: that is asked back in every language"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_browser_learns_all_that_a_language_says(language):
    """From its one file, all is answered as at home, and so is what cannot be used."""
    at_home = texts(language)
    assert at_home.node("format.tag") == language
    expected = list(replies(language))
    with relearnt(language):
        assert texts(language) is not at_home
        assert list(replies(language)) == expected
    assert re.fullmatch(pattern(language).replace(".", r"\."), f"texts-{language}-{'0' * 16}.json")
    assert language == "de" or not re.fullmatch(pattern("de"), f"texts-{language}-{'0' * 16}.json")


def test_a_foreign_file_brings_only_the_german_that_is_said_to_offices():
    with spoken(made("en")) as say:
        german = say.official
    assert not german.is_foreign
    for name in CALCULATORS:
        assert german.has(f"{name}.record") == ("record" in GERMAN[name])
        assert not german.has(f"{name}.verdict")
    assert "official" not in json.loads(told("de"))


def replies(language):
    """To nothing, to a few cases, and to all in which somebody is to say or write something."""
    for name in calculators_of(texts(language)):
        yield web.answer(name, language, "[]")
        for place, case in enumerate(cases(name)):
            if place < FEW or answered(name, case).outcome.record:
                yield web.answer(name, language, web.pairs(given(case)))


def relearnt(language):
    return spoken(json.loads(told(language))["words"])
