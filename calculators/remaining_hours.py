"""Reststunden: how much of the hours of one Krankheitsfall is left, and until when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import Enum
from typing import Any

from calculators.engine.calendar import years_later
from calculators.engine.figures import Law, LawBook
from calculators.engine.form import ask
from calculators.engine.outcome import Event, Open, Outcome
from calculators.engine.pace import per_month, used_up_on
from calculators.engine.picture import OPEN, SOLID, STRIPED, Mark, Part, Track, Tracks
from calculators.engine.rule import reasoning, rule
from calculators.prescription import Kind, last_day_after_discharge

NOTHING = Decimal(0)
ONE_DAY = timedelta(days=1)
# What one prescription of a kind may hold at most, as figures.toml names it.
LIMITS = {
    Kind.REFERRAL: "referral_units",
    Kind.TRIAL: "trial_hours",
    Kind.FIRST: "units_per_prescription",
    Kind.FOLLOW_UP: "units_per_prescription",
}
# Which comes first of those of one day.
ORDER = (*LIMITS, Kind.DISCHARGE)
# What leads to the first prescription, and so may lie before the day that the insurer names.
LEADING = (Kind.REFERRAL, Kind.TRIAL, Kind.DISCHARGE)
RESULTS = (
    *("remaining_min", "remaining_max", "last_day", "new_claim_from", "last_day_from_first"),
    *("running_since", "running_until", "running_left", "more_prescriptions"),
    *("pace", "used_up_on", "ask_by", "by_prescription"),
)


class Setting(Enum):
    SINGLE = "single"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True)
class Prescription:
    """One prescription: units that the insurer granted, and how many of them were used."""

    day: date = ask()
    kind: Kind = ask()
    granted: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    used: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    setting: Setting = ask(default=Setting.SINGLE)


Record = Sequence[Prescription]


@dataclass(frozen=True, kw_only=True)
class Case:
    started: date | None = ask(unknown=True)
    on: date = ask(today=True)
    used_hours: Decimal | None = ask(unit="hours", minimum=0, maximum=1_000, unknown=True)
    group_sessions: int = ask(minimum=0, maximum=1_000, default=0)
    prescriptions: tuple[Prescription, ...] = ask(rows=100, default=(), more=True)

    def contradictions(self) -> dict[str, str]:
        too_early = self.started is not None and self.on < self.started
        return {"on": "before_start"} if too_early else {}


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(case.on)
    result: dict[str, Any] = dict.fromkeys(RESULTS)
    if case.started:
        result["last_day"] = last_day_of_episode(case.started, law)
        result["new_claim_from"] = first_day_of_new_claim(result["last_day"])
        if case.on > result["last_day"]:
            return Outcome(
                "period_over", result | {"remaining_min": NOTHING, "remaining_max": NOTHING}
            )
    record = _that_count(case, result["last_day"], law)
    used = _used(case, record, law)
    if used is None:
        notes = _notes(case, record, result)
        return Outcome("hours_unknown", result, notes, picture=_picture(case, result, law))
    low, high = used
    most = hours_left(low, law)
    least = most if low == high else hours_left(high, law)
    result |= {"remaining_min": least, "remaining_max": most}
    if record:
        result |= _from_record(record, case.on, most, law)
    result |= _outlook(case, result, high, record[0].day if record else None, law)
    return Outcome(
        "used_up" if not most else "left" if least == most else "left_range",
        result,
        _notes(case, record, result) + _doubts(record, low, law),
        _open_questions(record, result, law),
        events=tuple(_events(case, result)),
        picture=_picture(case, result, law),
    )


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def last_day_of_episode(started: date, law: Law) -> date:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return years_later(started, int(law.episode_years)) - ONE_DAY


@rule("§ 5 Abs. 1 ST-RL")
def first_day_of_new_claim(last_day: date) -> date:
    """Sinngemäß: Nach Ablauf der Jahre kommt Soziotherapie erneut in Betracht, auch bei unveränderter
    Ursache der Krankheit, wenn alle übrigen Voraussetzungen wieder vorliegen."""
    return last_day + ONE_DAY


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def units_of_record(units: Sequence[Decimal]) -> Decimal:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return sum(units, NOTHING)


@rule("§ 5 Abs. 3 ST-RL")
def group_hours_as_units(group_sessions: Decimal) -> Decimal:
    """Sinngemäß: Eine Soziotherapieeinheit umfasst … Minuten; die eine Lesart zählt eine
    Gruppensitzung als eine Einheit."""
    return Decimal(group_sessions)


@rule("§ 5 Abs. 4 ST-RL")
def group_hours_by_the_clock(group_sessions: Decimal, law: Law) -> Decimal:
    """Sinngemäß: Eine Gruppensitzung umfasst … Minuten; die andere Lesart zählt ihre Dauer."""
    return group_sessions * law.group_unit_minutes / law.unit_minutes


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def hours_left(used: Decimal, law: Law) -> Decimal:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return max(law.hours_per_episode - used, NOTHING)


@rule("§ 5 Abs. 2 ST-RL")
def left_in_first_prescription(granted: Decimal, used: Decimal, trial_hours: Decimal) -> Decimal:
    """Sinngemäß: Probestunden werden auf die erste Verordnung angerechnet."""
    return max(granted - used - trial_hours, NOTHING)


@rule("§ 5 Abs. 2 ST-RL")
def prescriptions_for(hours: Decimal, law: Law) -> int:
    """Sinngemäß: Eine Verordnung umfasst höchstens … Therapieeinheiten."""
    return int((hours / law.units_per_prescription).to_integral_value(ROUND_CEILING))


@rule("§ 13 Abs. 3a SGB V")
def day_to_ask(running_out: date, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse entscheidet über einen Antrag spätestens … Wochen nach seinem
    Eingang."""
    return running_out - timedelta(weeks=int(law.decision_weeks))


