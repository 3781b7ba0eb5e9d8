"""Zuzahlung zur Soziotherapie: what an insured person pays for a plan of treatment days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from calculators.engine.bill import Bill, bill, by_price, by_year
from calculators.engine.calendar import last_day_of_year, spread_over_weeks, years_later
from calculators.engine.figures import Law, LawBook, period
from calculators.engine.form import ANSWERED, ask
from calculators.engine.money import cents
from calculators.engine.outcome import Open, Outcome
from calculators.engine.rule import reasoning, rule

NOTHING = Decimal(0)
Prices = Mapping[date, Decimal]


@dataclass(frozen=True, kw_only=True)
class Case:
    first_day: date = ask(today=True)
    appointments: int = ask(minimum=1, maximum=10_000)
    days_per_week: int = ask(minimum=1, maximum=7, default=1)
    cost_per_day: Decimal | None = ask(
        unit="euro", minimum=0, maximum=2_000, unknown=True, default=None
    )
    birth_date: date | None = ask(default=None, more=True, autocomplete="bday")
    exempt_from: date | None = ask(default=None, more=True)
    annual_limit: Decimal | None = ask(
        unit="euro", minimum=0, maximum=100_000, default=None, more=True
    )
    already_paid: Decimal = ask(
        unit="euro",
        minimum=0,
        maximum=100_000,
        default=NOTHING,
        more=True,
        when={"annual_limit": [ANSWERED]},
    )

    def contradictions(self) -> dict[str, str]:
        born_later = self.birth_date is not None and self.birth_date > self.first_day
        return {"birth_date": "born_after_first_day"} if born_later else {}


def assess(case: Case, book: LawBook) -> Outcome:
    days = spread_over_weeks(case.first_day, case.appointments, case.days_per_week)
    liable = _liable_days(days, case, book)
    exempt = _exempt_days(liable, case)
    # One price for each day, or without the cost two: the lowest and the highest.
    prices = _prices([day for day in liable if day not in exempt], case.cost_per_day, book)
    bills = [_bill(each, exempt, case) for each in prices]
    suffixes = ("",) if len(bills) == 1 else ("_min", "_max")
    return Outcome(
        _verdict(liable, prices, bills),
        {
            **{f"total{suffix}": b.total for suffix, b in zip(suffixes, bills, strict=True)},
            "first_free_day": bills[0].first_free_day,
            "earliest_free_day": bills[-1].first_free_day,
            "limit_reached_in": _year_of_limit(case, bills[0]),
            "last_day": days[-1],
            "per_day": by_price(prices, [f"amount{suffix}" for suffix in suffixes]),
            "by_year": by_year(days, bills, suffixes),
        },
        notes=_notes(case, days, liable, prices, bills),
        open_questions=_open_questions(case, prices[-1], exempt, bills[-1]),
    )


@rule("§ 37a Abs. 3 SGB V")
def first_liable_day(birth_date: date, law: Law) -> date:
    """„Versicherte, die das … Lebensjahr vollendet haben, leisten als Zuzahlung je Kalendertag der
    Leistungsinanspruchnahme den sich nach § 61 Satz 1 ergebenden Betrag an die Krankenkasse.“"""
    return years_later(birth_date, int(law.adult_age))


@rule("§ 61 Satz 1 SGB V")
def daily_copayment(cost: Decimal, law: Law) -> Decimal:
    """„Zuzahlungen, die Versicherte zu leisten haben, betragen … des Abgabepreises, mindestens
    jedoch … und höchstens …; allerdings jeweils nicht mehr als die Kosten des Mittels.“"""
    share = cost * law.copayment_rate / 100
    return cents(min(cost, max(law.copayment_minimum, min(share, law.copayment_maximum))))


@rule("§ 61 Satz 1 SGB V")
def copayment_range(law: Law) -> tuple[Decimal, Decimal]:
    """„Zuzahlungen, die Versicherte zu leisten haben, betragen … des Abgabepreises, mindestens
    jedoch … und höchstens …; allerdings jeweils nicht mehr als die Kosten des Mittels.“"""
    return cents(law.copayment_minimum), cents(law.copayment_maximum)


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def end_of_exemption(exempt_from: date) -> date:
    """„… hat die Krankenkasse eine Bescheinigung darüber zu erteilen, dass für den Rest des
    Kalenderjahres keine Zuzahlungen mehr zu leisten sind.“"""
    return last_day_of_year(exempt_from)


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def payable_in_year(year: int, due: Decimal, left_to_limit: Decimal) -> Decimal:
    """„Versicherte haben während jedes Kalenderjahres nur Zuzahlungen bis zur Belastungsgrenze zu
    leisten …“"""
    return cents(min(due, left_to_limit))


def _liable_days(days: Sequence[date], case: Case, book: LawBook) -> Sequence[date]:
    if case.birth_date is None:
        return days
    first = first_liable_day(case.birth_date, book.on(case.first_day))
    return [day for day in days if day >= first]


def _exempt_days(days: Sequence[date], case: Case) -> frozenset[date]:
    if case.exempt_from is None:
        return frozenset()
    last = end_of_exemption(case.exempt_from)
    return frozenset(day for day in days if case.exempt_from <= day <= last)


def _prices(days: Sequence[date], cost: Decimal | None, book: LawBook) -> list[Prices]:
    # One look into the law for each time in which it stands still: the rules leave one step each.
    by_law: dict[tuple[Decimal, ...], tuple[Decimal, ...]] = {}
    prices: list[dict[date, Decimal]] = [{}] if cost is not None else [{}, {}]
    for _, group in groupby(days, key=period):
        stretch = list(group)
        law = book.on(stretch[0])
        figures = (law.copayment_rate, law.copayment_minimum, law.copayment_maximum)
        if figures not in by_law:
            by_law[figures] = (
                copayment_range(law) if cost is None else (daily_copayment(cost, law),)
            )
        for each, price in zip(prices, by_law[figures], strict=True):
            each |= dict.fromkeys(stretch, price)
    return list(prices)


def _bill(prices: Prices, exempt: frozenset[date], case: Case) -> Bill:
    return bill(prices, exempt, lambda year: _left_to_limit(case, year), payable_in_year)


def _left_to_limit(case: Case, year: int) -> Decimal | None:
    if case.annual_limit is None:
        return None
    paid = case.already_paid if year == case.first_day.year else NOTHING
    return max(case.annual_limit - paid, NOTHING)


def _year_of_limit(case: Case, found: Bill) -> int | None:
    """The first year in which what is due comes up to the limit."""
    for year, due in found.due.items():
        left = _left_to_limit(case, year)
        if left is not None and due >= left:
            return year
    return None


def _verdict(liable: Sequence[date], prices: Sequence[Prices], bills: Sequence[Bill]) -> str:
    if not liable:
        return "child"
    if prices[-1] and not any(prices[-1].values()):
        return "no_cost"
    if not bills[-1].total:
        return "exempt"
    return "due" if len(bills) == 1 else "range"


def _notes(
    case: Case,
    days: Sequence[date],
    liable: Sequence[date],
    prices: Sequence[Prices],
    bills: Sequence[Bill],
) -> tuple[str, ...]:
    spans_years = days[0].year < days[-1].year
    limited = case.annual_limit is not None
    free_from = bills[0].first_free_day
    notes = {
        "becomes_adult": 0 < len(liable) < len(days),
        "exempt_days": 0 < len(prices[0]) < len(liable),
        "change_of_law": len(set(prices[0].values())) > 1,
        "free_from": free_from is not None and bool(prices[0]),
        "pays_again": free_from is not None and free_from.year < days[-1].year,
        "limit_reached": free_from is None and _year_of_limit(case, bills[0]) is not None,
        "limit_not_reached": limited and not any(_year_of_limit(case, b) for b in bills),
        "limit_perhaps_reached": free_from is None and bills[-1].first_free_day is not None,
        "same_limit_each_year": limited and spans_years,
        "limit_exists": not limited and bool(bills[-1].total),
    }
    return tuple(note for note, applies in notes.items() if applies)


def _open_questions(
    case: Case, prices: Prices, exempt: frozenset[date], ours: Bill
) -> tuple[Open, ...]:
    # The other reading: the law of the first day, when the prescription stands, for the whole plan.
    with reasoning():  # a sum for comparison is no step of our answer
        price = _prices([case.first_day], case.cost_per_day, LawBook())[-1][case.first_day]
        other = _bill(dict.fromkeys(prices, price), exempt, case)
    if other.total == ours.total:
        return ()
    return (Open("law_of_which_day", (ours.total, other.total)),)
