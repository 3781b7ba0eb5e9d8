"""Working days, and the table of public holidays they rest on."""

from datetime import date, timedelta
from functools import cache

import pytest
from holidays import country_holidays
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.law.data import table
from calculators.law.workdays import (
    NotInTable,
    has_table,
    is_weekend,
    next_working_day,
    next_working_day_as_known,
    next_working_day_everywhere,
    working_day_after,
)
from tools import holidays

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
LANDS = [
    *("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV"),
    *("NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"),
]

days = st.dates(FIRST, date(2030, 6, 30))
in_table = st.dates(date(2024, 1, 1), date(2029, 12, 31))
counts = st.integers(1, 60)
lands = st.sampled_from(LANDS)
lands_or_none = st.none() | lands


def is_off(day, land):
    """Whether nobody has to work, as the package says that the table is made from."""
    return day.weekday() >= 5 or day in known_holidays(day.year, land)


@cache
def known_holidays(year, land):
    return set(country_holidays("DE", subdiv=land, years=year))


# --- The table ---------------------------------------------------------------------------------


def test_the_table_is_what_its_command_makes():
    assert holidays.TABLE.read_text("utf-8") == holidays.made(), "make holidays"


def test_the_table_has_every_year_and_every_land():
    assert [int(year) for year in table("law/holidays.toml")] == list(
        range(FIRST.year, LAST.year + 1)
    )
    for lines in table("law/holidays.toml").values():
        assert lines.keys() == {"all", "somewhere", *LANDS}
        assert lines["somewhere"].keys() == {"BY", "SN", "TH"}


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
def test_the_table_says_of_every_day_what_the_package_says(year):
    lines = table("law/holidays.toml")[str(year)]
    for land in [None, *LANDS]:
        on_top = lines[land] if land else []
        assert sorted([*lines["all"], *on_top]) == sorted(known_holidays(year, land)), land


def test_what_holds_in_parts_of_a_land_only_stands_by_itself():
    assert table("law/holidays.toml")["2025"]["somewhere"] == {
        "BY": [date(2025, 8, 8), date(2025, 8, 15)],
        "SN": [date(2025, 6, 19)],
        "TH": [date(2025, 6, 19)],
    }
    assert date(2025, 8, 15) in table("law/holidays.toml")["2025"]["SL"]
    assert date(2025, 8, 15) not in table("law/holidays.toml")["2025"]["BY"]
    assert date(2025, 8, 8) not in table("law/holidays.toml")["2025"]["BY"]
    for land in ("SN", "TH"):
        assert date(2026, 6, 4) not in table("law/holidays.toml")["2026"][land]


# --- Computed by hand -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count", "land", "expected"),
    [
        # Friday; Monday, Tuesday, Wednesday.
        ("2026-11-20", 3, None, "2026-11-25"),
        ("2026-11-20", 1, None, "2026-11-23"),
        # From a Saturday and a Sunday the count begins with the same Monday.
        ("2026-11-21", 3, None, "2026-11-25"),
        ("2026-11-22", 3, None, "2026-11-25"),
        # Monday; 18 November is a holiday in Saxony and nowhere else.
        ("2026-11-16", 3, None, "2026-11-19"),
        ("2026-11-16", 3, "SN", "2026-11-20"),
        ("2026-11-16", 3, "BY", "2026-11-19"),
        # Tuesday; Wednesday 23, Thursday 24 (no holiday), Friday to Sunday off, Monday 28.
        ("2026-12-22", 3, None, "2026-12-28"),
        # Wednesday; Thursday 31, Friday 1 January to Sunday off, Monday 4, Tuesday 5.
        ("2026-12-30", 3, None, "2027-01-05"),
        ("2026-12-30", 3, "BW", "2027-01-05"),
        # One more: Wednesday 6 January is a holiday in three Länder.
        ("2026-12-30", 4, None, "2027-01-06"),
        ("2026-12-30", 4, "NW", "2027-01-06"),
        ("2026-12-30", 4, "BW", "2027-01-07"),
        ("2026-12-30", 4, "BY", "2027-01-07"),
        ("2026-12-30", 4, "ST", "2027-01-07"),
        # Thursday 31 December; Monday 4, Tuesday 5, Wednesday 6 or Thursday 7.
        ("2026-12-31", 3, None, "2027-01-06"),
        ("2026-12-31", 3, "BY", "2027-01-07"),
        # Wednesday; Thursday 25 March, Good Friday to Easter Monday off, Tuesday 30, Wednesday 31.
        ("2027-03-24", 3, None, "2027-03-31"),
        ("2027-03-25", 1, None, "2027-03-30"),
        # Wednesday before Ascension (6 May) 2027; Friday 7, Monday 10, Tuesday 11.
        ("2027-05-05", 3, None, "2027-05-11"),
        # Wednesday before Corpus Christi (27 May) 2027, a holiday in six Länder.
        ("2027-05-26", 1, None, "2027-05-27"),
        ("2027-05-26", 1, "HE", "2027-05-28"),
        ("2027-05-26", 1, "SN", "2027-05-27"),
        # Berlin, only in 2025: Thursday 8 May.
        ("2025-05-07", 1, None, "2025-05-08"),
        ("2025-05-07", 1, "BE", "2025-05-09"),
    ],
)
def test_working_days_counted_by_hand(day, count, land, expected):
    found = working_day_after(date.fromisoformat(day), count, land)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "land", "expected"),
    [
        ("2026-11-20", None, "2026-11-20"),  # a Friday
        ("2026-11-21", None, "2026-11-23"),  # a Saturday
        ("2026-11-22", None, "2026-11-23"),  # a Sunday
        ("2026-11-18", None, "2026-11-18"),
        ("2026-11-18", "SN", "2026-11-19"),
        ("2027-03-26", None, "2027-03-30"),  # Good Friday
        ("2026-12-25", None, "2026-12-28"),
        ("2027-01-01", None, "2027-01-04"),
        ("2024-01-01", None, "2024-01-02"),  # the first day of the table
        ("2030-12-31", None, "2030-12-31"),  # the last
    ],
)
def test_the_next_working_day_by_hand(day, land, expected):
    assert next_working_day(date.fromisoformat(day), land) == date.fromisoformat(expected)


