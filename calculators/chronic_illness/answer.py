"""What the calculator concludes from the answers, and how it says so."""

from collections.abc import Iterable
from datetime import date

from calculators.chronic_illness.questions import Case
from calculators.chronic_illness.rules import (
    beginning_of_lower_limit,
    end_of_next_full_year,
    first_day_long_enough,
    has_care_grade,
    has_damage,
    has_disability,
    has_lost_earning_capacity,
    lower_limit,
    needs_continuous_care,
    seen_every_quarter,
)
from calculators.engine.outcome import Outcome, Value, applying
from calculators.law.figures import Law, LawBook
from calculators.law.logic import if_known
from calculators.law.money import cents


def assess(case: Case, book: LawBook) -> Outcome:
    """Whether the lower limit for chronic illness is within reach, and since when.

    In the result (a name with ? is not always there):
        long_enough_from: first day with a full year of treatment; None: its beginning is not known
        full_year_by: last day of a full year that begins now; None: each quarter has had a treatment
        lower_limit_from?: first day of the year in which the lower limit holds
        lower_limit?: euro, the lower limit that belongs to the one that was typed
        money_back?: euro between both limits

    Raises NotEnacted where the figures of the day are not enacted. § 2 Chroniker-RL; § 62 SGB V.
    """
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
