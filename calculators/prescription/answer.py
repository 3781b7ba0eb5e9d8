"""Verordnung von Soziotherapie: who may prescribe it to whom, on which form, and how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from calculators.engine.form import ANSWERED, EXCEPT, UNKNOWN, ask
from calculators.engine.outcome import Condition, Event, Open, Outcome, Value, applying
from calculators.law.diagnoses import diagnoses, with_psychotic_symptoms
from calculators.law.diagnosis import Certainty, Diagnosis, diagnosis_of
from calculators.law.duties import duties_on
from calculators.law.figures import Law, LawBook
from calculators.law.indication import (
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
from calculators.law.logic import if_known
from calculators.law.periods import years_later
from calculators.law.rule import reasoning, rule
from calculators.law.workdays import (
    NotInTable,
    nationwide_holidays,
    working_day_after,
)


class Prescriber(Enum):
    """The groups of § 4 ST-RL, by their German names, and one that it does not name."""

    PSYCHIATRIST = "facharzt_psychiatrie"
    NEUROLOGIST = "facharzt_neurologie"
    NEUROPSYCHIATRIST = "facharzt_nervenheilkunde"
    PSYCHOSOMATIC = "facharzt_psychosomatik"
    PSYCHOTHERAPY_TRAINING = "facharzt_zusatz_psychotherapie"
    CHILD_PSYCHIATRIST = "facharzt_kinder_jugendpsychiatrie"
    PSYCHOTHERAPIST = "psychologischer_psychotherapeut"
    CHILD_PSYCHOTHERAPIST = "kinder_jugendlichenpsychotherapeut"
    NEW_PSYCHOTHERAPIST = "psychotherapeut_neuen_rechts"
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
    OTHER = "other"


class Transition(Enum):
    """Whether somebody is of the age of § 4 Abs. 2 ST-RL: in both readings, in one, or in none."""

    MET = "met"
    START = "start"
    OUTSIDE = "outside"


INSTITUTIONS = {Prescriber.OUTPATIENT_CLINIC, Prescriber.HOSPITAL}
THERAPISTS = {
    Prescriber.PSYCHOTHERAPIST,
    Prescriber.CHILD_PSYCHOTHERAPIST,
    Prescriber.NEW_PSYCHOTHERAPIST,
}
FOR_THE_YOUNG = {Prescriber.CHILD_PSYCHIATRIST, Prescriber.CHILD_PSYCHOTHERAPIST}
FORMS: dict[Kind | None, str | None] = {
    None: None,
    Kind.TRIAL: "26",
    Kind.FIRST: "26",
    Kind.FOLLOW_UP: "26",
    Kind.REFERRAL: "28",
    Kind.DISCHARGE: None,
}
TO_CLARIFY = (Kind.TRIAL, Kind.REFERRAL)
# Who prescribes by the medical conditions: a hospital has its own days, others refer.
BY_CONDITIONS = [
    p.value for p in Prescriber if p not in (Prescriber.HOSPITAL, Prescriber.OTHER_PHYSICIAN)
]
OFFICES = [p.value for p in Prescriber if p not in {*INSTITUTIONS, Prescriber.OTHER_PHYSICIAN}]
TREATED = [kind.value for kind in Kind if kind is not Kind.REFERRAL]
# What a form asks whom: without the approval of the KV nothing of the person; the rest by the kind.
NOT_HOSPITAL = {"prescriber": [p.value for p in Prescriber if p is not Prescriber.HOSPITAL]}
APPROVED = {"kv_approval": ["", "yes", UNKNOWN]}
ON_SHEET_26 = [Kind.TRIAL.value, Kind.FIRST.value, Kind.FOLLOW_UP.value]
MEDICAL = {"prescriber": BY_CONDITIONS, "kind": ON_SHEET_26} | APPROVED
COUNTED = {"kind": [*ON_SHEET_26, Kind.REFERRAL.value]}
# What makes it a single case is asked where the code is none of those for which it is the rule.
NOT_REGULAR = {"icd": [ANSWERED, *sorted({f"{EXCEPT}{each.code}" for each in diagnoses()})]}
NOT_SUSPECTED = {"suspected": ["", "no", UNKNOWN]}
# Those on which it depends how many trial hours there were: credited, or for the approval.
COUNTING_TRIALS = (Kind.TRIAL, Kind.FIRST, Kind.REFERRAL)
# Nothing is to be written down, and nothing to be remembered.
NOT_THIS_FORM = {"not_yet", "refer_only"}
SURE = {Certainty.CONFIRMED, Certainty.EXCLUDED}
RESULTS = (
    "form",
    "max_units",
    "max_units_left",
    "credited",
    "approval_needed",
    "submit_by",
    "use_by",
    "valid_days",
    "first_meeting",
    "diagnosis",
    "gaf_most",
)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Case:
    prescriber: Prescriber = ask()
    kv_approval: bool | None = ask(unknown=True, when={"prescriber": OFFICES})
    kind: Kind | None = ask(
        default=None, default_when={"kv_approval": ["no"]}, form_when=NOT_HOSPITAL
    )
    day: date = ask(today=True, prefilled=True)
    suspected: bool | None = ask(
        unknown=True,
        default=None,
        insist=True,
        form_when={"kind": [kind.value for kind in TO_CLARIFY]} | NOT_HOSPITAL,
    )
    can_follow_referral: bool | None = ask(
        unknown=True, when={"kind": [Kind.REFERRAL.value]}, insist=True, default=None
    )
    icd: str | None = ask(unknown=True, form_when=MEDICAL)
    gaf: int | None = ask(minimum=1, maximum=100, unknown=True, form_when=MEDICAL)
    criteria: frozenset[Criterion] = ask(
        default=frozenset(), form_when=MEDICAL | NOT_SUSPECTED | NOT_REGULAR
    )
    can_use_services: bool | None = ask(
        unknown=True, when={"kind": TREATED}, insist=True, default=None, form_when=MEDICAL
    )
    impairments: frozenset[Impairment] = ask(form_when=MEDICAL)
    hospital: Hospital | None = ask(unknown=True, insist=True, default=None, form_when=MEDICAL)
    able: bool | None = ask(unknown=True, insist=True, default=None, form_when=MEDICAL)
    birth_date: date | None = ask(
        default=None, not_after="day", form_when=NOT_HOSPITAL | APPROVED | COUNTED
    )
    trials_this_year: int = ask(
        minimum=0, maximum=100, default=0, form_when=MEDICAL | {"kind": [Kind.TRIAL.value]}
    )
    units: int | None = ask(minimum=1, maximum=1_000, default=None, more=True, form_when=COUNTED)
    units_so_far: int | None = ask(
        minimum=0, maximum=1_000, default=None, more=True, form_when=COUNTED
    )
    trial_units: int | None = ask(
        minimum=0, maximum=1_000, default=None, more=True, form_when=COUNTED
    )
    on: date | None = ask(default=None, clock=True)

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What the code says, if there is one."""
        return diagnosis_of(self.icd) if self.icd is not None else None

    @property
    def is_suspected(self) -> bool:
        """Whether they say that it is a suspicion, in words or by the letter of the code."""
        return self.suspected is True or _certainty(self) is Certainty.SUSPECTED

    @property
    def is_suspected_code(self) -> bool:
        """Whether it is the code itself that is suspected, and not that a sure illness is severe."""
        return self.is_suspected and _certainty(self) is not Certainty.CONFIRMED

    @property
    def has_sure_diagnosis(self) -> bool:
        """Whether there is a diagnosis, and neither it nor its letter says that it is not sure."""
        return (
            self.diagnosis is not None
            and not self.is_suspected
            and _certainty(self) in (None, Certainty.CONFIRMED)
        )

    @property
    def says_nothing_medical(self) -> bool:
        """Whether nothing is said of the person, as at a discharge, where the form does not ask."""
        said = (self.icd, self.gaf, self.hospital, self.able, self.can_use_services)
        return not self.impairments and all(answer is None for answer in said)

    @property
    def so_far(self) -> int | None:
        """How many units are prescribed already: at least the trial hours; None if nobody said."""
        return self.trial_units if self.units_so_far is None else self.units_so_far

    @property
    def needs_diagnosis(self) -> bool:
        """A suspicion is enough for trial hours, and for the way to somebody who may diagnose."""
        return self.kind is not Kind.REFERRAL and not (
            self.kind is Kind.TRIAL and self.is_suspected
        )

    def is_over(self, last_day: date) -> bool:
        """Whether that day has passed, as far as it is said what day it is."""
        return self.on is not None and last_day < self.on

    def contradictions(self) -> dict[str, str]:
        problems = {
            "icd": _problem_of_code(self),
            "suspected": _problem_of_suspicion(self),
            "birth_date": _problem_of_age(self),
            "units_so_far": _problem_of_order(self),
            "trial_units": _problem_of_trials(self),
        }
        return {field: problem for field, problem in problems.items() if problem}


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(case.day)
    if case.kind is None and case.prescriber is Prescriber.HOSPITAL:
        case = replace(case, kind=Kind.DISCHARGE)
    if other_way := _other_way(case, law):
        nothing = dict.fromkeys(RESULTS)
        return Outcome(
            "not_by_you",
            nothing,
            (other_way,),
            headline=f"headline_{other_way}",
            next_step=f"next_{other_way}",
        )
    conditions = tuple(_conditions(case, law))
    credited = _credited(case, law)
    most = _most(case, credited, law)
    approval = _approval(case, most, law)
    use_by = last_day_after_discharge(case.day, law) if case.kind is Kind.DISCHARGE else None
    if use_by is not None and case.is_over(use_by):
        return Outcome("lapsed", dict.fromkeys(RESULTS) | {"use_by": use_by})
    result: dict[str, Any] = {
        "form": FORMS[case.kind],
        "max_units": most,
        "max_units_left": _left(case, law),
        "credited": credited if case.kind is Kind.FIRST else None,
        "approval_needed": approval,
        "submit_by": _submit_by(case.day, law) if approval else None,
        "use_by": use_by,
        "valid_days": int(law.discharge_days) if use_by else None,
        "holidays": _holidays(case.day, use_by),
        "first_meeting": _first_meeting(case.day) if use_by else None,
        "diagnosis": case.diagnosis.code if case.diagnosis else None,
        "gaf_most": _gaf_most(conditions, law),
    }
    verdict = _verdict(conditions, most)
    headline = _headline(case, verdict, conditions, most)
    since = duties_on(case.day).get("electronic_prescription")
    if _is_single_case(conditions) and case.diagnosis is not None:
        result |= _as_regular(case.diagnosis.code, law)
    if since and verdict not in NOT_THIS_FORM:
        result["electronic_since"] = electronic_from(since)
    return Outcome(
        verdict,
        result,
        tuple(_notes(case, verdict, conditions, result)),
        _open_questions(case, law, verdict, conditions),
        conditions=conditions,
        record=() if verdict in NOT_THIS_FORM else tuple(_record(case, conditions, result)),
        events=() if verdict in NOT_THIS_FORM else tuple(_events(case, result)),
        headline=headline,
        next_step=_next_step(case, verdict, headline, result),
    )


