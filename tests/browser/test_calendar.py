"""The button that puts the days of an answer into the reader's calendar."""

from datetime import UTC, datetime

from icalendar import Calendar

from calculators.engine import ics
from calculators.engine.answer import answer
from calculators.engine.explanation import explain
from calculators.engine.text import texts
from calculators.site.pages import cases, given
from tests.browser.conftest import SITE
from tests.browser.forms import fill, open_form, submit


def test_the_calendar_file_is_saved_as_python_wrote_it(page, base, tmp_path):
    box = open_form(page, "deadlines")
    case = cases("deadlines")[0]
    fill(box, "deadlines", given(case))
    submit(box)
    asked = []
    before = datetime.now(UTC).replace(microsecond=0)
    page.context.on("request", lambda request: asked.append(request.url))
    with page.expect_download() as saving:
        box.locator("button.calendar").click()
    assert saving.value.suggested_filename == "frist.ics"
    saving.value.save_as(tmp_path / "frist.ics")
    saved = (tmp_path / "frist.ics").read_bytes()
    entries = explain(answer("deadlines", given(case)), texts("de")).calendar
    python = ics.file(entries).encode()
    assert [line for line in saved.split(b"\r\n") if not line.startswith(b"DTSTAMP:")] == [
        line for line in python.split(b"\r\n") if not line.startswith(b"DTSTAMP:")
    ]
    assert saved.count(b"\n") == saved.count(b"\r\n") == python.count(b"\r\n")
    for event in Calendar.from_ical(saved).events:
        assert before <= event.decoded("DTSTAMP") <= datetime.now(UTC)
    for event in Calendar.from_ical(python).events:
        assert event.decoded("DTSTAMP").year == 1970  # never in the future, on any day
    assert [event.decoded("DTSTART") for event in Calendar.from_ical(saved).events] == [
        case["expect"]["last_day"]
    ]
    # The theme's own files may come just now; no address may say anything of the answers.
    told = [url for url in asked if not url.startswith("blob:")]
    assert all((SITE / url.removeprefix(base)).is_file() for url in told), (
        "nothing leaves the device"
    )


def test_without_a_day_there_is_no_button(page):
    box = open_form(page, "deadlines")
    unknown = next(c for c in cases("deadlines") if c["expect"].get("last_day") == "")
    fill(box, "deadlines", given(unknown))
    submit(box)
    assert box.locator(".verdict").inner_text()
    assert box.locator("button.calendar").count() == 0
