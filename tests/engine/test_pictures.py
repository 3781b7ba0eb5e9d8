"""Pictures say what the answer says, inside their frame, and in words too."""

import random
import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.copayment.bars import MOST, payments
from calculators.copayment.bill import Bill
from calculators.engine import answer_html
from calculators.engine.answer import REFUSED
from calculators.engine.explanation import explain
from calculators.engine.form import Problems, questions
from calculators.engine.picture import svg as picture_svg
from calculators.engine.picture.shapes import Bars, Timeline, Tracks
from calculators.engine.picture.words import WHOLE
from calculators.engine.text import texts
from calculators.law.figures import LawBook
from calculators.registry import CALCULATORS, answer
from tests.cases import CASES, all_cases
from tools.fuzz import some_pairs
from website.cases import cases
from website.cases import given as given_by

SAY = texts("de")
DRAWING = sorted(name for name in CALCULATORS if SAY.has(f"{name}.picture"))
# What fits beside each other in wide letters of 12.4 px where the answer is 208 px wide, at 280 px.
LETTERS = 28

days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
costs = st.none() | st.integers(0, 30_000).map(lambda amount: Decimal(amount) / 100)
limits = st.none() | st.integers(0, 600).map(Decimal)


def ask(name, **given):
    """The answer to these answers; None is left out."""
    typed = {
        key: [str(value).replace(".", ",")] for key, value in given.items() if value is not None
    }
    return answer(name, typed)


def drawing(found):
    """The picture of an answer as a tree; None if it has none."""
    said = explain(found, SAY).picture
    return ElementTree.fromstring(picture_svg.figure(said, SAY)) if said else None


def letters(svg):
    return [text.text for text in svg.iter("text")]


# --- The numbers of the answer -----------------------------------------------------------------


@given(days, st.integers(1, 500), st.integers(1, 7), costs, limits, st.integers(0, 300))
def test_bars_add_up_to_what_is_paid(first, count, per_week, cost, limit, paid):
    found = ask(
        "copayment",
        first_day=first,
        appointments=count,
        days_per_week=per_week,
        cost_per_day=cost if cost is not None else "unknown",
        annual_limit=limit,
        already_paid=paid if limit is not None else None,
    ).outcome
    picture = found.picture
    single = found.result["last_day"].replace(day=1) == first.replace(day=1)
    assert (picture is None) == (
        found.verdict not in ("due", "range") or (single and limit is None)
    )
    if picture is None:
        return
    assert picture.ceiling == limit and len(picture.bars) <= MOST
    firsts = [bar.first for bar in picture.bars]
    assert firsts == sorted(set(firsts)) and all(day.day == 1 for day in firsts)
    least, most = defaultdict(Decimal), defaultdict(Decimal)
    for bar in picture.bars:
        year = str(bar.first.year)
        before = paid if limit is not None and bar.first.year == first.year else 0
        assert 0 <= bar.least <= bar.most and bar.before >= before
        if picture.name in ("months", "years"):
            assert bar.before == before
            least[year] += bar.least
            most[year] += bar.most
        else:  # what comes together grows, and stops at the limit
            assert bar.before - before + bar.least >= least[year]
            assert bar.before + bar.most <= max(limit, before)
            least[year], most[year] = (bar.before - before + x for x in (bar.least, bar.most))
    for year, row in found.result["by_year"].items():
        assert least[year] == row.get("payable", row.get("payable_min"))
        assert most[year] == row.get("payable", row.get("payable_max"))


def test_bars_show_what_the_bill_says_and_decide_nothing_themselves():
    """Whatever a year's bill comes to falls on the first months, and with it the bars end."""
    days = [date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 4), date(2027, 1, 4)]
    prices = dict.fromkeys(days, Decimal(10))
    bill = Bill({2026: Decimal(30), 2027: Decimal(10)}, {2026: Decimal(12), 2027: Decimal(7)}, None)
    found = payments(days, [prices], [bill], lambda year: Decimal(0), Decimal(99), ())
    assert [bar.least for bar in found.bars] == [Decimal(each) for each in (10, 2, 0, 7)]
    assert [bar.before for bar in found.bars] == [Decimal(each) for each in (0, 10, 12, 0)]


@pytest.mark.parametrize(
    ("first_day", "ceiling"), [("2025-07-07", Decimal("135.12")), ("2022-07-04", None)]
)
def test_one_line_is_the_limit_of_all_years_or_there_is_no_picture(first_day, ceiling):
    """With basic support the limit of 2025 is that of 2026; those of 2022 and 2023 are two."""
    plan = {"first_day": first_day, "appointments": 52, "cost_per_day": 60}
    picture = ask("copayment", **plan, basic_support="yes", chronic="no").outcome.picture
    assert (picture is None) == (ceiling is None)
    assert picture is None or picture.ceiling == ceiling


