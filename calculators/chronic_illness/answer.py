"""Schwerwiegend chronisch krank: whether the lower yearly limit for co-payments is within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.engine.form import ask
from calculators.engine.outcome import Outcome, Value, applying
from calculators.law.figures import Law, LawBook
from calculators.law.logic import if_known
from calculators.law.money import cents
from calculators.law.periods import years_later
from calculators.law.rule import rule


@dataclass(frozen=True, kw_only=True)
class Case:
    on: date = ask(today=True, prefilled=True)
    treated_since: date | None = ask(unknown=True, not_after="on", recent=True)
    every_quarter: bool | None = ask(unknown=True)
    continuous_care: bool | None = ask(unknown=True)
    care_grade: int | None = ask(minimum=0, maximum=5, unknown=True, options=range(6))
    disability_degree: int | None = ask(
        minimum=0, maximum=100, unknown=True, options=(0, *range(20, 101, 10))
    )
    damage_degree: int | None = ask(minimum=0, maximum=100, default=None, more=True)
    earning_capacity_loss: int | None = ask(minimum=0, maximum=100, default=None, more=True)
    annual_limit: Decimal | None = ask(
        unit="euro", minimum=0, maximum=100_000, default=None, more=True
    )

    def contradictions(self) -> dict[str, str]:
        later = self.treated_since is not None and self.treated_since > self.on
        return {"treated_since": "treated_later"} if later else {}


def assess(case: Case, book: LawBook) -> Outcome:
    law = book.on(case.on)
    long_enough_from = None
    treated_long_enough = None
    if case.treated_since is not None:
        long_enough_from = first_day_long_enough(case.treated_since, law)
        treated_long_enough = case.on >= long_enough_from
    lasting = _all([treated_long_enough, if_known(seen_every_quarter, case.every_quarter)])
    marked = _any(_marks(case, law))
    verdict = {True: "likely", None: "unclear", False: "not_yet"}[_all([lasting, marked])]
    # Only time is missing, if anything is: with it the lower limit counts for a whole year.
    within_reach = case.every_quarter is not False and marked is not False
    # The year of the lower limit is no reason while it is open whether the treatment is long enough.
    settled = long_enough_from if verdict != "unclear" else None
    lower = _lower_limit(case, settled, law) if within_reach else {}
    full_year_by = None if case.every_quarter is not False else end_of_next_full_year(case.on, law)
    to_come = within_reach and treated_long_enough is False
    this_year = long_enough_from is not None and long_enough_from.year == case.on.year
    money_back = bool(lower.get("money_back"))
    limit_stays = not money_back or (to_come and not this_year)
    unknown = _unknown(case, lasting, marked)
    only_time = treated_long_enough is False and within_reach and bool(marked)
    notes = {
        "too_short": treated_long_enough is False and case.every_quarter is not False,
        "whole_year_to_come": to_come and this_year,
        "next_year_to_come": to_come and not this_year,
        "whole_year": verdict == "likely",
        "whole_year_if": verdict == "unclear",
        "money_back": money_back and not (to_come and not this_year),
        "limit_stays": case.annual_limit is not None and limit_stays,
        "less_next_year": money_back and to_come and not this_year,
        "not_every_quarter": case.every_quarter is False,
        "year_after_quarters": case.every_quarter is False and marked is not False,
        "no_mark": marked is False,
        **dict.fromkeys(unknown, True),
        "one_mark_is_enough": marked is None and len(_unknown(case, True, marked)) > 1,
        "checkups": verdict != "not_yet",
    }
    return Outcome(
        verdict,
        {"long_enough_from": long_enough_from, "full_year_by": full_year_by, **lower},
        headline="headline_several" if verdict == "unclear" and len(unknown) > 1 else "headline",
        next_step="next_when_full" if only_time and verdict == "not_yet" else "next",
        notes=applying(notes),
    )


def _unknown(case: Case, lasting: bool | None, marked: bool | None) -> tuple[str, ...]:
    """What there is to ask: each answer that is unknown and could still decide."""
    asks = {
        "ask_since": lasting is None and case.treated_since is None,
        "ask_quarters": lasting is None and case.every_quarter is None,
        "ask_care": marked is None and case.continuous_care is None,
        "ask_care_grade": marked is None and case.care_grade is None,
        "ask_disability": marked is None and case.disability_degree is None,
    }
    return applying(asks)


def _marks(case: Case, law: Law) -> list[bool | None]:
    """Which marks there are; the rarer two only if there is something to say of them."""
    marks = [
        if_known(needs_continuous_care, case.continuous_care),
        if_known(lambda grade: has_care_grade(grade, law), case.care_grade),
        if_known(lambda degree: has_disability(degree, law), case.disability_degree),
    ]
    if case.damage_degree is not None:
        marks.append(has_damage(case.damage_degree, law))
    if case.earning_capacity_loss is not None:
        marks.append(has_lost_earning_capacity(case.earning_capacity_loss, law))
    return marks


def _lower_limit(case: Case, long_enough_from: date | None, law: Law) -> dict[str, Value]:
    """Since when the lower limit counts, and what it and the difference are, where that is known."""
    found: dict[str, Value] = {}
    if long_enough_from is not None:
        found["lower_limit_from"] = beginning_of_lower_limit(long_enough_from)
    if case.annual_limit is not None:
        lower = lower_limit(case.annual_limit, law)
        found |= {"lower_limit": lower, "money_back": cents(case.annual_limit - lower)}
    return found


@rule("§ 2 Abs. 2 Chroniker-RL")
def first_day_long_enough(treated_since: date, law: Law) -> date:
    """Sinngemäß: Eine Krankheit ist schwerwiegend chronisch, wenn sie wenigstens … lang ärztlich
    behandelt wurde (Dauerbehandlung) …"""
    return years_later(treated_since, int(law.chronic_treatment_years))


@rule("§ 2 Abs. 2 Chroniker-RL")
def seen_every_quarter(every_quarter: bool) -> bool:
    """Sinngemäß: … und zwar in jedem Quartal mindestens einmal …"""
    return every_quarter


@rule("§ 2 Abs. 2 Chroniker-RL")
def end_of_next_full_year(on: date, law: Law) -> date:
    """Sinngemäß: … wenigstens … lang … in jedem Quartal mindestens einmal …"""
    # Whoever missed a quarter has such a year at the latest when a whole one has gone by.
    return years_later(on, int(law.chronic_treatment_years))


@rule("§ 2 Abs. 2 Chroniker-RL")
def needs_continuous_care(continuous_care: bool) -> bool:
    """Sinngemäß: … und eine ständige medizinische Versorgung nötig ist, ohne die nach ärztlicher
    Einschätzung eine lebensbedrohliche Verschlimmerung, ein kürzeres Leben oder eine dauerhaft
    beeinträchtigte Lebensqualität zu erwarten ist …"""
    return continuous_care


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_care_grade(care_grade: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Pflegegrad von wenigstens … vorliegt …"""
    return care_grade >= law.chronic_care_grade


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_disability(disability_degree: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Grad der Behinderung von wenigstens …, zumindest auch durch diese
    Krankheit begründet."""
    return disability_degree >= law.chronic_disability_degree


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_damage(damage_degree: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Grad der Schädigungsfolgen von wenigstens …, zumindest auch durch diese
    Krankheit begründet."""
    return damage_degree >= law.chronic_disability_degree


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_lost_earning_capacity(earning_capacity_loss: int, law: Law) -> bool:
    """Sinngemäß: … oder eine Minderung der Erwerbsfähigkeit von wenigstens …, zumindest auch durch
    diese Krankheit begründet."""
    return earning_capacity_loss >= law.chronic_disability_degree


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def beginning_of_lower_limit(long_enough_from: date) -> date:
    """Sinngemäß: Die niedrigere Belastungsgrenze gilt mit dem Beginn des Kalenderjahres, in dem die
    Dauerbehandlung lang genug gewährt hat."""
    return long_enough_from.replace(month=1, day=1)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def lower_limit(annual_limit: Decimal, law: Law) -> Decimal:
    """„… für chronisch Kranke, die wegen derselben schwerwiegenden Krankheit in Dauerbehandlung
    sind, beträgt sie … der jährlichen Bruttoeinnahmen zum Lebensunterhalt.“"""
    return cents(annual_limit * law.burden_rate_chronic / law.burden_rate)


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Yes if all are, no if one is not, and unknown while it depends on what is not known."""
    found = list(answers)
    if False in found:
        return False
    return None if None in found else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Yes if one is, no if none is, and unknown while it depends on what is not known."""
    found = list(answers)
    if True in found:
        return True
    return None if None in found else False
