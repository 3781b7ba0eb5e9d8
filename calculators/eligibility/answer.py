"""What the calculator concludes from the answers, and how it says so."""

from calculators.eligibility.questions import Alone, Case, ForWhom, Illness, Insurance, Situation
from calculators.eligibility.rules import (
    cannot_go_alone,
    has_hours_left,
    is_covered_by_aid,
    is_insured,
    is_severely_ill,
    is_usual_indication,
    motivates,
)
from calculators.engine.outcome import Condition, Open, Outcome, applying
from calculators.law.figures import LawBook
from calculators.law.indication import Hospital, is_impaired, spares_hospital
from calculators.law.logic import if_known

# Who is not insured by law has somebody else to ask: that is no reason to turn them away.
OTHER_PAYERS = {Insurance.PRIVATE_WITH_AID: "aid", Insurance.PRIVATE: "private"}
HUMANS: dict[Insurance | None, str] = {
    payer: f"human_{name}" for payer, name in OTHER_PAYERS.items()
}
MAY_FIT = ("likely", "possible")
# What the practice finds out; the rest is the reader's own to know or to say.
FOR_THE_PRACTICE = ("ill", "not_alone", "difficulties", "clinic")


def assess(case: Case, book: LawBook) -> Outcome:
    """Whether asking for sociotherapy is worth while, and on what that hangs.

    In the result (a name with ? is not always there):
        turning_point: name of the condition whose change would change the answer

    Raises nothing: no figure of law is needed. § 37a Abs. 1 SGB V; § 2 ST-RL.
    """
    # Who refuses is asked nothing further, and nothing is concluded.
    conditions = () if case.refuses else tuple(_conditions(case))
    verdict = _verdict(case, conditions)
    other_payer = case.insurance is not Insurance.STATUTORY
    turning_point = _turning_point(verdict, conditions)
    trials = _trials_can_tell(case, verdict, conditions)
    in_hospital, pays_otherwise = case.clinic is Hospital.SHORTEN, case.insurance in OTHER_PAYERS
    own_card = verdict == "unclear" and turning_point == "insured"
    may_fit = verdict in MAY_FIT
    asked_further = verdict not in ("other_help", "unwilling")
    notes = {
        "small_offer": verdict == "unwilling",
        "for_the_practice": verdict == "unclear" and turning_point in FOR_THE_PRACTICE,
        "not_found": verdict == "unclear" and case.illness is Illness.NONE,
        "manages_alone": verdict == "unclear" and case.alone is Alone.ALONE,
        "in_hospital": in_hospital and not pays_otherwise and asked_further,
        "in_hospital_other_payer": in_hospital and pays_otherwise and asked_further,
        "assistance": Situation.ASSISTANCE in case.situation and not other_payer and asked_further,
        "suspected": case.illness is Illness.SUSPECTED and not pays_otherwise and asked_further,
        "some_psychoses": case.illness is Illness.PSYCHOSIS and asked_further,
        "wish": may_fit and case.for_whom is ForWhom.ME,
        "wish_other": may_fit and case.for_whom is ForWhom.OTHER,
        "statutory_only": verdict == "unwilling" and other_payer,
    }
    turns_on = "card" if own_card else turning_point
    says_it_at_once = verdict == "unwilling" or _is_not_ill(case, verdict)
    told = () if says_it_at_once else (f"turns_on_{turns_on}",)
    return Outcome(
        verdict,
        {"turning_point": turning_point},
        (*applying(notes), *told),
        (Open("minors"),) if _depends_on_age(case, verdict) else (),
        conditions=conditions,
        record=(_record(case, verdict, own_card, trials),),
        next_step=_next_step(case, verdict, own_card),
        headline="headline_no_illness" if _is_not_ill(case, verdict) else "headline",
        human=_human(case, verdict),
        said="hours" if verdict == "other_help" else "",
    )


def _record(case: Case, verdict: str, own_card: bool, trials: bool) -> str:
    """The sentence to say: of what somebody may be asked who is known by the verdict."""
    if case.refuses:
        return "other_willing"
    if case.willing is False and verdict not in OTHER_PAYERS.values():
        return "me_willing"
    if _is_not_ill(case, verdict):
        return f"{case.for_whom.value}_no_illness"
    words = "hours" if verdict == "other_help" else verdict
    words = "card" if own_card else "trials" if trials else words
    return f"{case.for_whom.value}_{words}"