@rule("§ 4 Abs. 1 ST-RL")
def has_approval_of_kv(kv_approval: bool) -> bool:
    """Sinngemäß: Die Befugnis zur Verordnung bedarf der Genehmigung der Kassenärztlichen
    Vereinigung."""
    return kv_approval


@rule("§ 4 Abs. 2 ST-RL")
def is_in_transition(birth_date: date, day: date, law: Law) -> bool:
    """Sinngemäß: … in therapeutisch begründeten Fällen in der Übergangsphase ab dem … Lebensjahr bis
    zur Vollendung des … Lebensjahrs."""
    first = years_later(birth_date, int(law.transition_year))
    end = years_later(birth_date, int(law.transition_age))
    return first <= day < end


@rule("§ 4 Abs. 2 ST-RL")
def is_in_transition_by_year_of_life(birth_date: date, day: date, law: Law) -> bool:
    """Sinngemäß: … ab dem … Lebensjahr …; die andere Lesart: Ein Lebensjahr beginnt mit dem Geburtstag
    davor."""
    return years_later(birth_date, int(law.transition_year) - 1) <= day


@rule("§ 4 Abs. 4 ST-RL")
def may_refer_on_suspicion(suspected: bool) -> bool:
    """Sinngemäß: Andere Vertragsärztinnen und Vertragsärzte überweisen bei begründetem Verdacht auf eine
    schwere psychische Erkrankung."""
    return suspected


