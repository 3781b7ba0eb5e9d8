"""What the calculator concludes from the answers, and how it says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby

from calculators.copayment.bars import payments
from calculators.copayment.bill import Bill, bill, by_price, by_year
from calculators.copayment.questions import Case
from calculators.copayment.rules import (
    copayment_range,
    daily_copayment,
    end_of_exemption,
    first_liable_day,
    paid_above_limit,
    payable_in_year,
)
from calculators.engine.outcome import Cell, Open, Outcome, Table, Value, applying
from calculators.engine.picture.shapes import Bars
from calculators.law.burden_limit import (
    BasicSupport,
    basic_support_income,
    care_home_income,
    limit_for_all,
    limit_for_chronic,
)
from calculators.law.figures import Law, LawBook, NotEnacted, next_change, period
from calculators.law.money import NOTHING
from calculators.law.periods import spread_over_weeks, years_later
from calculators.law.rule import reasoning

# What the price of a day depends on, as figures.toml names it.
FIGURES = ("copayment_rate", "copayment_minimum", "copayment_maximum")
Prices = Mapping[date, Decimal]
Limits = Mapping[int, Decimal]
PAYS = ("due", "range", "basic_support")


@dataclass(frozen=True)
class _Ceilings:
    """The limit of each year in which it is known: the lower and the higher that may hold.

    ``missing``: why it is not known in another year, though it is one of those that are computed.
    """

    low: Limits = field(default_factory=dict[int, Decimal])
    high: Limits = field(default_factory=dict[int, Decimal])
    missing: Mapping[int, NotEnacted] = field(default_factory=dict[int, NotEnacted])

    @property
    def differ(self) -> bool:
        """Whether it is open which of two limits holds."""
        return self.low != self.high

    def everywhere(self, years: Sequence[int]) -> Decimal | None:
        """The higher limit, if it is known and the same in all these years."""
        found = {self.high.get(year) for year in years}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class _Plan:
    """Days, and what they cost.

    One price, or without the cost the lowest and the highest. One bill, or the lowest and the highest:
    of two prices, or of two limits. A day without cost comes at the ``earliest`` and ``latest``.
    """

    days: Sequence[date]
    liable: Sequence[date]
    exempt_until: date | None
    exempt: frozenset[date]
    prices: Sequence[Prices]
    ceilings: _Ceilings
    bills: Sequence[Bill]
    earliest: Bill
    latest: Bill

    @property
    def years(self) -> Sequence[int]:
        """The years of the days, each once."""
        return tuple(dict.fromkeys(day.year for day in self.days))

    @property
    def costs(self) -> bool:
        """Whether any day costs anything, before limit."""
        return any(self.prices[-1].values())

    @property
    def one_total(self) -> bool:
        """Whether the lowest and the highest bill come to the same, as they do at the limit."""
        return self.bills[0].total == self.bills[-1].total


def assess(case: Case, book: LawBook) -> Outcome:
    """What a plan of days costs, up to which limit, and from when on nothing.

    In the result (a name with ? is not always there):
        total?: euro for all days; None: the limit of one of the years is not enacted
        total_min?: euro at the lowest price or limit; None: as with total
        total_max?: euro at the highest price or limit; None: as with total
        day?: euro for a day, at the beginning
        day_min?: euro for a day, at the lowest price
        day_max?: euro for a day, at the highest price
        next_day?: euro for a day, after the law has changed: in the plan, or within a year after it
        next_day_min?: the same, at the lowest price
        next_day_max?: the same, at the highest price
        next_day_from?: first day on which next_day holds
        per_day: by first day of a stretch with one price, the last day and euro for a day
        by_year: by year, the number of days, euro due and euro payable
        first_free_day: first day that costs nothing, at the latest; None: each day costs something
        earliest_free_day: first day that costs nothing, at the earliest; None: as above
        limit_reached_in: year in which the limit is reached; None: it is not reached
        last_day: last day of the plan
        exempt_until: last day of the exemption that was typed; None: none was typed
        paid_back?: euro paid above the limit before the first day
        limit_rate?: percent of the income that the limit comes to
        limit_rate_min?: the lower of two such rates
        limit_rate_max?: the higher of two such rates
        limit?: euro, the limit of limit_year with basic support
        limit_min?: the lower of two such limits
        limit_max?: the higher of two such limits
        limit_year?: first year whose limit is known
        most?: euro payable in limit_year at most
        unknown_year?: first year whose limit is not enacted
        unknown_due?: euro due in unknown_year, before any limit
        unknown_due_min?: the same, at the lowest price
        unknown_due_max?: the same, at the highest price
        last_limit?: euro, the limit of last_year, where none of the plan is enacted
        last_limit_min?: the lower of two such limits
        last_limit_max?: the higher of two such limits
        last_year?: last year whose limit is enacted
        support_limit?: euro, the limit that would hold with basic support, which nobody has said
        support_limit_min?: the lower of two such limits
        support_limit_max?: the higher of two such limits
        support_limit_year?: year of support_limit

    Raises NotEnacted where the price of a day is not enacted. § 37a Abs. 3, §§ 61 and 62 SGB V.
    """
    plan = _plan(case, book)
    book.on(plan.days[-1])  # so far the answer reaches, also where no figure changes any more
    verdict = _verdict(case, plan)
    paid_back = _paid_back(case)
    per_day = by_price(plan.prices, _names("amount", len(plan.prices)))
    pays = verdict in PAYS
    limit = _limit(case, plan, book) if pays else {}
    day = _price_of_a_day(case, plan, per_day, book) if pays else {}
    headline = _headline(case, plan, verdict)
    return Outcome(
        verdict,
        {
            **_totals(plan),
            **limit,
            "first_free_day": plan.latest.first_free_day,
            "earliest_free_day": plan.earliest.first_free_day,
            "limit_reached_in": _year_of_limit(case, plan, plan.latest),
            "last_day": plan.days[-1],
            **day,
            "per_day": per_day,
            "exempt_until": plan.exempt_until,
            **paid_back,
            "by_year": _by_year(plan),
        },
        headline=headline,
        notes=(
            *_these_days(plan, limit),
            *_if_on_basic_support(limit),
            *_notes(case, plan, verdict, day),
        ),
        next_step="next_paid_back" if paid_back else _next_step(plan, verdict),
        open_questions=_open_questions(case, plan),
        missing=tuple(plan.ceilings.missing.values()),
        picture=_picture(case, plan, per_day, book) if pays else None,
    )


def _plan(case: Case, book: LawBook, further_days: int = 0) -> _Plan:
    days = spread_over_weeks(case.first_day, case.appointments, case.days_per_week, further_days)
    liable = _liable_days(days, case, book)
    exempt_until = None if case.exempt_from is None else end_of_exemption(case.exempt_from)
    exempt = frozenset(day for day in liable if _is_exempt(day, case.exempt_from, exempt_until))
    prices = _prices([day for day in liable if day not in exempt], case.cost_per_day, book)
    costs = [day for day, price in prices[-1].items() if price]
    ceilings = _ceilings(case, costs, book)
    ends = [(prices[0], ceilings.low), (prices[-1], ceilings.high)]
    bills = [_bill(*end, exempt, case) for end in (ends if _differ(*ends) else ends[:1])]
    with reasoning():  # the same sums in another order are no further steps
        earliest = _bill(prices[-1], ceilings.low, exempt, case)
        latest = _bill(prices[0], ceilings.high, exempt, case)
    return _Plan(days, liable, exempt_until, exempt, prices, ceilings, bills, earliest, latest)


def _differ(one: tuple[Prices, Limits], other: tuple[Prices, Limits]) -> bool:
    """Whether the price or the limit is open; two prices that come to the same were two."""
    return one[0] is not other[0] or one[1] != other[1]


def _ceilings(case: Case, days: Sequence[date], book: LawBook) -> _Ceilings:
    """The limits of the years in which days cost something; whoever knows theirs goes before."""
    years = dict.fromkeys(day.year for day in days)
    if case.annual_limit is not None:
        known = dict.fromkeys(years, case.annual_limit)
        return _Ceilings(known, known)
    if case.basic_support not in (BasicSupport.YES, BasicSupport.HOME):
        return _Ceilings()
    low, high, missing = dict[int, Decimal](), dict[int, Decimal](), dict[int, NotEnacted]()
    for year in years:
        try:
            low[year], high[year] = _with_basic_support(case, book.on(date(year, 1, 1)))
        except NotEnacted as figure:
            missing[year] = figure
    return _Ceilings(low, high, missing)


def _with_basic_support(case: Case, law: Law) -> tuple[Decimal, Decimal]:
    """The lower and the higher limit that may hold; they are one where the rate is known."""
    in_a_home = case.basic_support is BasicSupport.HOME
    income = care_home_income(law) if in_a_home else basic_support_income(law)
    if case.chronic is None:
        return limit_for_chronic(income, law), limit_for_all(income, law)
    limit = limit_for_chronic(income, law) if case.chronic else limit_for_all(income, law)
    return limit, limit


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


def _bill(prices: Prices, limits: Limits, exempt: frozenset[date], case: Case) -> Bill:
    return bill(prices, exempt, lambda year: _left_to_limit(case, limits, year), payable_in_year)


def _left_to_limit(case: Case, limits: Limits, year: int) -> Decimal | None:
    if year not in limits:
        return None
    return max(limits[year] - _paid_before(case, year), NOTHING)


def _paid_before(case: Case, year: int) -> Decimal:
    return case.already_paid if year == case.first_day.year else NOTHING


def _paid_back(case: Case) -> dict[str, Decimal]:
    """What was paid above the limit before the first day, if anything."""
    limit = case.annual_limit
    if limit is not None and case.already_paid > limit:
        return {"paid_back": paid_above_limit(case.already_paid, limit)}
    return {}


def _names(name: str, count: int) -> Sequence[str]:
    return [name] if count == 1 else [f"{name}_min", f"{name}_max"]


def _totals(plan: _Plan) -> dict[str, Value]:
    """What all days cost; nothing is said of them where the limit of a year is not enacted."""
    unknown = bool(plan.ceilings.missing)
    totals: dict[str, Value] = dict.fromkeys(_names("total", len(plan.bills)))
    if not unknown:
        totals |= zip(totals, (bill.total for bill in plan.bills), strict=True)
        totals |= {"total": plan.bills[-1].total} if plan.one_total else {}
    return totals


def _limit(case: Case, plan: _Plan, book: LawBook) -> dict[str, Value]:
    """The limit of the first year in which it is known, or what share of the income it is."""
    if case.annual_limit is not None:
        return {}
    law = book.on(case.first_day)
    rates = (law.burden_rate_chronic, law.burden_rate)
    if not plan.ceilings.high and not plan.ceilings.missing:
        rate = _one_or_two("limit_rate", case.chronic, rates)
        return rate | (_perhaps(case, plan, law) if case.basic_support is None else {})
    found: dict[str, Value] = {"limit_rate_min": rates[0]}
    if plan.ceilings.high:
        year = min(plan.ceilings.high)
        found |= {"limit_year": year}
        ends = (plan.ceilings.low[year], plan.ceilings.high[year])
        found |= _one_or_two("limit", case.chronic, ends)
        found |= {"most": min(plan.bills[-1].payable[year], ends[1])}
    if plan.ceilings.missing:
        unknown = min(plan.ceilings.missing)
        found["unknown_year"] = unknown
        dues = [bill.due[unknown] for bill in plan.bills]
        found |= zip(_names("unknown_due", len(set(dues))), dict.fromkeys(dues), strict=True)
        last = book.on(date(unknown, 1, 1)).last_year_of(plan.ceilings.missing[unknown].name)
        if last is not None and not plan.ceilings.high:
            with reasoning():  # what it was in another year is no step to what it will be
                ends = _with_basic_support(case, book.on(date(last, 1, 1)))
            found |= {"last_year": last, **_one_or_two("last_limit", case.chronic, ends)}
    return found


def _perhaps(case: Case, plan: _Plan, law: Law) -> dict[str, Value]:
    """The limit that holds if they do live on basic support, where it is below what comes together."""
    try:
        with reasoning():  # nobody said that they do
            ends = _with_basic_support(case, law)
    except NotEnacted:
        return {}
    if plan.bills[-1].total <= ends[1]:
        return {}
    year = case.first_day.year
    return {"support_limit_year": year, **_one_or_two("support_limit", case.chronic, ends)}


def _one_or_two(name: str, chronic: bool | None, ends: tuple[Decimal, Decimal]) -> dict[str, Value]:
    """The lower for the chronically ill, the higher for all others, both where that is not known."""
    if chronic is None:
        return {f"{name}_min": ends[0], f"{name}_max": ends[1]}
    return {name: ends[0] if chronic else ends[1]}


def _price_of_a_day(case: Case, plan: _Plan, per_day: Table, book: LawBook) -> dict[str, Value]:
    """What one day costs, and what it costs after the next change of the law: in the plan, or soon after."""
    found: dict[str, Value] = {}
    for prefix, row in zip(("", "next_"), per_day.values(), strict=False):
        for name, cell in row.items():
            if name.startswith("amount") and isinstance(cell, Decimal):
                found[name.replace("amount", f"{prefix}day")] = cell
    for first in list(per_day)[1:]:
        found["next_day_from"] = book.on(date.fromisoformat(first)).since(*FIGURES)
    if len(per_day) == 1:
        found |= _price_soon(case, plan, found, book)
    return found


def _price_soon(
    case: Case, plan: _Plan, now: Mapping[str, Value], book: LawBook
) -> dict[str, Value]:
    """The price that is enacted for the time after the plan, if it is another and comes within a year."""
    last = plan.days[-1]
    change = next_change(FIGURES, last)
    if change is None or change > years_later(last, 1):
        return {}
    with reasoning():  # the plan needs none of it
        then = [prices[change] for prices in _prices([change], case.cost_per_day, book)]
    names = _names("day", len(then))
    if [now.get(name) for name in names] == then:
        return {}
    return {f"next_{n}": p for n, p in zip(names, then, strict=True)} | {"next_day_from": change}


def _by_year(plan: _Plan) -> Table:
    """Year by year, where it is known; what is due or payable is said once where both ends agree."""
    found: dict[str, dict[str, Cell]] = {}
    for year, row in by_year(plan.days, plan.bills, _suffixes(plan)).items():
        if int(year) not in plan.ceilings.missing:
            found[year] = dict(row)
    if len(plan.bills) == 1:
        return found
    for name, once in (("due", len(plan.prices) == 1), ("payable", plan.one_total)):
        for row in found.values() if once else ():
            least, most = row.pop(f"{name}_min"), row.pop(f"{name}_max")
            assert least == most
            row[name] = most
    return found


def _suffixes(plan: _Plan) -> Sequence[str]:
    return _names("", len(plan.bills))


def _headline(case: Case, plan: _Plan, verdict: str) -> str:
    """The cap is in the first sentence, and no sum in it is above it."""
    if verdict == "basic_support":
        return _headline_with_basic_support(case, plan)
    if verdict not in PAYS:
        return "headline"
    if case.annual_limit is None:
        if case.basic_support is BasicSupport.PART:
            return "headline_part_of_the_year"
        return "headline_without_limit" + ("" if case.chronic is None else "_known")
    if plan.bills[-1].total > case.annual_limit:
        return "headline_each_year"
    highest = plan.bills[-1]
    return "headline_limited" if highest.payable != highest.due else "headline"


def _headline_with_basic_support(case: Case, plan: _Plan) -> str:
    open_rate = "_open" if case.chronic is None else ""
    if any(figure.too_early for figure in plan.ceilings.missing.values()):
        return "headline_unknown"
    if not plan.ceilings.high:
        return f"headline_not_enacted{open_rate}"
    return f"headline{open_rate}"


def _next_step(plan: _Plan, verdict: str) -> str:
    return "next_open" if verdict == "basic_support" and plan.ceilings.differ else "next"


def _year_of_limit(case: Case, plan: _Plan, found: Bill) -> int | None:
    """The first year in which what is due comes up to the limit that the bill was made with."""
    limits = plan.ceilings.high if found is plan.latest else plan.ceilings.low
    for year, due in found.due.items():
        left = _left_to_limit(case, limits, year)
        if left is not None and due >= left:
            return year
    return None


def _picture(case: Case, plan: _Plan, per_day: Table, book: LawBook) -> Bars | None:
    """What is paid month by month; the price of a day changes only with the law.

    None where one line cannot show the limits of all years.
    """
    ceiling = plan.ceilings.everywhere(plan.years)
    if ceiling is None and (plan.ceilings.high or plan.ceilings.missing):
        return None
    changes = [date.fromisoformat(day) for day in per_day][1:]
    turns = [book.on(day).since(*FIGURES) for day in changes]
    before = partial(_paid_before, case)
    # Where two limits may hold, the line is the higher one, and so are both bills.
    bills = [plan.latest, plan.bills[-1]][: len(plan.prices)]
    return payments(plan.days, plan.prices, bills, before, ceiling, turns)


def _verdict(case: Case, plan: _Plan) -> str:
    if not plan.liable:
        return "child"
    if plan.prices[-1] and not plan.costs:
        return "no_cost"
    if not plan.bills[-1].total:
        return "exempt"
    if case.annual_limit is None and (plan.ceilings.high or plan.ceilings.missing):
        return "basic_support"
    return "due" if plan.one_total else "range"


def _notes(case: Case, plan: _Plan, verdict: str, day: Mapping[str, Value]) -> tuple[str, ...]:
    """In the order of what a reader gains by them."""
    pays = verdict in PAYS
    typed = case.annual_limit is not None
    limited = bool(plan.ceilings.high) and plan.costs
    bounded = limited and any(plan.ceilings.high.values())
    costs = plan.prices[0]
    free_from = plan.latest.first_free_day if plan.costs else None
    earliest = plan.earliest.first_free_day if plan.costs else None
    exactly = free_from == earliest
    says_free = free_from is not None and (bounded or bool(plan.exempt))
    later = [] if free_from is None else [y for y in plan.bills[-1].payable if y > free_from.year]
    reached_in = [
        _year_of_limit(case, plan, each) if bounded else None
        for each in (plan.latest, plan.earliest)
    ]
    paid_back = bool(_paid_back(case))
    covered = any(_is_exempt(day, case.exempt_from, plan.exempt_until) for day in plan.days)
    then, ranged = "next_day_from" in day, len(plan.prices) > 1
    once = _is_price_said(case, plan, day)
    unknown_limit = pays and not plan.ceilings.high and not plan.ceilings.missing
    part = case.basic_support is BasicSupport.PART
    notes = {
        "per_day": pays and not then and not ranged and not once,
        "per_day_then": pays and then and not ranged and not once,
        "next_price": pays and then and once,
        "per_day_range": pays and not then and ranged,
        "per_day_range_then": pays and then and ranged,
        "limit_exists": unknown_limit and not part,
        "limit_in_part_of_the_year": unknown_limit and part,
        "limit_is_nothing": limited and not bounded,
        "paid_back": paid_back,
        "free_from": says_free and exactly,
        "free_from_at_the_latest": says_free and not exactly,
        "pays_again": any(plan.bills[-1].payable[year] for year in later),
        "limit_reached": free_from is None and reached_in[0] is not None,
        "limit_not_reached": bounded and not any(reached_in) and not plan.ceilings.missing,
        "limit_perhaps_reached": plan.costs and free_from is None and earliest is not None,
        "becomes_adult": 0 < len(plan.liable) < len(plan.days),
        "exempt_days": 0 < len(costs) < len(plan.liable),
        "exemption_unused": case.exempt_from is not None and not covered,
        "pay_until_limit": pays and any(reached_in) and not paid_back,
        "pay_in_advance": pays and any(reached_in) and not paid_back,
        "lent_by_social_assistance": verdict == "basic_support"
        and case.basic_support is BasicSupport.HOME,
        "your_own_limit": typed
        and pays
        and (case.basic_support is not None or case.chronic is not None),
        "same_limit_each_year": typed and plan.costs and case.first_day.year < plan.days[-1].year,
    }
    return applying(notes)


def _is_price_said(case: Case, plan: _Plan, day: Mapping[str, Value]) -> bool:
    """Whether the price of a day is said already: as the sum of a single one."""
    if case.appointments > 1 or "day" not in day:
        return False
    return bool(plan.ceilings.missing) or plan.bills[-1].total == day["day"]


def _these_days(plan: _Plan, limit: Mapping[str, Value]) -> tuple[str, ...]:
    """The notes on what these days come to, where the headline says the cap alone.

    Where the cap of a year is not enacted, what comes together in it without one.
    """
    known = "limit_year" in limit
    unknown = "unknown_year" in limit
    until = "these_days_until" if known else "these_days_unknown"
    ranged = "" if "unknown_due" in limit else "_range"
    notes = {
        "these_days": known and not unknown,
        "these_days_before": known and unknown,
        "new_limit": known and not unknown and len(plan.ceilings.high) > 1,
        f"{until}{ranged}": unknown,
    }
    return applying(notes)


def _if_on_basic_support(limit: Mapping[str, Value]) -> tuple[str, ...]:
    """The note on the limit of those who live on basic support, for whoever has not said."""
    if "support_limit_year" not in limit:
        return ()
    return ("if_on_basic_support" if "support_limit" in limit else "if_on_basic_support_open",)


def _open_questions(case: Case, plan: _Plan) -> tuple[Open, ...]:
    """Both readings of each question that is open, without the cost by the highest price.

    None where the limit of a year is not enacted: without it there are no sums to compare.
    """
    if plan.ceilings.missing:
        return ()
    prices, ours, limits = plan.prices[-1], plan.bills[-1], plan.ceilings.high
    with reasoning():  # sums for comparison are no steps of our answer
        price = _prices([case.first_day], case.cost_per_day, LawBook())[-1][case.first_day]
        unpaid = replace(case, already_paid=NOTHING)
        others = {
            # Of the first day, when the prescription stands, for the whole plan.
            "law_of_which_day": _bill(dict.fromkeys(prices, price), limits, plan.exempt, case),
            # Whatever is billed in the next year counts there, where nothing is paid yet.
            "year_of_payment": _bill(prices, limits, plan.exempt, unpaid),
        }
        if case.days_without_contact:
            longer = _plan(case, LawBook(), case.days_without_contact)
            others["day_without_contact"] = longer.bills[-1]
    return tuple(
        Open(name, (ours.total, other.total))
        for name, other in others.items()
        if other.total != ours.total
    )
