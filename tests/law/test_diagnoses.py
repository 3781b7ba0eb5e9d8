"""A diagnosis is a line of data: dated, in one place, and everything follows it."""

import re
from datetime import date
from pathlib import Path

import pytest

from calculators.engine.form import questions
from calculators.engine.text import texts
from calculators.law import diagnoses as data
from calculators.law.citation import link
from calculators.law.data import table
from calculators.law.diagnoses import (
    ListedDiagnosis,
    diagnoses,
    diagnoses_on,
    on_the_list_all_along,
)
from calculators.law.figures import LawBook
from calculators.law.indication import is_regular_indication
from calculators.prescription.questions import Case
from website.markdown import pages

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(p for p in (ROOT / "docs").rglob("*.*") if p.suffix in {".md", ".toml", ".html"})
CODE = re.compile(r"\b[A-Z]\d{2}(?:\.(?:\d|x))?\b")
DRAWN = re.compile(r"<svg.*?</svg>", re.DOTALL)  # a path may look like a code


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_of_a_diagnosis_is_typed_in_a_page(path):
    text = DRAWN.sub("", path.read_text("utf-8"))
    assert not CODE.findall(text)


def test_every_diagnosis_is_dated_sourced_and_of_a_named_group():
    for found in diagnoses():
        assert found.source and isinstance(found.since, date)
        assert found.until is None or found.since <= found.until
        assert texts("de")(f"indication.group.{found.group}")
    for kind in ("regular", "single_case"):
        assert link(table("law/indications.toml")[kind]["norm"])


def test_what_is_mistaken_for_a_diagnosis_of_the_list_is_none():
    law = LawBook().on(date(2026, 11, 28))
    for code in table("law/indications.toml")["mistaken"]["codes"]:
        assert not is_regular_indication(code.replace("x", "0"), law)
        assert not any(found.code.startswith(code) for found in diagnoses())


@pytest.fixture
def one_more(monkeypatch):
    """The list with a diagnosis more, for some years; it is made up."""
    added = ListedDiagnosis("F99", "affective", date(2030, 4, 1), date(2033, 3, 31), "made up")
    before = list(diagnoses())
    monkeypatch.setattr(data, "diagnoses", lambda: iter([*before, added]))


@pytest.mark.usefixtures("one_more")
@pytest.mark.parametrize(
    ("day", "on_the_list"),
    [
        (date(2030, 3, 31), False),
        (date(2030, 4, 1), True),
        (date(2033, 3, 31), True),
        (date(2033, 4, 1), False),
    ],
)
def test_a_diagnosis_holds_from_its_first_day_to_its_last_for_the_rule_and_in_print(
    monkeypatch, day, on_the_list
):
    assert is_regular_indication("F99", LawBook().on(day)) is on_the_list
    monkeypatch.setattr(pages, "build_day", lambda: day)
    assert ("F99" in pages.diagnoses("regular", texts("de"))) is on_the_list


@pytest.mark.usefixtures("one_more")
def test_what_makes_it_a_single_case_is_asked_for_a_code_that_is_not_always_on_the_list():
    """Before its first day and after its last it is no diagnosis of the list, and may be a single case."""
    assert "F99" not in on_the_list_all_along() and "F20.0" in on_the_list_all_along()
    [asked] = [each for each in questions(Case) if each.name == "criteria"]
    [hidden] = asked.form_when["icd"]
    assert {each.code for each in diagnoses() if each.code not in hidden} == {*hidden.beginnings}
    assert "F99" in hidden and "F20.0" not in hidden


def test_codes_in_a_row_are_printed_by_the_first_and_the_last():
    assert pages.in_short(["F20.0", "F20.1", "F20.2", "F21", "F22"]) == "F20.0–F20.2, F21, F22"
    assert pages.in_short(["F20.0", "F20.1", "F20.3"]) == "F20.0, F20.1, F20.3"
    printed = pages.diagnoses("regular", texts("de"))
    for found in diagnoses_on(date(2026, 11, 28)):
        stem, _, digit = found.code.partition(".")
        assert stem in printed and digit in printed


def test_nothing_else_can_be_asked_for():
    with pytest.raises(KeyError):
        pages.diagnoses("rare", texts("de"))
