"""Verordnung von Soziotherapie: who may prescribe it to whom, on which form, and how much."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from calculators.diagnoses import diagnoses_on
from calculators.engine.calendar import years_later
from calculators.engine.data import table
from calculators.engine.figures import Law, LawBook
from calculators.engine.form import ask
from calculators.engine.logic import if_known
from calculators.engine.outcome import Condition, Open, Outcome, Value
from calculators.engine.rule import rule
from calculators.engine.workdays import NotInTable, working_day_after
from calculators.indication import (
    Hospital,
    Impairment,
    can_reach_goals,
    gaf_allows_regular,
    gaf_allows_single_case,
    gaf_is_as_guided,
    is_impaired,
    is_regular_indication,
    may_be_single_case,
    spares_hospital,
)


class Prescriber(Enum):
    """The groups of § 4 ST-RL, by their German names."""

    PSYCHIATRIST = "facharzt_psychiatrie"
    NEUROLOGIST = "facharzt_neurologie"
    NEUROPSYCHIATRIST = "facharzt_nervenheilkunde"
    PSYCHOSOMATIC = "facharzt_psychosomatik"
    PSYCHOTHERAPY_TRAINING = "facharzt_zusatz_psychotherapie"
    CHILD_PSYCHIATRIST = "facharzt_kinder_jugendpsychiatrie"
    PSYCHOTHERAPIST = "psychologischer_psychotherapeut"
    CHILD_PSYCHOTHERAPIST = "kinder_jugendlichenpsychotherapeut"
    OUTPATIENT_CLINIC = "institutsambulanz"
    HOSPITAL = "krankenhaus"
    OTHER_PHYSICIAN = "anderer_arzt"


class Kind(Enum):
    TRIAL = "trial"
    FIRST = "first"
    FOLLOW_UP = "follow_up"
    REFERRAL = "referral"
    DISCHARGE = "discharge"


class Criterion(Enum):
    COMORBIDITY = "comorbidity"
    PLANNING = "planning"
    COORDINATION = "coordination"
    MOBILITY = "mobility"


INSTITUTIONS = {Prescriber.OUTPATIENT_CLINIC, Prescriber.HOSPITAL}
THERAPISTS = {Prescriber.PSYCHOTHERAPIST, Prescriber.CHILD_PSYCHOTHERAPIST}
FOR_THE_YOUNG = {Prescriber.CHILD_PSYCHIATRIST, Prescriber.CHILD_PSYCHOTHERAPIST}
FORMS = {
    Kind.TRIAL: "26",
    Kind.FIRST: "26",
    Kind.FOLLOW_UP: "26",
    Kind.REFERRAL: "28",
    Kind.DISCHARGE: None,
}
TO_CLARIFY = (Kind.TRIAL, Kind.REFERRAL)
OFFICES = [p.value for p in Prescriber if p not in {*INSTITUTIONS, Prescriber.OTHER_PHYSICIAN}]


@dataclass(frozen=True, kw_only=True)
class Case:
    prescriber: Prescriber = ask()
    kv_approval: bool | None = ask(unknown=True, when={"prescriber": OFFICES})
    kind: Kind = ask()
    day: date = ask(today=True)
    icd: str | None = ask(unknown=True)
    suspected: bool = ask(default=False)
    gaf: int | None = ask(minimum=1, maximum=100, unknown=True)
    impairments: frozenset[Impairment] = ask()
    hospital: Hospital | None = ask(unknown=True)
    able: bool | None = ask(unknown=True)
    criteria: frozenset[Criterion] = ask(default=frozenset(), more=True)
    birth_date: date | None = ask(default=None, more=True)
    units: int | None = ask(minimum=1, maximum=1_000, default=None, more=True)
    units_so_far: int = ask(minimum=0, maximum=1_000, default=0, more=True)
    trials_this_year: int = ask(minimum=0, maximum=100, default=0, more=True)

    def contradictions(self) -> dict[str, str]:
        problems = {}
        if self.icd is not None and (problem := _problem_of_code(self.icd, self.day)):
            problems["icd"] = problem
        if self.birth_date is not None and self.birth_date > self.day:
            problems["birth_date"] = "born_after_prescription"
        return problems


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(case.day)
    if other_way := _other_way(case, law):
        nothing = dict.fromkeys(("form", "max_units", "approval_needed", "submit_by"))
        return Outcome("not_by_you", nothing, (other_way,))
    conditions = _conditions(case, law)
    most = _most(case, law)
    approval = _approval(case, most, law)
    submit_by = _submit_by(case.day, law) if approval else None
    result: dict[str, Value] = {
        "form": FORMS[case.kind],
        "max_units": most,
        "approval_needed": approval,
        "submit_by": submit_by,
    }
    verdict = _verdict(case, conditions, most)
    return Outcome(
        verdict,
        result,
        _notes(case, verdict, most, approval, submit_by),
        _open_questions(case, law, verdict, conditions),
        conditions=conditions,
        record=() if verdict == "not_yet" else _record(case, submit_by),
    )


@rule("§ 4 Abs. 1 ST-RL")
def has_approval_of_kv(kv_approval: bool) -> bool:
    """Sinngemäß: Die Befugnis zur Verordnung bedarf der Genehmigung der Kassenärztlichen
    Vereinigung."""
    return kv_approval


@rule("§ 4 Abs. 2 ST-RL")
def is_in_transition(birth_date: date, day: date, law: Law) -> bool:
    """Sinngemäß: … in therapeutisch begründeten Fällen in der Übergangsphase ab dem … bis zur
    Vollendung des … Lebensjahres."""
    first = years_later(birth_date, int(law.adult_age))
    end = years_later(birth_date, int(law.transition_age))
    return first <= day < end


@rule("§ 5 Abs. 2 ST-RL")
def trials_are_left(trials_this_year: int, law: Law) -> bool:
    """Sinngemäß: Probestunden können höchstens …-mal im Jahr verordnet werden."""
    return trials_this_year < law.trials_per_year


@rule("§ 5 Abs. 2 ST-RL")
def trial_units(law: Law) -> int:
    """Sinngemäß: Vor der ersten Verordnung sind bis zu … Probestunden möglich."""
    return int(law.trial_hours)


@rule("§ 4 Abs. 5 ST-RL")
def referral_units(law: Law) -> int:
    """Sinngemäß: Andere Vertragsärztinnen und Vertragsärzte können bei der Überweisung bis zu …
    Therapieeinheiten zur Motivierung verordnen."""
    return int(law.referral_units)


@rule("§ 5 Abs. 2 ST-RL")
def units_of_prescription(credited: int, law: Law) -> int:
    """Sinngemäß: Eine Verordnung umfasst höchstens … Therapieeinheiten; Probestunden werden auf die
    erste Verordnung angerechnet."""
    return int(law.units_per_prescription) - credited


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def units_left(units_so_far: int, law: Law) -> int:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return max(int(law.hours_per_episode) - units_so_far, 0)


@rule("§ 9 Abs. 1 ST-RL")
def needs_approval(excepted: bool, units_in_all: int, law: Law) -> bool:
    """Sinngemäß: Jede Verordnung bedarf der vorherigen Genehmigung der Krankenkasse, ausgenommen
    Probestunden und die Überweisung, solange insgesamt nicht mehr als … Stunden verordnet werden."""
    too_many = units_in_all > law.approval_free_hours
    return too_many or not excepted


@rule("§ 9 Abs. 3 ST-RL")
def last_day_to_submit(day: date, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse trägt bis zur Entscheidung die Kosten, wenn ihr die Verordnung
    spätestens am … Arbeitstag nach der Ausstellung vorgelegt wird."""
    return working_day_after(day, int(law.submission_working_days), None)


