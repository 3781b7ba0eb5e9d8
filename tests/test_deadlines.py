"""Deadlines: what holds for all days."""

import calendar
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.deadlines.questions import Kind, Land
from calculators.engine.explanation import explain
from calculators.engine.form import Problems, questions
from calculators.engine.text import texts
from calculators.law.data import table
from calculators.law.periods import months_later
from calculators.law.workdays import (
    has_table,
    is_weekend,
    next_working_day,
)
from calculators.registry import CALCULATORS, answer
from tests.test_combinations import check

SAY = texts("de")
DAY = timedelta(days=1)
LANDS = [land.value for land in Land]
# On both sides of the table of public holidays, and of the change of 2025.
days = st.dates(date(2022, 1, 1), date(2032, 12, 31))
in_table = st.dates(date(2024, 1, 1), date(2029, 12, 31))
lands = st.sampled_from(LANDS)
lands_or_none = st.none() | lands
gaps = st.integers(0, 40)
kinds_of_letter = st.sampled_from(["refused", "objection_refused"])


def ask(**answers):
    """The outcome for these answers; None is left out."""
    plain = {True: "yes", False: "no"}
    typed = {k: [str(plain.get(v, v))] for k, v in answers.items() if v is not None}
    return answer("deadlines", typed).outcome


def letter(kind, day, gap, instructions="yes", land=None):
    arrived = "unknown" if gap is None else day + timedelta(days=gap)
    return ask(kind=kind, letter_date=day, arrived=arrived, instructions=instructions, land=land)


def waiting(day, medical_service="unknown", land=None):
    return ask(kind="waiting", handed_in=day, medical_service=medical_service, land=land)


def month_after(day):
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


# --- The days ----------------------------------------------------------------------------------


@given(days, st.integers(0, 400), gaps | st.none(), kinds_of_letter, lands_or_none, st.data())
def test_a_later_letter_never_leaves_less_time(day, later, gap, kind, land, data):
    instructions = data.draw(st.sampled_from(["yes", "no", "unknown"]))
    one = letter(kind, day, gap, instructions, land).result
    two = letter(kind, day + timedelta(days=later), gap, instructions, land).result
    for key in ("last_day", "month_day"):
        assert one[key] <= two[key]


@given(days, gaps, gaps, kinds_of_letter, lands_or_none)
def test_a_letter_that_comes_later_never_leaves_less_time(day, gap, more, kind, land):
    one = letter(kind, day, gap, land=land).result
    assert one["last_day"] <= letter(kind, day, gap + more, land=land).result["last_day"]


@given(days, st.integers(0, 400), st.sampled_from(["yes", "no", "unknown"]), lands_or_none)
def test_who_hands_in_later_waits_no_less_long(day, later, medical_service, land):
    after = day + timedelta(days=later)
    one, two = (waiting(d, medical_service, land).result for d in (day, after))
    assert one["last_day"] <= two["last_day"] and one["sue_from"] <= two["sue_from"]
    one, two = (ask(kind="objected", handed_in=d, land=land).result for d in (day, after))
    assert one["sue_from"] <= two["sue_from"]


@given(days, gaps, kinds_of_letter, lands_or_none)
def test_the_time_runs_from_the_day_on_which_the_letter_came(day, gap, kind, land):
    end = month_after(day + timedelta(days=gap))
    last_day = letter(kind, day, gap, land=land).result["last_day"]
    assert end <= last_day and not is_weekend(last_day)
    if has_table(end) and has_table(last_day):
        assert last_day == next_working_day(end, land)


@given(days, gaps, kinds_of_letter, lands_or_none, st.sampled_from(["yes", "no", "unknown"]))
def test_of_a_late_letter_the_answer_and_the_calendar_name_the_later_day_and_say_of_the_other(
    day, gap, kind, land, instructions
):
    found = letter(kind, day, gap, instructions, land)
    came_late = "came_late" in found.notes
    assert came_late == (found.result["presumed_day"] is not None)
    assert came_late == ("late_arrival" in [q.name for q in found.open_questions])
    assert max(event.day for event in found.events) == found.result["last_day"]
    if came_late:
        assert gap > (3 if day.year < 2025 else 4)
        assert found.result["presumed_day"] < found.result["last_day"]


