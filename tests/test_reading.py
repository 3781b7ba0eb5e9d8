"""What people type, and how it is read."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.engine import reading
from calculators.engine.html import element, join
from calculators.engine.text import texts
from calculators.law.citation import link
from calculators.law.periods import spread_over_weeks, years_later

EUROS = {
    "48.000": "48000",
    "48.000,00": "48000",
    "48000": "48000",
    "48,5": "48.5",
    "48.5": "48.5",
    "48.50": "48.50",
    " 1 200 ": "1200",
    "1\u00a0200": "1200",
    "1'200": "1200",
    "1.234.567,89": "1234567.89",
    "1200 €": "1200",
    "1200€": "1200",
    "50 Euro": "50",
    "0": "0",
    "007": "7",
    "0.50": "0.50",
    "14.400,-": "14400",
    "1200,--": "1200",
    "1.200,– €": "1200",
    "1200.-": "1200",
    "€ 1200": "1200",
    "€1.200,50": "1200.50",
    "EUR 1200": "1200",
    "Euro 1 200": "1200",
    "٣": "3",
    "١٬٢٠٠٫٥٠": "1200.50",
    "۴۸۰۰۰": "48000",
    "\u2068١٢٠٠\u2069 €": "1200",
    "४८": "48",
}


@pytest.mark.parametrize("typed", EUROS)
def test_euros(typed):
    assert reading.euros(typed) == Decimal(EUROS[typed])


UNCLEAR_EUROS = {
    "abc": "unreadable_euro",
    "": "unreadable_euro",
    "-5": "negative",
    "\u22125": "negative",
    "48,000": "ambiguous",
    "48,1234": "too_many_decimals",
    "48,": "unreadable_euro",
    ",5": "unreadable_euro",
    "4.80.00": "unreadable_euro",
    "1.2345": "unreadable_euro",
    "12 34": "unreadable_euro",
    "1,200.50": "unreadable_euro",
    "1e5": "unreadable_euro",
    "½": "unreadable_euro",
    "²": "unreadable_euro",
    "NaN": "unreadable_euro",
    "9" * 16: "too_long",
    "0.500": "ambiguous",
    "0.100": "ambiguous",
    "007.500,00": "ambiguous",
    "0 500": "ambiguous",
    "0,500": "ambiguous",
    "1 00 0": "unreadable_euro",
    "1200 -": "unreadable_euro",
    "48,50,-": "unreadable_euro",
    "1200,---": "unreadable_euro",
    "€ 1200 €": "unreadable_euro",
    "€": "unreadable_euro",
    ",-": "unreadable_euro",
}


@pytest.mark.parametrize("typed", UNCLEAR_EUROS)
def test_unclear_euros(typed):
    with pytest.raises(reading.Unclear) as unclear:
        reading.euros(typed)
    assert unclear.value.key == UNCLEAR_EUROS[typed]


HOURS = {
    "12": "12",
    "12 Std": "12",
    "12,5 Std.": "12.5",
    "12h": "12",
    "1 Stunde": "1",
    "7.25 h": "7.25",
}


@pytest.mark.parametrize("typed", HOURS)
def test_hours(typed):
    assert reading.number(typed, "hours") == Decimal(HOURS[typed])


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("12 Std", ""),
        ("12 Std", "units"),
        ("12 Einheiten", "hours"),
        ("12h30", "hours"),
        ("12:30", "hours"),
        ("12 min", "hours"),
        ("h", "hours"),
        ("1.000 Std", "hours"),
    ],
)
def test_only_the_words_of_what_is_asked_for_may_stand_behind_a_number(typed, unit):
    with pytest.raises(reading.Unclear):
        reading.number(typed, unit)


def test_units_may_be_named():
    assert reading.number("30 Einheiten", "units") == reading.number("30", "units") == 30


def test_a_whole_number_is_never_read_from_a_group_that_begins_with_nothing():
    assert reading.integer("1.000") == 1000
    with pytest.raises(reading.Unclear):
        reading.integer("0.500")


AMOUNTS = ["{}", "{} €", "€ {}", "EUR {}", "{},-", "{},--", "{}.- Euro", "{},00"]


@given(st.integers(0, 10_000_000), st.sampled_from(AMOUNTS), st.sampled_from([*". '", ""]))
def test_however_an_amount_is_written_it_is_the_same(amount, written, mark):
    whole = f"{amount:,}".replace(",", mark)
    assert reading.euros(written.format(whole)) == amount


# Digits and all that people write around them.
typed_amounts = st.text("0123456789.,' -–€EeURhSt", max_size=12)


@given(typed_amounts)
def test_no_digit_of_an_amount_is_invented_or_lost(text):
    try:
        amount = reading.euros(text)
    except reading.Unclear:
        return
    digits = "".join(filter(str.isdigit, text))
    has_cents = re.search(r"[.,]\d{1,2}\D*$", text)
    read = f"{amount:f}".replace(".", "") if has_cents else str(int(amount))
    assert read.lstrip("0") == digits.lstrip("0"), (text, amount)


@given(typed_amounts)
def test_no_number_is_read_from_what_could_be_two(text):
    """A single mark with three digits behind it is a thousand or a fraction, unless it is a point."""
    if not re.fullmatch(r"\d{1,3},\d{3}", text):
        text = f"{text[:1] if text[:1].isdigit() else 7},500"
    with pytest.raises(reading.Unclear):
        reading.euros(text)
    with pytest.raises(reading.Unclear):
        reading.number(text, "hours")


DAYS = {
    ("1", "Dezember", "2026"): date(2026, 12, 1),
    ("1", "dez", "2026"): date(2026, 12, 1),
    ("3", "Mrz", "2026"): date(2026, 3, 3),
    ("1", "12", "2026"): date(2026, 12, 1),
    ("01", "02", "2027"): date(2027, 2, 1),
    (" 29 ", "2", "2024"): date(2024, 2, 29),
}


@pytest.mark.parametrize("typed", DAYS)
def test_days_in_three_fields(typed):
    assert reading.day_of(*typed) == DAYS[typed]


UNCLEAR_DAYS = {
    ("1", "", "2026"): "incomplete_day",
    ("31", "2", "2026"): "no_such_day",
    ("29", "2", "2026"): "no_such_day",
    ("0", "1", "2026"): "no_such_day",
    ("1", "13", "2026"): "no_such_day",
    ("1", "1", "85"): "year_digits",
    ("1", "1", "20266"): "year_digits",
    ("eins", "1", "2026"): "unreadable_day",
    ("1", "1", "1026"): "implausible_day",
    ("1", "1", "2200"): "implausible_day",
    ("9" * 30, "1", "2026"): "no_such_day",
    ("30", "2", "26"): "no_such_day",
    ("30", "2", "85"): "no_such_day",
    ("1", "13", "26"): "no_such_day",
}


@pytest.mark.parametrize("typed", UNCLEAR_DAYS)
def test_unclear_days(typed):
    with pytest.raises(reading.Unclear) as unclear:
        reading.day_of(*typed)
    assert unclear.value.key == UNCLEAR_DAYS[typed]


DAYS_IN_ONE_PIECE = [
    *("2026-12-01", "1.12.2026", "01. 12. 2026", "1. Dezember 2026", "1.Dezember 2026"),
    *("1 Dezember 2026", "1. Dez. 2026", "1. DEZ 2026", "01. dezember  2026", "1 12 2026"),
]


@pytest.mark.parametrize("typed", DAYS_IN_ONE_PIECE)
def test_days_in_one_piece(typed):
    assert reading.day(typed) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "typed",
    ["12/01/2026", "1. D 2026", "1. Dezembre 2026", "Dezember 2026", "1. Ju 2026", "1.1226"],
)
def test_unclear_days_in_one_piece(typed):
    with pytest.raises(reading.Unclear):
        reading.day(typed)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(3, 9))
def test_a_month_may_be_written_and_shortened(day, letters):
    name = texts("de").node("format.months")[day.month - 1][:letters]
    assert reading.day(f"{day.day}. {name} {day.year}") == day
    assert reading.day_of(str(day.day), name.upper(), str(day.year)) == day


LATEST = date(2026, 11, 27)


@pytest.mark.parametrize(("typed", "year"), [("1.5.85", 1985), ("29.2.00", 2000), ("1.1.27", 1927)])
def test_a_year_of_two_digits_is_read_where_it_can_be_only_one(typed, year):
    assert reading.day(typed, LATEST).year == year


@pytest.mark.parametrize("typed", ["29.2.24", "1.5.05", "28.11.26", "1.1.26", "1.1.126"])
def test_a_year_of_two_digits_is_asked_back_where_it_could_be_two(typed):
    """Also a day later in the year of the latest: a slip of the finger, and no day a century ago."""
    with pytest.raises(reading.Unclear, match="year_digits"):
        reading.day(typed, LATEST)


@given(st.dates(date(1900, 1, 1), LATEST))
def test_a_year_of_two_digits_is_never_read_as_one_of_two(day):
    def exists(year):
        try:
            return date(year, day.month, day.day).year <= LATEST.year
        except ValueError:
            return False

    possible = [year for year in range(1900 + day.year % 100, 2200, 100) if exists(year)]
    short = f"{day.day}.{day.month}.{day.year % 100:02}"
    if len(possible) == 1:
        assert reading.day(short, LATEST) == day
    else:
        with pytest.raises(reading.Unclear):
            reading.day(short, LATEST)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(2000, 1, 1), date(2049, 12, 31))
)
def test_without_another_day_two_digits_are_a_year_of_our_time_or_asked_back(day, ours):
    """Nobody asks of a time before there was sociotherapy, and nobody plans for decades."""
    assert reading.day(f"{ours.day}.{ours.month}.{ours.year % 100:02}") == ours
    assert reading.day_of(str(ours.day), str(ours.month), f"{ours.year % 100:02}") == ours
    if day.year % 100 >= 50:
        with pytest.raises(reading.Unclear):
            reading.day(f"{day.day}.{day.month}.{day.year % 100:02}")


@given(st.dates(date(1928, 1, 1), LATEST))
def test_what_is_recent_is_no_hundred_years_ago(day):
    short = f"{day.day}.{day.month}.{day.year % 100:02}"
    assert reading.day(short, LATEST, recent=True) == day


def test_appointments_are_spread_evenly():
    first = date(2026, 12, 1)
    assert [d.day for d in spread_over_weeks(first, 4, 1)] == [1, 8, 15, 22]
    assert [d.day for d in spread_over_weeks(first, 4, 2)] == [1, 4, 8, 11]
    assert [d.day for d in spread_over_weeks(first, 8, 7)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_years_later_over_a_leap_day():
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_later(date(2024, 2, 29), 3) == date(2027, 3, 1)


def test_a_citation_becomes_a_link_to_the_official_text():
    base = "https://www.gesetze-im-internet.de"
    assert link("§ 61 Satz 1 SGB V") == f"{base}/sgb_5/__61.html"
    assert link("§ 37a Abs. 3 SGB V") == f"{base}/sgb_5/__37a.html"
    assert link("§ 32 Abs. 6 Satz 1 und 2 EStG") == f"{base}/estg/__32.html"
    assert link("§ 18 SGB IV") == f"{base}/sgb_4/__18.html"
    assert link("§ 5 Abs. 4 ST-RL") == "https://www.g-ba.de/richtlinien/24/"
    assert link("BGBl. 2026 I Nr. 228 (Gesetz)").endswith("/bgbl/1/2026/228/VO.html")
    assert link("BGBl. I 2003 S. 2190") is None
    assert link("§ 1 SGB L") is None


def test_german_numbers_and_days():
    write = texts("de").format
    assert write("{x:euro}", x=Decimal(47460)) == "47.460\u00a0€"
    assert write("{x:euro}", x=Decimal("47460.5")) == "47.460,50\u00a0€"
    assert write("{x:cents}", x=Decimal(47460)) == "47.460,00\u00a0€"
    assert write("{x:euro}", x=Decimal("7.5")) == "7,50\u00a0€"
    assert write("{x:hours}", x=Decimal("1.0")) == "1 Stunde"
    assert write("{x:hours}", x=Decimal("107.50")) == "107,5 Stunden"
    assert write("{x:number}", x=Decimal(120)) == "120"
    assert write("{x:date}", x=date(2027, 1, 1)) == "1. Januar 2027"
    with pytest.raises(ValueError, match="format"):
        write("{x:eurro}", x=Decimal(1))


def test_text_is_escaped_once_and_markup_is_kept():
    inner = element("b", "<script>&")
    assert join([inner, "<"]) == "<b>&lt;script&gt;&amp;</b>&lt;"
    assert element("a", "x", href='"><', hidden=True, id=None) == (
        '<a href="&quot;&gt;&lt;" hidden>x</a>'
    )


@pytest.mark.parametrize(
    ("typed", "year"), [("26", 2026), ("2026", 2026), ("55", 55), ("1926", 1926)]
)
def test_a_year_alone_may_have_two_digits_where_only_one_is_possible(typed, year):
    assert reading.calendar_year(typed) == year


@pytest.mark.parametrize("parts", [("1", "12", "26"), ("1.", "12.", "26"), ("01.", " Dez. ", "26")])
def test_a_day_in_parts_may_bring_its_points(parts):
    assert reading.day_of(*parts) == date(2026, 12, 1)
