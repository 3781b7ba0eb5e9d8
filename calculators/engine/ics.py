"""A calendar file (RFC 5545): whole days with a reminder, and nothing that tells whose they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from calculators.engine.text import OFFICIAL
from calculators.law.periods import ONE_DAY

_REMIND_AT = 9  # o'clock, where the reader is
_HOURS_IN_A_DAY = 24
_LONGEST = 75  # octets in a line
_TO_FILL_IN = re.compile(r"^(UID:|SEQUENCE:|DTSTAMP:)\{(\w+)\}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar: a name for machines, a title for people, days of notice.

    ``about``: the day of the paper that it is about.
    """

    name: str
    title: str
    day: date
    remind: int
    about: date


def file(
    entries: Sequence[Entry],
    *,
    case: str,
    revision: int,
    stamp: str,
    language: str = OFFICIAL,
) -> str:
    """The text of a file with these entries, whose titles are in that language.

    ``case``: a random word, the same as long as somebody is at work on one case, so that a later file
    takes the place of an earlier one. ``revision``: counts the files of a case from 0. ``stamp``: the
    time at which it was made, in UTC, as "20261127T101500Z".
    """
    values = {"case": case, "revision": f"{revision}", "stamp": stamp}
    return _TO_FILL_IN.sub(lambda found: found[1] + values[found[2]], template(entries, language))


def template(entries: Sequence[Entry], language: str = OFFICIAL) -> str:
    """The same with {case}, {revision} and {stamp} where ``file`` has the values.

    Whoever saves the file fills them in: no module here reads a clock or throws dice.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//calculators//calendar//{language.upper()}",
        *(line for entry in entries for line in _event(entry, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: Entry, language: str) -> Iterator[str]:
    said_in = "" if language == OFFICIAL else f";LANGUAGE={language}"
    day = f"{entry.day:%Y%m%d}"
    yield "BEGIN:VEVENT"
    # Another paper is another entry, even in the same form; a corrected day is not.
    yield f"UID:{{case}}-{entry.about:%Y%m%d}-{entry.name}"
    yield "SEQUENCE:{revision}"
    yield "DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day}"
    yield f"DTEND;VALUE=DATE:{entry.day + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY{said_in}:{_escaped(entry.title)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION{said_in}:{_escaped(entry.title)}"
    yield f"TRIGGER:{_hours(_REMIND_AT - _HOURS_IN_A_DAY * entry.remind)}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _hours(hours: int) -> str:
    return f"{'-' if hours < 0 else ''}PT{abs(hours)}H"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most _LONGEST octets; all but the first begin with a space."""
    piece, length = "", 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > _LONGEST:
            yield piece
            piece, length = " ", 1
        piece, length = piece + letter, length + octets
    yield piece
