"""What the calculator asks."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from calculators.engine.form import ask
from calculators.engine.when import MoreThan, Said, SomethingBut, When
from calculators.law.diagnoses import chapter, diagnoses, on_the_list_all_along
from calculators.law.diagnosis import Certainty, Diagnosis, diagnosis_of
from calculators.law.figures import LawBook, highest
from calculators.law.indication import Hospital, Impairment
from calculators.law.prescription import Kind


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


class Criterion(Enum):
    COMORBIDITY = "comorbidity"
    PLANNING = "planning"
    COORDINATION = "coordination"
    MOBILITY = "mobility"
    OTHER = "other"


INSTITUTIONS = {Prescriber.OUTPATIENT_CLINIC, Prescriber.HOSPITAL}
TO_CLARIFY = (Kind.TRIAL, Kind.REFERRAL)
# Who prescribes by the medical conditions: a hospital has its own days, others refer.
BY_CONDITIONS = [
    p for p in Prescriber if p not in (Prescriber.HOSPITAL, Prescriber.OTHER_PHYSICIAN)
]
OFFICES = [p for p in Prescriber if p not in {*INSTITUTIONS, Prescriber.OTHER_PHYSICIAN}]
TREATED = [kind for kind in Kind if kind is not Kind.REFERRAL]
# What a form asks whom: without the approval of the KV nothing of the person; the rest by the kind.
NOT_HOSPITAL: When = {"prescriber": [p for p in Prescriber if p is not Prescriber.HOSPITAL]}
APPROVED: When = {"kv_approval": [Said.NOTHING, True, Said.UNKNOWN]}
ON_SHEET_26 = [Kind.TRIAL, Kind.FIRST, Kind.FOLLOW_UP]
MEDICAL: When = {"prescriber": BY_CONDITIONS, "kind": ON_SHEET_26, **APPROVED}
COUNTED: When = {"kind": [*ON_SHEET_26, Kind.REFERRAL]}
# What makes it a single case is asked where the code is none of those for which it is the rule.
NOT_REGULAR: When = {"icd": [SomethingBut(tuple(sorted({each.code for each in diagnoses()})))]}
# A code that came to the list, or left it, may be a single case on the day that is asked about.
PERHAPS_NOT_REGULAR: When = {"icd": [SomethingBut(on_the_list_all_along())]}
NOT_SUSPECTED: When = {"suspected": [Said.NOTHING, False, Said.UNKNOWN]}
# What decides that it is a no: whatever else is answered then, none of it is asked.
NO_BY_CODE: list[When] = [{"icd": [SomethingBut((chapter(),))]}]
ABOVE_GUIDE: When = {"gaf": [MoreThan(int(highest("gaf_guide")))], **NOT_REGULAR}
NO_BY_GAF: list[When] = [
    *NO_BY_CODE,
    {"gaf": [MoreThan(int(highest("gaf_maximum")))]},
    # As long as it may be a suspicion, trial hours need no single case.
    {"kind": [Kind.FIRST, Kind.FOLLOW_UP], **ABOVE_GUIDE},
    {"suspected": [False], **ABOVE_GUIDE},
]
NOT_NEEDED: list[When] = [*NO_BY_GAF, {"can_use_services": [True]}]
NOTHING_SPARED: list[When] = [*NOT_NEEDED, {"hospital": [Hospital.NONE]}]
NO: list[When] = [*NOTHING_SPARED, {"able": [False]}]
# Those on which it depends how many trial hours there were: credited, or for the approval.
COUNTING_TRIALS = (Kind.TRIAL, Kind.FIRST, Kind.REFERRAL)
SURE = {Certainty.CONFIRMED, Certainty.EXCLUDED}


@dataclass(frozen=True, kw_only=True)
class Case:
    prescriber: Prescriber = ask()
    kv_approval: bool | None = ask(unknown=True, when={"prescriber": OFFICES})
    kind: Kind | None = ask(
        default=None,
        default_when={"kv_approval": [False]},
        form_when={"prescriber": BY_CONDITIONS},
        implied_when={"prescriber": [Prescriber.OTHER_PHYSICIAN]},
        implied=Kind.REFERRAL,
    )
    day: date = ask(today=True, prefilled=True)
    suspected: bool | None = ask(
        unknown=True,
        default=None,
        insist=True,
        form_when={"kind": TO_CLARIFY} | NOT_HOSPITAL,
    )
    can_follow_referral: bool | None = ask(
        unknown=True, when={"kind": [Kind.REFERRAL]}, insist=True, default=None
    )
    icd: str | None = ask(unknown=True, form_when=MEDICAL)
    gaf: int | None = ask(
        minimum=1, maximum=100, unknown=True, form_when=MEDICAL, form_unless=NO_BY_CODE
    )
    criteria: frozenset[Criterion] = ask(
        default=frozenset(),
        form_when=MEDICAL | NOT_SUSPECTED | PERHAPS_NOT_REGULAR,
        form_unless=NO_BY_GAF,
    )
    can_use_services: bool | None = ask(
        unknown=True,
        when={"kind": TREATED},
        insist=True,
        default=None,
        form_when=MEDICAL,
        form_unless=NO_BY_GAF,
    )
    impairments: frozenset[Impairment] = ask(form_when=MEDICAL, form_unless=NOT_NEEDED)
    hospital: Hospital | None = ask(
        unknown=True, insist=True, default=None, form_when=MEDICAL, form_unless=NOT_NEEDED
    )
    able: bool | None = ask(
        unknown=True, insist=True, default=None, form_when=MEDICAL, form_unless=NOTHING_SPARED
    )
    birth_date: date | None = ask(
        default=None,
        not_after="day",
        form_when=NOT_HOSPITAL | APPROVED | COUNTED,
        form_unless=NO,
    )
    trials_this_year: int = ask(
        minimum=0,
        maximum=100,
        default=0,
        form_when=MEDICAL | {"kind": [Kind.TRIAL]},
        form_unless=NO,
    )
    units: int | None = ask(
        minimum=1, maximum=1_000, default=None, more=True, form_when=COUNTED, form_unless=NO
    )
    units_so_far: int | None = ask(
        minimum=0, maximum=1_000, default=None, more=True, form_when=COUNTED, form_unless=NO
    )
    trial_units: int | None = ask(
        minimum=0, maximum=1_000, default=None, more=True, form_when=COUNTED, form_unless=NO
    )
    on: date | None = ask(default=None, clock=True)

    @property
    def certainty(self) -> Certainty | None:
        """How certain the diagnosis is said to be; None: no diagnosis, or nothing said."""
        return self.diagnosis.certainty if self.diagnosis else None

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What the code says, if there is one."""
        return diagnosis_of(self.icd) if self.icd is not None else None

    @property
    def is_suspected(self) -> bool:
        """Whether they say that it is a suspicion, in words or by the letter of the code."""
        return self.suspected is True or self.certainty is Certainty.SUSPECTED

    @property
    def is_suspected_code(self) -> bool:
        """Whether it is the code itself that is suspected, and not that a sure illness is severe."""
        return self.is_suspected and self.certainty is not Certainty.CONFIRMED

    @property
    def has_sure_diagnosis(self) -> bool:
        """Whether there is a diagnosis, and neither it nor its letter says that it is not sure."""
        return (
            self.diagnosis is not None
            and not self.is_suspected
            and self.certainty in (None, Certainty.CONFIRMED)
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
    certainty = case.certainty
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