@rule("§ 4 Abs. 5 ST-RL")
def needs_company(can_follow_referral: bool) -> bool:
    """Sinngemäß: … wenn die versicherte Person die Überweisung nicht selbständig wahrnehmen kann."""
    return not can_follow_referral


@rule("§ 5 Abs. 2 ST-RL")
def may_try_on_suspicion(suspected: bool) -> bool:
    """Sinngemäß: Probestunden dienen der Abklärung der Therapiefähigkeit; dafür genügt der begründete
    Verdacht auf eine schwere psychische Erkrankung."""
    return suspected


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def cannot_use_services(can_use_services: bool) -> bool:
    """„… die wegen schwerer psychischer Erkrankung nicht in der Lage sind, ärztliche oder ärztlich
    verordnete Leistungen selbständig in Anspruch zu nehmen …“"""
    return not can_use_services


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


@rule("§ 360 Abs. 6 SGB V")
def electronic_from(since: date) -> date:
    """Sinngemäß: Ab dem … ist Soziotherapie in elektronischer Form zu verordnen, außer wenn das im
    Einzelfall technisch nicht möglich ist."""
    return since


@rule("§ 4a ST-RL")
def last_day_after_discharge(discharged: date, law: Law) -> date:
    """Sinngemäß: Das Krankenhaus kann Soziotherapie für … Kalendertage nach der Entlassung verordnen;
    bis dahin nicht genutzte Einheiten verfallen."""
    return discharged + timedelta(days=int(law.discharge_days))


