"""Anspruch auf Soziotherapie: whether it is worth asking for, in everyday words and without a code."""

from dataclasses import dataclass
from enum import Enum

from calculators.engine.figures import LawBook
from calculators.engine.form import ask
from calculators.engine.logic import if_known
from calculators.engine.outcome import Condition, Open, Outcome
from calculators.engine.rule import rule
from calculators.indication import Hospital, Impairment, is_impaired, spares_hospital


class ForWhom(Enum):
    ME = "me"
    OTHER = "other"


class Insurance(Enum):
    STATUTORY = "statutory"
    PRIVATE_WITH_AID = "private_with_aid"
    PRIVATE = "private"


class Illness(Enum):
    PSYCHOSIS = "psychosis"
    OTHER = "other"
    SUSPECTED = "suspected"
    NONE = "none"


class Alone(Enum):
    NOT_ALONE = "not_alone"
    ALONE = "alone"


class Situation(Enum):
    MINOR = "minor"
    HOURS_USED = "hours_used"
    ASSISTANCE = "assistance"


# Where one of these decides, there is something better to say than for other help in general.
OWN_WORDS = ("hours", "willing")
# Who is not insured by law has somebody else to ask: that is no reason to turn them away.
OTHER_PAYERS = {Insurance.PRIVATE_WITH_AID: "aid", Insurance.PRIVATE: "private"}
HUMANS: dict[Insurance | None, str] = {
    payer: f"human_{name}" for payer, name in OTHER_PAYERS.items()
}
# What the practice finds out; the rest is the reader's own to know or to say.
FOR_THE_PRACTICE = ("ill", "not_alone", "difficulties", "clinic")


@dataclass(frozen=True, kw_only=True)
class Case:
    for_whom: ForWhom = ask()
    insurance: Insurance | None = ask(unknown=True)
    illness: Illness | None = ask(unknown=True)
    alone: Alone | None = ask(unknown=True)
    difficulties: frozenset[Impairment] = ask()
    clinic: Hospital | None = ask(unknown=True)
    willing: bool | None = ask(unknown=True)
    situation: frozenset[Situation] = ask()


def assess(case: Case, book: LawBook) -> Outcome:
    conditions = _conditions(case)
    verdict = _verdict(case, conditions)
    other_payer = case.insurance is not Insurance.STATUTORY
    turning_point = _turning_point(verdict, conditions)
    trials = _trials_can_tell(case, verdict, conditions)
    in_hospital, pays_otherwise = case.clinic is Hospital.SHORTEN, case.insurance in OTHER_PAYERS
    notes = [
        note
        for note, applies in {
            "for_the_practice": verdict == "unclear" and turning_point in FOR_THE_PRACTICE,
            "trials": trials and case.illness is not Illness.SUSPECTED,
            "in_hospital": in_hospital and not pays_otherwise,
            "in_hospital_other_payer": in_hospital and pays_otherwise,
            "assistance": Situation.ASSISTANCE in case.situation and not other_payer,
            "suspected": case.illness is Illness.SUSPECTED and not pays_otherwise,
            "some_psychoses": case.illness is Illness.PSYCHOSIS,
        }.items()
        if applies and verdict != "other_help"
    ]
    own_card = verdict == "unclear" and turning_point == "insured"
    notes.append("turns_on_card" if own_card else f"turns_on_{turning_point}")
    own_words = verdict == "other_help" and turning_point in OWN_WORDS
    words = "card" if own_card else "trials" if trials else turning_point if own_words else verdict
    return Outcome(
        verdict,
        {"turning_point": turning_point},
        tuple(notes),
        (Open("minors"),) if _depends_on_age(case, verdict) else (),
        conditions=conditions,
        record=(f"{case.for_whom.value}_{words}",),
        next_step="next_card" if own_card else "next",
        human=HUMANS.get(case.insurance, "human_other_payer") if other_payer else "human",
    )


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def is_insured(insurance: Insurance) -> bool:
    """„Versicherte … haben Anspruch auf Soziotherapie …“"""
    return insurance is Insurance.STATUTORY


@rule("§ 30 BBhV")
def is_covered_by_aid(insurance: Insurance) -> bool:
    """Sinngemäß: Aufwendungen für Soziotherapie sind beihilfefähig, wenn wegen schwerer psychischer
    Erkrankung ärztliche oder ärztlich verordnete Leistungen nicht selbständig in Anspruch genommen
    werden können."""
    return insurance is Insurance.PRIVATE_WITH_AID


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def is_severely_ill(illness: Illness) -> bool:
    """„… die wegen schwerer psychischer Erkrankung …“"""
    return illness is not Illness.NONE


