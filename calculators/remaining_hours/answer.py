"""What the calculator concludes from the answers, and how it says so."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.engine.outcome import Event, Open, Outcome, applying
from calculators.engine.picture.shapes import OPEN, SOLID, STRIPED, Mark, Part, Track, Tracks
from calculators.law.figures import Law, LawBook
from calculators.law.money import NOTHING
from calculators.law.prescription import Kind, last_day_after_discharge
from calculators.law.rule import reasoning
from calculators.remaining_hours.courses import LEADING
from calculators.remaining_hours.episode import last_day_of_episode
from calculators.remaining_hours.members import Members, members
from calculators.remaining_hours.pace import per_month, used_up_at, used_up_on
from calculators.remaining_hours.papers import Record, papers, units
from calculators.remaining_hours.questions import Case, Prescription, Setting
from calculators.remaining_hours.rules import (
    day_to_ask,
    first_day_of_new_claim,
    group_hours_as_units,
    group_hours_by_the_clock,
    hours_left,
    left_in_first_prescription,
    prescriptions_for,
    units_of_record,
)

# With what a Krankheitsfall may begin; the others follow on something.
BEGINNING = (Kind.REFERRAL, Kind.TRIAL, Kind.FIRST)
# What one prescription of a kind may hold at most, as figures.toml names it.
LIMITS = {
    Kind.REFERRAL: "referral_units",
    Kind.TRIAL: "trial_hours",
    Kind.FIRST: "units_per_prescription",
    Kind.FOLLOW_UP: "units_per_prescription",
}
RESULTS = (
    *("remaining_min", "remaining_max", "last_day", "new_claim_from", "last_day_from_first"),
    *("running_since", "running_until", "running_left", "running_left_max", "more_prescriptions"),
    *("pace", "pace_until", "used_up_on", "running_out_at_pace", "running_out_as_before", "ask_by"),
    *("in_doubt", "left_out", "by_prescription"),
)


@dataclass(frozen=True)
class Used:
    """Hours used so far in both readings of a group session: ``low``, each a unit, ``high``, by the clock.

    ``certain``: those of them, counted as in ``low`` and in ``high``, that are of this episode for sure.
    """

    low: Decimal
    high: Decimal
    certain: tuple[Decimal, Decimal]


def assess(case: Case, book: LawBook) -> Outcome:
    """How many hours of an episode are left, until when, and when to ask for more.

    In the result:
        remaining_min: hours left, in the more cautious reading; None: the hours used are not known
        remaining_max: hours left, in the other reading; None: as above
        last_day: last day of the three years; None: their beginning is not known
        new_claim_from: first day of a new claim; None: as above
        last_day_from_first: last day if counted from the earliest prescription; None: no prescriptions
        running_since: day of the running prescription; None: no prescriptions
        running_until: last day of the running prescription; None: it has none of its own
        running_left: hours left in it, in the more cautious reading; None: no prescriptions
        running_left_max: hours left in it, in the other reading; None: no prescriptions
        more_prescriptions: how many full ones the rest comes to; None: nothing is left, or too late
        pace: hours a month that use up the rest evenly; None: no end is known, or too near
        pace_until: last day for which pace is computed; None: no pace
        used_up_on: day on which the rest is used up as it went so far; None: not within the time
        running_out_at_pace: day on which the running prescription ends at pace; None: no need to ask
        running_out_as_before: day on which it ends as it went so far; None: no need to ask
        ask_by: day by which the insurer needs the next prescription; None: no need to ask
        in_doubt: prescriptions of which it is open whether they count; None: there are none
        left_out: prescriptions that do not count; None: there are none
        by_prescription: by number, day, kind, hours granted and used; None: no prescriptions

    Raises NotEnacted where the figures of the day are not enacted. § 37a Abs. 1 Satz 3 SGB V; § 5 ST-RL.
    """
    law = book.on(case.on)
    result: dict[str, Any] = dict.fromkeys(RESULTS)
    if case.started:
        result["last_day"] = last_day_of_episode(case.started, law)
        result["new_claim_from"] = first_day_of_new_claim(result["last_day"])
        if case.on > result["last_day"]:
            return _over("period_over", case, result)
    known = _that_count(case, result["last_day"], law)
    result |= _of_which_days(case, known)
    used = _used(case, known, law)
    if used is None:
        notes = _notes(case, known, result, law)
        headline = "headline_until" if result["last_day"] else "headline"
        picture = _picture(case, result, law)
        return Outcome("hours_unknown", result, notes, picture=picture, headline=headline)
    each = dict.fromkeys((used.low, used.high, used.certain[0]))
    left = {hours: hours_left(hours, law) for hours in each}
    result |= {"remaining_min": left[used.high], "remaining_max": left[used.certain[0]]}
    if known.certain:
        result |= _from_record(case, known, left[used.low], result["remaining_max"], law)
        if case.started is None and case.on > result["last_day_from_first"]:
            return _over("period_may_be_over", case, result)
    result |= _outlook(case, result, used.certain[1], known, law)
    verdict = _verdict(known, left, used)
    return Outcome(
        verdict,
        result,
        _notes(case, known, result, law) + _doubts(papers(known.certain), used.certain[0], law),
        _open_questions(known, result, left, used, law),
        events=tuple(_events(case, result)),
        picture=_picture(case, result, law),
        next_step=_next_step(case.on, result, law) if verdict == "left" else "next",
    )


def _over(verdict: str, case: Case, result: Mapping[str, Any]) -> Outcome:
    """Nothing is left of a time that is over, and nothing of it can be planned."""
    ends = result["last_day"] or result["last_day_from_first"]
    told = ("last_day", "new_claim_from", "last_day_from_first")
    nothing_left = {"remaining_min": NOTHING, "remaining_max": NOTHING}
    new = any(ends < p.day <= case.on for p in case.prescriptions)
    return Outcome(
        verdict,
        dict.fromkeys(RESULTS) | {name: result[name] for name in told} | nothing_left,
        ("prescribed_after",) if new else (),
    )


def _verdict(known: Members, left: Mapping[Decimal, Decimal], used: Used) -> str:
    most, least = left[used.certain[0]], left[used.high]
    if not most:
        return "used_up"
    if least == most:
        return "left"
    return "left_in_doubt" if known.in_doubt and left[used.low] < most else "left_range"


def _next_step(on: date, result: Mapping[str, Any], law: Law) -> str:
    """Another prescription, unless there is no time or there are no hours for one."""
    if _is_too_late(on, result, law):
        return "next_at_end"
    running = result["running_left"]
    return "next_with_last" if running and running >= result["remaining_min"] else "next"


def _that_count(case: Case, last_day: date | None, law: Law) -> Members:
    """The prescriptions of this episode, up to the day asked about, by their days."""
    last = min(case.on, last_day or case.on)
    return members((p for p in case.prescriptions if p.day <= last), case.started, law)


def _of_which_days(case: Case, known: Members) -> dict[str, Any]:
    """The days of the prescriptions that may be of an older time, and of those that do not count."""
    left_out = {p.day for p in case.prescriptions if p not in known.counted}
    in_doubt = {p.day for p in known.in_doubt}
    return {
        "in_doubt": tuple(sorted(in_doubt)) or None,
        "left_out": tuple(sorted(left_out)) or None,
    }


def _used(case: Case, known: Members, law: Law) -> Used | None:
    """The hours used so far; None if they are not known."""
    if known.counted or (case.prescriptions and case.used_hours is None):
        units_of_record([p.used for p in known.counted])
        low, high = _of_record(known.counted, law)
        if not known.in_doubt:
            return Used(low, high, (low, high))
        with reasoning():  # the same once more, without those in doubt
            return Used(low, high, _of_record(known.certain, law))
    if case.used_hours is None:
        return None
    both = _in_both_readings(case.used_hours, Decimal(case.group_sessions), law)
    return Used(*both, both)


def _of_record(record: Record, law: Law) -> tuple[Decimal, Decimal]:
    single, group = (
        units(p for p in record if p.setting is setting)
        for setting in (Setting.SINGLE, Setting.GROUP)
    )
    return _in_both_readings(single, group, law)


def _in_both_readings(single: Decimal, groups: Decimal, law: Law) -> tuple[Decimal, Decimal]:
    if not groups:
        return single, single
    return (
        single + group_hours_as_units(groups),
        single + group_hours_by_the_clock(groups, law),
    )


def _from_record(
    case: Case, known: Members, least: Decimal, most: Decimal, law: Law
) -> dict[str, Any]:
    on, sheets = case.on, papers(known.certain)
    running = _running(sheets, on, law)
    until = last_day_after_discharge(running.day, law) if running.kind is Kind.DISCHARGE else None
    lapsed = until is not None and on > until
    with reasoning():  # no conclusion, only what would be if the insurer counted so
        last_day_from_first = _last_day_from_first(known, case.started, law)
        with_few_trials = _left_in(running, _taken_off(running, sheets, law))
    with_all_trials = _left_in(running, _credited(running, sheets, papers(known.counted)))
    return {
        "last_day_from_first": last_day_from_first,
        "running_since": running.day,
        "running_until": until,
        "running_left": NOTHING if lapsed else min(with_all_trials, least),
        "running_left_max": NOTHING if lapsed else min(with_few_trials, most),
        "by_prescription": {
            str(number): {"day": p.day, "kind": p.kind, "granted": p.granted, "used": p.used}
            for number, p in enumerate(known.counted, 1)
        },
    }


def _last_day_from_first(known: Members, started: date | None, law: Law) -> date | None:
    """The end if the insurer counted from the earliest prescription; None if that began nothing.

    Younger than the day that the insurer names, it did not if it follows on something else, by its
    kind or because an older one may be of this time.
    """
    first = known.certain[0]
    follows = first.kind not in BEGINNING or known.counted[0].day < first.day
    if started is not None and first.day > started and follows:
        return None
    return last_day_of_episode(first.day, law)


def _running(sheets: Record, on: date, law: Law) -> Prescription:
    """The one that is used now: of the hospital for its few days, else the latest on Muster 26."""
    latest = sheets[-1]
    with reasoning():  # only to see which it is
        if latest.kind is Kind.DISCHARGE and on <= last_day_after_discharge(latest.day, law):
            return latest
    return next((p for p in reversed(sheets) if p.kind not in LEADING), latest)


def _may_be_taken_off(sheet: Prescription, trial_hours: Decimal, law: Law) -> bool:
    """Whether the hours granted may be those that are left beside the trial hours."""
    if not trial_hours or not law.enacts("units_per_prescription"):
        return False
    return sheet.granted + trial_hours <= law.units_per_prescription


def _left_in(running: Prescription, trial_hours: Decimal) -> Decimal:
    if trial_hours:
        return left_in_first_prescription(running.granted, running.used, trial_hours)
    return max(running.granted - running.used, NOTHING)


def _credited(sheet: Prescription, certain: Record, counted: Record | None = None) -> Decimal:
    """The trial hours before it, if it is the first prescription; of those in ``counted``, if given."""
    firsts = [p.day for p in certain if p.kind is Kind.FIRST]
    if sheet.kind is not Kind.FIRST or sheet.day > min(firsts):
        return NOTHING
    record = counted or certain
    older = [p.day for p in record if p.kind is Kind.FIRST and p.day < sheet.day]
    since = max(older, default=date.min)
    return units(p for p in record if p.kind is Kind.TRIAL and since < p.day <= sheet.day)


def _few(trial_hours: Decimal, law: Law) -> Decimal:
    """No more of them than there are for one first prescription."""
    return min(trial_hours, law.trial_hours) if trial_hours else NOTHING


def _taken_off(sheet: Prescription, sheets: Record, law: Law) -> Decimal:
    """The trial hours that go off what was granted, unless the letter may have taken them off."""
    credited = _few(_credited(sheet, sheets), law)
    return NOTHING if _may_be_taken_off(sheet, credited, law) else credited


def _outlook(
    case: Case, result: Mapping[str, Any], used: Decimal, known: Members, law: Law
) -> dict[str, Any]:
    """How long the rest lasts, and how it is spread evenly; in the more cautious reading."""
    left, running = result["remaining_min"], result["running_left"]
    starts = [day for day in (case.started, *(p.day for p in known.certain)) if day]
    since, end = min(starts, default=None), _planned_until(case.on, result)
    found: dict[str, Any] = {}
    if left and law.enacts("units_per_prescription") and not _ends_soon(case.on, result, law):
        found["more_prescriptions"] = prescriptions_for(max(left - (running or 0), NOTHING), law)
    if not left or since is None or end is None:
        return found
    if result["last_day"]:
        found["pace"] = _pace(left, case.on, end, law)
        found["pace_until"] = end if found["pace"] else None
    found["used_up_on"] = used_up_on(left, used, since, case.on, end)
    if running is None or running >= left or _goes_on(known, result):
        return found
    if not law.enacts("decision_weeks") or _is_too_late(case.on, result, law):
        return found
    if running:
        found["running_out_at_pace"] = used_up_at(found.get("pace"), running, case.on, end)
        found["running_out_as_before"] = used_up_on(running, used, since, case.on, end)
    ends = _ends_of_running({**result, **found}).values()
    if running_out := min(ends, default=None) if running else case.on:
        found["ask_by"] = max(day_to_ask(running_out, law), case.on)
    return found


def _planned_until(on: date, result: Mapping[str, Any]) -> date | None:
    """The last day that one may count on: the earlier of the two ends, unless that is over."""
    last_day: date | None = result["last_day"]
    from_first: date | None = result["last_day_from_first"]
    if last_day is None or from_first is None:
        return last_day or from_first
    return min(last_day, from_first) if on <= from_first else last_day


def _ends_of_running(result: Mapping[str, Any]) -> dict[str, date]:
    """The days on which the running prescription ends, by why it does."""
    ways = ("running_until", "running_out_at_pace", "running_out_as_before")
    return {way: result[way] for way in ways if result[way]}


def _ends_soon(on: date, result: Mapping[str, Any], law: Law) -> bool:
    """Whether there is no time left in which that many hours could be used."""
    left, end = result["remaining_min"], _planned_until(on, result)
    return bool(left) and end is not None and _pace(left, on, end, law) is None


def _is_too_late(on: date, result: Mapping[str, Any], law: Law) -> bool:
    """Whether the time may be over before the insurer has decided on another prescription."""
    end = result["last_day"] or result["last_day_from_first"]
    if end is None or not law.enacts("decision_weeks"):
        return False
    with reasoning():  # only to see whether there is any sense in asking
        return day_to_ask(end, law) < on


def _goes_on(known: Members, result: Mapping[str, Any]) -> bool:
    """Whether an older prescription goes on when the few days after the hospital are over."""
    return result["running_until"] is not None and any(p.kind not in LEADING for p in known.certain)


def _pace(left: Decimal, on: date, end: date, law: Law) -> Decimal | None:
    """Hours a month; None where no month is left, or too little time for that many."""
    pace = per_month(left, on, end)
    if pace is None or not law.enacts("units_per_prescription"):
        return pace
    return pace if pace <= law.units_per_prescription else None


def _notes(case: Case, known: Members, result: Mapping[str, Any], law: Law) -> tuple[str, ...]:
    typed_twice = case.used_hours is not None or case.group_sessions > 0
    more, ask_by = bool(result["more_prescriptions"]), result["ask_by"]
    running, running_max = result["running_left"], result["running_left_max"]
    last_day, from_first = result["last_day"], result["last_day_from_first"]
    begins_earlier = any(case.started and p.day < case.started for p in known.certain)
    follows = bool(known.certain) and known.certain[0].kind is Kind.FOLLOW_UP
    soon = _ends_soon(case.on, result, law)
    by_letter = {**result, "last_day_from_first": None}
    by_letter_later = last_day is not None and not _ends_soon(case.on, by_letter, law)
    ends = _ends_of_running(result)
    sheets = papers(known.certain)
    taken_off = any(
        _may_be_taken_off(p, _credited(p, sheets), law)
        for p in sheets
        if p.day == result["running_since"]
    )
    why_then = min(ends, key=lambda way: ends[way]) if ends and ask_by else None
    notes = {
        "dates": bool(case.started),
        "start_unknown": not case.started,
        "start_from_first": not case.started and from_first is not None and not follows,
        "start_before_first": not case.started and from_first is not None and follows,
        "earlier_end": begins_earlier and case.on <= from_first < last_day,
        "over_from_first": begins_earlier and from_first < case.on,
        "record_counts": bool(known.counted) and typed_twice,
        "in_doubt": result["in_doubt"] is not None,
        "before_start": begins_earlier,
        "outside": result["left_out"] is not None,
        "running": bool(running) and running == running_max,
        "running_empty": running == running_max == NOTHING,
        "running_range": running != running_max and not taken_off,
        "running_taken_off": running != running_max and taken_off,
        "running_until": result["running_until"] is not None and bool(running),
        "more_prescriptions": more and bool(running_max),
        "further_prescriptions": more and running_max == NOTHING,
        "prescriptions": more and running is None,
        "pace": bool(result["pace"]),
        "ends_soon": soon and not by_letter_later,
        "may_end_soon": soon and by_letter_later,
        "used_up_on": result["used_up_on"] is not None,
        "running_out_at_pace": why_then == "running_out_at_pace",
        "running_out_as_before": why_then == "running_out_as_before",
        "ask_by": ask_by is not None and ask_by > case.on,
        "ask_now": ask_by is not None and ask_by == case.on,
    }
    return applying(notes)


def _events(case: Case, result: Mapping[str, Any]) -> Iterator[Event]:
    ask_by = result["ask_by"]
    if ask_by is not None and ask_by > case.on:
        yield Event("ask_by", ask_by, 0, about=result["running_since"])


def _doubts(sheets: Record, used: Decimal, law: Law) -> tuple[str, ...]:
    """What can hardly be meant, or should be talked about."""
    trials = Counter(p.day.year for p in sheets if p.kind is Kind.TRIAL)
    doubts = {
        "overdrawn": used > law.hours_per_episode,
        "more_than_granted": any(p.used + _taken_off(p, sheets, law) > p.granted for p in sheets),
        "too_many_units": any(
            p.granted > getattr(law, LIMITS[p.kind]) for p in sheets if p.kind in LIMITS
        ),
        "too_many_trials": any(times > law.trials_per_year for times in trials.values()),
        "several_firsts": sum(p.kind is Kind.FIRST for p in sheets) > 1,
    }
    return applying(doubts)


def _open_questions(
    known: Members,
    result: Mapping[str, Any],
    left: Mapping[Decimal, Decimal],
    used: Used,
    law: Law,
) -> tuple[Open, ...]:
    most, groups = result["remaining_max"], (left[used.low], left[used.high])
    referral = units(p for p in known.certain if p.kind is Kind.REFERRAL)
    ends = (result["last_day"], result["last_day_from_first"])
    questions = {
        "group_hours": groups if groups[0] != groups[1] else None,
        "referral_hours": (most, min(most + referral, law.hours_per_episode)) if referral else None,
        "trial_hours_credited": _readings_of_credit(known, result, law),
        "start_of_episode": ends if all(ends) and ends[0] != ends[1] else None,
        "change_of_diagnosis": None if most else (most, law.hours_per_episode),
    }
    return tuple(Open(name, readings) for name, readings in questions.items() if readings)


def _readings_of_credit(
    known: Members, result: Mapping[str, Any], law: Law
) -> tuple[Decimal, Decimal] | None:
    """What is left in the first prescription with all trial hours credited, and with a few."""
    readings = result["running_left"], result["running_left_max"]
    sheets = papers(known.certain)
    credited = (_credited(p, sheets) for p in sheets if p.day == result["running_since"])
    many = any(hours > law.trial_hours for hours in credited)
    return readings if many and readings[0] != readings[1] else None


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
