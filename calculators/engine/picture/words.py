"""A picture in words and shares: what is said in it, and where in it everything lies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from calculators.engine.picture.shapes import (
    PALE,
    SOLID,
    STRIPED,
    Bar,
    Bars,
    Picture,
    Timeline,
    Track,
    Tracks,
)
from calculators.engine.text import Texts
from calculators.law.money import NOTHING

WHOLE = 10_000  # the width of a picture: shares of it are hundredths of a percent
ROOM = Decimal("1.08")  # beyond a ceiling, so that it is seen as a line and not as the end
LINE = "line"  # how a mark looks
LONGEST = 24  # letters beside the timeline, so that they fit on the narrowest phone


@dataclass(frozen=True, slots=True)
class Piece:
    """From where to where a part goes, and how it looks."""

    look: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """Words, and the bar under them; ``above`` are words that part it from the row before."""

    label: str
    value: str
    pieces: Sequence[Piece]
    marks: Sequence[int] = ()
    above: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the timeline; ``share`` of the whole time has passed since the day before it."""

    date: str
    label: Sequence[str]
    since: str
    share: int
    decisive: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A picture in words: what it is called, its rows or days, its key, and the same as a table.

    The key says what each look means. A table with ``looks`` is a key at the same time.
    """

    title: str
    head: Sequence[str]
    table: Sequence[Sequence[str]]
    rows: Sequence[Row] = ()
    days: Sequence[Day] = ()
    key: Sequence[tuple[str, str]] = ()
    looks: Sequence[str] = field(default=())

    def description(self, say: Texts) -> str:
        """All that stands in the picture, in one go."""
        colon = str(say.node("format.label"))
        lines = [
            *(text for row in self.rows for text in (*row.above, f"{row.label}{colon}{row.value}")),
            *(f"{day.date}{colon}{' '.join(day.label)}" for day in self.days),
            *(words for look, words in self.key if look == LINE),
            *(colon.join(cells) for cells in self.table if self.looks),
        ]
        return ". ".join(lines) + "."


def in_words(picture: Picture, key: str, facts: Mapping[str, Any], say: Texts) -> Said:
    """The picture in the words at ``key``; raises KeyError if one is missing."""
    key = f"{key}.{picture.name}"
    if isinstance(picture, Bars):
        return _bars(picture, key, say)
    if isinstance(picture, Tracks):
        return _tracks(picture, key, facts, say)
    return _timeline(picture, key, say)


def _bars(picture: Bars, key: str, say: Texts) -> Said:
    ranged = any(bar.least < bar.most for bar in picture.bars)
    added = any(bar.before for bar in picture.bars)
    whole = max(
        (picture.ceiling or NOTHING) * ROOM, *(bar.before + bar.most for bar in picture.bars)
    )
    rows, table = [], []
    for bar in picture.bars:
        label = say(f"{key}.bar", first=bar.first)
        least, most = (
            _amount(bar.before + amount, picture.unit, say) for amount in (bar.least, bar.most)
        )
        rows.append(
            Row(
                label,
                least if least == most else say("page.picture.up_to", most=most),
                _pieces(
                    [(PALE, bar.before), (SOLID, bar.least), (STRIPED, bar.most - bar.least)], whole
                ),
                () if picture.ceiling is None else (_share(picture.ceiling, whole),),
                tuple(say(f"{key}.turn", turn=turn) for turn in _turns(picture, bar)),
            )
        )
        parts = [_amount(amount, picture.unit, say) for amount in (bar.before, bar.least)]
        table.append([label, *([least, most] if ranged else [*parts, least] if added else [least])])
    columns = ["least", "most"] if ranged else [*(["before", "now"] if added else []), "together"]
    return Said(
        say(f"{key}.title"),
        [say(f"{key}.head"), *(say(f"{key}.{column}") for column in columns)],
        table,
        rows,
        key=tuple(_key(picture, key, added, ranged, say)),
    )


def _key(
    picture: Bars, key: str, added: bool, ranged: bool, say: Texts
) -> Iterator[tuple[str, str]]:
    if added:
        yield PALE, say(f"{key}.before")
    if added or ranged or picture.ceiling is not None:
        yield SOLID, say(f"{key}.least" if ranged else f"{key}.now")
    if ranged:
        yield STRIPED, say(f"{key}.most")
    if picture.ceiling is not None:
        yield LINE, say(f"{key}.ceiling", ceiling=picture.ceiling)


def _turns(picture: Bars, bar: Bar) -> Iterator[Any]:
    """The days on which a new law begins while this bar is the last that has begun."""
    for turn in picture.turns:
        if bar.first == max(b.first for b in picture.bars if b.first <= turn):
            yield turn


def _tracks(picture: Tracks, key: str, facts: Mapping[str, Any], say: Texts) -> Said:
    rows, table, looks = [], [], []
    for track in picture.tracks:
        words = f"{key}.track.{track.name}"
        rows.append(_track(track, words, facts, say))
        for part in track.parts:
            name = say(f"{key}.part.{part.name}", **facts)
            table.append([name, _amount(part.amount, track.unit, say)])
            looks.append(part.look)
        for mark in track.marks:
            name = say(f"{key}.mark.{mark.name}", **facts)
            table.append([name, say("page.value.date", value=mark.day)])
            looks.append(LINE)
    return Said(say(f"{key}.title"), say.all(f"{key}.head"), table, rows, looks=looks)


def _track(track: Track, words: str, facts: Mapping[str, Any], say: Texts) -> Row:
    whole = sum((part.amount for part in track.parts), NOTHING)
    return Row(
        say(f"{words}.label", **facts),
        say(f"{words}.value", **facts),
        _pieces([(part.look, part.amount) for part in track.parts], whole),
        [_share(mark.at, whole) for mark in track.marks],
    )


def _timeline(picture: Timeline, key: str, say: Texts) -> Said:
    stops = picture.stops
    span = max((stops[-1].day - stops[0].day).days, 1)
    gaps = [0, *((after.day - before.day).days for before, after in pairwise(stops))]
    table = [
        [say("page.value.date", value=stop.day), say(f"{key}.stop.{stop.name}")] for stop in stops
    ]
    days = [
        Day(
            date,
            tuple(_folded(label)),
            say("page.picture.later", days=_amount(Decimal(gap), "days", say)) if gap else "",
            gap * WHOLE // span,
            stop.decisive,
        )
        for stop, (date, label), gap in zip(stops, table, gaps, strict=True)
    ]
    return Said(say(f"{key}.title"), say.all(f"{key}.head"), table, days=days)


def _pieces(parts: Sequence[tuple[str, Decimal]], whole: Decimal) -> list[Piece]:
    """The parts one after another; none for a part that is nothing."""
    pieces, reached = [], NOTHING
    for look, amount in parts:
        start, reached = reached, reached + amount
        if amount:
            pieces.append(Piece(look, _share(start, whole), _share(reached, whole)))
    return pieces


def _share(amount: Decimal, whole: Decimal) -> int:
    return int(amount * WHOLE / whole) if whole else 0


def _amount(amount: Decimal, unit: str, say: Texts) -> str:
    return say(f"units.{unit}", value=amount)


def _folded(text: str) -> Iterator[str]:
    """Lines of whole words that fit beside the timeline."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= LONGEST:
            yield line
            line = ""
        line = f"{line} {word}".lstrip()
    yield line