def _is_not_ill(case: Case, verdict: str) -> bool:
    """Whether nobody has found an illness: nothing is decided by that, but it is no reason to ask either."""
    return verdict == "unclear" and case.illness is Illness.NONE


def _human(case: Case, verdict: str) -> str:
    if verdict == "unwilling":
        return "human_unwilling"
    if case.insurance is not Insurance.STATUTORY:
        return HUMANS.get(case.insurance, "human_other_payer")
    return "human_other" if case.for_whom is ForWhom.OTHER else "human"


def _next_step(case: Case, verdict: str, own_card: bool) -> str:
    if _is_not_ill(case, verdict):
        return "next_no_illness"
    if own_card:
        return "next_card"
    if case.willing is False and verdict in MAY_FIT:
        return "next_wish"
    in_hospital = case.clinic is Hospital.SHORTEN and verdict in (*MAY_FIT, "unclear")
    return "next_in_hospital" if in_hospital else "next"


def _conditions(case: Case) -> tuple[Condition, ...]:
    insured = if_known(is_insured, case.insurance)
    other_payer = case.insurance in OTHER_PAYERS
    if other_payer and case.insurance is not None:
        is_covered_by_aid(case.insurance)
    # A suspicion opens the way, but not yet the claim. What a layman says against an illness, against
    # needing help or against a stay in a hospital that it spares decides nothing: a doctor finds that out.
    found = case.illness not in (Illness.SUSPECTED, Illness.NONE)
    ill = if_known(is_severely_ill, case.illness) if found else None
    helpless = if_known(cannot_go_alone, case.without_help)
    spared = None if case.clinic is Hospital.NONE else if_known(spares_hospital, case.clinic)
    found_all = (
        Condition.of("insured", insured, is_insured),
        # The hours of the statutory insurance say nothing of what another payer grants.
        *(
            []
            if other_payer
            else [Condition.of("hours", has_hours_left(case.situation), has_hours_left)]
        ),
        Condition.of("ill", ill, is_severely_ill),
        Condition.of("not_alone", helpless, cannot_go_alone),
        # Who is ill often does not see it: an empty list is no answer.
        Condition.of(
            "difficulties", is_impaired(case.impairments) if case.impairments else None, is_impaired
        ),
        Condition.of("clinic", spared, spares_hospital),
        *([Condition.of("of_age", None)] if Situation.MINOR in case.situation else []),
    )
    # What another payer wants to know of the person is in its own rules.
    return tuple(c for c in found_all if not (other_payer and c.state == "unclear"))


def _verdict(case: Case, conditions: tuple[Condition, ...]) -> str:
    if case.refuses:
        motivates(case.refuses)
        return "unwilling"
    if case.insurance is not None and case.insurance in OTHER_PAYERS:
        return OTHER_PAYERS[case.insurance]
    if any(condition.state == "unmet" for condition in conditions):
        return "other_help"
    if "unclear" in {condition.state for condition in conditions} or case.illness is None:
        return "unclear"
    return "likely" if is_usual_indication(case.illness) else "possible"


def _depends_on_age(case: Case, verdict: str) -> bool:
    """Whether it matters what the directive says of minors: it binds the statutory insurers alone."""
    theirs = verdict not in ("other_help", "unwilling") and case.insurance not in OTHER_PAYERS
    return Situation.MINOR in case.situation and theirs


def _trials_can_tell(case: Case, verdict: str, conditions: tuple[Condition, ...]) -> bool:
    """Whether trial hours would clarify what is open, for who is of age and insured.

    They need an illness, or at least the reasoned suspicion of one.
    """
    unclear = {condition.name for condition in conditions if condition.state == "unclear"}
    suspected = case.illness is Illness.SUSPECTED
    return verdict == "unclear" and suspected and not unclear & {"insured", "of_age"}


def _turning_point(verdict: str, conditions: tuple[Condition, ...]) -> str:
    """The one condition whose change would change the answer: the first that does not stand."""
    if verdict in MAY_FIT:
        return "severity"
    if verdict == "unwilling":
        return "willing"
    wanted = "unclear" if verdict == "unclear" else "unmet"
    return next(condition.name for condition in conditions if condition.state == wanted)
