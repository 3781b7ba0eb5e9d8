"""The timeline of the law: every day once, the latest first, and no change that was none."""

import re
from datetime import date
from decimal import Decimal

from calculators.engine.text import texts
from calculators.law.figures import histories
from website.markdown.timeline import changed_figures, changes
from website.written import shared


def test_every_day_stands_once_and_the_latest_first():
    days = re.findall(r'<time datetime="([^"]+)">', changes(texts("de")))
    assert days == sorted(set(days), reverse=True)
    facts = {fact["since"] for fact in shared("aenderungen")["fact"]}
    assert {*days} == facts | {now.since.isoformat() for _, now in changed_figures()}


def test_a_change_replaces_another_value_that_was_in_force_until_then():
    found = [(now.name, now.since, then.value, now.value) for then, now in changed_figures()]
    # BGBl. 2026 I Nr. 228, Art. 1 Nr. 23; BGBl. 2024 I Nr. 236; BGBl. 2023 I Nr. 287
    assert ("copayment_minimum", date(2027, 1, 1), Decimal("5.00"), Decimal("7.50")) in found
    assert ("copayment_maximum", date(2027, 1, 1), Decimal("10.00"), Decimal("15.00")) in found
    assert ("notification_days", date(2025, 1, 1), Decimal(3), Decimal(4)) in found
    assert ("standard_need", date(2024, 1, 1), Decimal(502), Decimal(563)) in found
    # Unchanged in 2025; and the other amounts of 2022 and 2024 do not follow each other.
    assert not [name for name, since, *_ in found if (name, since.year) == ("standard_need", 2025)]
    assert "child_allowance_other" not in {name for name, *_ in found}
    first = {(name, history.values[0].since) for name, history in histories().items()}
    assert not first & {(name, since) for name, since, *_ in found}


def test_a_month_of_which_the_day_is_unknown_is_written_as_a_month():
    page = changes(texts("de"))
    assert '<time datetime="2017-06">Juni 2017</time>' in page
    assert '<time datetime="2027-01-01">1. Januar 2027</time>' in page
