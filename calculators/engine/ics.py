"""A calendar file (RFC 5545): whole days with a reminder, and nothing that tells whose they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_LONG_AGO = "19700101T000000Z"
_REMIND_AT = 9  # o'clock, where the reader is
_HOURS_IN_A_DAY = 24
_LONGEST = 75  # octets in a line


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar: a name for machines, a title for people, days of notice."""

    name: str
    title: str
    day: date
    remind: int


def file(entries: Sequence[Entry]) -> str:
    """The text of a file with these entries; the same entries make the same text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calculators//calendar//DE",
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: Entry) -> Iterator[str]:
    day = f"{entry.day:%Y%m%d}"
    yield "BEGIN:VEVENT"
    # Taken in again, the same entry takes the place of the old one.
    yield f"UID:{day}-{entry.name}@calculators.invalid"
    # No clock is read here; whoever saves the file puts in the moment.
    yield f"DTSTAMP:{_LONG_AGO}"
    yield f"DTSTART;VALUE=DATE:{day}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(entry.title)}"
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
    """Pieces of at most so many octets; all but the first begin with a space."""
    piece, length = "", 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > _LONGEST:
            yield piece
            piece, length = " ", 1
        piece, length = piece + letter, length + octets
    yield piece
