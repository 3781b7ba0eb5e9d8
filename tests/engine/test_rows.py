"""Questions that are asked for each row of a group: read, said, and asked back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine.explanation import explain
from calculators.engine.form import Problems, named, read
from calculators.engine.text import texts
from calculators.law.prescription import Kind
from calculators.registry import answer
from calculators.remaining_hours.questions import Case, Prescription, Setting
from calculators.web import problems

REST = {"started": ["2026-01-15"], "on": ["2026-06-01"], "used_hours": ["unknown"]}
ROW = {"day": ["2026-02-10"], "kind": ["first"], "granted": ["30"], "used": ["12,5"]}


def filled_in(*rows, **other):
    """A form with rows; None where a row was left empty."""
    answers = {**REST, **other}
    for number, fields in enumerate(rows, 1):
        answers |= {f"prescriptions.{number}.{name}": v for name, v in (fields or {}).items()}
    return answers


def problems_of(answers):
    with pytest.raises(Problems) as found:
        read(Case, answers)
    return {name: problem.key for name, problem in found.value.problems.items()}


def test_a_row_is_read_as_its_own_case():
    expected = Prescription(
        day=date(2026, 2, 10),
        kind=Kind.FIRST,
        granted=Decimal(30),
        used=Decimal("12.5"),
        setting=Setting.SINGLE,
    )
    assert read(Case, filled_in(ROW)).prescriptions == (expected,)


def test_without_rows_there_are_none():
    assert read(Case, REST).prescriptions == ()


@pytest.mark.parametrize("blank", [None, {"day": [""], "kind": [""], "used": [" "]}])
def test_an_empty_row_between_two_others_is_no_row(blank):
    assert len(read(Case, filled_in(ROW, blank, ROW)).prescriptions) == 2


def test_a_day_in_three_parts_is_read_in_a_row_too():
    day = {"day.day": ["10"], "day.month": ["2"], "day.year": ["2026"]}
    rest = {name: value for name, value in ROW.items() if name != "day"}
    assert read(Case, filled_in(rest | day)) == read(Case, filled_in(ROW))


def test_each_problem_is_told_by_its_row():
    broken = {**ROW, "kind": ["whatever"], "used": ["1,234"]}
    late = {"day": ["2026-02-30"], "granted": ["-1"]}
    assert problems_of(filled_in(ROW, broken, late, on=[""])) == {
        "on": "missing_day",
        "prescriptions.2.kind": "no_such_choice",
        "prescriptions.2.used": "too_many_decimals",
        "prescriptions.3.day": "no_such_day",
        "prescriptions.3.kind": "missing_choice",
        "prescriptions.3.granted": "negative",
        "prescriptions.3.used": "missing_number",
    }


def test_a_hundred_rows_are_read_and_one_more_is_asked_back():
    assert len(read(Case, filled_in(*[ROW] * 100)).prescriptions) == 100
    assert problems_of(filled_in(*[ROW] * 101)) == {"prescriptions": "too_many_rows"}


@pytest.mark.parametrize(
    "name",
    ["prescriptions", *(f"prescriptions.{row}.used" for row in ("0", "-1", "x", "٣", "1000", ""))],
)
def test_a_row_that_cannot_be_is_asked_back(name):
    assert problems_of({**REST, name: ["1"]}) == {"prescriptions": "no_such_question"}


@pytest.mark.parametrize("inner", ["", "colour"])
def test_an_unknown_question_in_a_row_is_asked_back(inner):
    name = f"prescriptions.1.{inner}"
    assert problems_of({**filled_in(ROW), name: ["1"]}) == {name: "no_such_question"}


def test_a_problem_in_a_row_points_at_its_control_in_the_order_of_the_form():
    with pytest.raises(Problems) as found:
        read(Case, filled_in(ROW, {**ROW, "used": ["abc"], "day": ["1.1."]}, on=["x"]))
    said = problems("remaining_hours", found.value, texts("de"), {})
    assert list(said["problems"]) == ["on", "prescriptions.2.day", "prescriptions.2.used"]
    assert 'href="#remaining_hours-prescriptions-2-day-day"' in said["summary"]
    assert 'href="#remaining_hours-prescriptions-2-used"' in said["summary"]
    assert "Verordnung 2: So viel ist schon verbraucht" in said["summary"]


def test_a_question_is_found_by_its_name_in_any_row():
    assert named(Case, "prescriptions.7.kind").type is Kind
    assert named(Case, "on").type is date
    for name in ("prescriptions.7.colour", "prescriptions.x.kind", "colour", "on.1.day", "on.day"):
        assert named(Case, name) is None


def test_the_rows_are_repeated_in_the_answer_in_words():
    said = explain(answer("remaining_hours", filled_in(ROW)), texts("de"))
    words = dict(said.given)["Verordnung 1"]
    assert (
        words
        == "10. Februar 2026, Erste Verordnung (Muster 26), 30 Einheiten, 12,5 Einheiten, Einzeln"
    )


prescriptions = st.builds(
    lambda day, kind, granted, used, setting: {
        "day": [day.isoformat()],
        "kind": [kind.value],
        "granted": [str(granted)],
        "used": [str(used)],
        "setting": [setting.value],
    },
    st.dates(date(2025, 11, 1), date(2026, 7, 1)),
    st.sampled_from(Kind),
    st.integers(0, 35),
    st.integers(0, 35),
    st.sampled_from(Setting),
)


def result(rows, **other):
    return answer("remaining_hours", filled_in(*rows, **other)).outcome


@settings(max_examples=300)
@given(st.lists(prescriptions, max_size=8), st.randoms())
def test_the_order_of_prescriptions_changes_nothing(rows, chance):
    shuffled = chance.sample(rows, len(rows))
    assert result(rows) == result(shuffled)


@settings(max_examples=300)
@given(st.lists(prescriptions, min_size=1, max_size=8), st.data())
def test_more_used_on_any_prescription_never_means_more_left(rows, data):
    row = data.draw(st.sampled_from(rows))
    more = [{**r, "used": [str(int(r["used"][0]) + 1)]} if r is row else r for r in rows]
    before, after = result(rows).result, result(more).result
    for key in ("remaining_min", "remaining_max"):
        assert 0 <= after[key] <= before[key]
    if before["running_left"] is not None:
        assert 0 <= after["running_left"] <= before["running_left"]


@settings(max_examples=200)
@given(st.lists(prescriptions, min_size=1, max_size=8))
def test_a_record_leaves_as_much_as_its_hours_told_without_it(rows):
    """In the smaller number with what is in doubt, in the larger one without."""
    found = result(rows).result
    for key, without in (("remaining_min", ()), ("remaining_max", found["in_doubt"] or ())):
        left_out = {*(found["left_out"] or ()), *without}
        inside = [r for r in rows if date.fromisoformat(r["day"][0]) not in left_out]
        single, group = (
            str(sum(int(r["used"][0]) for r in inside if r["setting"] == [setting]))
            for setting in ("single", "group")
        )
        told = result([], used_hours=[single], group_sessions=[group])
        assert found[key] == told.result[key]


def test_only_the_day_that_somebody_named_ends_the_time_in_the_reasons():
    row = {"day": ["2026-01-10"], "kind": ["first"], "granted": ["30"], "used": ["5"]}
    steps = answer("remaining_hours", filled_in(row)).steps
    ends = [step for step in steps if step.rule == "episode.last_day_of_episode"]
    assert [step.result for step in ends] == [date(2029, 1, 14)]
    assert [step.norm for step in ends] == ["§ 37a Abs. 1 Satz 3 SGB V"]


@settings(max_examples=300)
@given(st.lists(prescriptions, min_size=1, max_size=8))
def test_every_prescription_counts_is_in_doubt_or_is_said_not_to_count(rows):
    outcome = result(rows)
    found = outcome.result
    shown = [row["day"] for row in (found["by_prescription"] or {}).values()]
    days = {date.fromisoformat(row["day"][0]) for row in rows}
    told = {*shown, *(found["in_doubt"] or ()), *(found["left_out"] or ())}
    assert told == days
    assert ("in_doubt" in outcome.notes) == bool(found["in_doubt"])
    assert ("outside" in outcome.notes) == bool(found["left_out"])
    # What lies at most some months before the beginning is left out only for a later day.
    left_out = [day for day in found["left_out"] or () if day <= date(2026, 6, 1)]
    assert not left_out or any(row["kind"] == ["trial"] for row in rows)


@settings(max_examples=200)
@given(st.lists(prescriptions, min_size=1, max_size=8))
def test_days_are_in_their_order(rows):
    found = result(rows).result
    if found["ask_by"]:
        assert date(2026, 6, 1) <= found["ask_by"] <= found["last_day"]
        for way in ("running_out_at_pace", "running_out_as_before"):
            in_time = found[way] is None or found["ask_by"] + timedelta(weeks=3) <= found[way]
            assert in_time or found["ask_by"] == date(2026, 6, 1)
    if found["pace"]:
        assert date(2026, 6, 1) <= found["pace_until"] <= found["last_day"]
    if found["used_up_on"]:
        assert date(2026, 6, 1) <= found["used_up_on"] <= found["last_day"]
    if found["running_left"] is not None:
        assert 0 <= found["running_left"] <= found["running_left_max"] <= found["remaining_max"]
    if found["pace"] is not None:
        assert 0 <= found["pace"] <= found["remaining_min"]
