"""Time: what a page says is right on the day on which it is built, or it names the day itself."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from markdown import Markdown

from calculators.engine import answer_html, plain
from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.law.figures import checked, histories
from calculators.law.periods import years_later
from calculators.registry import CALCULATORS, answer
from website.finish import lapses
from website.markdown import dated, pages, timeline
from website.markdown.shortcodes import UnknownShortcode

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAY = texts("de")
YEARLY = [name for name, history in histories().items() if history.renewed_yearly]
DAY = date(2027, 1, 1)
PASSAGE = "Das [[until 2027-01-01]]ändert sich[[from]]hat sich geändert[[end]]."


@pytest.fixture
def build_on(monkeypatch):
    """Sets the day for which pages are made."""

    def on(day):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(day))

    return on


def seconds(day):
    return str(int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))


# --- Passages ----------------------------------------------------------------------------------


def test_a_passage_says_one_thing_until_its_day_and_another_from_then_on():
    assert dated.as_of(PASSAGE, DAY - timedelta(1)) == ("Das ändert sich.", (DAY,))
    assert dated.as_of(PASSAGE, DAY) == ("Das hat sich geändert.", ())
    assert dated.undated(PASSAGE) == "Das ."
    assert list(dated.passages(PASSAGE)) == [(DAY, "ändert sich")]


def test_a_passage_in_code_is_left_alone():
    code = f"`{PASSAGE}`\n\n```\n{PASSAGE}\n```\n"
    assert dated.as_of(code, DAY) == (code, ())


def test_what_has_lapsed_and_has_no_successor_fails_the_build(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nmarkdown_extensions: [website.markdown.shortcodes]\n", "utf-8"
    )
    page = tmp_path / "docs" / "index.md"
    page.write_text("# x\n\n[[until 2027-01-01]]Bald gilt etwas Neues.[[end]]\n", "utf-8")
    assert build(tmp_path, DAY - timedelta(1)).returncode == 0
    failed = build(tmp_path, DAY)
    assert failed.returncode and "Bald gilt etwas Neues." in failed.stdout + failed.stderr


@pytest.mark.parametrize(
    "words", ["[[until 2027-01-01]]a", "a[[from]]b[[end]]", "[[until morgen]]a[[end]]", "[[day x]]"]
)
def test_a_passage_that_is_not_whole_is_an_error(words):
    with pytest.raises(UnknownShortcode):
        Markdown(extensions=["website.markdown.shortcodes"]).convert(words)


def test_a_page_knows_the_first_day_on_which_something_on_it_is_no_longer_so(build_on):
    build_on(DAY - timedelta(1))
    page = Markdown(extensions=["website.markdown.shortcodes"]).convert(PASSAGE)
    assert lapses.lapse(page) == DAY
    with_two = 'x <data data-until="2027-03-01">1</data> <data data-until="2027-02-01">2</data>'
    assert lapses.lapse(with_two) == date(2027, 2, 1)
    assert lapses.lapse("x") == years_later(checked(), 1)


# --- Pages -------------------------------------------------------------------------------------

WRITTEN = [
    path
    for path in sorted([*DOCS.rglob("*.md"), *(DOCS / ".shared").glob("*.toml")])
    if "entwicklung" not in path.parts
]
MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
TYPED = re.compile(rf"(?:(?:(\d{{1,2}})\. )?({MONTH}) )?(?<![\d-])(20\d\d)(?![\d-])")
QUOTED = re.compile("„[^“]*“")


def days_typed(text):
    """Each day that stands in the text in words; a month or a year by its last day."""
    months = MONTH.split("|")
    for found in TYPED.finditer(text):
        month = months.index(found[2]) + 1 if found[2] else 12
        yield found[0], date(int(found[3]), month, int(found[1] or 28))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_day_to_come_stands_in_a_passage_or_is_said_to_be_right_before_and_after(path):
    """So that nobody forgets one: ``[[until …]]``, or ``[[day …]]`` where the sentence outlasts it."""
    text = re.sub(r"^---\n.*?\n---\n", "", path.read_text("utf-8"), count=1, flags=re.DOTALL)
    if path.suffix == ".toml":
        text = text.replace('"Zuzahlung 2027"', "")  # what readers look for
    text = re.sub(r"\[\[limit basic_support \d{4}\]\]", "", text)  # right on any day
    last = date(checked().year, 12, 31)
    assert not [words for words, day in days_typed(dated.undated(text)) if day > last]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_to_come_is_not_told_without_its_day(path):
    text = QUOTED.sub("", dated.undated(path.read_text("utf-8")))
    soon = r"künftig|demnächst|nächstes Jahr|Prüftag|noch nicht (verkündet|erlassen|beschlossen)"
    found = re.findall(rf"[^.\n]*(?:{soon})[^.\n]*", text)
    assert not [sentence for sentence in found if "jedes Jahr" not in sentence]


@pytest.mark.parametrize("name", YEARLY)
def test_a_yearly_figure_always_stands_with_its_year(name, build_on):
    last = histories()[name].values[-1].since.year
    for day in (date(last, 6, 1), date(last + 1, 1, 2), date(last + 1, 6, 1), date(last + 4, 2, 1)):
        build_on(day)
        shown = pages.figure(name, SAY)
        assert f"Wert für {last}" in shown
        assert (f"der für {day.year} liegt uns noch nicht vor" in shown) == (day.year > last)
    build_on(date(last - 1, 12, 31))
    assert f"für {last}: " in pages.figure(name, SAY)
    row = [line for line in pages.figures(SAY).split("<tr>") if f"nur im Jahr {last}" in line]
    assert row


def test_an_answer_names_the_year_of_each_yearly_figure():
    case = {"year": "2026", "basic_support": "no", "income": "50000", "chronic": "no"}
    given = {name: [value] for name, value in case.items()} | {
        "partner": ["yes"],
        "children": ["1"],
    }
    found = explain(answer("burden_limit", given), SAY)
    said = {used.figure.name: used.since for used in found.figures}
    assert said["reference_amount"] == said["child_allowance"] == "gilt für das Jahr 2026"
    assert said["burden_rate"] == "gilt seit dem 1. Januar 2004"


def test_the_values_that_each_year_brings_are_told_for_the_year_in_want_of_them(build_on):
    known = {histories()[name].values[-1].since.year for name in YEARLY}
    for year in (min(known), max(known) + 1, max(known) + 2):
        build_on(date(year, 6, 1))
        said = timeline.yearly(SAY)
        assert said.count("<li>") == len(YEARLY)
        wanted = year + 1 if year <= min(known) else year
        assert said.count(f"Wert für {wanted}") == len(YEARLY)
        missing = sum(histories()[name].values[-1].since.year < wanted for name in YEARLY)
        assert said.count("liegt uns noch nicht als geltendes Recht vor") == missing


# --- Answers -----------------------------------------------------------------------------------

FAR = {
    "copayment": {"first_day": "{day}", "appointments": "1", "cost_per_day": "45"},
    "burden_limit": {
        "year": "{day:%Y}",
        "basic_support": "no",
        "income": "30000",
        "partner": "no",
        "children": "0",
        "chronic": "no",
    },
    "chronic_illness": {
        "on": "{day}",
        "treated_since": "2020-01-01",
        "every_quarter": "yes",
        "continuous_care": "no",
        "disability_degree": "0",
        "care_grade": "3",
    },
    "remaining_hours": {"started": "{day}", "on": "{day}", "used_hours": "3"},
    "prescription": {
        "prescriber": "facharzt_psychiatrie",
        "kv_approval": "yes",
        "kind": "first",
        "day": "{day}",
        "icd": "F20.0",
        "gaf": "38",
        "impairments": "drive",
        "hospital": "avoid",
        "able": "yes",
    },
    "deadlines": {"kind": "waiting", "handed_in": "{day}", "medical_service": "no"},
}
# Asks for no day: what it says is the law of the day named below it.
TIMELESS = {"eligibility"}


def explained(name, day):
    given = {field: [value.format(day=day)] for field, value in FAR[name].items()}
    return explain(answer(name, given), SAY)


def test_every_calculator_that_asks_for_a_day_is_looked_at():
    assert FAR.keys() | TIMELESS == CALCULATORS.keys()


@pytest.mark.parametrize("name", FAR)
@pytest.mark.parametrize("year", [2031, 2199])
def test_an_answer_for_a_far_day_is_not_certain(name, year):
    said = explained(name, date(year, 1, 1))
    assert f"Diese Antwort reicht bis in das Jahr {year}." in said.meaning[0]
    assert SAY("page.value.date", value=checked()) in said.meaning[0]


@pytest.mark.parametrize("name", FAR)
def test_an_answer_for_a_day_near_the_last_look_at_the_law_has_no_such_note(name):
    assert not [
        sentence for sentence in explained(name, checked()).meaning if "reicht bis" in sentence
    ]


def test_a_year_after_the_last_look_at_the_law_the_note_begins():
    last = years_later(checked(), 1)
    assert "reicht bis in das Jahr" not in explained("copayment", last).meaning[0]
    assert "reicht bis in das Jahr" in explained("copayment", last + timedelta(1)).meaning[0]


def test_an_answer_that_only_ends_far_away_has_the_note_too():
    plan = {"first_day": [f"{checked()}"], "appointments": ["200"], "cost_per_day": ["45"]}
    assert "reicht bis in das Jahr" in explain(answer("copayment", plan), SAY).meaning[0]


@pytest.mark.parametrize("name", FAR)
def test_the_day_of_the_law_stands_in_the_answer_and_in_what_is_taken_along(name):
    said = explained(name, checked())
    stand = f"Gesetz geprüft am {SAY('page.value.date', value=checked())}."
    assert stand in answer_html.answer(said, SAY)
    assert stand in list(plain.lines(said, SAY))


# --- The site on a later day -------------------------------------------------------------------


@pytest.fixture(scope="module", params=[date(2028, 1, 2)], ids=str)
def later(request, tmp_path_factory):
    """The whole site, built on a later day."""
    folder = tmp_path_factory.mktemp("later") / "site"
    done = build(ROOT, request.param, "--site-dir", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return request.param, {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("index.html")
    }


@pytest.mark.proof(site=False, files=["docs", "mkdocs.yml"])
def test_the_site_built_on_a_later_day_tells_what_has_happened_as_having_happened(later):
    day, found = later
    coming = [
        (place, " ".join(words.split()))
        for path in WRITTEN
        for until, words in dated.passages(path.read_text("utf-8"))
        if until <= day and len(words) > 20 and "[[" not in words and "*" not in words
        for place, html in found.items()
        if " ".join(words.split()) in " ".join(html.split())
    ]
    assert not coming
    change = found["recht/aenderung-2027/index.html"]
    assert "sind gestiegen" in change and "in Kraft getreten" in change
    minimum = SAY("units.euro", value=histories()["copayment_minimum"].on(day).value)
    assert minimum.replace("\u00a0", "&nbsp;") in found["index.html"].replace("\u00a0", "&nbsp;")
    assert "ab 1. Januar 2027: " not in "".join(found.values())


@pytest.mark.proof(site=False, files=["docs", "mkdocs.yml"])
def test_on_a_later_day_no_figure_of_another_year_stands_without_its_year(later):
    _, found = later
    norms = {histories()[name].values[-1].norm for name in YEARLY}
    shown = [
        words
        for html in found.values()
        for title, words in re.findall(r'<data [^>]*title="([^"]*)"[^>]*>([^<]*)</data>', html)
        if title in norms
    ]
    assert shown and all(re.search(r"\b20\d\d\b", words) for words in shown)


def build(folder, day, *more):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *more]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": seconds(day)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