# --- For every day -----------------------------------------------------------------------------


@given(days, counts, lands_or_none)
def test_exactly_so_many_working_days_lie_between(day, count, land):
    found = working_day_after(day, count, land)
    passed = [day + n * DAY for n in range(1, (found - day).days + 1)]
    assert not is_off(found, land)
    assert sum(not is_off(each, land) for each in passed) == count


@given(days, counts, lands_or_none)
def test_a_higher_count_is_a_later_day(day, count, land):
    following = working_day_after(day, count + 1, land)
    assert working_day_after(day, count, land) < following
    assert following == working_day_after(working_day_after(day, count, land), 1, land)


@given(days, counts, lands_or_none)
def test_a_later_start_is_never_an_earlier_day(day, count, land):
    assert working_day_after(day, count, land) <= working_day_after(day + DAY, count, land)


@given(days, counts, lands)
def test_a_land_never_makes_it_earlier(day, count, land):
    assert working_day_after(day, count, land) >= working_day_after(day, count, None)
    assert next_working_day(day, land) >= next_working_day(day, None)


@given(days, lands_or_none)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_it(day, land):
    found = next_working_day(day, land)
    assert found == (working_day_after(day, 1, land) if is_off(day, land) else day)
    assert next_working_day(found, land) == found


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count", "year"),
    [
        (LAST, 1, 2031),
        (date(2030, 12, 30), 2, 2031),
        (FIRST, 10_000, 2031),
        (FIRST - DAY, 1, 2023),
        (date.min, 1, 1),
        (date.max, 1, 9999),
    ],
)
def test_a_year_beyond_the_table_is_refused_and_named(day, count, year):
    for land in (None, "BY"):
        with pytest.raises(NotInTable) as refused:
            working_day_after(day, count, land)
        assert refused.value.year == year
        assert isinstance(refused.value, LookupError)


@given(st.dates(), lands_or_none)
def test_a_day_beyond_the_table_has_no_next_working_day(day, land):
    assume(not FIRST <= day <= LAST)
    with pytest.raises(NotInTable) as refused:
        next_working_day(day, land)
    assert refused.value.year == day.year


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_refused(count):
    with pytest.raises(ValueError, match=str(count)):
        working_day_after(date(2026, 11, 20), count, None)


@pytest.mark.parametrize("land", ["", "by", "Bayern", "DE", "Augsburg"])
def test_a_land_that_does_not_exist_is_refused(land):
    with pytest.raises(KeyError):
        working_day_after(date(2026, 11, 20), 1, land)
    with pytest.raises(KeyError):
        next_working_day(date(2026, 11, 20), land)


@given(in_table)
def test_nowhere_a_working_day_is_later_than_everywhere(day):
    everywhere = next_working_day_everywhere(day)
    assert everywhere == max(next_working_day_everywhere(day, land) for land in LANDS)
    assert everywhere >= max(next_working_day(day, land) for land in LANDS)
    assert everywhere >= next_working_day(day, None) >= day


@given(in_table, lands)
def test_where_a_holiday_holds_in_places_only_who_waits_counts_it_and_who_acts_does_not(day, land):
    waiting_, acting = next_working_day_everywhere(day, land), next_working_day_as_known(day, land)
    assert acting == next_working_day(day, land) <= waiting_ <= next_working_day_everywhere(day)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), lands_or_none)
def test_a_weekend_needs_no_table(day, land):
    for found in (next_working_day_as_known(day, land), next_working_day_everywhere(day, land)):
        assert found >= day and not is_weekend(found)
        if not has_table(day) and not has_table(found):
            assert (found == day) != is_weekend(day)