@given(days, lands_or_none)
def test_the_weeks_of_the_insurer_are_only_ever_moved_back(day, land):
    for medical_service, weeks in (("no", 3), ("yes", 5)):
        last_day = waiting(day, medical_service, land).result["last_day"]
        assert last_day >= day + timedelta(weeks=weeks)


@given(in_table, gaps, kinds_of_letter, lands)
def test_without_a_land_whoever_has_to_act_is_told_the_earlier_day(day, gap, kind, land):
    for instructions in ("yes", "no"):
        anywhere = letter(kind, day, gap, instructions).result["last_day"]
        assert anywhere <= letter(kind, day, gap, instructions, land).result["last_day"]


@given(days, lands)
def test_without_a_land_whoever_has_to_wait_is_told_the_later_day(day, land):
    anywhere, there = waiting(day).result, waiting(day, land=land).result
    assert anywhere["last_day"] >= there["last_day"]
    assert anywhere["sue_from"] >= there["sue_from"]
    objected = ask(kind="objected", handed_in=day).result["sue_from"]
    assert objected >= ask(kind="objected", handed_in=day, land=land).result["sue_from"]


@given(in_table, lands)
def test_who_waits_is_on_the_safe_side_in_every_place_of_the_land(day, land):
    end = months_later(day, 3)
    sue_from = ask(kind="objected", handed_in=day, land=land).result["sue_from"]
    assert sue_from > next_working_day(end, land)
    places = table("law/holidays.toml")[str(end.year)]["somewhere"].get(land, ())
    if end in places:
        assert sue_from > end + DAY


@given(days, gaps | st.none(), kinds_of_letter, lands_or_none)
def test_a_year_is_never_shorter_than_a_month(day, gap, kind, land):
    month = letter(kind, day, gap, "yes", land).result
    year = letter(kind, day, gap, "no", land).result
    assert month["last_day"] == year["month_day"] < year["last_day"] == year["year_day"]


@given(days, gaps | st.none(), kinds_of_letter, lands_or_none)
def test_of_two_readings_the_first_is_the_safe_one(day, gap, kind, land):
    for question in letter(kind, day, gap, land=land).open_questions:
        came_late = question.name == "late_arrival"
        assert (question.readings[0] > question.readings[1]) == came_late
    for question in waiting(day, land=land).open_questions:
        assert not question.readings or question.readings[0] > question.readings[1]


@given(in_table, lands_or_none)
def test_a_prescription_is_due_on_the_same_day_as_the_prescription_itself_says(day, land):
    found = ask(kind="prescription", issued=day, land=land)
    plain = {"prescriber": "facharzt_psychiatrie", "kv_approval": "yes", "kind": "first"}
    plain |= {"icd": "F20.0", "gaf": "38", "impairments": "drive", "hospital": "avoid"}
    plain |= {"able": "yes", "day": str(day)}
    there = answer("prescription", {name: [value] for name, value in plain.items()}).outcome
    assert found.result["last_day"] == there.result["submit_by"]


def test_every_combination_ends_in_verdict_norm_next_step_and_human():
    asked = {question.name: question for question in questions(CALCULATORS["deadlines"].Case)}
    names = ["kind", "medical_service", "instructions"]
    choices = (asked[name].choices for name in names)
    some_days = ["2023-12-31", "2024-02-29", "2026-05-14", "2026-12-24", "2030-12-31"]
    for *values, day, land in product(*choices, some_days, [*LANDS[:2], "unknown"]):
        answers = dict(zip(names, values, strict=True), land=land, arrived="unknown")
        answers |= dict.fromkeys(["handed_in", "letter_date", "issued"], day)
        found, _ = check("deadlines", {name: [value] for name, value in answers.items()})
        has_day = found.outcome.verdict != "submission_unknown"
        assert bool(found.outcome.events) == has_day
        assert found.steps or not has_day


