"""Zuzahlung zur Soziotherapie: what an insured person pays for a plan of treatment days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from calculators.engine.calendar import last_day_of_year, spread_over_weeks, years_later
from calculators.engine.figures import Law, LawBook, period
from calculators.engine.form import ANSWERED, ask
from calculators.engine.money import cents
from calculators.engine.outcome import Open, Outcome, Table, Value
from calculators.engine.rule import reasoning, rule

NOTHING = Decimal(0)
KNOWN, UNKNOWN = ("",), ("_min", "_max")


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


@dataclass(frozen=True)
class Bill:
    """What a plan costs: due and payable in each year, and the first day that costs nothing more."""

    due: Mapping[int, Decimal]
    payable: Mapping[int, Decimal]
    first_free_day: date | None

    @property
    def total(self) -> Decimal:
        return cents(sum(self.payable.values(), NOTHING))


def assess(case: Case, book: LawBook) -> Outcome:
    days = spread_over_weeks(case.first_day, case.appointments, case.days_per_week)
    liable = _liable_days(days, case, book)
    exempt = _exempt_days(liable, case)
    rates = _rates([day for day in liable if day not in exempt], case.cost_per_day, book)
    bounds = UNKNOWN if case.cost_per_day is None else KNOWN
    bills = [_bill(liable, _pick(rates, bound), case) for bound in range(len(bounds))]

    result: dict[str, Value | Table] = {
        f"total{bound}": bill.total for bound, bill in zip(bounds, bills, strict=True)
    }
    result["first_free_day"] = bills[0].first_free_day
    if case.cost_per_day is None:
        result["earliest_free_day"] = bills[-1].first_free_day
    result["last_day"] = days[-1]
    result["per_day"] = _stretches(rates, bounds)
    result["by_year"] = _years(days, bounds, bills)
    return Outcome(
        _verdict(case, liable, rates, bills),
        result,
        notes=_notes(case, days, liable, rates, bills),
        open_questions=_open_questions(case, liable, rates, bills),
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


def _liable_days(days: Sequence[date], case: Case, book: LawBook) -> list[date]:
    if case.birth_date is None:
        return list(days)
    first = first_liable_day(case.birth_date, book.on(case.first_day))
    return [day for day in days if day >= first]


def _exempt_days(days: Sequence[date], case: Case) -> set[date]:
    if case.exempt_from is None:
        return set()
    last = end_of_exemption(case.exempt_from)
    return {day for day in days if case.exempt_from <= day <= last}


def _rates(
    days: Sequence[date], cost: Decimal | None, book: LawBook
) -> dict[date, tuple[Decimal, ...]]:
    # One look into the law for each time in which it stands still: the rules leave one step each.
    by_law: dict[tuple[Decimal, ...], tuple[Decimal, ...]] = {}
    rates: dict[date, tuple[Decimal, ...]] = {}
    for _, stretch in groupby(days, key=period):
        first, *others = stretch
        law = book.on(first)
        figures = (law.copayment_rate, law.copayment_minimum, law.copayment_maximum)
        if figures not in by_law:
            by_law[figures] = (
                copayment_range(law) if cost is None else (daily_copayment(cost, law),)
            )
        rates |= dict.fromkeys((first, *others), by_law[figures])
    return rates


def _pick(rates: Mapping[date, tuple[Decimal, ...]], bound: int) -> dict[date, Decimal]:
    return {day: rate[bound] for day, rate in rates.items()}


def _bill(liable: Sequence[date], rates: Mapping[date, Decimal], case: Case) -> Bill:
    due, payable = dict[int, Decimal](), dict[int, Decimal]()
    free_days = [day for day in liable if day not in rates][:1]
    for year, days in groupby(rates, key=lambda day: day.year):
        of_year = list(days)
        due[year] = payable[year] = cents(sum((rates[day] for day in of_year), NOTHING))
        if case.annual_limit is not None:
            left = _left_to_limit(year, case, case.annual_limit)
            payable[year] = payable_in_year(year, due[year], left)
            free_days += _days_after_limit(of_year, rates, left)
    return Bill(due, payable, min(free_days, default=None))


def _left_to_limit(year: int, case: Case, limit: Decimal) -> Decimal:
    paid = case.already_paid if year == case.first_day.year else NOTHING
    return max(limit - paid, NOTHING)


def _days_after_limit(
    days: Sequence[date], rates: Mapping[date, Decimal], left: Decimal
) -> list[date]:
    for day in days:
        if left <= NOTHING:
            return [day]
        left -= rates[day]
    return []


def _stretches(rates: Mapping[date, tuple[Decimal, ...]], bounds: Sequence[str]) -> Table:
    table = {}
    for rate, days in groupby(rates, key=rates.__getitem__):
        first, *others = days
        row: dict[str, Value] = {"until": [first, *others][-1]}
        row |= {f"amount{bound}": amount for bound, amount in zip(bounds, rate, strict=True)}
        table[first.isoformat()] = row
    return table


def _years(days: Sequence[date], bounds: Sequence[str], bills: Sequence[Bill]) -> Table:
    table = {}
    for year, of_year in groupby(days, key=lambda day: day.year):
        row: dict[str, Value] = {"days": len(list(of_year))}
        for bound, bill in zip(bounds, bills, strict=True):
            row[f"due{bound}"] = bill.due.get(year, cents(NOTHING))
            row[f"payable{bound}"] = bill.payable.get(year, cents(NOTHING))
        table[str(year)] = row
    return table


def _verdict(
    case: Case,
    liable: Sequence[date],
    rates: Mapping[date, tuple[Decimal, ...]],
    bills: Sequence[Bill],
) -> str:
    if not liable:
        return "child"
    if rates and not any(any(rate) for rate in rates.values()):
        return "no_cost"
    if not bills[-1].total:
        return "exempt"
    return "range" if case.cost_per_day is None else "due"


def _notes(
    case: Case,
    days: Sequence[date],
    liable: Sequence[date],
    rates: Mapping[date, tuple[Decimal, ...]],
    bills: Sequence[Bill],
) -> tuple[str, ...]:
    spans_years = days[0].year < days[-1].year
    limited = case.annual_limit is not None
    free_from = bills[0].first_free_day
    notes = {
        "becomes_adult": 0 < len(liable) < len(days),
        "exempt_days": 0 < len(rates) < len(liable),
        "change_of_law": len(set(rates.values())) > 1,
        "free_from": free_from is not None and bool(rates),
        "pays_again": free_from is not None and free_from.year < days[-1].year,
        "limit_not_reached": limited and all(bill.first_free_day is None for bill in bills),
        "limit_perhaps_reached": free_from is None and bills[-1].first_free_day is not None,
        "same_limit_each_year": limited and spans_years,
        "limit_exists": not limited and bool(bills[-1].total),
    }
    return tuple(note for note, applies in notes.items() if applies)


def _open_questions(
    case: Case,
    liable: Sequence[date],
    rates: Mapping[date, tuple[Decimal, ...]],
    bills: Sequence[Bill],
) -> tuple[Open, ...]:
    if len(set(rates.values())) <= 1:
        return ()
    # The other reading: the law of the first day (when the prescription stands) for the whole plan.
    old = dict.fromkeys(rates, next(iter(rates.values())))
    with reasoning():
        other = _bill(liable, _pick(old, len(bills) - 1), case)
    if other.total == bills[-1].total:
        return ()
    return (Open("law_of_which_day", (bills[-1].total, other.total)),)
