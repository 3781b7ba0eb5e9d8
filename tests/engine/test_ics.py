"""The calendar file: what it says of the days of an answer, and how another program reads it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from calculators.deadlines.questions import Kind
from calculators.engine import ics
from calculators.engine.explanation import explain
from calculators.engine.ics import Entry
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from website.cases import cases
from website.cases import given as given_by

SAY = texts("de")
DAY = timedelta(days=1)
in_table = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def ask(**answers):
    """The outcome for these answers; None is left out."""
    plain = {True: "yes", False: "no"}
    typed = {k: [str(plain.get(v, v))] for k, v in answers.items() if v is not None}
    return answer("deadlines", typed).outcome


STAMP = "20261127T101500Z"


def calendar_of(case):
    return explain(answer("deadlines", given_by(case)), SAY).calendar


def file(entries, case="0f3a", revision=0):
    return ics.file(entries, case=case, revision=revision, stamp=STAMP)


def by_uid(text):
    return {str(event["UID"]): event for event in Calendar.from_ical(text).events}


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_event_of_the_texts_is_shown_by_a_case_on_a_day_of_its_result(name):
    shown = set()
    for case in cases(name):
        outcome = answer(name, given_by(case)).outcome
        shown |= {event.name for event in outcome.events}
        assert all(event.day in outcome.result.values() for event in outcome.events)
    assert shown == set(SAY.node(f"{name}.event") if SAY.has(f"{name}.event") else ())


# The day that an answer advises somebody to act on, by the words that name it.
ADVISED = {
    "deadlines": {"last_day", "month_day", "ask_from", "sue_from"},
    "prescription": {"submit_by", "use_by"},
    "remaining_hours": {"ask_by"},
}


@pytest.mark.parametrize("name", ADVISED)
def test_whatever_day_the_answer_tells_somebody_to_act_on_is_in_the_calendar(name):
    for case in cases(name):
        found = answer(name, given_by(case))
        said = explain(found, SAY)
        verdict = SAY.node(f"{name}.verdict").get(found.outcome.verdict)
        if verdict is None or found.outcome.verdict in ("decision", "period_over"):
            continue  # until the day of a decision somebody else has to act
        notes = [SAY.node(f"{name}.note.{note}") for note in found.outcome.notes]
        words = " ".join([verdict["headline"], verdict["next"], *verdict["meaning"], *notes])
        named = {day for day in ADVISED[name] if f"{{{day}:date}}" in words}
        if name == "remaining_hours":
            named &= {"ask_by"}
        days = {found.outcome.result[day] for day in named}
        days -= {day for day in days if found.case.on and day < found.case.on}
        assert days <= {entry.day for entry in said.calendar}, case["shows"]


@pytest.mark.parametrize("case", cases("deadlines"), ids=lambda case: case["shows"])
def test_another_program_reads_the_file(case):
    entries = calendar_of(case)
    read = Calendar.from_ical(file(entries))
    assert read["VERSION"] == "2.0" and read["PRODID"]
    assert len(read.events) == len(entries)
    for event, entry in zip(read.events, entries, strict=True):
        assert event["SUMMARY"] == entry.title
        assert event.decoded("DTSTART") == entry.day
        assert event.decoded("DTEND") == entry.day + DAY
        assert event["UID"] and event["SEQUENCE"] == 0
        assert event["DTSTAMP"].to_ical().decode() == STAMP
        (alarm,) = event.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"]
        reminded = timedelta(hours=9) - entry.remind * DAY
        assert alarm.decoded("TRIGGER") == reminded


def test_the_file_tells_nothing_but_what_to_do_and_when():
    for case in cases("deadlines"):
        text = file(calendar_of(case))
        for word in ("soziotherapie", "krank", "kasse", "sgb", "http"):
            assert word not in text.casefold()


def test_reminders_come_days_before_the_last_day_and_not_before_a_first_day():
    for case in cases("deadlines"):
        for entry in calendar_of(case):
            notice = {"objection": 3, "suit": 3, "submission": 1}
            notice |= {"objection_month": 3, "suit_month": 3}
            assert entry.remind == notice.get(entry.name, 0)


def test_a_prescription_reminds_on_the_day_before_and_the_next_one_on_the_day_itself():
    for name, remind in (("prescription", 1), ("remaining_hours", 0)):
        events = [
            event for case in cases(name) for event in answer(name, given_by(case)).outcome.events
        ]
        assert events and {event.remind for event in events} == {remind}


titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)


@settings(max_examples=300)
@given(titles, in_table, st.integers(0, 30))
def test_whatever_the_title_lines_are_short_and_come_back_whole(title, day, remind):
    text = file([Entry("x", title, day, remind, day)])
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert 0 < len(line.encode()) <= 75
    assert Calendar.from_ical(text).events[0]["SUMMARY"] == title


def test_marks_and_new_lines_in_a_title_are_escaped():
    title = "a, b; c\\d\ne"
    text = file([Entry("x", title, date(2026, 3, 2), 3, date(2026, 2, 1))])
    assert "SUMMARY:a\\, b\\; c\\\\d\\ne\r\n" in text
    assert Calendar.from_ical(text).events[0]["SUMMARY"] == title


LETTER = {"kind": "refused", "letter_date": "2026-11-02", "arrived": "2026-11-06"}


def saved(case="0f3a", revision=0, **answers):
    typed = {"instructions": "yes"} | LETTER | answers
    said = explain(answer("deadlines", {name: [value] for name, value in typed.items()}), SAY)
    return by_uid(file(said.calendar, case, revision))


def test_a_corrected_case_replaces_its_entry():
    first, corrected = saved(), saved(revision=1, arrived="2026-11-07")
    assert first.keys() == corrected.keys()
    (one,), (two,) = first.values(), corrected.values()
    assert one.decoded("DTSTART") == two.decoded("DTSTART") == date(2026, 12, 7)
    later = saved(revision=2, arrived="2026-11-20")
    assert later.keys() == first.keys()
    assert [event["SEQUENCE"] for event in later.values()] == [2]
    assert [event.decoded("DTSTART") for event in later.values()] == [date(2026, 12, 21)]


def test_two_letters_with_one_last_day_are_two_entries_that_can_be_told_apart():
    one, two = saved(), saved(letter_date="2026-11-03")
    assert not one.keys() & two.keys()
    (first,), (second,) = one.values(), two.values()
    assert first.decoded("DTSTART") == second.decoded("DTSTART")
    assert first["SUMMARY"] != second["SUMMARY"]


def test_two_cases_of_the_same_days_are_two_entries():
    assert not saved("0f3a").keys() & saved("77c1").keys()


def test_all_entries_of_one_file_are_different_ones():
    for case in cases("deadlines"):
        entries = calendar_of(case)
        assert len(by_uid(file(entries))) == len(entries)


def test_what_an_answer_carries_is_the_file_with_three_gaps():
    entries = calendar_of(cases("deadlines")[0])
    filled = ics.template(entries)
    for gap, value in (("case", "0f3a"), ("revision", "7"), ("stamp", STAMP)):
        assert filled.count(f"{{{gap}}}") == len(entries)
        filled = filled.replace(f"{{{gap}}}", value)
    assert filled == file(entries, revision=7)


def test_a_title_that_looks_like_a_gap_stays_as_it_is():
    entry = Entry("x", "{case} {stamp}", date(2026, 3, 2), 0, date(2026, 2, 1))
    assert Calendar.from_ical(file([entry])).events[0]["SUMMARY"] == "{case} {stamp}"


def test_the_kinds_are_told_apart_by_their_words():
    assert set(SAY.node("deadlines.ask.kind.choice")) == {kind.value for kind in Kind}