def test_the_turn_of_the_law_is_marked_by_its_day_and_only_where_the_price_turns():
    plan = {"first_day": date(2026, 11, 3), "appointments": 12}
    turned = ask("copayment", **plan, cost_per_day=45)
    assert turned.outcome.picture.turns == (date(2027, 1, 1),)
    above = {row.label: row.above for row in explain(turned, SAY).picture.rows}
    assert [label for label, words in above.items() if words] == ["Januar 2027"]
    assert "1. Januar 2027" in above["Januar 2027"][0]
    # At 84 euro a day costs the same before and after.
    assert not ask("copayment", **plan, cost_per_day=84).outcome.picture.turns
    # Where a bar is a year, too.
    years = ask("copayment", **plan | {"appointments": 120}, cost_per_day=45)
    assert [bool(row.above) for row in explain(years, SAY).picture.rows] == [
        False,
        True,
        False,
        False,
    ]


def test_a_figure_knows_since_when_it_stands_whatever_else_has_changed():
    law = LawBook().on(date(2027, 6, 1))
    assert law.since("copayment_minimum", "copayment_rate") == date(2027, 1, 1)
    assert law.since("copayment_rate") < date(2027, 1, 1)


@settings(max_examples=30)
@given(days, st.integers(5_000, 10_000), st.integers(1, 7))
def test_a_plan_too_long_for_a_picture_has_none(first, count, per_week):
    found = ask("copayment", first_day=first, appointments=count, days_per_week=per_week)
    long = found.outcome.result["last_day"].year - first.year >= MOST
    assert (found.outcome.picture is None) == long


hours = st.integers(0, 600).map(lambda quarters: Decimal(quarters) / 4)


@given(days, st.integers(0, 1200), st.none() | hours, st.integers(0, 60))
def test_tracks_show_the_hours_and_the_days_of_the_answer(started, gap, used, groups):
    found = ask(
        "remaining_hours",
        started=started,
        on=started + timedelta(days=gap),
        used_hours="unknown" if used is None else used,
        group_sessions=groups,
    ).outcome
    result, picture = found.result, found.picture
    assert (picture is None) == (found.verdict == "period_over")
    if picture is None:
        return
    tracks = {track.name: track for track in picture.tracks}
    time = {part.name: part.amount for part in tracks.pop("time").parts}
    assert time["over"] == gap
    assert started + timedelta(days=int(time["over"] + time["to_come"]) - 1) == result["last_day"]
    assert not tracks if used is None else len(tracks) == 1
    for track in tracks.values():
        parts = {part.name: part.amount for part in track.parts}
        assert sum(parts.values()) == 120
        assert parts["left"] == result["remaining_min"]
        assert parts["left"] + parts.get("unsure", 0) == result["remaining_max"]


def test_what_is_granted_is_told_apart_from_what_is_used_and_what_is_left():
    shown = 0
    for case in cases("remaining_hours"):
        found = answer("remaining_hours", given_by(case)).outcome
        parts = {p.name: p.amount for t in (found.picture or NO_TRACKS).tracks for p in t.parts}
        if "granted" in parts:
            shown += 1
            assert parts["granted"] == found.result["running_left"]
            assert parts["granted"] + parts["further"] == found.result["remaining_max"]
    assert shown


