"""What people type, and how it is read."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.engine import reading
from calculators.engine.calendar import spread_over_weeks, years_later
from calculators.engine.citation import link
from calculators.engine.html import element, join
from calculators.engine.text import texts

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
    "٣": "unreadable_euro",
    "NaN": "unreadable_euro",
    "9" * 16: "too_long",
}


@pytest.mark.parametrize("typed", UNCLEAR_EUROS)
def test_unclear_euros(typed):
    with pytest.raises(reading.Unclear) as unclear:
        reading.euros(typed)
    assert unclear.value.key == UNCLEAR_EUROS[typed]


DAYS = {
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
    ("1", "1", "26"): "year_digits",
    ("1", "1", "20266"): "year_digits",
    ("eins", "1", "2026"): "unreadable_day",
    ("1", "1", "1026"): "implausible_day",
    ("1", "1", "2200"): "implausible_day",
    ("9" * 30, "1", "2026"): "no_such_day",
}


@pytest.mark.parametrize("typed", UNCLEAR_DAYS)
def test_unclear_days(typed):
    with pytest.raises(reading.Unclear) as unclear:
        reading.day_of(*typed)
    assert unclear.value.key == UNCLEAR_DAYS[typed]


def test_days_in_one_piece():
    assert reading.day("2026-12-01") == reading.day("1.12.2026") == date(2026, 12, 1)
    with pytest.raises(reading.Unclear):
        reading.day("12/01/2026")


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
    assert link("§ 18 Abs. 1 SGB IV") == f"{base}/sgb_4/__18.html"
    assert link("§ 5 Abs. 4 ST-RL") == "https://www.g-ba.de/richtlinien/24/"
    assert link("BGBl. 2026 I Nr. 228 (Gesetz)").endswith("/bgbl/1/2026/228/VO.html")
    assert link("BGBl. I 2003 S. 2190") is None
    assert link("§ 1 SGB L") is None


def test_german_numbers_and_days():
    write = texts("de").format
    assert write("{x:euro}", x=Decimal(47460)) == "47.460,00\u00a0€"
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
