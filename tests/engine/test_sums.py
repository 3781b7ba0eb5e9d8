"""Sums below each other are written alike, and a round sum is a round sum."""

import pytest

from calculators.engine.explanation import explain
from calculators.engine.sums import level
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from tests.cases import CASES
from website.cases import given
from website.tables import grids

SAY = texts("de")


@pytest.mark.parametrize(
    ("column", "written"),
    [
        (["45,00 €", "1.200,00 €"], ["45 €", "1.200 €"]),
        (["45 €", "62,50 €", "1.200 €"], ["45,00 €", "62,50 €", "1.200,00 €"]),
        (["5,00 € bis 7,50 €", "4 €"], ["5,00 € bis 7,50 €", "4,00 €"]),
        (["2026", "1,5 Stunden", "nichts"], ["2026", "1,5 Stunden", "nichts"]),
        (["1. März 2026: 10,00 €"], ["1. März 2026: 10 €"]),
    ],
)
def test_a_column_has_cents_only_where_one_of_its_sums_has(column, written):
    sign = str(SAY.node("format.euro")).replace("{amount}", "")
    rows = [["", cell.replace(" €", sign)] for cell in column]
    assert [row[1] for row in level(rows, SAY)] == [cell.replace(" €", sign) for cell in written]


def ends(column):
    """The cents of the sums in a column."""
    words = [cell for text in column for cell in text.replace("\xa0", " ").split(" €")[:-1]]
    return [word.rpartition(" ")[2].partition(",")[2] for word in words]


@pytest.mark.parametrize("name", CALCULATORS)
def test_no_table_of_a_page_mixes_sums_with_and_without_cents_or_has_cents_for_nothing(name):
    for table in grids(CALCULATORS[name], SAY):
        for column in zip(*table.rows, strict=True):
            assert_is_level(ends(column), table.caption)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_no_table_of_an_answer_does_either_and_round_answers_are_given_back_round(name, case):
    said = explain(answer(name, given(case)), SAY)
    for table in said.tables:
        for column in zip(*table.rows, strict=True):
            assert_is_level(ends(column), table.caption)
    assert not [value for _, value in said.given if ",00" in value]
    assert not [used.value for used in said.figures if ",00" in used.value]


def assert_is_level(cents, where):
    if cents:
        assert len({bool(each) for each in cents}) == 1, where
        assert not any(cents) or {*cents} != {"00"}, where