def _certainty(case: Case) -> Certainty | None:
    return case.diagnosis.certainty if case.diagnosis else None


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
        return _outside_transition(case, case.birth_date, law)
    return None


def _outside_transition(case: Case, birth_date: date, law: Law) -> str | None:
    """The note on somebody whom specialists for the young may not help: too old, or too young."""
    if _transition(case, birth_date, law) is not Transition.OUTSIDE:
        return None
    of_age = case.day >= years_later(birth_date, int(law.adult_age))
    return "not_in_transition" if of_age else "before_transition"


def _transition(case: Case, birth_date: date, law: Law) -> Transition:
    if is_in_transition(birth_date, case.day, law):
        return Transition.MET
    too_young = case.day < years_later(birth_date, int(law.transition_year))
    if too_young and is_in_transition_by_year_of_life(birth_date, case.day, law):
        return Transition.START
    return Transition.OUTSIDE


def _conditions(case: Case, law: Law) -> Iterator[Condition]:
    if case.prescriber is Prescriber.NEW_PSYCHOTHERAPIST:
        yield Condition.of("new_psychotherapist", None)
    if case.prescriber.value in OFFICES and case.kv_approval is None:
        yield Condition.of("kv_approval", None)
    yield from _age(case, law)
    if case.kind is Kind.DISCHARGE and case.says_nothing_medical:
        return
    if case.kind is Kind.TRIAL:
        left = trials_are_left(case.trials_this_year, law)
        # A first prescription is the other way only for a diagnosis that is sure.
        sure = left or case.has_sure_diagnosis
        yield Condition.of("trials" if sure else "trials_before_diagnosis", left)
    if _certainty(case) is Certainty.EXCLUDED:
        yield Condition.of("excluded", False)
    elif _certainty(case) is Certainty.PAST:
        yield Condition.of("past", None)
    if case.needs_diagnosis:
        yield from _diagnosis(case, law)
        # Nothing ticked is no answer yet.
        yield Condition.of("impairment", is_impaired(case.impairments) or None)
        yield Condition.of("hospital", if_known(spares_hospital, case.hospital))
    else:
        yield from _suspicion(case, law)
    # Finding that out is what trial hours are for; who knows that they are out of reach has found out.
    if case.able is False or case.kind not in TO_CLARIFY:
        yield Condition.of("able", if_known(can_reach_goals, case.able))
    yield from _not_alone(case)


def _age(case: Case, law: Law) -> Iterator[Condition]:
    if case.prescriber in FOR_THE_YOUNG:
        with reasoning():  # the conclusion was drawn when asked whether it is theirs to prescribe
            transition = if_known(lambda born: _transition(case, born, law), case.birth_date)
        if transition is not Transition.MET:
            yield Condition.of("transition_start" if transition else "transition", None)
    elif _is_minor(case, law):
        yield Condition.of("of_age", None)


