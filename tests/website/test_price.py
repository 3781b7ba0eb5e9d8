"""What is said of a price at once is what the calculator works out; and the way back to the site on paper."""

import re
from datetime import date
from decimal import Decimal

import pytest
import segno

from calculators.copayment.rules import daily_copayment
from calculators.engine.form import Problems
from calculators.engine.text import texts
from calculators.law.figures import LawBook
from calculators.registry import answer
from website import links
from website.markdown import price

SAY = texts("de")
PUBLIC = "https://soziotherapie.example/"


def looked_up(cents, day):
    """The amount in cents as the script in the page finds it."""
    start, step, amount = [stair for stair in price.stairs(day) if stair[0] <= cents][-1]
    return amount + ((cents - start) // step if step else 0)


@pytest.mark.parametrize("day", price.days(), ids=str)
def test_the_stairs_give_for_every_price_what_the_rule_gives(day):
    law = LawBook().on(day)
    for cents in [*range(16_000), *range(16_000, 200_001, 997)]:
        wanted = daily_copayment(Decimal(cents) / 100, law)
        assert looked_up(cents, day) == wanted * 100, cents


@pytest.mark.parametrize(
    ("typed", "first_day"), [("62", "2026-11-28"), ("62", "2027-01-01"), ("45", "2026-11-28")]
)
def test_the_calculator_says_the_same_of_one_day(typed, first_day):
    given = {"first_day": first_day, "appointments": "1", "cost_per_day": typed}
    total = answer("copayment", {k: [v] for k, v in given.items()}).outcome.result["total"]
    day = max(day for day in price.days() if day <= date.fromisoformat(first_day))
    assert looked_up(int(typed) * 100, day) == total * 100


def test_the_highest_price_that_a_page_reads_is_the_highest_that_the_calculator_takes():
    plan = {"first_day": ["2026-11-28"], "appointments": ["1"]}
    highest = Decimal(price.most()) / 100
    answer("copayment", {**plan, "cost_per_day": [f"{highest}".replace(".", ",")]})
    with pytest.raises(Problems):
        answer("copayment", {**plan, "cost_per_day": [f"{highest + 1}".replace(".", ",")]})
    assert f'data-most="{price.most()}"' in price.told(SAY, "")


def test_the_qr_code_on_paper_leads_to_the_address_of_the_site(monkeypatch):
    monkeypatch.setenv("SITE_URL", PUBLIC)
    shown = links.site_qr_code(SAY)
    lines = segno.make(PUBLIC, error="m", micro=False).svg_inline(
        light="#fff", omitsize=True, svgclass="qr-code", lineclass=None
    )
    assert lines.partition(">")[2] in shown  # the very modules of that address
    typed = PUBLIC.removeprefix("https://").rstrip("/")
    assert f"<figcaption>{typed}</figcaption>" in shown and shown.count("<title>") == 1


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:8000/", "http://localhost:1234/"])
def test_of_no_public_address_there_is_nothing_on_paper_and_one_line_says_so(
    monkeypatch, tmp_path, address
):
    if address is None:
        monkeypatch.delenv("SITE_URL", raising=False)
    else:
        monkeypatch.setenv("SITE_URL", address)
    assert links.site_qr_code(SAY) == ""
    for shown in (links.site_address(SAY), links.qr_codes(SAY, "")):
        assert shown.count("aus dem Browser") == 1 and shown.count("<p>") == 1
        assert not re.search("<svg|<img|127|localhost|SITE_URL", shown)
    links.write(tmp_path)
    assert not list(tmp_path.rglob("*.svg"))


def test_a_public_address_is_offered_for_the_sheet_and_each_calculator_has_its_code(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("SITE_URL", PUBLIC)
    assert PUBLIC in links.site_address(SAY) and "SITE_URL" not in links.site_address(SAY)
    shown = links.qr_codes(SAY, "../")
    links.write(tmp_path)
    for place in links.places().values():
        assert f'src="../assets/qr/{place.slug}.svg"' in shown
        assert f"<span>{PUBLIC}{place.path}/</span>" in shown
        drawn = (tmp_path / "assets/qr" / f"{place.slug}.svg").read_text("utf-8")
        assert drawn.startswith("<?xml") and "<svg" in drawn
