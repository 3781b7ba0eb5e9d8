"""The worked examples of a calculator are folded by the section of the law that their source names."""

import pytest

from calculators.engine.text import texts
from calculators.law.citation import link, section
from calculators.registry import CALCULATORS
from website.cases import cases
from website.markdown.pages import examples

MOST_GROUPS = 14


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("§ 62 Abs. 1 Satz 2 SGB V; Rechenbeispiel A25", "§ 62 SGB V"),
        ("§ 61 Satz 1, § 62 Abs. 1 Satz 2 SGB V (563 × 12)", "§ 62 SGB V"),
        ("BSG 06.05.2010; § 4a Abs. 1 ST-RL", "§ 4a ST-RL"),
        ("Jansen, SGG, § 64 Rz. 6 (Haufe)", None),
        ("Entscheidung zur Rundung", None),
    ],
)
def test_a_source_names_its_section(source, found):
    assert section(source) == found


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_case_is_in_one_group_and_each_says_how_many_it_has(name):
    html = str(examples(name, texts("de"), "../../"))
    groups = {section(case["source"]) for case in cases(name)}
    assert all(link(group) for group in groups - {None})
    assert 1 < len(groups) <= MOST_GROUPS
    assert html.count('class="case"') == len(cases(name))
    for group in groups - {None}:
        inside = sum(section(case["source"]) == group for case in cases(name))
        assert f">{group} ({inside})</summary>".replace(" ", "\xa0") in html.replace(" ", "\xa0")
