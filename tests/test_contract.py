"""What ``assess`` promises of its result is what the cases get: no name more, none less."""

import re

import pytest

from calculators.registry import CALCULATORS, answer
from website.cases import cases, given
from website.markdown.contract import promised

every_calculator = pytest.mark.parametrize("name", CALCULATORS)


def results(name):
    """The results of all cases, but of those for which the law has no figures."""
    found = (answer(name, given(case)).outcome for case in cases(name))
    return [outcome.result for outcome in found if outcome.verdict != "refused"]


@every_calculator
def test_a_name_is_in_a_result_if_and_only_if_it_is_promised(name):
    found = results(name)
    promises = list(promised(name))
    assert {key for result in found for key in result} == {promise.name for promise in promises}
    always = {promise.name for promise in promises if not promise.at_times}
    assert set.intersection(*map(set, found)) == always


@every_calculator
def test_where_a_value_may_be_none_it_is_said_what_that_means(name):
    none = {key for result in results(name) for key, value in result.items() if value is None}
    assert none == {promise.name for promise in promised(name) if promise.may_be_none}


@every_calculator
def test_the_contract_names_what_is_raised_and_the_law(name):
    said = CALCULATORS[name].assess.__doc__
    assert re.search(r"Raises (NotEnacted|nothing)", said)
    assert re.search(r"§|SGB", said.rpartition("Raises")[2])
