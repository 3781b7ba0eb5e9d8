"""Whatever is answered, nobody is left with a bare no: a verdict, a reason with its norm, a next step."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine.explanation import explain
from calculators.engine.form import Problems, questions
from calculators.engine.text import texts
from calculators.law.citation import link
from calculators.law.diagnosis import Certainty
from calculators.law.indication import Hospital, Impairment
from calculators.registry import CALCULATORS, answer

SAY = texts("de")


# Of whom it is not known how they are insured, and who are not of age.
OF_AGE = SAY("eligibility.note.turns_on_of_age")


def check(name, answers):
    found = answer(name, answers)
    said = explain(found, SAY)
    assert SAY.has(f"{name}.verdict.{found.outcome.verdict}")
    assert said.headline and said.next_step and said.human
    assert said.conditions or found.outcome.notes or said.reasons
    assert all(link(reason.norm) for reason in said.reasons)
    return found, said


@pytest.mark.parametrize("whom", ["me", "other", "refusing"])
def test_every_combination_of_the_answers_to_eligibility_ends_in_help(whom):
    asked = {q.name: q for q in questions(CALCULATORS["eligibility"].Case)}
    single = ["insurance", "illness", "alone", "clinic", "willing"]
    for values in product(*(asked[name].choices for name in single)):
        for difficulties, situation in product(
            ["", "treatment,drive"], ["", "minor", "hours_used"]
        ):
            given_ = dict(zip(single, values, strict=True), for_whom=whom)
            given_ |= {"difficulties": difficulties, "situation": situation}
            found, said = check("eligibility", {key: [value] for key, value in given_.items()})
            assert found.outcome.record, "a sentence to say"
            if values[0] != "statutory":
                told = [said.headline, *said.meaning, said.next_step, said.human, *said.record]
                assert "Krankenkasse" not in " ".join(told).replace(OF_AGE, "")
            # A layman fails no medical condition, and a wish is none.
            failed = {c.name for c in found.outcome.conditions if c.state == "unmet"}
            assert failed <= {"insured", "hours"}
            if found.outcome.verdict == "other_help":
                assert found.outcome.result["turning_point"] == "hours"
            refuses = whom == "refusing" or (whom == "other" and given_["willing"] == "no")
            assert (found.outcome.verdict == "unwilling") == refuses
            assert found.outcome.result["turning_point"]


def answers_to(name):
    """Any combination of the choices, with numbers and days from both sides of every border."""
    numbers = ["0", "1", "2", "4", "5", "6", "30", "39", "40", "41", "50", "51", "115", "120"]
    typed = {
        "day": ["2026-11-20", "2026-12-31"],
        "birth_date": ["", "2005-11-20", "2008-11-20", "2010-01-01"],
        "icd": [
            "unknown",
            "F20.0",
            "F32.2",
            "F20.9",
            "G20.1",
            "F20.0G",
            "F20.0V",
            "F20.0A",
            "F20.0Z",
        ],
        "gaf": ["unknown", *numbers[1:12]],
        "units": ["", *numbers[1:]],
        "units_so_far": ["", *numbers],
        "trial_units": ["", *numbers[:6]],
        "on": ["", "2026-11-20", "2026-12-01"],
        "trials_this_year": numbers[:5],
    }
    strategies = {}
    for question in questions(CALCULATORS[name].Case):
        if question.many:
            picked = st.lists(st.sampled_from(question.choices), max_size=3)
        else:
            pool = question.choices or typed.get(question.name, numbers)
            picked = st.sampled_from(pool).map(lambda value: [value])
        strategies[question.name] = picked
    return st.fixed_dictionaries(strategies)


@settings(max_examples=1_500)
@given(answers_to("prescription"))
def test_whatever_is_to_be_prescribed_the_answer_has_reason_norm_next_step_and_human(answers):
    try:
        found, _ = check("prescription", answers)
    except Problems as asked_back:
        assert asked_back.problems.keys() <= {"units_so_far", "trial_units", "suspected"}
        return
    outcome = found.outcome
    most = outcome.result["max_units"]
    assert most is None or 0 <= most <= 30
    if outcome.result["approval_needed"]:
        assert outcome.result["submit_by"] > found.case.day
    if outcome.verdict == "single_case":
        assert found.case.gaf <= 40
    if outcome.verdict == "may" and found.case.gaf and not found.case.suspected:
        assert found.case.gaf <= 50
    if outcome.verdict in ("may", "single_case") and found.case.diagnosis:
        assert found.case.diagnosis.certainty not in (Certainty.EXCLUDED, Certainty.PAST)


def is_suspected_code(case):
    said = case.suspected or case.diagnosis.certainty is Certainty.SUSPECTED
    return said and case.diagnosis.certainty is not Certainty.CONFIRMED


SAID_BY = {
    "suspicion": lambda case: case.suspected,
    "suspected_code": lambda case: case.icd and is_suspected_code(case),
    "diagnosis": lambda case: case.icd and not is_suspected_code(case),
    "gaf": lambda case: case.gaf,
    **{
        f"impaired_{area.value}": lambda case, area=area: area in case.impairments
        for area in Impairment
    },
    "criteria": lambda case: case.criteria,
    **{
        f"hospital_{effect.value}": lambda case, effect=effect: case.hospital is effect
        for effect in Hospital
        if effect is not Hospital.NONE
    },
    "able": lambda case: case.able,
    "referral_alone": lambda case: case.can_follow_referral is False,
    "not_alone": lambda case: case.can_use_services is False,
}
# Derived from the day, the kind and the number of units.
WORKED_OUT = {"discharged", "amount_said", "referral_said", "submit", "use_by"}
# What only the prescriber can know stands there as a gap.
GAPS = {"amount", "amount_open", "referral", "code_open", "gaf_reason"}


def test_what_only_the_prescriber_knows_is_a_gap_in_the_record():
    for line, words in SAY.node("prescription.record").items():
        has_gap = line in GAPS or line.startswith("impaired_") or line in ("criteria", "able")
        assert ("[…]" in words) == has_gap, line
        assert words.endswith(".")


def test_ticking_an_area_writes_its_name_and_none_of_its_other_words():
    for area in Impairment:
        words = SAY(f"prescription.ask.impairments.choice.{area.value}")
        assert words not in SAY(f"prescription.record.impaired_{area.value}")


@settings(max_examples=1_500)
@given(answers_to("prescription"))
def test_nothing_comes_into_the_record_that_nobody_said_and_nothing_said_is_lost(answers):
    assert SAID_BY.keys() | WORKED_OUT | GAPS == SAY.node("prescription.record").keys()
    try:
        found = answer("prescription", answers)
    except Problems:
        return
    record = set(found.outcome.record)
    for line in record - WORKED_OUT - GAPS:
        assert SAID_BY[line](found.case), line
    if record:
        told = {line for line, said in SAID_BY.items() if said(found.case)} - {"suspicion"}
        assert told <= record


@settings(max_examples=1_500)
@given(answers_to("prescription"))
def test_what_was_answered_against_a_prescription_is_never_ignored(answers):
    try:
        found = answer("prescription", answers)
    except Problems:
        return
    case = found.case
    against = [
        case.able is False,
        case.hospital is Hospital.NONE,
        case.gaf is not None and case.gaf > 50,
        case.can_use_services is True or case.can_follow_referral is True,
        case.diagnosis is not None and case.diagnosis.code.startswith("G"),
    ]
    if any(against):
        assert found.outcome.verdict in ("not_yet", "not_by_you", "refer_only", "lapsed")