def _that_count(case: Case, last_day: date | None, law: Law) -> Record:
    """The prescriptions of this episode, up to the day asked about, by their days."""
    last = min(case.on, last_day or case.on)
    up_to_then = (p for p in case.prescriptions if p.day <= last)
    ordered = sorted(
        up_to_then, key=lambda p: (p.day, ORDER.index(p.kind), p.granted, p.used, p.setting.value)
    )
    return [p for p in ordered if case.started is None or _belongs(p, case.started, ordered, law)]


def _belongs(prescription: Prescription, started: date, record: Record, law: Law) -> bool:
    """Whether it is of the episode that began on ``started``.

    What lies before that day is of it if it leads to its first prescription: no other prescription
    lies between, which would be of an older episode, and no episode is as long.
    """
    if prescription.day >= started:
        return True
    between = (p for p in record if prescription.day <= p.day < started)
    if any(p.kind not in LEADING for p in between):
        return False
    with reasoning():  # no conclusion about this episode
        return last_day_of_episode(prescription.day, law) >= started


def _used(case: Case, record: Record, law: Law) -> tuple[Decimal, Decimal] | None:
    """The hours used so far in both readings of a group session; None if they are not known."""
    single, groups = case.used_hours, Decimal(case.group_sessions)
    if case.prescriptions:
        units_of_record([p.used for p in record])
        single = _units(p for p in record if p.setting is Setting.SINGLE)
        groups = _units(p for p in record if p.setting is Setting.GROUP)
    if single is None:
        return None
    if not groups:
        return single, single
    return (
        single + group_hours_as_units(groups),
        single + group_hours_by_the_clock(groups, law),
    )


def _units(record: Iterable[Prescription]) -> Decimal:
    return sum((p.used for p in record), NOTHING)


def _from_record(record: Record, on: date, most: Decimal, law: Law) -> dict[str, Any]:
    running = record[-1]
    until = last_day_after_discharge(running.day, law) if running.kind is Kind.DISCHARGE else None
    with reasoning():  # no conclusion, only what would be if the insurer counted so
        last_day_from_first = last_day_of_episode(record[0].day, law)
    return {
        "last_day_from_first": last_day_from_first,
        "running_since": running.day,
        "running_until": until,
        "running_left": NOTHING if until and on > until else min(_left_in(running, record), most),
        "by_prescription": {
            str(number): {"day": p.day, "kind": p.kind, "granted": p.granted, "used": p.used}
            for number, p in enumerate(record, 1)
        },
    }


def _left_in(running: Prescription, record: Record) -> Decimal:
    if trial_hours := _credited(running, record):
        return left_in_first_prescription(running.granted, running.used, trial_hours)
    return max(running.granted - running.used, NOTHING)


def _credited(prescription: Prescription, record: Record) -> Decimal:
    """The trial hours before it, if it is the first prescription."""
    if prescription is not next((p for p in record if p.kind is Kind.FIRST), None):
        return NOTHING
    return _units(p for p in record if p.kind is Kind.TRIAL and p.day <= prescription.day)


