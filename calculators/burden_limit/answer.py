"""What the calculator concludes from the answers, and how it says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculators.burden_limit.questions import Case, Partner, Period
from calculators.burden_limit.rules import (
    child_allowances,
    children_of_the_parents,
    children_who_count,
    countable_income,
    income_of_the_year,
    partner_allowance,
    shares_the_household,
    with_grandchildren,
    with_one_off_pay,
)
from calculators.engine.outcome import Open, Outcome, Value
from calculators.law.burden_limit import (
    BasicSupport,
    basic_support_income,
    care_home_income,
    limit_for_all,
    limit_for_chronic,
)
from calculators.law.figures import Law, LawBook, NotEnacted
from calculators.law.money import NOTHING, cents
from calculators.law.periods import MONTHS_IN_A_YEAR
from calculators.law.rule import reasoning

ASK_PARENTS = "ask_parents"
# Sums outside of these look like the other of the two; they only raise a question and are no law.
LITTLE_FOR_A_YEAR = 3_000
# About what somebody may have alone who is insured with the parents.
LITTLE_FOR_PARENTS = 7_500
MUCH_FOR_A_MONTH = 15_000


def assess(case: Case, book: LawBook) -> Outcome:
    """What a family pays in co-payments in one calendar year at most.

    In the result (a name with ? is not always there):
        limit?: euro in the year; None: not known, because of income or law
        limit_min?: euro, the lower of two limits that may hold
        limit_max?: euro, the higher of two limits, or the most where allowances are not enacted
        allowances?: euro taken off the income; None: not enacted
        countable_income?: euro of which the limit is a share; None: not known
        last_limit?: euro, the limit of last_year
        last_limit_min?: the lower of two such limits
        last_limit_max?: the higher of two such limits
        last_year?: last year whose limit is enacted
        rate?: percent of the income, where that is not known
        rate_chronic?: the same for the chronically ill, also of last_year

    Raises NotEnacted where the rates of the year are not enacted. § 62 SGB V.
    """
    found = _assess(case, book.on(date(case.year, 1, 1)))
    return _with_last_enacted(found, case, book) if found.missing else found


def _assess(case: Case, law: Law) -> Outcome:
    if case.basic_support in (BasicSupport.YES, BasicSupport.HOME):
        return _with_basic_support(case, law)
    by_income = _by_income(case, law)
    if case.basic_support is BasicSupport.NO or by_income.verdict == ASK_PARENTS:
        return by_income
    return _changing(case, by_income, law)


def _with_last_enacted(found: Outcome, case: Case, book: LawBook) -> Outcome:
    """The same, with the limit of the last year that is enacted, as what it was and nothing more."""
    last = _last_year(found, book.on(date(case.year, 1, 1)))
    if last is None:
        return found
    with reasoning():  # what it was in another year is no step to what it will be
        then = _assess(replace(case, year=last), book.on(date(last, 1, 1)))
    limits = {
        f"last_{name}": limit
        for name in ("limit", "limit_min", "limit_max")
        if isinstance(limit := then.result.get(name), Decimal)
    }
    if then.missing or not limits:
        return found
    was: dict[str, Value] = {"last_year": last, **limits}
    note = "last_year" if len(limits) == 1 else "last_year_range"
    if found.verdict == "basic_not_enacted":
        headline = "headline_last_year" if len(limits) == 1 else "headline_last_range"
        was |= {"rate_chronic": book.on(date(last, 1, 1)).burden_rate_chronic}
        return replace(found, result={**found.result, **was}, headline=headline)
    return replace(found, result={**found.result, **was}, notes=(note, *found.notes))


def _last_year(found: Outcome, law: Law) -> int | None:
    """The last year that has all the figures in want of which an answer is refused."""
    years = [law.last_year_of(figure.name) for figure in found.missing]
    known = [year for year in years if year is not None]
    return min(known) if len(known) == len(years) else None


def _by_income(case: Case, law: Law) -> Outcome:
    children = _children(case)
    allowances, missing = _allowances(_has_partner(case), children, law)
    result: dict[str, Value] = {
        "allowances": None if missing else cents(allowances),
        "countable_income": None,
    }
    family = _family(case, children)
    if case.income is None:
        return Outcome(
            "income_unknown",
            {
                **result,
                "limit": None,
                "rate": law.burden_rate,
                "rate_chronic": law.burden_rate_chronic,
            },
            family,
            missing=missing,
            next_step="next_of_the_parents" if case.insured_with_parents else "next",
        )
    income = _income(case)
    notes = (*family, *_doubts(case))
    if case.insured_with_parents and income < LITTLE_FOR_PARENTS:
        # Most likely the income of the child alone; of the parents' family it would be nothing.
        return Outcome(
            ASK_PARENTS,
            {**result, "limit": None},
            notes,
            missing=missing,
            headline="headline" if case.parents_together else "headline_of_one_parent",
        )
    if missing:
        # Allowances only lower the limit: what is due without them is due at most with them.
        at_most = max(_limits(income, case.chronic, law).values())
        result |= {"limit": None, "limit_max": at_most}
        return Outcome("not_enacted", result, notes, missing=missing)
    countable = countable_income(income, allowances)
    limits = _limits(countable, case.chronic, law)
    verdict = "nothing" if not any(limits.values()) else "limit" if "limit" in limits else "range"
    in_doubt = verdict == "nothing" and case.insured_with_parents
    return Outcome(
        verdict,
        {**result, "countable_income": countable, **limits},
        (*notes, *_only_your_own(case, income, allowances), *_why_nothing(income, countable)),
        _open_questions(case, children, income, allowances, law),
        headline=_headline_in_doubt(case)
        if in_doubt
        else "headline_family"
        if verdict != "nothing" and "only_you" not in family
        else "headline",
    )


def _with_basic_support(case: Case, law: Law) -> Outcome:
    nothing_known = {"limit": None, "allowances": cents(NOTHING), "countable_income": None}
    in_a_home = case.basic_support is BasicSupport.HOME
    try:
        countable = care_home_income(law) if in_a_home else basic_support_income(law)
    except NotEnacted as figure:
        return Outcome("basic_not_enacted", nothing_known, missing=(figure,))
    limits = _limits(countable, case.chronic, law)
    verdict = "basic" if "limit" in limits else "basic_range"
    return Outcome(
        verdict,
        {"allowances": cents(NOTHING), "countable_income": countable, **limits},
        ("lent_by_social_assistance",) if in_a_home else (),
    )


def _changing(case: Case, by_income: Outcome, law: Law) -> Outcome:
    """With basic support for a part of the year only: between the limits of both computations."""
    with_support = _with_basic_support(case, law)
    both = [_known_limits(by_income), _known_limits(with_support)]
    if not all(both):
        missing = (*by_income.missing, *with_support.missing)
        return Outcome("part_unknown", {"limit": None}, _doubts(case), missing=missing)
    low, high = min(map(min, both)), max(map(max, both))
    if low == high:
        return Outcome("limit", {"limit": high}, by_income.notes, by_income.open_questions)
    return Outcome(
        "part_of_the_year",
        {"limit_min": low, "limit_max": high},
        tuple(note for note in by_income.notes if note != "no_income"),
        (Open("basic_support_part_year", (max(both[1]), max(both[0]))), *by_income.open_questions),
    )


def _known_limits(outcome: Outcome) -> list[Decimal]:
    """The limit or both ends of its range; none if it is not known."""
    found = (outcome.result.get(name) for name in ("limit", "limit_min", "limit_max"))
    return [] if outcome.missing else [limit for limit in found if isinstance(limit, Decimal)]


def _has_partner(case: Case) -> bool:
    if case.insured_with_parents:
        return bool(case.parents_together)
    return case.partner is Partner.YES or (
        case.partner is Partner.HOME and shares_the_household(case.partner)
    )


def _children(case: Case) -> int:
    """How many children the family has, of those who count."""
    if case.insured_with_parents:
        children = children_of_the_parents(case.siblings or 0)
        return with_grandchildren(children, case.children) if case.children else children
    left_out = (case.partners_children, case.independent_children)
    return children_who_count(case.children, *left_out) if any(left_out) else case.children


def _headline_in_doubt(case: Case) -> str:
    return "headline_of_the_parents" if case.parents_together else "headline_of_one_parent"


def _family(case: Case, children: int) -> tuple[str, ...]:
    if case.insured_with_parents:
        return ("family_of_the_parents", *(() if case.parents_together else ("one_parent",)))
    home = ("home_of_the_spouse",) if case.partner is Partner.HOME else ()
    family = children or case.partner is not Partner.NO
    return ("one_limit_for_all", *home) if family else ("only_you",)


def _income(case: Case) -> Decimal:
    """The income of the whole year."""
    income = case.income or NOTHING
    if case.income_period is Period.YEAR:
        return income
    income = income_of_the_year(income, MONTHS_IN_A_YEAR)
    return with_one_off_pay(income, case.one_off) if case.one_off else income


def _allowances(partner: bool, children: int, law: Law) -> tuple[Decimal, tuple[NotEnacted, ...]]:
    allowances, missing = NOTHING, list[NotEnacted]()
    try:
        allowances += partner_allowance(law) if partner else NOTHING
    except NotEnacted as figure:
        missing.append(figure)
    try:
        allowances += child_allowances(children, law) if children else NOTHING
    except NotEnacted as figure:
        missing.append(figure)
    return allowances, tuple(missing)


def _limits(countable: Decimal, chronic: bool | None, law: Law) -> dict[str, Decimal]:
    if chronic is None:
        low, high = limit_for_chronic(countable, law), limit_for_all(countable, law)
        return {"limit": high} if low == high else {"limit_min": low, "limit_max": high}
    limit = limit_for_chronic if chronic else limit_for_all
    return {"limit": limit(countable, law)}


def _doubts(case: Case) -> tuple[str, ...]:
    income = case.income or NOTHING
    if case.income_period is Period.MONTH:
        return ("much_for_a_month",) if income > MUCH_FOR_A_MONTH else ()
    return ("little_for_a_year",) if 0 < income < LITTLE_FOR_A_YEAR else ()


def _only_your_own(case: Case, income: Decimal, allowances: Decimal) -> tuple[str, ...]:
    """A sum that the allowances of the parents' family use up may be the income of the child alone."""
    return ("only_your_own_income",) if case.insured_with_parents and income <= allowances else ()


def _why_nothing(income: Decimal, countable: Decimal) -> tuple[str, ...]:
    if countable:
        return ()
    return ("allowances_cover_all",) if income else ("no_income",)


def _open_questions(
    case: Case, children: int, income: Decimal, allowances: Decimal, law: Law
) -> tuple[Open, ...]:
    """Both readings where the allowance of a child was changed for its year: ours first."""
    if not children or not law.enacts("child_allowance_other"):
        return ()
    ours, other = children * law.child_allowance, children * law.child_allowance_other

    def limit_with(allowances: Decimal) -> Decimal:
        countable = countable_income(income, allowances)
        return max(_limits(countable, case.chronic, law).values())

    with reasoning():  # sums for comparison are no steps of our answer
        readings = limit_with(allowances), limit_with(allowances - ours + other)
    if readings[0] == readings[1]:
        return ()
    return (Open("child_allowance_of_the_year", readings),)
