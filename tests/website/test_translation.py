"""No word of a calculator falls back to German: what is missing, the same or otherwise stops the build."""

import re
from copy import deepcopy

import pytest

from calculators.engine.text import LANGUAGES, OFFICIAL
from calculators.registry import CALCULATORS
from tests.cases import answered
from tests.languages import GERMAN, made, spoken
from website import texts, translation
from website.cases import cases
from website.languages import checks
from website.languages.sources import calculators_on
from website.markdown.inline import SHORTCODE
from website.markdown.shortcodes import GERMAN_ALONE, SHORTCODES
from website.npm import CannotBuild

TAG = "xx"


@pytest.fixture
def words():
    """A language in which nothing is wrong: each word in marks."""
    return made(TAG)


def with_text(words, key, text):
    """The same, with another text at that key; without it where there is none."""
    changed = deepcopy(words)
    *path, last = key.split(".")
    node = changed
    for part in path:
        node = node[part]
    if text is None:
        del node[last]
    else:
        node[last] = text
    return changed


def found(words, tag=TAG):
    return list(translation.faults(tag, words))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_that_is_here_can_be_shown(language):
    translation.checked(language)


def test_a_whole_translation_has_no_fault(words):
    assert found(words) == []


@pytest.mark.parametrize(
    "key", ["copayment.title", "page.human", "figures.copayment_rate", "format.dir"]
)
def test_a_missing_text_is_a_fault(words, key):
    assert f"{key}: is missing" in found(with_text(words, key, None))


def test_a_text_that_german_does_not_have_is_a_fault(words):
    assert found(with_text(words, "page.extra", "more")) == [
        "page.extra: is not in the German texts"
    ]


def test_a_language_may_lack_calculators_and_has_the_others_whole():
    few = made(TAG, calculators=["eligibility", "deadlines"])
    assert found(few) == [
        f"{key}: is missing" for key in sorted(rules_of("prescription", few)) if "submit" in key
    ]
    half = with_text(made(TAG), "copayment.verdict", None)
    faults = found(half)
    assert (
        "copayment.title: is of a calculator that the language does not have as a whole" in faults
    )
    assert not any(fault.startswith("deadlines") for fault in faults)


def test_what_pages_say_of_a_calculator_is_there_without_it():
    """A language begins with a few pages; a shortcode on them must not stop the build without a word."""
    few = made(TAG, calculators=["copayment"])
    fault = "burden_limit.with_basic_support: is missing"
    assert fault in found(with_text(few, "burden_limit.with_basic_support", None))
    assert "verdict" not in few["burden_limit"]
    with spoken(few) as say:
        asked = shortcodes_without_a_calculator()
        assert {"limit", "figure", "span", "number"} <= {kind for kind, _ in asked}
        for kind, subject in asked:
            SHORTCODES[kind](subject, say, "")


def shortcodes_without_a_calculator():
    """What the German pages show that a language may have, and of which no calculator speaks.

    Not among them: what is made of files in the folder of a language, and a code of a calculator.
    """
    elsewhere = GERMAN_ALONE | {"drawing", "glossary", "qr"}
    pages = (translation.HOME / "docs").rglob("*.md")
    written = {
        (asked["kind"], asked["subject"] or "")
        for path in pages
        if "entwicklung" not in path.parts
        for asked in re.finditer(SHORTCODE, path.read_text("utf-8"))
        if asked["kind"] in SHORTCODES.keys() - elsewhere
    }
    return {
        (kind, subject)
        for kind, subject in written
        if not calculators_on(f"[[{f'{kind} {subject}'.strip()}]]")
    }


def rules_of(name, words):
    """The keys of the rules in a table that the language does not have."""
    assert "because" not in words.get(name, {})
    for rule, text in GERMAN[name]["because"].items():
        sides = [f".{side}" for side in text] if isinstance(text, dict) else [""]
        yield from (f"{name}.because.{rule}{side}" for side in sides)


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_a_calculator_says_of_others_is_needed_with_it(name):
    """Found in its code without asking it: all that its cases come upon."""
    named = translation.names(name)
    for case in cases(name):
        found = answered(name, case)
        assert {question.name for question in found.outcome.open_questions} <= {
            word.strip('"') for word in named
        }
        assert {step.rule.rpartition(".")[2] for step in found.steps} <= named


def test_another_calculators_questions_are_not_needed():
    assert '"group_hours"' in translation.names("remaining_hours")
    assert '"group_hours"' not in translation.names("copayment")


def test_other_placeholders_are_a_fault(words):
    key = "deadlines.record.objection"
    assert "{letter_date:date}" in GERMAN["deadlines"]["record"]["objection"]
    assert f"{key}: {{letter_date:date}} is missing" in found(with_text(words, key, "‹no day›"))
    other = with_text(words, key, "‹day› {letter_date:month}")
    assert f"{key}: {{letter_date:month}} is not filled in in German" in found(other)


