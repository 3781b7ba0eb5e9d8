"""What the calculator concludes from the answers, and how it says so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from calculators.engine.outcome import Condition, Event, Open, Outcome, Value, applying
from calculators.law.diagnoses import with_psychotic_symptoms
from calculators.law.diagnosis import Certainty
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
from calculators.law.periods import ONE_DAY, years_later
from calculators.law.prescription import Kind, last_day_after_discharge, last_day_to_submit
from calculators.law.rule import reasoning
from calculators.law.workdays import NotInTable, nationwide_holidays, working_day_after
from calculators.prescription.human import human_of
from calculators.prescription.questions import (
    INSTITUTIONS,
    OFFICES,
    TO_CLARIFY,
    Case,
    Criterion,
    Prescriber,
)
from calculators.prescription.rules.conditions import (
    cannot_use_services,
    has_approval_of_kv,
    is_in_transition,
    is_in_transition_by_year_of_life,
    may_refer_on_suspicion,
    may_try_on_suspicion,
    needs_company,
)
from calculators.prescription.rules.extent import (
    needs_approval,
    referral_units,
    trial_units,
    trials_are_left,
    units_left,
    units_of_prescription,
)
from calculators.prescription.rules.form import electronic_from


class Transition(Enum):
    """Whether somebody is of the age of § 4 Abs. 2 ST-RL: in both readings, in one, or in none."""

    MET = "met"
    START = "start"
    OUTSIDE = "outside"


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
# Nothing is to be written down, and nothing to be remembered.
NOT_THIS_FORM = {"not_yet", "refer_only"}
# Of these the headline leaves something to say.
SAY_LESS = (
    Condition("able", "unmet"),
    Condition("criterion", "unclear"),
    Condition("new_psychotherapist", "unclear"),
    Condition("trials_before_diagnosis", "unmet"),
)
# Whatever else is open where one of these is not met, it stays a no.
DECIDING = {
    "excluded",
    "psychiatric",
    "gaf_regular",
    "gaf_single_case",
    "not_alone",
    "hospital",
    "able",
}
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


def assess(case: Case, book: LawBook) -> Outcome:
    """Whether this prescriber may prescribe this, on which form, how much, and what comes next.

    In the result (a name with ? is not always there):
        form: number of the form; None: not by this prescriber, or the time is over
        max_units: units that may be prescribed at most; None: not known, or not by this prescriber
        max_units_left: units left in the episode; None: as above, or they do not count against it
        credited: trial hours taken off the first prescription; None: it is another kind
        approval_needed: whether the insurer must approve; None: not known
        submit_by: last day to hand it in; None: no approval is needed, or no table of holidays
        use_by: last day to use it; None: it has none
        valid_days: calendar days for which it holds; None: it has no last day of its own
        holidays?: the holidays in that time
        first_meeting: working day for the first meeting; None: it has no last day of its own
        diagnosis: code of the ICD-10-GM; None: none was typed
        gaf_most: highest value of the GAF that would do; None: the one stated is low enough
        regular_then?: code of the same illness that is on the list
        gaf_most_then?: highest value of the GAF with that code
        electronic_since?: first day from which it must be electronic

    Raises NotEnacted where the figures of the day are not enacted. §§ 2 to 9 ST-RL.
    """
    law = book.on(case.day)
    if case.kind is None and case.prescriber is Prescriber.HOSPITAL:
        case = replace(case, kind=Kind.DISCHARGE)
    human = human_of(case)
    if other_way := _other_way(case, law):
        nothing = dict.fromkeys(RESULTS)
        return Outcome(
            "not_by_you",
            nothing,
            (other_way,),
            headline=f"headline_{other_way}",
            next_step=f"next_{other_way}",
            human=human,
        )
    conditions = tuple(_conditions(case, law))
    credited = _credited(case, law)
    most = _most(case, credited, law)
    approval = _approval(case, most, law)
    use_by = last_day_after_discharge(case.day, law) if case.kind is Kind.DISCHARGE else None
    if use_by is not None and case.is_over(use_by):
        return Outcome("lapsed", dict.fromkeys(RESULTS) | {"use_by": use_by}, human=human)
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
    reason = _reason(verdict, conditions, most)
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
        headline=_headline(case, verdict, conditions, reason),
        next_step=_next_step(case, verdict, reason, result),
        human=human,
        said=reason.name if reason and reason not in SAY_LESS else "",
        decided=any(c.state == "unmet" and c.name in DECIDING for c in conditions),
    )


def _other_way(case: Case, law: Law) -> str | None:
    """Why this prescription is not theirs to write, as the note that says how it goes instead."""
    who, kind = case.prescriber, case.kind
    if (who is Prescriber.HOSPITAL) != (kind is Kind.DISCHARGE):
        return "hospital_at_discharge" if who is Prescriber.HOSPITAL else "discharge_by_hospital"
    approved = who in INSTITUTIONS
    if who in OFFICES and case.kv_approval is not None:
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
    if case.prescriber in OFFICES and case.kv_approval is None:
        yield Condition.of("kv_approval", None)
    yield from _age(case, law)
    if case.kind is Kind.DISCHARGE and case.says_nothing_medical:
        return
    if case.kind is Kind.TRIAL:
        left = trials_are_left(case.trials_this_year, law)
        # A first prescription is the other way only for a diagnosis that is sure.
        sure = left or case.has_sure_diagnosis
        yield Condition.of("trials" if sure else "trials_before_diagnosis", left, trials_are_left)
    if case.certainty is Certainty.EXCLUDED:
        yield Condition.of("excluded", False)
    elif case.certainty is Certainty.PAST:
        yield Condition.of("past", None)
    if case.needs_diagnosis:
        yield from _diagnosis(case, law)
        # Nothing ticked is no answer yet.
        yield Condition.of("impairment", is_impaired(case.impairments) or None, is_impaired)
        yield Condition.of("hospital", if_known(spares_hospital, case.hospital), spares_hospital)
    else:
        yield from _suspicion(case, law)
    # Finding that out is what trial hours are for; who knows that they are out of reach has found out.
    if case.able is False or case.kind not in TO_CLARIFY:
        yield Condition.of("able", if_known(can_reach_goals, case.able), can_reach_goals)
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
    if case.certainty in (Certainty.EXCLUDED, Certainty.PAST):
        yield from _gaf_as_said(case, law)
        return
    if diagnosis is None or case.is_suspected:
        yield Condition.of("diagnosis", None)
        yield Condition.of("gaf_regular", _gaf(case, law, True), gaf_allows_regular)
        return
    law.since("gaf_maximum")  # for days before our records, of which we know no list either
    regular = is_regular_indication(diagnosis.code, law)
    if not regular and not may_be_single_case(diagnosis.code):
        yield Condition.of("psychiatric", False, is_regular_indication, may_be_single_case)
        yield from _gaf_as_said(case, law)
        return
    name = "regular" if regular else "single_case"
    allowed = _gaf(case, law, regular)
    # Of two rules the one that was not needed concludes nothing, and nothing is said of it.
    yield Condition.of(name, True, is_regular_indication, may_be_single_case)
    yield Condition.of(f"gaf_{name}", allowed, gaf_allows_regular, gaf_allows_single_case)
    if regular and allowed and case.gaf is not None:
        # Above the guide it is still allowed: nothing is missing, but it wants a reason.
        guided = gaf_is_as_guided(case.gaf, law)
        name = "gaf_guide" if guided else "gaf_above_guide"
        yield Condition.of(name, True, gaf_is_as_guided)
    if not regular:
        yield Condition.of("criterion", bool(case.criteria) or None)


def _suspicion(case: Case, law: Law) -> Iterator[Condition]:
    """A reasoned suspicion of a severe mental illness, and nothing that was answered against it."""
    diagnosis = case.diagnosis
    listed = diagnosis is not None and is_regular_indication(diagnosis.code, law)
    if diagnosis is not None and not listed and not may_be_single_case(diagnosis.code):
        yield Condition.of("psychiatric", False, is_regular_indication, may_be_single_case)
    elif case.is_suspected:
        allows = may_try_on_suspicion if case.kind is Kind.TRIAL else may_refer_on_suspicion
        yield Condition.of("suspicion", allows(case.is_suspected), allows)
    elif diagnosis is None:
        yield Condition.of("suspicion", None)
    elif case.certainty in (None, Certainty.CONFIRMED):
        # Those on the list are severe; of another, a diagnosis alone does not say how severe it is.
        if not listed and case.suspected is False:
            yield Condition.of("severe", None)
        else:
            yield Condition.of("known_illness", True)
    yield from _gaf_as_said(case, law)
    if case.impairments:
        yield Condition.of("impairment", is_impaired(case.impairments), is_impaired)
    if case.hospital is not None:
        yield Condition.of("hospital", spares_hospital(case.hospital), spares_hospital)


def _not_alone(case: Case) -> Iterator[Condition]:
    if case.kind is Kind.REFERRAL:
        yield Condition.of(
            "referral_alone", if_known(needs_company, case.can_follow_referral), needs_company
        )
    elif case.can_use_services is not None:
        yield Condition.of(
            "not_alone", cannot_use_services(case.can_use_services), cannot_use_services
        )


def _gaf_as_said(case: Case, law: Law) -> Iterator[Condition]:
    """Whether the value allows it, if there is one: it is judged even where the diagnosis decides."""
    if case.gaf is not None:
        yield Condition.of("gaf_regular", _gaf(case, law, True), gaf_allows_regular)


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
    # Where the number so far is said, the cap of this prescription gave the reason.
    with reasoning():
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


def _reason(verdict: str, conditions: tuple[Condition, ...], most: int | None) -> Condition | None:
    """What speaks against it first: what is not met, else what is open; None where all units are used."""
    if verdict != "not_yet" or most == 0:
        return None
    by_state = {c.state: c for c in reversed(conditions)}  # of each state the first
    return by_state.get("unmet") or by_state["unclear"]


def _about(reason: Condition | None, case: Case) -> str:
    """The reason, as texts about it are called; a value of the GAF alone has others than one with a code."""
    if reason is None:
        return "all_used"
    alone = reason.name == "gaf_regular" and case.diagnosis is None
    name = "gaf" if alone else reason.name
    return name if reason.state == "unmet" else f"open_{name}"


def _headline(
    case: Case, verdict: str, conditions: tuple[Condition, ...], reason: Condition | None
) -> str:
    """Of the verdict that one which says why: the first reason against it, or what is special."""
    if verdict == "not_yet":
        return f"headline_{_about(reason, case)}"
    if verdict == "may" and case.kind in (Kind.TRIAL, Kind.REFERRAL, Kind.DISCHARGE):
        return f"headline_{case.kind.value}"
    above = any(condition.name == "gaf_above_guide" for condition in conditions)
    return "headline_above_guide" if verdict == "may" and above else "headline"


def _next_step(
    case: Case, verdict: str, reason: Condition | None, result: Mapping[str, Any]
) -> str:
    """The one thing to do: about the reason against it, and otherwise what has to happen in time."""
    if verdict == "not_yet":
        return f"next_{_about(reason, case)}"
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
        if most == 0:
            yield "all_used"
        elif _trials_can_tell(case, conditions):
            yield "trials_can_tell"
        if "regular_then" in result:
            yield "with_psychotic_symptoms"
        return
    too_many = _too_many(case, most, result["max_units_left"])
    in_office = case.prescriber in OFFICES
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
    """What was answered, line by line, and a gap for what only the prescriber can know; no day that has
    passed."""
    submit_by = result["submit_by"]
    most = result["max_units"]
    as_wanted = case.units is not None and isinstance(most, int) and case.units <= most
    referral = case.kind is Kind.REFERRAL  # its name holds that of the form
    lines = {
        "discharged": case.kind is Kind.DISCHARGE,
        "referral_said": referral and as_wanted,
        "referral": referral and most is not None and not as_wanted,
        "amount_said": as_wanted and not referral,
        "amount": most is not None and not as_wanted and not referral,
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