def _other_way(case: Case, law: Law) -> str | None:
    """Why this prescription is not theirs to write, as the note that says how it goes instead."""
    who, kind = case.prescriber, case.kind
    if (who is Prescriber.HOSPITAL) != (kind is Kind.DISCHARGE):
        return "hospital_at_discharge" if who is Prescriber.HOSPITAL else "discharge_by_hospital"
    approved = who in INSTITUTIONS
    if who.value in OFFICES and case.kv_approval is not None:
        approved = has_approval_of_kv(case.kv_approval)
        if not approved and (kind is not Kind.REFERRAL or who in THERAPISTS):
            return "therapist_without_approval" if who in THERAPISTS else "without_approval"
    if who is Prescriber.OTHER_PHYSICIAN and kind is not Kind.REFERRAL:
        return "refer"
    if approved and kind is Kind.REFERRAL:
        return "prescribe_yourself"
    if who in FOR_THE_YOUNG and case.birth_date is not None:
        return None if is_in_transition(case.birth_date, case.day, law) else "not_in_transition"
    return None


def _conditions(case: Case, law: Law) -> tuple[Condition, ...]:
    found = []
    if case.prescriber.value in OFFICES and case.kv_approval is None:
        found.append(Condition.of("kv_approval", None))
    if case.prescriber in FOR_THE_YOUNG and case.birth_date is None:
        found.append(Condition.of("transition", None))
    elif _is_minor(case, law):
        found.append(Condition.of("of_age", None))
    if case.kind is Kind.TRIAL:
        found.append(Condition.of("trials", trials_are_left(case.trials_this_year, law)))
    if not _needs_diagnosis(case):
        return (*found, Condition.of("suspicion", True))
    found += _diagnosis(case, law)
    found.append(Condition.of("impairment", is_impaired(case.impairments)))
    found.append(Condition.of("hospital", if_known(spares_hospital, case.hospital)))
    if case.kind is not Kind.TRIAL:  # finding that out is what the trial hours are for
        found.append(Condition.of("able", if_known(can_reach_goals, case.able)))
    return tuple(found)


def _needs_diagnosis(case: Case) -> bool:
    """A suspicion is enough for trial hours, and for the way to somebody who may diagnose."""
    return case.kind is not Kind.REFERRAL and not (case.kind is Kind.TRIAL and case.suspected)