def test_a_wrong_number_of_forms_is_a_fault(words):
    key = "units.months"
    for forms, many in (("‹a›", 1), ("‹a›|‹b›|‹c›", 3)):
        assert many != 2
        text = re.sub(r":n\|[^}]*", f":n|{forms}", GERMAN["units"]["months"])
        assert f"{key}: {{value:n}} needs 2 forms" in found(with_text(words, key, text))
    russian = made(TAG, plural="east_slavic")
    assert found(russian) == []
    russian["units"]["months"] = words["units"]["months"]
    assert found(russian) == ["units.months: {value:n} needs 4 forms"]


def test_the_german_text_is_a_fault_in_a_foreign_language_and_none_in_easy_german(words):
    key = "page.human"
    german = GERMAN["page"]["human"]
    assert found(with_text(words, key, german)) == [f"{key}: is the German text"]
    copy = deepcopy(GERMAN)
    copy["format"]["tag"] = "de-simple"
    assert found(copy, "de-simple") == []
    copy["format"]["tag"] = "en"
    assert len(found(copy, "en")) > 500, "a mechanical copy of German is no English"


FACTS = [
    ("number", "‹{}› 17", "the number 17 stands only in the translation"),
    ("norm", "‹{}› § 99 SGB V", "the norm § 99 SGB V stands only in the translation"),
    (
        "link",
        "‹{}› https://example.org/x",
        "the link https://example.org/x stands only in the translation",
    ),
    (
        "telephone",
        "‹{}› 0800 123 45",
        "the telephone number 080012345 stands only in the translation",
    ),
]


@pytest.mark.parametrize(("kind", "text", "fault"), FACTS, ids=[kind for kind, *_ in FACTS])
def test_a_fact_that_german_does_not_have_is_a_fault(words, kind, text, fault):
    changed = with_text(words, "copayment.title", text.format("x"))
    assert f"copayment.title: {fault}" in found(changed)
    changed["format"]["tag"] = "de-simple"
    assert f"copayment.title: {fault}" in found(changed, "de-simple")


def test_a_fact_that_only_german_has_is_a_fault_but_where_the_text_is_easier(words):
    key, norm = "eligibility.record.me_likely", "37"
    assert norm in GERMAN["eligibility"]["record"]["me_likely"]
    changed = with_text(words, key, "‹x›")
    assert f"{key}: the number {norm} stands only in German" in found(changed)
    changed["format"]["tag"] = "de-simple"
    assert not [fault for fault in found(changed, "de-simple") if fault.startswith(key)]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("I raise an objection, as an appeal.", "“appeal” misleads for Widerspruch"),
        ("I write back.", "Widerspruch is called something else"),
        ("I raise an objection.", None),
    ],
)
def test_a_word_that_means_something_exact_is_called_by_its_name(words, said, fault):
    words["format"]["tag"] = "en"
    key = "deadlines.record.objection"
    assert "Widerspruch" in GERMAN["deadlines"]["record"]["objection"]
    faults = found(with_text(words, key, f"‹› {{letter_date:date}}: {said}"), "en")
    about = [each for each in faults if each.endswith("(objection in terms.toml)")]
    here = [each for each in about if each.startswith(key)]
    assert here == ([f"{key}: {fault} (objection in terms.toml)"] if fault else [])


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("format.tag", "yy", "format.tag: is yy, and the file is xx.toml"),
        ("format.dir", "up", "format.dir: is none of ltr, rtl"),
        ("format.plural", "many", "format.plural: is none of"),
        ("format.quotes", "“", "format.quotes: must be an opening and a closing sign"),
    ],
)
def test_how_a_language_is_written_is_said(words, key, text, fault):
    assert any(line.startswith(fault) for line in found(with_text(words, key, text)))


def test_names_that_no_reader_sees_are_the_same(words):
    words["page"]["note"]["decide"]["copayment"] = ["another"]
    assert any("page.note.decide.copayment.0" in fault for fault in found(words))


def test_the_build_stops_and_lists_every_fault(words, monkeypatch):
    half = with_text(
        with_text(words, "page.human", None), "copayment.title", GERMAN["copayment"]["title"]
    )
    monkeypatch.setattr(translation, "table", lambda path: GERMAN if OFFICIAL in path else half)
    monkeypatch.setattr(texts, "LANGUAGES", {TAG})
    with pytest.raises(CannotBuild) as refused:
        texts.files()
    assert "page.human: is missing" in str(refused.value)
    assert "copayment.title: is the German text" in str(refused.value)


def test_a_file_by_which_a_language_is_judged_is_named_where_it_is_missing(
    monkeypatch, tmp_path, capsys
):
    for name in ("terms.toml", "same.toml"):
        (tmp_path / name).write_text((translation.FOLDER / name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    translation._table.cache_clear()
    try:
        with pytest.raises(SystemExit):
            checks.main(["en"])
    finally:
        translation._table.cache_clear()
    assert capsys.readouterr().out == "en\twrong\tlanguages/en/terms.toml is missing\n"