@rule("§ 2 ST-RL")
def is_usual_indication(illness: Illness) -> bool:
    """Sinngemäß: In der Regel bei Erkrankungen des schizophrenen Formenkreises und bei schweren
    Depressionen mit psychotischen Symptomen; sonst im begründeten Einzelfall."""
    return illness is Illness.PSYCHOSIS


@rule("§ 37a Abs. 1 Satz 1 SGB V")
def cannot_go_alone(alone: Alone) -> bool:
    """„… nicht in der Lage sind, ärztliche oder ärztlich verordnete Leistungen selbständig in Anspruch
    zu nehmen …“"""
    return alone is Alone.NOT_ALONE


@rule("§ 37a Abs. 1 Satz 2 SGB V")
def wants_it(willing: bool) -> bool:
    """„Die Soziotherapie umfasst … Anleitung und Motivation zu deren Inanspruchnahme.“"""
    return willing


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def has_hours_left(situation: frozenset[Situation]) -> bool:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return Situation.HOURS_USED not in situation


def _conditions(case: Case) -> tuple[Condition, ...]:
    insured = if_known(is_insured, case.insurance)
    other_payer = case.insurance in OTHER_PAYERS
    if other_payer and case.insurance is not None:
        is_covered_by_aid(case.insurance)
    ill = if_known(is_severely_ill, case.illness)
    if case.illness is Illness.SUSPECTED:
        ill = None  # a suspicion opens the way, but not yet the claim
    helpless = if_known(cannot_go_alone, case.alone)
    # Whether a stay in a hospital can be spared is for a doctor to say: a layman's no decides nothing.
    spared = None if case.clinic is Hospital.NONE else if_known(spares_hospital, case.clinic)
    willing = if_known(wants_it, case.willing)
    return (
        Condition.of("insured", insured),
        # The hours of the statutory insurance say nothing of what another payer grants.
        *([] if other_payer else [Condition.of("hours", has_hours_left(case.situation))]),
        Condition.of("ill", ill),
        Condition.of("not_alone", helpless),
        # Who is ill often does not see it: an empty list is no answer.
        Condition.of("difficulties", is_impaired(case.difficulties) or None),
        Condition.of("clinic", spared),
        Condition.of("willing", willing),
        *([Condition.of("of_age", None)] if Situation.MINOR in case.situation else []),
    )


def _verdict(case: Case, conditions: tuple[Condition, ...]) -> str:
    unmet = [condition.name for condition in conditions if condition.state == "unmet"]
    if unmet == ["insured"] and case.insurance is not None:
        return OTHER_PAYERS[case.insurance]
    if unmet:
        return "other_help"
    if "unclear" in {condition.state for condition in conditions} or case.illness is None:
        return "unclear"
    return "likely" if is_usual_indication(case.illness) else "possible"


def _depends_on_age(case: Case, verdict: str) -> bool:
    """Whether it matters what the directive says of minors: it binds the statutory insurers alone."""
    theirs = verdict != "other_help" and case.insurance not in OTHER_PAYERS
    return Situation.MINOR in case.situation and theirs


def _trials_can_tell(case: Case, verdict: str, conditions: tuple[Condition, ...]) -> bool:
    """Whether trial hours would clarify what is open: whether the help suits who is of age and insured.

    They need an illness, or at least the reasoned suspicion of one.
    """
    unclear = {condition.name for condition in conditions if condition.state == "unclear"}
    suspected = case.illness is Illness.SUSPECTED
    suits = suspected or ("willing" in unclear and "ill" not in unclear)
    return verdict == "unclear" and suits and not unclear & {"insured", "of_age"}


def _turning_point(verdict: str, conditions: tuple[Condition, ...]) -> str:
    """The one condition whose change would change the answer: the first that does not stand.

    Who pays is the last to decide: whoever else may be asked, the help has to fit.
    """
    if verdict in ("likely", "possible"):
        return "severity"
    wanted = "unclear" if verdict == "unclear" else "unmet"
    names = [condition.name for condition in conditions if condition.state == wanted]
    if verdict == "other_help":
        names = [name for name in names if name != "insured"]
    return names[0]