def _diagnosis(case: Case, law: Law) -> list[Condition]:
    if case.icd is None or case.suspected:
        return [Condition.of("diagnosis", None), Condition.of("gaf_regular", _gaf(case, law, True))]
    law.since("gaf_maximum")  # for days before our records, of which we know no list either
    regular = is_regular_indication(case.icd, law)
    if not regular and not may_be_single_case(case.icd):
        return [Condition.of("psychiatric", False)]
    name = "regular" if regular else "single_case"
    allowed = _gaf(case, law, regular)
    found = [Condition.of(name, True), Condition.of(f"gaf_{name}", allowed)]
    if regular and allowed and case.gaf is not None:
        # Above the guide it is still allowed: nothing is missing, but it wants a reason.
        guided = gaf_is_as_guided(case.gaf, law)
        found.append(Condition("gaf_guide" if guided else "gaf_above_guide", "met"))
    if not regular and case.criteria:
        found.append(Condition.of("criterion", True))
    return found


def _gaf(case: Case, law: Law, regular: bool) -> bool | None:
    allows = gaf_allows_regular if regular else gaf_allows_single_case
    return if_known(lambda gaf: allows(gaf, law), case.gaf)


def _most(case: Case, law: Law) -> int | None:
    if case.kind is Kind.DISCHARGE:
        return None
    left = units_left(case.units_so_far, law)
    if case.kind is Kind.TRIAL:
        return min(trial_units(law), left)
    if case.kind is Kind.REFERRAL:
        return min(referral_units(law), left)
    trials = case.trials_this_year * int(law.trial_hours) if case.kind is Kind.FIRST else 0
    return min(units_of_prescription(min(case.units_so_far, trials), law), left)


def _approval(case: Case, most: int | None, law: Law) -> bool | None:
    if most is None:
        return None
    excepted = case.kind in TO_CLARIFY
    return needs_approval(excepted, case.units_so_far + min(case.units or most, most), law)


def _verdict(case: Case, conditions: tuple[Condition, ...], most: int | None) -> str:
    if most == 0 or any(condition.state != "met" for condition in conditions):
        return "not_yet"
    return "single_case" if _is_single_case(conditions) else "may"


def _notes(
    case: Case, verdict: str, most: int | None, approval: bool | None, submit_by: date | None
) -> tuple[str, ...]:
    if verdict == "not_yet":
        return ("all_used",) if most == 0 else ()
    notes = {
        "amount": most is not None,
        "too_many": most is not None and case.units is not None and case.units > most,
        "credited": case.kind is Kind.FIRST and case.trials_this_year > 0,
        "name_criterion": verdict == "single_case" and not case.criteria,
        "approval_yes": submit_by is not None,
        "no_date": approval is True and submit_by is None,
        "approval_no": approval is False,
        "form_26": FORMS[case.kind] == "26",
        "form_28": FORMS[case.kind] == "28",
        "discharge": case.kind is Kind.DISCHARGE,
        "fee_first": case.kind in (Kind.TRIAL, Kind.FIRST) and case.prescriber.value in OFFICES,
        "fee_follow_up": case.kind is Kind.FOLLOW_UP and case.prescriber.value in OFFICES,
        "fee_referral": case.kind is Kind.REFERRAL,
    }
    return tuple(note for note, applies in notes.items() if applies)


def _open_questions(
    case: Case, law: Law, verdict: str, conditions: tuple[Condition, ...]
) -> tuple[Open, ...]:
    questions = {
        "gaf_at_limit": _is_single_case(conditions) and case.gaf == law.gaf_guide,
        "minors": _is_minor(case, law),
        "discharge_approval": case.kind is Kind.DISCHARGE,
        "copayment_for_trials": case.kind in TO_CLARIFY and verdict != "not_yet",
    }
    return tuple(Open(name) for name, touched in questions.items() if touched)


def _submit_by(day: date, law: Law) -> date | None:
    try:
        return last_day_to_submit(day, law)
    except NotInTable:  # no public holidays are known for that year
        return None


def _record(case: Case, submit_by: date | None) -> tuple[str, ...]:
    if not _needs_diagnosis(case):
        return ("checked", "suspicion")
    lines = ("checked", "diagnosis", "impairments", "hospital")
    return lines + (("submit",) if submit_by else ())


def _is_single_case(conditions: tuple[Condition, ...]) -> bool:
    return any(condition.name == "single_case" for condition in conditions)


def _is_minor(case: Case, law: Law) -> bool:
    if case.birth_date is None or case.prescriber in FOR_THE_YOUNG:
        return False
    return case.day < years_later(case.birth_date, int(law.adult_age))


def _problem_of_code(icd: str, day: date) -> str | None:
    form = table("indications.toml")["form"]
    if not re.fullmatch(form["code"] + form["certainty"], icd):
        return "icd_form"
    # F20 alone leaves open what decides: whether it is F20.0 or F20.9.
    stem = re.sub(form["certainty"] + "$", "", icd)
    if any(diagnosis.code.startswith(f"{stem}.") for diagnosis in diagnoses_on(day)):
        return "icd_incomplete"
    return None