def _diagnosis(case: Case, law: Law) -> Iterator[Condition]:
    diagnosis = case.diagnosis
    if _certainty(case) in (Certainty.EXCLUDED, Certainty.PAST):
        yield from _gaf_as_said(case, law)
        return
    if diagnosis is None or case.is_suspected:
        yield Condition.of("diagnosis", None)
        yield Condition.of("gaf_regular", _gaf(case, law, True))
        return
    law.since("gaf_maximum")  # for days before our records, of which we know no list either
    regular = is_regular_indication(diagnosis.code, law)
    if not regular and not may_be_single_case(diagnosis.code):
        yield Condition.of("psychiatric", False)
        yield from _gaf_as_said(case, law)
        return
    name = "regular" if regular else "single_case"
    allowed = _gaf(case, law, regular)
    yield Condition.of(name, True)
    yield Condition.of(f"gaf_{name}", allowed)
    if regular and allowed and case.gaf is not None:
        # Above the guide it is still allowed: nothing is missing, but it wants a reason.
        guided = gaf_is_as_guided(case.gaf, law)
        yield Condition("gaf_guide" if guided else "gaf_above_guide", "met")
    if not regular:
        yield Condition.of("criterion", bool(case.criteria) or None)


def _suspicion(case: Case, law: Law) -> Iterator[Condition]:
    """A reasoned suspicion of a severe mental illness, and nothing that was answered against it."""
    diagnosis = case.diagnosis
    listed = diagnosis is not None and is_regular_indication(diagnosis.code, law)
    if diagnosis is not None and not listed and not may_be_single_case(diagnosis.code):
        yield Condition.of("psychiatric", False)
    elif case.is_suspected:
        allows = may_try_on_suspicion if case.kind is Kind.TRIAL else may_refer_on_suspicion
        yield Condition.of("suspicion", allows(case.is_suspected))
    elif diagnosis is None:
        yield Condition.of("suspicion", None)
    elif _certainty(case) in (None, Certainty.CONFIRMED):
        # Those on the list are severe; of another, a diagnosis alone does not say how severe it is.
        if not listed and case.suspected is False:
            yield Condition.of("severe", None)
        else:
            yield Condition.of("known_illness", True)
    yield from _gaf_as_said(case, law)
    if case.impairments:
        yield Condition.of("impairment", is_impaired(case.impairments))
    if case.hospital is not None:
        yield Condition.of("hospital", spares_hospital(case.hospital))


def _not_alone(case: Case) -> Iterator[Condition]:
    if case.kind is Kind.REFERRAL:
        yield Condition.of("referral_alone", if_known(needs_company, case.can_follow_referral))
    elif case.can_use_services is not None:
        yield Condition.of("not_alone", cannot_use_services(case.can_use_services))


def _gaf_as_said(case: Case, law: Law) -> Iterator[Condition]:
    """Whether the value allows it, if there is one: it is judged even where the diagnosis decides."""
    if case.gaf is not None:
        yield Condition.of("gaf_regular", _gaf(case, law, True))


def _gaf(case: Case, law: Law, regular: bool) -> bool | None:
    allows = gaf_allows_regular if regular else gaf_allows_single_case
    return if_known(lambda gaf: allows(gaf, law), case.gaf)


def _most(case: Case, credited: int, law: Law) -> int | None:
    if case.kind is Kind.DISCHARGE:
        return None
    if case.kind is Kind.TRIAL:
        most = trial_units(law)
    elif case.kind is Kind.REFERRAL:
        most = referral_units(law)
    else:
        most = units_of_prescription(credited, law)
    return most if case.so_far is None else min(most, units_left(case.so_far, law))


def _left(case: Case, law: Law) -> int | None:
    """How many units the episode has left at most, on this prescription and all after it."""
    if case.kind is Kind.DISCHARGE:
        return None
    with (
        reasoning()
    ):  # where the number so far is said, the cap of this prescription gave the reason
        return units_left(case.so_far or 0, law)


def _too_many(case: Case, most: int | None, left: int | None) -> str | None:
    """The note on more units than are possible: whether a later prescription can bring them."""
    if most is None or left is None or case.units is None or case.units <= most:
        return None
    if case.units <= left:
        return "too_many"
    return "too_many_in_episode" if left > most else "too_many_left"


