"""Belastungsgrenze: what a household pays in co-payments in one calendar year, and not a cent more."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from calculators.engine.calendar import MONTHS_IN_A_YEAR
from calculators.engine.figures import Law, LawBook, NotEnacted
from calculators.engine.form import ask
from calculators.engine.money import cents
from calculators.engine.outcome import Open, Outcome, Value
from calculators.engine.rule import reasoning, rule

NOTHING = Decimal(0)
WITH_INCOME = {"basic_support": ["part", "no"]}


# Sums outside of these look like the other of the two; they only raise a question and are no law.
LITTLE_FOR_A_YEAR = 3_000
MUCH_FOR_A_MONTH = 15_000


class BasicSupport(Enum):
    YES = "yes"
    PART = "part"
    NO = "no"


class Period(Enum):
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Case:
    year: int = ask(minimum=1900, maximum=2199)
    basic_support: BasicSupport = ask()
    income: Decimal | None = ask(
        unit="euro", minimum=0, maximum=10_000_000, unknown=True, when=WITH_INCOME
    )
    income_period: Period = ask(default=Period.YEAR, when=WITH_INCOME)
    partner: bool | None = ask(when=WITH_INCOME)
    children: int | None = ask(minimum=0, maximum=20, when=WITH_INCOME)
    chronic: bool | None = ask(unknown=True)


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(date(case.year, 1, 1))
    if case.basic_support is BasicSupport.YES:
        return _with_basic_support(case, law)
    by_income = _by_income(case, law)
    return by_income if case.basic_support is BasicSupport.NO else _changing(case, by_income, law)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def income_of_the_year(monthly_income: Decimal, months: int) -> Decimal:
    """„… der jährlichen Bruttoeinnahmen zum Lebensunterhalt …“"""
    return monthly_income * months


@rule("§ 62 Abs. 2 Satz 2 SGB V")
def partner_allowance(law: Law) -> Decimal:
    """„Hierbei sind die jährlichen Bruttoeinnahmen für den ersten in dem gemeinsamen Haushalt
    lebenden Angehörigen des Versicherten um … vom Hundert … der jährlichen Bezugsgröße nach § 18
    des Vierten Buches zu vermindern.“"""
    return law.reference_amount * law.partner_share / 100


@rule("§ 62 Abs. 2 Satz 3 SGB V")
def child_allowances(children: int, law: Law) -> Decimal:
    """„Für jedes Kind des Versicherten und des Lebenspartners sind die jährlichen Bruttoeinnahmen um
    den sich aus den Freibeträgen nach § 32 Abs. 6 Satz 1 und 2 des Einkommensteuergesetzes
    ergebenden Betrag zu vermindern; die nach Satz 2 … vorgesehene Berücksichtigung entfällt.“"""
    return children * law.child_allowance


@rule("§ 62 Abs. 2 Satz 1 SGB V")
def countable_income(income: Decimal, allowances: Decimal) -> Decimal:
    """„Bei der Ermittlung der Belastungsgrenzen nach Absatz 1 werden die Zuzahlungen und die
    Bruttoeinnahmen zum Lebensunterhalt des Versicherten, seines Ehegatten oder Lebenspartners, der
    minderjährigen oder nach § 10 versicherten Kinder … jeweils zusammengerechnet, soweit sie im
    gemeinsamen Haushalt leben.“"""
    return cents(max(income - allowances, NOTHING))


@rule("§ 62 Abs. 2 Satz 5 und 6 SGB V")
def basic_support_income(law: Law) -> Decimal:
    """„… ist abweichend von den Sätzen 1 bis 3 als Bruttoeinnahmen zum Lebensunterhalt für die
    gesamte Bedarfsgemeinschaft nur der Regelbedarf … maßgeblich.“"""
    return cents(law.standard_need * MONTHS_IN_A_YEAR)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def limit_for_all(countable: Decimal, law: Law) -> Decimal:
    """„Die Belastungsgrenze beträgt … der jährlichen Bruttoeinnahmen zum Lebensunterhalt …“"""
    return cents(countable * law.burden_rate / 100)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def limit_for_chronic(countable: Decimal, law: Law) -> Decimal:
    """„… für chronisch Kranke, die wegen derselben schwerwiegenden Krankheit in Dauerbehandlung
    sind, beträgt sie … der jährlichen Bruttoeinnahmen zum Lebensunterhalt.“"""
    return cents(countable * law.burden_rate_chronic / 100)


def _by_income(case: Case, law: Law) -> Outcome:
    allowances, missing = _allowances(case, law)
    result: dict[str, Value] = {
        "allowances": None if missing else cents(allowances),
        "countable_income": None,
    }
    if case.income is None:
        return Outcome("income_unknown", {**result, "limit": None}, missing=missing)
    monthly = case.income_period is Period.MONTH
    income = income_of_the_year(case.income, MONTHS_IN_A_YEAR) if monthly else case.income
    notes = _doubts(case.income, monthly)
    if missing:
        # Allowances only lower the limit: what is due without them is due at most with them.
        at_most = max(_limits(income, case.chronic, law).values())
        result |= {"limit": None, "limit_max": at_most}
        return Outcome("not_enacted", result, notes, missing=missing)
    countable = countable_income(income, allowances)
    limits = _limits(countable, case.chronic, law)
    return Outcome(
        "nothing" if not any(limits.values()) else "limit" if "limit" in limits else "range",
        {**result, "countable_income": countable, **limits},
        notes,
        _open_questions(case, income, allowances, law),
    )


def _with_basic_support(case: Case, law: Law) -> Outcome:
    nothing_known = {"limit": None, "allowances": cents(NOTHING), "countable_income": None}
    try:
        countable = basic_support_income(law)
    except NotEnacted as figure:
        return Outcome("basic_not_enacted", nothing_known, missing=(figure,))
    limits = _limits(countable, case.chronic, law)
    verdict = "basic" if "limit" in limits else "basic_range"
    return Outcome(verdict, {"allowances": cents(NOTHING), "countable_income": countable, **limits})


def _changing(case: Case, by_income: Outcome, law: Law) -> Outcome:
    """With basic support for a part of the year only: between the limits of both ways to reckon."""
    with_support = _with_basic_support(case, law)
    both = [_known_limits(by_income), _known_limits(with_support)]
    if not all(both):
        missing = (*by_income.missing, *with_support.missing)
        return Outcome("part_unknown", {"limit": None}, by_income.notes, missing=missing)
    return Outcome(
        "part_of_the_year",
        {"limit_min": min(map(min, both)), "limit_max": max(map(max, both))},
        by_income.notes,
        (Open("basic_support_part_year", (max(both[1]), max(both[0]))), *by_income.open_questions),
    )


def _known_limits(outcome: Outcome) -> list[Decimal]:
    """The limit or both ends of its range; none if it is not known."""
    found = (outcome.result.get(name) for name in ("limit", "limit_min", "limit_max"))
    return [] if outcome.missing else [limit for limit in found if isinstance(limit, Decimal)]


def _allowances(case: Case, law: Law) -> tuple[Decimal, tuple[NotEnacted, ...]]:
    allowances, missing = NOTHING, list[NotEnacted]()
    try:
        allowances += partner_allowance(law) if case.partner else NOTHING
    except NotEnacted as figure:
        missing.append(figure)
    try:
        allowances += child_allowances(case.children, law) if case.children else NOTHING
    except NotEnacted as figure:
        missing.append(figure)
    return allowances, tuple(missing)


def _limits(countable: Decimal, chronic: bool | None, law: Law) -> dict[str, Decimal]:
    if chronic is None:
        low, high = limit_for_chronic(countable, law), limit_for_all(countable, law)
        return {"limit_min": low, "limit_max": high}
    limit = limit_for_chronic if chronic else limit_for_all
    return {"limit": limit(countable, law)}


def _doubts(income: Decimal, monthly: bool) -> tuple[str, ...]:
    if monthly:
        return ("much_for_a_month",) if income > MUCH_FOR_A_MONTH else ()
    return ("little_for_a_year",) if 0 < income < LITTLE_FOR_A_YEAR else ()


def _open_questions(case: Case, income: Decimal, allowances: Decimal, law: Law) -> tuple[Open, ...]:
    """Both readings of each question that is open: ours first, then the limit by the other."""
    if not case.children:
        return ()
    ours = case.children * law.child_allowance
    rest = allowances - ours
    others = {}
    if not case.partner:
        others["single_parent_allowance"] = ours / law.parents
    if law.enacts("child_allowance_other"):
        others["child_allowance_of_the_year"] = case.children * law.child_allowance_other

    def limit_with(child: Decimal) -> Decimal:
        countable = countable_income(income, rest + child)
        return max(_limits(countable, case.chronic, law).values())

    with reasoning():  # sums for comparison are no steps of our answer
        readings = {name: (limit_with(ours), limit_with(other)) for name, other in others.items()}
    return tuple(Open(name, pair) for name, pair in readings.items() if pair[0] != pair[1])