def test_a_letter_cannot_come_before_it_was_written():
    with pytest.raises(Problems) as found:
        letter("refused", date(2026, 3, 2), -1)
    assert found.value.problems.keys() == {"arrived"}
    assert letter("refused", date(2026, 3, 2), 0).verdict == "objection"


def test_of_an_answer_given_twice_the_last_decides_what_is_asked():
    twice = {"kind": ["refused", "objected"], "handed_in": ["2026-03-02"]}
    assert answer("deadlines", twice).outcome.verdict == "inaction"


STEPS = {
    ("refused", "yes"): ["deemed_notified", "objection_due", "due_on_working_day"],
    ("objection_refused", "yes"): ["deemed_notified", "suit_due", "due_on_working_day"],
    ("refused", "no"): [
        *("deemed_notified", "objection_due", "due_on_working_day"),
        *("due_without_instructions", "due_on_working_day"),
    ],
}


@pytest.mark.parametrize(("kind", "instructions"), STEPS)
def test_a_letter_is_judged_by_the_norms_of_its_kind(kind, instructions):
    # A month later it is Easter Monday, a year later a Saturday.
    case = {"kind": kind, "letter_date": "2026-03-02", "arrived": "2026-03-06"}
    found = answer(
        "deadlines", {k: [v] for k, v in (case | {"instructions": instructions}).items()}
    )
    steps = [step.rule.removeprefix("deadlines.") for step in found.steps]
    assert steps == STEPS[kind, instructions]
    assert found.outcome.record == (("objection",) if kind == "refused" else ())
    rows = found.outcome.result["days"]
    both = ["objection_due", "due_without_instructions"]
    assert list(rows) == (both if instructions == "no" else [])


def test_a_last_day_that_is_no_holiday_is_given_no_reason_to_move():
    case = {"kind": "refused", "letter_date": "2026-11-03", "arrived": "2026-11-07"}
    found = answer("deadlines", {k: [v] for k, v in (case | {"instructions": "yes"}).items()})
    assert found.outcome.result["last_day"] == date(2026, 12, 7)
    steps = [step.rule.removeprefix("deadlines.") for step in found.steps]
    assert steps == ["deemed_notified", "objection_due"]


def test_a_letter_that_came_on_its_own_day_is_drawn_once():
    stops = letter("refused", date(2026, 11, 2), 0).picture.stops
    assert [stop.name for stop in stops] == ["letter", "objection_due"]
    stops = letter("refused", date(2026, 11, 2), 1).picture.stops
    assert [stop.name for stop in stops] == ["letter", "arrived", "objection_due"]


def test_whoever_waits_is_told_by_which_norms():
    case = {"kind": ["waiting"], "handed_in": ["2026-02-07"], "medical_service": ["unknown"]}
    found = answer("deadlines", case)
    assert [step.rule.removeprefix("deadlines.") for step in found.steps] == [
        *("decision_due", "decision_due_with_report"),
        *("decision_due_on_working_day", "decision_due_on_working_day"),
        "wait_for_decision",
    ]
    rows = found.outcome.result["days"]
    assert [row["norm"] for row in rows.values()] == [
        *("§ 13 Abs. 3a SGB V", "§ 13 Abs. 3a SGB V", "§ 88 Abs. 1 SGG")
    ]
    objected = answer("deadlines", {"kind": ["objected"], "handed_in": ["2026-07-31"]})
    assert [step.norm for step in objected.steps] == ["§ 88 Abs. 2 SGG", "§ 64 Abs. 3 SGG"]


