"""Schwerwiegend chronisch krank: whether the lower yearly limit for co-payments is within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calculators.engine.calendar import years_later
from calculators.engine.figures import Law, LawBook
from calculators.engine.form import ask
from calculators.engine.logic import if_known
from calculators.engine.outcome import Outcome
from calculators.engine.rule import rule


@dataclass(frozen=True, kw_only=True)
class Case:
    on: date = ask(today=True)
    treated_since: date | None = ask(unknown=True)
    every_quarter: bool | None = ask(unknown=True)
    continuous_care: bool | None = ask(unknown=True)
    care_grade: int | None = ask(minimum=0, maximum=5, unknown=True)
    disability_degree: int | None = ask(minimum=0, maximum=100, unknown=True)

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
    marks = [
        if_known(needs_continuous_care, case.continuous_care),
        if_known(lambda grade: has_care_grade(grade, law), case.care_grade),
        if_known(lambda degree: has_disability(degree, law), case.disability_degree),
    ]
    verdict = {True: "likely", None: "unclear", False: "not_yet"}[_all([lasting, _any(marks)])]
    notes = {
        "too_short": treated_long_enough is False,
        "not_every_quarter": case.every_quarter is False,
        "no_mark": _any(marks) is False,
        "ask_about_treatment": lasting is None,
        "ask_about_marks": _any(marks) is None,
        "checkups": verdict != "not_yet",
    }
    return Outcome(
        verdict,
        {"long_enough_from": long_enough_from},
        notes=tuple(note for note, applies in notes.items() if applies),
    )


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
