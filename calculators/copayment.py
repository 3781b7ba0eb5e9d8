"""Zuzahlung zur Soziotherapie: what an insured person pays for a plan of treatment days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby

from calculators.engine.bill import Bill, bill, by_price, by_year
from calculators.engine.calendar import (
    DAYS_IN_A_WEEK,
    last_day_of_year,
    spread_over_weeks,
    years_later,
)
from calculators.engine.figures import Law, LawBook, period
from calculators.engine.form import ANSWERED, ask
from calculators.engine.money import cents
from calculators.engine.outcome import Cell, Open, Outcome, Table, applying
from calculators.engine.picture import Bars
from calculators.engine.picture_bars import payments
from calculators.engine.rule import reasoning, rule

NOTHING = Decimal(0)
# What the price of a day depends on, as figures.toml names it.
FIGURES = ("copayment_rate", "copayment_minimum", "copayment_maximum")
Prices = Mapping[date, Decimal]


@dataclass(frozen=True, kw_only=True)
class Case:
    first_day: date = ask(today=True, prefilled=True)
    appointments: int = ask(minimum=1, maximum=10_000)
    days_per_week: int = ask(minimum=1, maximum=7, default=1)
    cost_per_day: Decimal | None = ask(
        unit="euro", minimum=0, maximum=2_000, unknown=True, default=None
    )
    birth_date: date | None = ask(default=None, more=True, not_after="first_day")
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
    days_without_contact: int = ask(minimum=0, maximum=10_000, default=0, more=True)

    def contradictions(self) -> dict[str, str]:
        problems = {}
        if self.birth_date is not None and self.birth_date > self.first_day:
            problems["birth_date"] = "born_after_first_day"
        days_in_all = self.appointments + self.days_without_contact
        if days_in_all * self.days_per_week > self.appointments * DAYS_IN_A_WEEK:
            problems["days_without_contact"] = "more_days_than_there_are"
        return problems


@dataclass(frozen=True)
class _Plan:
    """Days, and what they cost: one price and bill, or without the cost the lowest and the highest."""

    days: Sequence[date]
    liable: Sequence[date]
    exempt_until: date | None
    exempt: frozenset[date]
    prices: Sequence[Prices]
    bills: Sequence[Bill]

    @property
    def costs(self) -> bool:
        """Whether any day costs anything, before limit."""
        return any(self.prices[-1].values())

    @property
    def one_total(self) -> bool:
        """Whether the lowest and the highest price come to the same, as they do at the limit."""
        return self.bills[0].total == self.bills[-1].total


def assess(case: Case, book: LawBook) -> Outcome:
    plan = _plan(case, book)
    book.on(plan.days[-1])  # so far the answer reaches, also where no figure changes any more
    suffixes = ("",) if len(plan.bills) == 1 else ("_min", "_max")
    verdict = _verdict(plan)
    total = {"total": plan.bills[-1].total} if plan.one_total else {}
    paid_back = _paid_back(case)
    per_day = by_price(plan.prices, [f"amount{suffix}" for suffix in suffixes])
    return Outcome(
        verdict,
        {
            **{f"total{suffix}": b.total for suffix, b in zip(suffixes, plan.bills, strict=True)},
            **total,
            "first_free_day": plan.bills[0].first_free_day,
            "earliest_free_day": plan.bills[-1].first_free_day,
            "limit_reached_in": _year_of_limit(case, plan.bills[0]),
            "last_day": plan.days[-1],
            "per_day": per_day,
            "exempt_until": plan.exempt_until,
            **paid_back,
            "by_year": _by_year(plan, suffixes),
        },
        headline=_headline(case, plan, verdict),
        notes=_notes(case, plan, bool(paid_back)),
        next_step="next_paid_back" if paid_back else "next",
        open_questions=_open_questions(case, plan),
        picture=_picture(case, plan, per_day, book) if verdict in ("due", "range") else None,
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


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def paid_above_limit(already_paid: Decimal, annual_limit: Decimal) -> Decimal:
    """„Versicherte haben während jedes Kalenderjahres nur Zuzahlungen bis zur Belastungsgrenze zu
    leisten …“"""
    return cents(already_paid - annual_limit)


def _plan(case: Case, book: LawBook, further_days: int = 0) -> _Plan:
    days = spread_over_weeks(case.first_day, case.appointments, case.days_per_week, further_days)
    liable = _liable_days(days, case, book)
    exempt_until = None if case.exempt_from is None else end_of_exemption(case.exempt_from)
    exempt = frozenset(day for day in liable if _is_exempt(day, case.exempt_from, exempt_until))
    prices = _prices([day for day in liable if day not in exempt], case.cost_per_day, book)
    bills = [_bill(each, exempt, case) for each in prices]
    return _Plan(days, liable, exempt_until, exempt, prices, bills)


def _liable_days(days: Sequence[date], case: Case, book: LawBook) -> Sequence[date]:
    if case.birth_date is None:
        return days
    first = first_liable_day(case.birth_date, book.on(case.first_day))
    return [day for day in days if day >= first]


def _is_exempt(day: date, first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first <= day <= last


def _prices(days: Sequence[date], cost: Decimal | None, book: LawBook) -> list[Prices]:
    # One look into the law for each time in which it stands still: the rules leave one step each.
    by_law: dict[tuple[Decimal, ...], tuple[Decimal, ...]] = {}
    prices: list[dict[date, Decimal]] = [{}] if cost is not None else [{}, {}]
    for _, group in groupby(days, key=period):
        stretch = list(group)
        law = book.on(stretch[0])
        figures = tuple(getattr(law, name) for name in FIGURES)
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
    return max(case.annual_limit - _paid_before(case, year), NOTHING)


def _paid_before(case: Case, year: int) -> Decimal:
    return case.already_paid if year == case.first_day.year else NOTHING


def _paid_back(case: Case) -> dict[str, Decimal]:
    """What was paid above the limit before the first day, if anything."""
    limit = case.annual_limit
    if limit is not None and case.already_paid > limit:
        return {"paid_back": paid_above_limit(case.already_paid, limit)}
    return {}


def _by_year(plan: _Plan, suffixes: Sequence[str]) -> Table:
    """Year by year; what is payable is said once where the lowest and the highest price agree."""
    rows = by_year(plan.days, plan.bills, suffixes)
    if not plan.one_total or len(plan.bills) == 1:
        return rows
    found: dict[str, dict[str, Cell]] = {}
    for year, row in rows.items():
        payable = {"payable": row["payable_max"]}
        found[year] = {name: row[name] for name in row if "payable" not in name} | payable
    return found


def _headline(case: Case, plan: _Plan, verdict: str) -> str:
    """The cap is in the first sentence: the limit where it lowers the sum, or that there is one."""
    if verdict not in ("due", "range"):
        return "headline"
    if case.annual_limit is None:
        return "headline_without_limit"
    highest = plan.bills[-1]
    return "headline_limited" if highest.payable != highest.due else "headline"


def _year_of_limit(case: Case, found: Bill) -> int | None:
    """The first year in which what is due comes up to the limit."""
    for year, due in found.due.items():
        left = _left_to_limit(case, year)
        if left is not None and due >= left:
            return year
    return None


def _picture(case: Case, plan: _Plan, per_day: Table, book: LawBook) -> Bars | None:
    """What is paid month by month; the price of a day changes only with the law."""
    changes = [date.fromisoformat(day) for day in per_day][1:]
    turns = [book.on(day).since(*FIGURES) for day in changes]
    before = partial(_paid_before, case)
    return payments(plan.days, plan.prices, before, case.annual_limit, turns)


def _verdict(plan: _Plan) -> str:
    if not plan.liable:
        return "child"
    if plan.prices[-1] and not plan.costs:
        return "no_cost"
    if not plan.bills[-1].total:
        return "exempt"
    return "due" if plan.one_total else "range"


def _notes(case: Case, plan: _Plan, paid_back: bool) -> tuple[str, ...]:
    limited = case.annual_limit is not None and plan.costs
    bounded = limited and bool(case.annual_limit)
    costs = plan.prices[0]
    free_from = plan.bills[0].first_free_day if plan.costs else None
    later = [] if free_from is None else [y for y in plan.bills[-1].payable if y > free_from.year]
    reached_in = [_year_of_limit(case, bill) if bounded else None for bill in plan.bills]
    pays = bool(plan.bills[-1].total)
    covered = any(_is_exempt(day, case.exempt_from, plan.exempt_until) for day in plan.days)
    notes = {
        "limit_exists": case.annual_limit is None and pays,
        "limit_is_nothing": limited and not bounded,
        "paid_back": paid_back,
        "becomes_adult": 0 < len(plan.liable) < len(plan.days),
        "exempt_days": 0 < len(costs) < len(plan.liable),
        "change_of_law": len(set(costs.values())) > 1,
        "exemption_unused": case.exempt_from is not None and not covered,
        "free_from": free_from is not None and (bounded or bool(plan.exempt)),
        "pays_again": any(plan.bills[-1].payable[year] for year in later),
        "limit_reached": free_from is None and reached_in[0] is not None,
        "limit_not_reached": bounded and not any(reached_in),
        "limit_perhaps_reached": plan.costs
        and free_from is None
        and plan.bills[-1].first_free_day is not None,
        "pay_until_limit": pays and any(reached_in) and not paid_back,
        "pay_in_advance": pays and any(reached_in) and not paid_back,
        "same_limit_each_year": limited and case.first_day.year < plan.days[-1].year,
    }
    return applying(notes)


def _open_questions(case: Case, plan: _Plan) -> tuple[Open, ...]:
    """Both readings of each question that is open, without the cost by the highest price."""
    prices, ours = plan.prices[-1], plan.bills[-1]
    with reasoning():  # sums for comparison are no steps of our answer
        price = _prices([case.first_day], case.cost_per_day, LawBook())[-1][case.first_day]
        others = {
            # Of the first day, when the prescription stands, for the whole plan.
            "law_of_which_day": _bill(dict.fromkeys(prices, price), plan.exempt, case),
            # Whatever is billed in the next year counts there, where nothing is paid yet.
            "year_of_payment": _bill(prices, plan.exempt, replace(case, already_paid=NOTHING)),
        }
        if case.days_without_contact:
            longer = _plan(case, LawBook(), case.days_without_contact)
            others["day_without_contact"] = longer.bills[-1]
    return tuple(
        Open(name, (ours.total, other.total))
        for name, other in others.items()
        if other.total != ours.total
    )