def _credited(case: Case, law: Law) -> int:
    """The trial hours that go off the first prescription: as many as are said to be, or may be."""
    if case.kind is not Kind.FIRST:
        return 0
    if case.trial_units is not None:
        return case.trial_units
    times = case.trials_this_year or int(law.trials_per_year)
    return min(case.so_far or 0, times * int(law.trial_hours))


def _approval(case: Case, most: int | None, law: Law) -> bool | None:
    if most is None:
        return None
    excepted = case.kind in TO_CLARIFY
    units = min(case.units or most, most)
    return needs_approval(excepted, (case.so_far or 0) + units, law)


def _gaf_most(conditions: tuple[Condition, ...], law: Law) -> int | None:
    """The highest value that would do, where the one that is stated is too high."""
    unmet = {condition.name for condition in conditions if condition.state == "unmet"}
    if "gaf_single_case" in unmet:
        return int(law.gaf_guide)
    return int(law.gaf_maximum) if "gaf_regular" in unmet else None


def _as_regular(icd: str, law: Law) -> dict[str, Value]:
    """The code that is the rule if there are psychotic symptoms, and the highest value that would do then."""
    code = with_psychotic_symptoms(icd)
    if code is None:
        return {}
    return {"regular_then": code, "gaf_most_then": int(law.gaf_maximum)}


def _headline(case: Case, verdict: str, conditions: tuple[Condition, ...], most: int | None) -> str:
    """Of the verdict that one which says why: the first reason against it, or what is special."""
    if verdict == "not_yet":
        return "headline_all_used" if most == 0 else _first_reason(case, conditions)
    if verdict == "may" and case.kind in (Kind.TRIAL, Kind.REFERRAL, Kind.DISCHARGE):
        return f"headline_{case.kind.value}"
    above = any(condition.name == "gaf_above_guide" for condition in conditions)
    return "headline_above_guide" if verdict == "may" and above else "headline"


def _next_step(case: Case, verdict: str, headline: str, result: Mapping[str, Any]) -> str:
    """The one thing to do: about the reason against it, and otherwise what has to happen in time."""
    if verdict == "not_yet":
        return headline.replace("headline", "next", 1)
    if verdict not in ("may", "single_case"):
        return "next"
    if case.kind is Kind.REFERRAL:
        return "next_referral"
    if case.kind is Kind.DISCHARGE:
        return (
            "next_first_meeting" if _is_to_come(case, result["first_meeting"]) else "next_discharge"
        )
    if not result["approval_needed"]:
        return "next"
    submit_by = result["submit_by"]
    if submit_by is None:
        return "next_no_date"
    return "next_late" if case.is_over(submit_by) else "next_submit"


def _is_to_come(case: Case, day: date | None) -> bool:
    """Whether there is such a day, and it is neither today nor past, as far as that is said."""
    return day is not None and (case.on is None or case.on < day)


def _first_reason(case: Case, conditions: tuple[Condition, ...]) -> str:
    for state, prefix in (("unmet", "headline"), ("unclear", "headline_open")):
        for condition in conditions:
            if condition.state == state:
                coded = condition.name != "gaf_regular" or case.diagnosis is not None
                return f"{prefix}_{condition.name if coded else 'gaf'}"
    return "headline"


def _verdict(conditions: tuple[Condition, ...], most: int | None) -> str:
    open_or_unmet = [condition for condition in conditions if condition.state != "met"]
    if open_or_unmet == [Condition("referral_alone", "unmet")]:
        return "refer_only"
    if most == 0 or open_or_unmet:
        return "not_yet"
    return "single_case" if _is_single_case(conditions) else "may"