def test_the_lands_are_those_of_the_table():
    for land in LANDS:
        assert next_working_day(date(2026, 3, 4), land) == date(2026, 3, 4)
    assert set(SAY.node("deadlines.ask.land.choice")) == set(LANDS)
    assert len(LANDS) == 16


@given(
    days, gaps | st.none(), st.sampled_from(sorted(Kind, key=str)), st.integers(0, 500), st.data()
)
def test_nothing_that_has_passed_is_advised_or_in_the_calendar(day, gap, kind, later, data):
    # Nothing of it has happened before the letter came.
    on = day + timedelta(days=(gap or 0) + later)
    answers = {"kind": kind.value, "handed_in": day, "letter_date": day, "issued": day}
    answers["arrived"] = "unknown" if gap is None else day + timedelta(days=gap)
    for name in ("instructions", "medical_service"):
        answers[name] = data.draw(st.sampled_from(["yes", "no", "unknown"]))
    then, now = ask(**answers), ask(**answers, on=on)
    assert then.result == now.result
    ahead = tuple(event for event in then.events if event.day >= on)
    if now.verdict.endswith("_perhaps_over"):
        # Only the safe day is over: in the calendar is the one until which the time still runs.
        assert [event.day for event in now.events] == [now.result["later_day"]]
        assert on <= now.result["later_day"]
    else:
        assert now.events == ahead
    last_day = then.result.get("last_day") or then.result.get("sue_from")
    if last_day:
        passed = last_day <= on if kind is Kind.OBJECTED else last_day < on
        assert (now.verdict.endswith(("_over", "_now"))) == passed
    if kind.value in ("refused", "objection_refused"):
        assert ("rather_month" in now.notes) <= (now.result["month_day"] >= on)
        assert ("perhaps_year" in now.notes) <= (now.result["month_day"] >= on)


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("handed_in", {"kind": "waiting", "medical_service": "no"}),
        ("handed_in", {"kind": "objected"}),
        ("letter_date", {"kind": "refused", "arrived": "unknown", "instructions": "yes"}),
        ("letter_date", {"kind": "objection_refused", "arrived": "unknown", "instructions": "no"}),
        ("arrived", {"kind": "refused", "letter_date": "2026-11-20", "instructions": "yes"}),
    ],
)
def test_what_has_happened_is_not_after_today(field, answers):
    assert ask(**answers, **{field: "2026-11-27"}, on="2026-11-27").result
    with pytest.raises(Problems) as found:
        ask(**answers, **{field: "2026-11-28"}, on="2026-11-27")
    problem = found.value.problems[field]
    # Whose clock is wrong reads what it shows.
    assert "27. November 2026" in texts("de")(f"problem.{problem.key}", **problem.facts)
    assert ask(**answers, **{field: "2026-11-28"}).result


@pytest.mark.parametrize("kind", ["refused", "objection_refused"])
@pytest.mark.parametrize("instructions", ["no", "unknown"])
def test_the_short_time_of_two_says_when_it_holds(kind, instructions):
    case = {"kind": kind, "letter_date": "2026-10-01", "arrived": "unknown", "on": "2026-11-03"}
    given = {k: [v] for k, v in (case | {"instructions": instructions}).items()}
    said = explain(answer("deadlines", given), texts("de"))
    (grid,) = said.tables
    assert "falls eine Belehrung da ist" in grid.rows[0][0]
    short = answer("deadlines", given).outcome.picture.stops[1]
    assert "falls eine Belehrung da ist" in texts("de")(f"deadlines.picture.days.stop.{short.name}")


def test_no_last_day_is_said_to_be_the_first_day_after_it():
    case = {"kind": "refused", "letter_date": "2026-10-01", "arrived": "unknown"}
    given = {k: [v] for k, v in (case | {"instructions": "no", "on": "2026-11-27"}).items()}
    words = " ".join(explain(answer("deadlines", given), texts("de")).meaning)
    assert "letzter Tag war Montag, 2. November 2026" in words
    assert "seit Montag, 2. November 2026" not in words
