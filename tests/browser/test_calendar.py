"""The button that puts the days of an answer into the reader's calendar."""

import re
from datetime import timedelta
from pathlib import Path

from icalendar import Calendar

from calculators.engine import ics
from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.registry import answer
from tools.browser.forms import fill, on_its_day, open_form, set_clock, submit
from tools.built_site import SITE
from website.cases import cases, given

DAY = timedelta(days=1)


def saved(box):
    """The file that the button saves, and the events in it."""
    with box.page.expect_download() as saving:
        box.locator("button.calendar").click()
    assert saving.value.suggested_filename == "frist.ics"
    text = Path(saving.value.path()).read_bytes().decode()
    return text, Calendar.from_ical(text).events


def test_the_calendar_file_is_saved_as_python_wrote_it(page, base):
    box = open_form(page, "deadlines")
    case = cases("deadlines")[0]
    answers = on_its_day(page, "deadlines", given(case))
    fill(box, "deadlines", answers)
    submit(box)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    text, (event,) = saved(box)
    stamp = event.decoded("DTSTAMP")
    assert f"{stamp:%Y-%m-%d}" == answers["on"][0]
    entries = explain(answer("deadlines", answers), texts("de")).calendar
    word = re.match(r"([0-9a-f]{32})-20261102-objection$", event["UID"])[1]
    assert text == ics.file(entries, case=word, revision=0, stamp=f"{stamp:%Y%m%dT%H%M%SZ}")
    assert event.decoded("DTSTART") == case["expect"]["last_day"]
    # The theme's own files may come just now; no address may say anything of the answers.
    told = [url for url in asked if not url.startswith("blob:")]
    assert all((SITE / url.removeprefix(base)).is_file() for url in told), (
        "nothing leaves the device"
    )


def test_a_corrected_case_replaces_its_entry_and_a_new_case_does_not(page):
    box = open_form(page, "deadlines")
    case = on_its_day(page, "deadlines", given(cases("deadlines")[0]))
    fill(box, "deadlines", case)
    submit(box)
    _, (first,) = saved(box)
    fill(box, "deadlines", case | {"arrived": ["2026-11-20"]})
    submit(box)
    _, (corrected,) = saved(box)
    assert corrected["UID"] == first["UID"]
    assert (first["SEQUENCE"], corrected["SEQUENCE"]) == (0, 1)
    assert corrected.decoded("DTSTART") > first.decoded("DTSTART")
    assert corrected.decoded("DTSTAMP") >= first.decoded("DTSTAMP")
    box.locator("[data-act=restart]").click()
    box.locator("[data-act=erase]").click()
    fill(box, "deadlines", case)
    submit(box)
    _, (other,) = saved(box)
    assert other["UID"] != first["UID"] and other["SEQUENCE"] == 0


def test_a_day_that_has_passed_is_not_in_the_file(page):
    box = open_form(page, "deadlines")
    case = given(next(c for c in cases("deadlines") if c["expect"]["verdict"] == "suit_year"))
    month, year = (
        answer("deadlines", case).outcome.result[day] for day in ("month_day", "year_day")
    )
    for today, left in ((month, {month, year}), (month + DAY, {year}), (year, {year})):
        fill(box, "deadlines", on_its_day(page, "deadlines", case | {"on": [f"{today}"]}))
        submit(box)
        _, entries = saved(box)
        assert {entry.decoded("DTSTART") for entry in entries} == left
    set_clock(page, year + DAY)
    submit(box)
    assert "vorbei" in box.locator(".verdict").inner_text()
    assert box.locator("button.calendar").count() == 0


def test_without_a_day_there_is_no_button(page):
    box = open_form(page, "deadlines")
    unknown = next(c for c in cases("deadlines") if c["expect"].get("last_day") == "")
    fill(box, "deadlines", given(unknown))
    submit(box)
    assert box.locator(".verdict").inner_text()
    assert box.locator("button.calendar").count() == 0
