"""What the calculator concludes from the answers, and how it says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from calculators.deadlines.questions import NOTICE, Case, Kind
from calculators.deadlines.rules.decision import (
    decision_due,
    decision_due_on_working_day,
    decision_due_with_report,
    wait_for_decision,
    wait_for_objection,
    wait_until_working_day,
)
from calculators.deadlines.rules.letter import (
    deemed_notified,
    due_on_working_day,
    due_without_instructions,
    notified_later,
    objection_due,
    suit_due,
)
from calculators.deadlines.rules.submission import last_day_to_submit_in_land
from calculators.engine.outcome import Event, Open, Outcome, Table, applying
from calculators.engine.picture.shapes import Stop, Timeline
from calculators.law.figures import Law, LawBook
from calculators.law.periods import ONE_DAY
from calculators.law.prescription import last_day_to_submit
from calculators.law.rule import norm_of
from calculators.law.workdays import (
    NotInTable,
    has_table,
    next_working_day_as_known,
    next_working_day_everywhere,
)

SUITS = ("suit", "suit_year")  # time is left for them


def assess(case: Case, book: LawBook) -> Outcome:
    """Until when somebody must act, or from when they need wait no longer.

    In the result (a name with ? is not always there):
        last_day?: last day to act, or of the insurer's time; None: the holidays are not known
        earlier_day?: last day of the insurer's time without a report; None: it is said which holds
        ask_from?: first day on which to ask for the decision
        sue_from?: first day on which to sue for inaction
        month_day?: last day of the month's period
        year_day?: last day of the year's period; None: the letter says how to object
        presumed_day?: last day by the presumed arrival, where the letter came later; None: it did not
        later_day?: last day by the presumed arrival, where that is later; None: it is not
        counted_from?: day on which the letter counts as notified
        days?: by rule, its last day

    Raises NotEnacted where the figures of the day are not enacted. SGB V, SGB X and SGG, as each rule says.
    """
    found = _found(case, book)
    # What has passed stays in the answer as such, but nobody wants it in a calendar.
    return replace(found, events=tuple(e for e in found.events if not case.is_over(e.day)))


def _found(case: Case, book: LawBook) -> Outcome:
    land = case.land.value if case.land else None
    if case.kind is Kind.WAITING:
        return _waiting(case, land, book.on(case.handed_in))
    if case.kind is Kind.OBJECTED:
        return _objected(case, land, book.on(case.handed_in))
    if case.kind is Kind.PRESCRIPTION:
        return _prescription(case, land, book.on(case.issued))
    return _refused(case, land, book.on(case.letter_date))


def _waiting(case: Case, land: str | None, law: Law) -> Outcome:
    rules = {
        True: [decision_due_with_report],
        False: [decision_due],
        None: [decision_due, decision_due_with_report],
    }[case.medical_service]
    ends = [due(case.handed_in, law) for due in rules]
    days = [_waited_for(end, land, decision_due_on_working_day) for end in ends]
    wait = wait_for_decision(case.handed_in, law)
    sue_from = _waited_for(wait, land, wait_until_working_day) + ONE_DAY
    ask_from = days[-1] + ONE_DAY
    result = {
        "last_day": days[-1],
        "earlier_day": days[0] if len(days) > 1 else None,
        "ask_from": ask_from,
        "sue_from": sue_from,
        "days": _table([*rules, wait_for_decision], [*days, sue_from]),
    }
    moved = [both for both in zip(days, ends, strict=True) if len(set(both)) > 1]
    over = case.is_over(days[-1])
    notes = {
        "earlier": len(days) > 1 and not case.is_over(days[0]),
        "earlier_over": case.is_over(days[0]) and not over,
        "overdue": not over,
        "was_overdue": over,
        "inaction": not case.has_come(sue_from),
        "inaction_now": case.has_come(sue_from),
    }
    return Outcome(
        "decision_over" if over else "decision",
        result,
        (*applying(notes), *_without_holidays(*ends, wait)),
        (Open("deemed_approval"), *(Open("decision_on_weekend", both) for both in moved[-1:])),
        record=("ask_decision",),
        next_step=_next_step_of_waiting(case, days[0], over=over),
        events=(
            Event("ask", ask_from, 0, about=case.handed_in),
            Event("inaction", sue_from, 0, about=case.handed_in),
        ),
        picture=Timeline.of(
            "days",
            Stop("handed_in", case.handed_in),
            *_stops(rules, days, days[-1]),
            Stop("wait_for_decision", sue_from),
        ),
    )


def _next_step_of_waiting(case: Case, earlier_day: date, *, over: bool) -> str:
    """What to do depends on whether the day has passed by which they had to answer without a report."""
    if over or case.on is None:
        return "next"
    return "next_earlier_over" if case.is_over(earlier_day) else "next_wait"


def _objected(case: Case, land: str | None, law: Law) -> Outcome:
    end = wait_for_objection(case.handed_in, law)
    sue_from = _waited_for(end, land, wait_until_working_day) + ONE_DAY
    return Outcome(
        "inaction_now" if case.has_come(sue_from) else "inaction",
        {"sue_from": sue_from},
        ("good_reason", *_without_holidays(end)),
        record=("ask_objection",),
        human="human_in_dispute",
        events=(Event("inaction", sue_from, 0, about=case.handed_in),),
        picture=Timeline.of(
            "days",
            Stop("objected", case.handed_in),
            Stop("wait_for_objection", sue_from, decisive=True),
        ),
    )


def _refused(case: Case, land: str | None, law: Law) -> Outcome:
    objection = case.kind is Kind.REFUSED
    month = objection_due if objection else suit_due
    rules = [month] if case.instructions else [month, due_without_instructions]
    notified = _notified(case, law)
    days = {due: _last_days(due, notified, land, law) for due in rules}
    decisive = rules[-1] if case.instructions is False else month
    safe = [days[due][0] for due in rules]
    last_day, otherwise = days[decisive][0], days[decisive][-1]
    came_late = otherwise < last_day
    name = "objection" if objection else "suit"
    over = case.is_over(last_day)
    # The safe day is over, but not the one by which the law presumes that the letter came.
    presumed = over and not case.is_over(otherwise)
    month_over, year_over = case.is_over(safe[0]), case.is_over(safe[-1])
    notes = {
        "came_late": came_late and not case.is_over(otherwise),
        "came_late_over": came_late and case.is_over(otherwise) and not over,
        f"any_authority_{name}": not case.is_over(max(last_day, otherwise)),
        f"form_{name}": True,
        "perhaps_year": case.instructions is None and not month_over,
        "perhaps_year_left": case.instructions is None and month_over and not year_over,
        "rather_month": case.instructions is False and not month_over,
        "month_over": case.instructions is False and month_over and not over,
        f"missed_{name}": case.may_have_missed(last_day, otherwise, safe[0]),
    }
    questions = {
        "notification": otherwise > last_day and not presumed,
        "late_arrival": came_late,
    }
    by_month = (Event(f"{name}_month", safe[0], NOTICE, about=case.letter_date),)
    verdict = name if decisive is month else f"{name}_year"
    if over:
        verdict = f"{name}_perhaps_over" if presumed else f"{name}_over"
    return Outcome(
        verdict,
        {
            "last_day": last_day,
            "month_day": safe[0],
            "year_day": safe[-1] if len(safe) > 1 else None,
            "presumed_day": otherwise if came_late else None,
            "later_day": otherwise if otherwise > last_day else None,
            "counted_from": notified[0],
            "days": _table(rules, safe) if len(safe) > 1 else {},
        },
        (*applying(notes), *_without_holidays(*safe)),
        tuple(Open(q, (last_day, otherwise)) for q, touched in questions.items() if touched),
        record=(("objection", *(["came_late"] if came_late else [])) if objection else ()),
        events=(
            *(by_month if case.instructions is False else ()),
            Event(name, otherwise if presumed else last_day, NOTICE, about=case.letter_date),
        ),
        next_step="next_near" if verdict in SUITS and case.is_near(last_day) else "next",
        human="human_in_dispute",
        picture=Timeline.of(
            "days",
            Stop("letter", case.letter_date),
            *(Stop("arrived", day) for day in (case.arrived,) if day and day > case.letter_date),
            *_stops(rules, safe, last_day, of_two="_of_two" if len(rules) > 1 else ""),
        ),
    )


def _notified(case: Case, law: Law) -> tuple[date, ...]:
    """The days on which the letter may count as notified, first the one that the answer follows.

    That is the day on which it came: if it came before the day on which it is deemed to have come,
    whoever keeps to it is on the safe side; if it came later, the law looks to it alone. Where that
    day is not known, the day on the letter is the safe one.
    """
    deemed = deemed_notified(case.letter_date, law)
    if case.arrived is not None and case.arrived > deemed:
        return notified_later(case.arrived, deemed), deemed
    return case.arrived or case.letter_date, deemed


def _last_days(
    due: Callable[[date, Law], date], notified: Sequence[date], land: str | None, law: Law
) -> list[date]:
    """The last day for each day on which the letter may have been notified, in their order."""
    ends = dict.fromkeys(due(day, law) for day in dict.fromkeys(notified))
    return [_acted_by(end, land) for end in ends]


def _prescription(case: Case, land: str | None, law: Law) -> Outcome:
    try:
        last_day = last_day_to_submit(case.issued, law)
        in_land = last_day_to_submit_in_land(case.issued, land, law) if land else last_day
    except NotInTable:
        return Outcome("submission_unknown", {"last_day": None}, ("submitted_late",))
    return Outcome(
        "submission_over" if case.is_over(last_day) else "submission",
        {"last_day": last_day},
        ("submitted_late",) if case.on is None else (),
        (Open("working_day", (last_day, in_land)),) if in_land > last_day else (),
        events=(Event("submission", last_day, 1, about=case.issued),),
        picture=Timeline.of(
            "days", Stop("issued", case.issued), Stop("last_day_to_submit", last_day, decisive=True)
        ),
    )


def _waited_for(end: date, land: str | None, move: Callable[[date, str | None], date]) -> date:
    """Where ``end`` is moved to for somebody who waits: the later day, wherever in the land that is."""
    return end if next_working_day_everywhere(end, land) == end else move(end, land)


def _acted_by(end: date, land: str | None) -> date:
    """Where ``end`` is moved to for somebody who must act: the earlier day where two are possible."""
    return end if next_working_day_as_known(end, land) == end else due_on_working_day(end, land)


def _without_holidays(*days: date) -> tuple[str, ...]:
    return () if all(has_table(day) for day in days) else ("no_holidays",)


def _table(rules: Sequence[Callable[..., date]], days: Sequence[date]) -> Table:
    return {
        due.__name__: {"day": day, "norm": norm_of(due)}
        for due, day in zip(rules, days, strict=True)
    }


def _stops(
    rules: Sequence[Callable[..., date]], days: Sequence[date], decisive: date, of_two: str = ""
) -> Iterator[Stop]:
    for due, day in zip(rules, days, strict=True):
        name = due.__name__
        yield Stop(name if due is due_without_instructions else name + of_two, day, day == decisive)