def _outlook(
    case: Case, result: Mapping[str, Any], used: Decimal, first: date | None, law: Law
) -> dict[str, Any]:
    """How long the rest lasts, and how it is spread evenly; in the more cautious reading."""
    left, running = result["remaining_min"], result["running_left"]
    starts = [day for day in (case.started, first) if day]
    since, end = min(starts, default=None), result["last_day"] or result["last_day_from_first"]
    found: dict[str, Any] = {}
    if left and law.enacts("units_per_prescription"):
        found["more_prescriptions"] = prescriptions_for(max(left - (running or 0), NOTHING), law)
    if not left or since is None or case.on > end:
        return found
    if result["last_day"]:
        found["pace"] = per_month(left, case.on, end)
    found["used_up_on"] = used_up_on(left, used, since, case.on, end)
    if running is not None and running < left and law.enacts("decision_weeks"):
        running_out = used_up_on(running, used, since, case.on, end) if running else case.on
        if ends := [day for day in (running_out, result["running_until"]) if day]:
            found["ask_by"] = max(day_to_ask(min(ends), law), case.on)
    return found


def _notes(case: Case, record: Record, result: Mapping[str, Any]) -> tuple[str, ...]:
    typed_twice = case.used_hours is not None or case.group_sessions > 0
    more, ask_by = result["more_prescriptions"], result["ask_by"]
    notes = {
        "dates": bool(case.started),
        "start_unknown": not case.started,
        "start_from_first": not case.started and bool(record),
        "record_counts": bool(case.prescriptions) and typed_twice,
        "before_start": any(case.started and p.day < case.started for p in record),
        "outside": len(record) < len(case.prescriptions),
        "running": result["running_left"] is not None,
        "more_prescriptions": bool(more) and bool(record),
        "prescriptions": bool(more) and not record,
        "pace": bool(result["pace"]),
        "used_up_on": result["used_up_on"] is not None,
        "ask_by": ask_by is not None and ask_by > case.on,
        "ask_now": ask_by is not None and ask_by == case.on,
    }
    return tuple(note for note, applies in notes.items() if applies)


def _events(case: Case, result: Mapping[str, Any]) -> Iterator[Event]:
    ask_by = result["ask_by"]
    if ask_by is not None and ask_by > case.on:
        yield Event("ask_by", ask_by, 0, about=result["running_since"])


def _doubts(record: Record, used: Decimal, law: Law) -> tuple[str, ...]:
    """What can hardly be meant, or should be talked about."""
    trials = Counter(p.day.year for p in record if p.kind is Kind.TRIAL)
    doubts = {
        "overdrawn": used > law.hours_per_episode,
        "more_than_granted": any(p.used + _credited(p, record) > p.granted for p in record),
        "too_many_units": any(
            p.granted > getattr(law, LIMITS[p.kind]) for p in record if p.kind in LIMITS
        ),
        "too_many_trials": any(times > law.trials_per_year for times in trials.values()),
    }
    return tuple(doubt for doubt, applies in doubts.items() if applies)


def _open_questions(record: Record, result: Mapping[str, Any], law: Law) -> tuple[Open, ...]:
    least, most = result["remaining_min"], result["remaining_max"]
    referral = _units(p for p in record if p.kind is Kind.REFERRAL)
    ends = (result["last_day"], result["last_day_from_first"])
    questions = {
        "group_hours": (most, least) if least != most else None,
        "referral_hours": (most, min(most + referral, law.hours_per_episode)) if referral else None,
        "start_of_episode": ends if all(ends) and ends[0] != ends[1] else None,
        "change_of_diagnosis": None if most else (most, law.hours_per_episode),
    }
    return tuple(Open(name, readings) for name, readings in questions.items() if readings)


def _picture(case: Case, result: Mapping[str, Any], law: Law) -> Tracks | None:
    """How much of the time is over, and how much of the hours is used."""
    tracks = (*_time(case, result), *_hours(result, law))
    return Tracks("time_and_hours", tracks) if tracks else None


def _time(case: Case, result: Mapping[str, Any]) -> Iterator[Track]:
    if case.started is None:
        return
    over = Decimal((case.on - case.started).days)
    whole = Decimal((result["new_claim_from"] - case.started).days)
    parts = (Part("over", over, SOLID), Part("to_come", whole - over, OPEN))
    marks = (
        Mark("used_up_on", day, Decimal((day - case.started).days))
        for day in (result["used_up_on"],)
        if day
    )
    yield Track("time", "days", parts, tuple(marks))


def _hours(result: Mapping[str, Any], law: Law) -> Iterator[Track]:
    least, most, running = (
        result[key] for key in ("remaining_min", "remaining_max", "running_left")
    )
    if most is None:
        return
    used = Part("used", law.hours_per_episode - most, SOLID)
    if least < most:
        unsure = Part("unsure", most - least, STRIPED)
        yield Track("hours_range", "hours", (used, unsure, Part("left", least, OPEN)))
    elif running is None:
        yield Track("hours", "hours", (used, Part("left", most, OPEN)))
    else:
        granted = Part("granted", running, STRIPED)
        yield Track("hours", "hours", (used, granted, Part("further", most - running, OPEN)))
