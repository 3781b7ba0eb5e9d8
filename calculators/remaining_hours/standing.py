"""Whether a prescription is of the Krankheitsfall that is asked about, of an older one, or perhaps of it."""

from collections.abc import Iterator
from enum import Enum, auto

from calculators.remaining_hours.courses import LEADING, courses, first_after_leading
from calculators.remaining_hours.episode import Episode
from calculators.remaining_hours.papers import Record
from calculators.remaining_hours.questions import Prescription


class Standing(Enum):
    OWN = auto()
    IN_DOUBT = auto()
    OLD = auto()


def standings(ordered: Record, episode: Episode) -> Iterator[tuple[Prescription, Standing]]:
    """Each prescription, the oldest first, with its standing."""
    found = list(courses(ordered, episode.started))
    present = _present(found, episode)
    # A course that began by the day that the insurer names explains that day.
    explained = episode.started is not None and found[present][0].day <= episode.started
    for course in found[:present]:
        yield from _of_earlier(course, episode, explained)
    for course in found[present:]:
        yield from ((p, _in_its_course(p, course, episode)) for p in course)


def _present(found: list[Record], episode: Episode) -> int:
    """Which course is that of the episode: the first one that reaches its day, else the last."""
    reaching = (number for number, course in enumerate(found) if course[-1].day >= episode.day)
    return next(reaching, len(found) - 1)


def _of_earlier(
    course: Record, episode: Episode, explained: bool
) -> Iterator[tuple[Prescription, Standing]]:
    """Those of a course before that of the episode are never surely its own."""
    first = first_after_leading(course)
    assert first is not None  # what led to nothing yet is left over, in the last course
    is_old = explained and episode.comes_long_after(first)
    for p in course:
        is_out = _in_its_course(p, course, episode) is Standing.OLD
        yield p, Standing.OLD if is_old or is_out else Standing.IN_DOUBT


def _in_its_course(prescription: Prescription, course: Record, episode: Episode) -> Standing:
    day = prescription.day
    if day >= episode.day:
        return Standing.OWN
    # What follows on an old prescription is old, too; but may be the first of the new time.
    first = first_after_leading(course) or episode.day
    reaches_back_to = min(day, first) if episode.comes_long_after(day) else day
    if episode.cannot_hold(reaches_back_to):
        return Standing.OLD
    return Standing.IN_DOUBT if _is_doubted(prescription, course, episode) else Standing.OWN


def _is_doubted(prescription: Prescription, course: Record, episode: Episode) -> bool:
    """Whether it was written long before the day that the insurer names, or follows on what was."""
    if episode.doubts(prescription.day):
        return True
    if all(p.kind in LEADING for p in course if p.day == prescription.day):
        return False
    first = first_after_leading(course) or episode.day
    return episode.cannot_hold(first) or episode.doubts(first)
