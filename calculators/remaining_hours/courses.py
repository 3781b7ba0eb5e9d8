"""Courses: what was prescribed one after another, from what led to a first prescription on."""

from collections.abc import Iterator
from datetime import date

from calculators.law.prescription import Kind
from calculators.remaining_hours.papers import Record
from calculators.remaining_hours.questions import Prescription

# What leads to the first prescription.
LEADING = (Kind.REFERRAL, Kind.TRIAL, Kind.DISCHARGE)


def courses(ordered: Record, started: date | None) -> Iterator[Record]:
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
    if course and _tries_again(leading, started):
        yield course
        course = []
    yield [*course, *leading]


def first_after_leading(course: Record) -> date | None:
    """The day of the first prescription in it to which something may have led; None if all only leads."""
    return next((p.day for p in course if p.kind not in LEADING), None)


def _tries_again(leading: Record, started: date | None) -> bool:
    """Whether trial hours show that a first prescription is to follow, which has not come yet."""
    if started is None:
        return False
    return any(p.kind is Kind.TRIAL and p.day <= started for p in leading)