def _notes(
    case: Case, verdict: str, conditions: tuple[Condition, ...], result: Mapping[str, Any]
) -> Iterator[str]:
    most, approval = result["max_units"], result["approval_needed"]
    submit_by = result["submit_by"]
    if verdict in NOT_THIS_FORM:
        if "regular_then" in result:
            yield "with_psychotic_symptoms"
        if most == 0:
            yield "all_used"
        elif _trials_can_tell(case, conditions):
            yield "trials_can_tell"
        return
    too_many = _too_many(case, most, result["max_units_left"])
    in_office = case.prescriber.value in OFFICES
    no_code = case.kind is Kind.REFERRAL and not case.is_suspected
    notes = {
        "presumed": case.kind is Kind.DISCHARGE and case.says_nothing_medical,
        "not_alone": case.kind is not Kind.REFERRAL
        and case.can_use_services is None
        and not (case.kind is Kind.DISCHARGE and case.says_nothing_medical),
        "severe": no_code,
        "amount": most is not None,
        "so_far_unknown": case.kind is Kind.FOLLOW_UP and case.units_so_far is None,
        "too_many": too_many == "too_many",
        "too_many_in_episode": too_many == "too_many_in_episode",
        "too_many_left": too_many == "too_many_left",
        "credited": bool(result["credited"]) and case.trial_units is not None,
        "perhaps_credited": bool(result["credited"]) and case.trial_units is None,
        "trials_unknown": case.kind is Kind.FIRST and case.so_far is None,
        "trial_before_first": case.kind is Kind.TRIAL and bool(case.so_far),
        "transition_reason": case.prescriber in FOR_THE_YOUNG,
        "name_criterion": verdict == "single_case" and Criterion.OTHER in case.criteria,
        "specialist": verdict == "single_case" and case.prescriber in THERAPISTS,
        "approval_yes": submit_by is not None and not case.is_over(submit_by),
        "submitted_late": submit_by is not None and case.is_over(submit_by),
        "no_date": approval is True and submit_by is None,
        "approval_no": approval is False,
        "before_unknown": approval is False and case.so_far is None,
        "form_26": FORMS[case.kind] == "26",
        "form_28": FORMS[case.kind] == "28",
        "electronic": "electronic_since" in result,
        "discharge": case.kind is Kind.DISCHARGE,
        "first_meeting": _is_to_come(case, result["first_meeting"]),
        "discharge_holidays": any(not case.is_over(day) for day in result["holidays"]),
        "discharge_units": case.kind is Kind.DISCHARGE,
        "fee_first": case.kind in (Kind.TRIAL, Kind.FIRST) and in_office,
        "fee_follow_up": case.kind is Kind.FOLLOW_UP and in_office,
        "fee_referral": case.kind is Kind.REFERRAL,
    }
    yield from applying(notes)


def _trials_can_tell(case: Case, conditions: tuple[Condition, ...]) -> bool:
    """Whether trial hours would clarify what is open: the ability, and nothing speaks against the rest.

    They come before the first prescription, and whatever is not met they do not change.
    """
    states = {condition.name: condition.state for condition in conditions}
    return (
        case.kind is Kind.FIRST
        and states.get("able") == "unclear"
        and "unmet" not in states.values()
    )


def _open_questions(
    case: Case, law: Law, verdict: str, conditions: tuple[Condition, ...]
) -> tuple[Open, ...]:
    names = {condition.name for condition in conditions}
    questions = {
        "new_psychotherapists": "new_psychotherapist" in names,
        "transition_start": "transition_start" in names,
        "gaf_at_limit": _is_single_case(conditions) and case.gaf == law.gaf_guide,
        "minors": _is_minor(case, law),
        "discharge_approval": case.kind is Kind.DISCHARGE,
        "copayment_for_trials": case.kind in TO_CLARIFY and verdict not in NOT_THIS_FORM,
    }
    return tuple(Open(name) for name, touched in questions.items() if touched)


def _submit_by(day: date, law: Law) -> date | None:
    try:
        return last_day_to_submit(day, law)
    except NotInTable:  # no public holidays are known for that year
        return None


def _holidays(discharged: date, use_by: date | None) -> tuple[date, ...]:
    """The holidays of the whole country in the days after a discharge, as far as they are known."""
    try:
        return nationwide_holidays(discharged + ONE_DAY, use_by) if use_by else ()
    except NotInTable:
        return ()


def _first_meeting(discharged: date) -> date | None:
    """The next working day, if that is not the day after the discharge."""
    try:
        day = working_day_after(discharged, 1, None)
    except NotInTable:
        return None
    return day if day > discharged + ONE_DAY else None