def test_a_day_on_a_track_lies_where_its_day_is():
    found = ask("remaining_hours", started="2026-01-01", on="2026-07-01", used_hours=60)
    (mark,) = found.outcome.picture.tracks[0].marks
    assert mark.day == found.outcome.result["used_up_on"]
    assert date(2026, 1, 1) + timedelta(days=int(mark.at)) == mark.day
    (row, _) = explain(found, SAY).picture.rows
    assert row.marks == [int(mark.at) * WHOLE // (365 * 2 + 366)]


@pytest.mark.parametrize("case", cases("deadlines"), ids=lambda case: case["shows"])
def test_a_line_of_time_has_every_day_of_the_answer_in_order(case):
    found = answer("deadlines", given_by(case)).outcome
    if found.verdict in ("submission_unknown", REFUSED):
        assert found.picture is None
        return
    stops = found.picture.stops
    drawn = {stop.day for stop in stops}
    assert [stop.day for stop in stops] == sorted(stop.day for stop in stops)
    assert drawn >= {row["day"] for row in found.result.get("days", {}).values()}
    names = ("last_day", "earlier_day", "month_day", "year_day", "sue_from")
    told = {found.result.get(name) for name in names} - {None}
    asked = {date.fromisoformat(d) for [d] in given_by(case).values() if re.match(r"\d{4}-", d)}
    assert told <= drawn <= told | asked
    decisive = found.result.get("last_day") or found.result["sue_from"]
    assert {stop.day for stop in stops if stop.decisive} == {decisive}


# --- The frame ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWING)
def test_nothing_lies_outside_the_frame_whatever_is_asked(name):
    chance = random.Random(name)
    asked = list(questions(CALCULATORS[name].Case))
    drawn = 0
    while drawn < 150:
        typed = defaultdict(list)
        for field, value in some_pairs(asked, chance):
            typed[field].append(value)
        try:
            found = answer(name, typed)
        except Problems:
            continue
        if found.outcome.picture:
            drawn += 1
            check(drawing(found))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_picture_of_a_case_lies_in_its_frame(name, case):
    figure = drawing(answer(name, given_by(case)))
    if figure is not None:
        check(figure)


def check(figure):
    """The frame, the words in it, and the table beside it."""
    title = figure.find("figcaption").text
    svg = next(svg for svg in figure.iter("svg") if svg.get("role") == "img")
    assert svg.find("title").text == title and svg.get("width") == "100%"
    description = svg.find("desc").text
    assert all(text.rstrip(":") in description for text in numbers(svg))
    table = figure.find(".//table")
    cells = [" ".join(cell.itertext()) for row in table.iter("tr") for cell in row]
    assert cells and all(cells)
    inside(svg, em(svg.get("height")))
    rows = [text for text in svg.iter("text") if text.get("text-anchor")]
    for value in rows:
        label = next(t for t in svg.iter("text") if t.get("y") == value.get("y"))
        assert len(label.text) + len(value.text) <= LETTERS, (label.text, value.text)
    assert all(len(text) <= LETTERS for text in letters(svg))


def inside(svg, height):
    for shape in svg.iter():
        for name, value in shape.attrib.items():
            if name in ("x", "x1", "x2", "cx", "width") and value.endswith("%"):
                assert 0 <= Decimal(value[:-1]) <= 100, shape.attrib
            elif name in ("y", "y1", "y2", "cy"):
                assert 0 < em(value) <= height, shape.attrib
        if shape.tag == "rect":
            assert Decimal(shape.get("x")[:-1]) + Decimal(shape.get("width")[:-1]) <= 100
            assert em(shape.get("y")) + em(shape.get("height")) <= height
        if shape.tag == "circle":
            assert em(shape.get("r")) <= min(em(shape.get("cx")), em(shape.get("cy")))
            assert em(shape.get("cy")) + em(shape.get("r")) <= height


def em(value):
    assert value.endswith("em"), value
    return Decimal(value.removesuffix("em"))


def numbers(svg):
    """The words that stand over bars, and the days on a line."""
    return [text.text for text in svg.iter("text") if text.get("class") == "value"]


# --- Words and signs ---------------------------------------------------------------------------


def test_every_word_of_a_picture_is_shown_by_a_case():
    shown = set()
    for name, case in all_cases():
        picture = answer(name, given_by(case)).outcome.picture
        if picture is None:
            continue
        key = f"{name}.picture.{picture.name}"
        shown.add(key)
        if isinstance(picture, Timeline):
            shown |= {f"{key}.stop.{stop.name}" for stop in picture.stops}
        if isinstance(picture, Tracks):
            for track in picture.tracks:
                shown.add(f"{key}.track.{track.name}")
                shown |= {f"{key}.part.{part.name}" for part in track.parts}
                shown |= {f"{key}.mark.{mark.name}" for mark in track.marks}
    written = {f"{name}.picture.{kind}" for name in DRAWING for kind in SAY.node(f"{name}.picture")}
    for key in list(written):
        for part, words in SAY.node(key).items():
            if isinstance(words, dict):
                written |= {f"{key}.{part}.{name}" for name in words}
    assert shown == written


def test_a_bar_is_as_long_as_the_number_over_it():
    found = ask("copayment", first_day="2026-10-05", appointments=20, cost_per_day=45)
    rows = explain(found, SAY).picture.rows
    longest = max(found.outcome.picture.bars, key=lambda bar: bar.most).most
    for row, bar in zip(rows, found.outcome.picture.bars, strict=True):
        (piece,) = row.pieces
        assert (piece.start, piece.end) == (0, int(bar.least * WHOLE / longest))
        assert row.value == SAY("units.euro", value=bar.least)


def test_the_key_tells_apart_by_more_than_colour():
    found = ask(
        "copayment", first_day="2026-10-05", appointments=20, annual_limit=80, already_paid=20
    )
    assert isinstance(found.outcome.picture, Bars)
    said = explain(found, SAY).picture
    looks = [look for look, _ in said.key]
    assert looks == ["pale", "solid", "striped", "line"]
    drawn = {shape.get("class") for shape in drawing(found).iter()}
    assert {"pale", "solid", "striped", "stripes", "mark"} <= drawn


@pytest.mark.parametrize("name", ["eligibility", "prescription"])
def test_every_condition_has_the_sign_of_its_state_beside_its_words(name):
    shown = set()
    for case in cases(name):
        said = explain(answer(name, given_by(case)), SAY)
        html = answer_html.answer(said, SAY)
        items = re.findall(r'<li data-state="(\w+)">(<svg.*?</svg>)<strong>([^<]+)</strong>', html)
        shown_conditions = (*said.lacking, *said.other_conditions)
        assert [state for state, _, _ in items] == [state for state, _ in shown_conditions]
        for state, sign, words in items:
            assert 'aria-hidden="true"' in sign and words == SAY(f"page.condition.{state}")
            shown.add((state, sign))
    assert len(shown) == len({state for state, _ in shown}) == len(picture_svg.STATES)


NO_TRACKS = Tracks("", ())
