"""Which prescriptions are of one Krankheitsfall, which of an older one, and which may be of either."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from itertools import groupby

from calculators.engine.form import ask
from calculators.law.figures import Law
from calculators.law.money import NOTHING
from calculators.law.periods import ONE_DAY, years_later
from calculators.law.prescription import Kind
from calculators.law.rule import reasoning, rule

# What leads to the first prescription.
LEADING = (Kind.REFERRAL, Kind.TRIAL, Kind.DISCHARGE)
# Which comes first of those of one day.
ORDER = (Kind.REFERRAL, Kind.TRIAL, Kind.FIRST, Kind.FOLLOW_UP, Kind.DISCHARGE)
# No norm says how long before its beginning the papers of an episode were written. Weeks are usual;
# from this number of years on, we take nothing for granted.
DOUBTED_AFTER = 1


class Setting(Enum):
    SINGLE = "single"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True)
class Prescription:
    """One prescription: units that the insurer granted, and how many of them were used."""

    day: date = ask()
    kind: Kind = ask()
    granted: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    used: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    setting: Setting = ask(default=Setting.SINGLE)


Record = Sequence[Prescription]


@dataclass(frozen=True)
class Members:
    """The prescriptions of an episode, by their days: ``counted`` holds those in doubt, too."""

    counted: Record
    certain: Record

    @property
    def in_doubt(self) -> Record:
        return [p for p in self.counted if p not in self.certain]


class Standing(Enum):
    OWN = auto()
    IN_DOUBT = auto()
    OLD = auto()


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def last_day_of_episode(started: date, law: Law) -> date:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return years_later(started, int(law.episode_years)) - ONE_DAY


def members(prescriptions: Iterable[Prescription], started: date | None, law: Law) -> Members:
    """Tell the prescriptions of the episode that began on ``started`` from those of an older one.

    A prescription is written before the first hour, so it may well lie before the day from which the
    insurer counts. Without that day, the latest prescription shows which episode is meant.
    """
    ordered = sorted(
        prescriptions,
        key=lambda p: (p.day, ORDER.index(p.kind), p.granted, p.used, p.setting.value),
    )
    if not ordered:
        return Members((), ())
    with reasoning():  # no conclusion about this episode
        standings = list(_standings(ordered, started, law))
    return Members(
        [p for p, standing in standings if standing is not Standing.OLD],
        [p for p, standing in standings if standing is Standing.OWN],
    )


def units(record: Iterable[Prescription]) -> Decimal:
    """How many units of them are used."""
    return sum((p.used for p in record), NOTHING)


def papers(record: Record) -> Record:
    """One for each sheet of paper: what was typed in two rows, single and group, is added up."""
    sheets = [list(rows) for _, rows in groupby(record, key=lambda p: (p.day, p.kind))]
    return [
        replace(rows[0], granted=sum((p.granted for p in rows), NOTHING), used=units(rows))
        for rows in sheets
    ]


def _standings(
    ordered: Record, started: date | None, law: Law
) -> Iterator[tuple[Prescription, Standing]]:
    anchor = started or ordered[-1].day
    courses = list(_courses(ordered, started))
    present = next(
        number for number, c in enumerate(courses) if c[-1].day >= anchor or c is courses[-1]
    )
    # A course that began by the day that the insurer names explains that day.
    explained = started is not None and courses[present][0].day <= started
    for course in courses[:present]:
        first = next(p.day for p in course if p.kind not in LEADING)
        is_old = explained and _is_long_before(first, anchor)
        for p in course:
            is_out = _in_its_course(p, course, started, anchor, law) is Standing.OLD
            yield p, Standing.OLD if is_old or is_out else Standing.IN_DOUBT
    for course in courses[present:]:
        yield from ((p, _in_its_course(p, course, started, anchor, law)) for p in course)


def _courses(ordered: Record, started: date | None) -> Iterator[Record]:
    """A first prescription begins a course, with what led to it, unless nothing else lies before."""
    course, leading = list[Prescription](), list[Prescription]()
    for prescription in ordered:
        again = bool(course) and course[-1].day < prescription.day
        if prescription.kind in LEADING and (again or not course):
            leading.append(prescription)
            continue
        if prescription.kind is Kind.FIRST and again:
            yield course
            course = []
        course += [*leading, prescription]
        leading = []
    # Trial hours show that a first prescription is to follow.
    if course and any(p.kind is Kind.TRIAL and started and p.day <= started for p in leading):
        yield course
        course = []
    yield [*course, *leading]


def _in_its_course(
    prescription: Prescription, course: Record, started: date | None, anchor: date, law: Law
) -> Standing:
    day = prescription.day
    if day >= anchor:
        return Standing.OWN
    # What follows on an old prescription is old, too; but may be the first of the new time.
    first = next((p.day for p in course if p.kind not in LEADING), anchor)
    long_before = _is_long_before(day, anchor)
    if _is_out_of_reach(min(day, first) if long_before else day, anchor, law):
        return Standing.OLD
    doubted = started is not None and long_before
    if any(p.day == day and p.kind not in LEADING for p in course):
        doubted |= _is_out_of_reach(first, anchor, law)
        doubted |= started is not None and _is_long_before(first, anchor)
    return Standing.IN_DOUBT if doubted else Standing.OWN


def _is_out_of_reach(day: date, anchor: date, law: Law) -> bool:
    """No episode is long enough to hold both days."""
    return last_day_of_episode(day, law) < anchor


def _is_long_before(day: date, anchor: date) -> bool:
    return years_later(day, DOUBTED_AFTER) <= anchor
