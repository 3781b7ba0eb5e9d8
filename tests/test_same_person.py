"""What a layman is told and what a prescriber is told of the same person never contradict each other."""

from itertools import product

import pytest

from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.law.diagnoses import diagnoses
from calculators.registry import answer

SAY = texts("de")
REGULAR = [found.code for found in diagnoses() if found.until is None]
# Illnesses that people call a psychosis, too, but that are single cases only.
CALLED_A_PSYCHOSIS = ["F10.5", "F12.5", "F20.9", "F23.0", "F28", "F29", "F31.2", "F53.1"]
OTHERS = ["F32.2", "F33.2", "F43.1", "F60.31"]
ILLNESSES = {
    **dict.fromkeys([*REGULAR, *CALLED_A_PSYCHOSIS], "psychosis"),
    **dict.fromkeys(OTHERS, "other"),
    "unknown": "unknown",
}
# What only a doctor can measure, and of which the layman's answer says that it can still change it.
MEASURED = {"gaf_regular", "gaf_single_case", "able"}


def told_the_layman(icd, hospital, alone, difficulties):
    said = {"for_whom": "me", "insurance": "statutory", "illness": ILLNESSES[icd], "willing": "yes"}
    said |= {"alone": "alone" if alone == "yes" else "not_alone", "clinic": hospital}
    said |= {"difficulties": difficulties, "situation": ""}
    return answer("eligibility", {name: [value] for name, value in said.items()})


def told_the_prescriber(icd, hospital, alone, difficulties, gaf):
    said = {"prescriber": "facharzt_psychiatrie", "kv_approval": "yes", "kind": "first"}
    said |= {"day": "2026-11-27", "icd": icd, "can_use_services": alone, "gaf": gaf}
    said |= {"impairments": difficulties, "hospital": hospital, "able": "yes"}
    said |= {"criteria": "planning"}  # what makes a single case is theirs to say
    return answer("prescription", {name: [value] for name, value in said.items()})


@pytest.mark.parametrize("icd", ILLNESSES)
def test_the_two_calculators_agree_on_every_person(icd):
    circumstances = product(
        ("avoid", "shorten", "not_feasible", "none", "unknown"), ("yes", "no"), ("", "drive")
    )
    for hospital, alone, difficulties in circumstances:
        layman = told_the_layman(icd, hospital, alone, difficulties)
        heard = layman.outcome.verdict
        notes = layman.outcome.notes
        for gaf in ("35", "40", "41", "45", "50", "51"):
            prescriber = told_the_prescriber(icd, hospital, alone, difficulties, gaf).outcome
            open_ = {c.name for c in prescriber.conditions if c.state != "met"}
            person = (icd, hospital, alone, difficulties, gaf)
            if prescriber.verdict in ("may", "single_case"):
                assert heard in ("likely", "possible"), person
            if heard in ("likely", "possible"):
                # What still stands against it is said: how severe it is, and for some illnesses the rule.
                assert open_ <= MEASURED, person
                assert "turns_on_severity" in notes, person
            if heard == "likely" and "gaf_single_case" in {c.name for c in prescriber.conditions}:
                assert "some_psychoses" in notes, person
            if heard == "other_help":
                assert "not_alone" in open_, person


@pytest.mark.parametrize("icd", CALLED_A_PSYCHOSIS)
def test_of_a_psychosis_that_is_a_single_case_both_say_so(icd):
    """The layman cannot know which it is, so the sentence stands in every such answer."""
    layman = explain(told_the_layman(icd, "avoid", "no", "drive"), SAY)
    assert SAY("eligibility.note.some_psychoses") in layman.meaning
    assert "Einzelfall" in SAY("eligibility.note.some_psychoses")
    below, above = (told_the_prescriber(icd, "avoid", "no", "drive", gaf) for gaf in ("40", "45"))
    assert below.outcome.verdict == "single_case"
    assert above.outcome.verdict == "not_yet"


def test_only_a_regular_illness_is_called_likely_without_a_single_case():
    for icd in REGULAR:
        found = told_the_prescriber(icd, "avoid", "no", "drive", "45").outcome
        assert found.verdict == "may"
        assert told_the_layman(icd, "avoid", "no", "drive").outcome.verdict == "likely"