def _record(
    case: Case, conditions: tuple[Condition, ...], result: Mapping[str, Value]
) -> Iterator[str]:
    """What was answered, line by line, and a gap for what only the prescriber can know; no day that has passed."""
    submit_by = result["submit_by"]
    most = result["max_units"]
    as_wanted = case.units is not None and isinstance(most, int) and case.units <= most
    lines = {
        "discharged": case.kind is Kind.DISCHARGE,
        "amount_said": as_wanted,
        "amount": most is not None and not as_wanted,
        "amount_open": most is None,
        "suspicion": case.suspected is True and not case.needs_diagnosis,
        "suspected_code": case.diagnosis is not None and case.is_suspected_code,
        "diagnosis": case.diagnosis is not None and not case.is_suspected_code,
        "code_open": case.diagnosis is None,
        "gaf": case.gaf is not None,
        "gaf_reason": any(condition.name == "gaf_above_guide" for condition in conditions),
        **{f"impaired_{area.value}": area in case.impairments for area in Impairment},
        "criteria": bool(case.criteria),
        **{
            f"hospital_{effect.value}": case.hospital is effect
            for effect in Hospital
            if effect is not Hospital.NONE
        },
        "able": case.able is True,
        "referral_alone": case.can_follow_referral is False,
        "not_alone": case.can_use_services is False,
        "submit": isinstance(submit_by, date) and not case.is_over(submit_by),
        "use_by": result["use_by"] is not None,
    }
    yield from (line for line, said in lines.items() if said)


def _events(case: Case, result: Mapping[str, Value]) -> Iterator[Event]:
    for name in ("submit_by", "use_by"):
        day = result[name]
        if isinstance(day, date) and not case.is_over(day):
            yield Event(name, day, 1, about=case.day)


def _is_single_case(conditions: tuple[Condition, ...]) -> bool:
    return any(condition.name == "single_case" for condition in conditions)


def _is_minor(case: Case, law: Law) -> bool:
    if case.birth_date is None or case.prescriber in FOR_THE_YOUNG:
        return False
    return case.day < years_later(case.birth_date, int(law.adult_age))


def _problem_of_code(case: Case) -> str | None:
    if case.icd is None:
        return None
    if case.diagnosis is None:
        return "icd_form"
    is_complete = case.diagnosis.is_complete_on(case.day)
    if case.needs_diagnosis and not case.is_suspected and not is_complete:
        return "icd_incomplete"
    return None


def _problem_of_suspicion(case: Case) -> str | None:
    """The letter of the code and the answer have to agree on how sure the diagnosis is."""
    certainty = _certainty(case)
    if case.suspected is False and certainty is Certainty.SUSPECTED:
        return "not_suspected_by_letter"
    # Of an illness that is sure, a referral may still suspect that it is a severe one.
    sure = {Certainty.EXCLUDED} if case.kind is Kind.REFERRAL else SURE
    return "suspected_and_certain" if case.suspected and certainty in sure else None


def _problem_of_age(case: Case) -> str | None:
    born_later = case.birth_date is not None and case.birth_date > case.day
    return "born_after_prescription" if born_later else None


def _problem_of_trials(case: Case) -> str | None:
    """How many units were trial hours has to fit what else is said, and is asked where it decides."""
    units, trials = case.units_so_far, case.trial_units
    if trials is None:
        if case.trials_this_year and units is None and case.kind in COUNTING_TRIALS:
            return "trial_units_missing"
        law = LawBook().on(case.day)
        if case.kind is Kind.FOLLOW_UP and units and law.enacts("trial_hours"):
            few = units <= law.trial_hours * law.trials_per_year
            return "perhaps_trials_only" if few else None
        return None
    if units is not None and trials > units:
        return "more_trials_than_units"
    if not trials and case.trials_this_year:
        return "trials_without_units"
    if trials and trials == units and case.kind is Kind.FOLLOW_UP:
        return "follow_up_without_first"
    return None


def _problem_of_order(case: Case) -> str | None:
    """Trial hours and the first prescription come before all others, a follow-up after one."""
    if case.so_far is None:
        return None
    if case.units_so_far == 0 and case.kind is Kind.FOLLOW_UP:
        return "follow_up_without_first"
    if case.units_so_far == 0 and case.trials_this_year:
        return "trials_without_units"
    law = LawBook().on(case.day)
    if case.kind in (Kind.TRIAL, Kind.FIRST) and law.enacts("units_per_prescription"):
        many = case.so_far >= law.units_per_prescription
        return "first_after_another" if many else None
    return None
