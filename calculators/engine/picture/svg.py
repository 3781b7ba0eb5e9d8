"""Pictures as SVG. Widths are percentages and heights are in em: letters keep their size everywhere."""

from collections.abc import Iterator, Sequence

from calculators.engine.explanation import Grid
from calculators.engine.html import Markup, element, grid, join
from calculators.engine.picture.shapes import STRIPED
from calculators.engine.picture.words import LINE, WHOLE, Day, Piece, Row, Said
from calculators.engine.text import Texts

# Heights and places, in tenths of an em.
LETTER, BAR, UNDER, BETWEEN = 14, 8, 4, 8
OVERHANG = 2  # of a mark, above and below its bar
ABOVE = 19  # words that part two rows, with their line
DOT, RING, BESIDE = 5, 8, 22
LONGEST_WAY, SHORTEST_WAY = 48, 26

# Three shapes, told apart without colour: a disc with a tick, a square with a bar, a diamond with "?".
STATES = {
    "met": ("M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M5.8 10.4l2.9 2.9 5.6-6"),
    "unmet": ("M2 2h16v16H2z", "M6 10h8"),
    "unclear": (
        "M10 0l10 10-10 10L0 10z",
        "M7.9 8.1a2.1 2.1 0 1 1 3.2 1.8c-.8.5-1.1.9-1.1 1.8m0 2v.6",
    ),
}


def figure(said: Said, say: Texts) -> Markup:
    """The picture with its title, its key and the same as a table."""
    looks = said.looks or [""] * len(said.table)
    table = [
        [join([*_swatch(look), row[0]]), *row[1:]]
        for look, row in zip(looks, said.table, strict=True)
    ]
    as_table = grid(Grid(said.title, said.head, table), stack=bool(said.looks))
    return element(
        "figure",
        element("figcaption", said.title),
        _drawing(said, say),
        *_key(said.key),
        as_table
        if said.looks
        else element("details", element("summary", say("page.picture.table")), as_table),
        class_="picture",
    )


def state(name: str) -> Markup:
    """How a condition stands, as a small sign beside its words."""
    ground, sign = STATES[name]
    return element(
        "svg",
        element("path", d=ground, class_="ground"),
        element("path", d=sign, class_="sign"),
        viewBox="0 0 20 20",
        width="1.3em",
        height="1.3em",
        class_="state",
        aria_hidden="true",
    )


def _drawing(said: Said, say: Texts) -> Markup:
    """From left to right in every language: places in it are counted from the left."""
    shapes = [*_rows(said.rows, say), *_days(said.days, say)]
    return element(
        "svg",
        element("title", said.title),
        element("desc", said.description(say)),
        *(shape for shape, _ in shapes),
        role="img",
        width="100%",
        height=_em(max(bottom for _, bottom in shapes)),
        class_="drawing",
        direction="ltr" if say.direction == "rtl" else None,
    )


def _rows(rows: Sequence[Row], say: Texts) -> Iterator[tuple[Markup, int]]:
    """The shapes of rows, each with how far down it reaches."""
    top = 0
    for row in rows:
        for words in row.above:
            line = top + ABOVE - UNDER
            yield _text(words, "0", top + LETTER - UNDER, say, class_="turn"), line
            yield _line("0", "100%", line, line, class_="turn"), line
            top += ABOVE
        yield _text(row.label, "0", top + LETTER - UNDER, say), top + LETTER
        yield (
            _text(row.value, "100%", top + LETTER - UNDER, say, class_="value", text_anchor="end"),
            top + LETTER,
        )
        top += LETTER
        for shape in _bar(row.pieces, row.marks, top):
            yield shape, top + BAR + OVERHANG
        top += BAR + BETWEEN


def _bar(pieces: Sequence[Piece], marks: Sequence[int], top: int) -> Iterator[Markup]:
    yield _rectangle(0, WHOLE, top, "track")
    for piece in pieces:
        yield _rectangle(piece.start, piece.end, top, piece.look)
        if piece.look == STRIPED:
            middle = top + BAR // 2
            yield _line(
                _percent(piece.start),
                _percent(piece.end),
                middle,
                middle,
                class_="stripes",
                stroke_width=_em(BAR),
            )
    for mark in marks:
        yield _line(
            _percent(mark), _percent(mark), top - OVERHANG, top + BAR + OVERHANG, class_="mark"
        )


def _days(days: Sequence[Day], say: Texts) -> Iterator[tuple[Markup, int]]:
    """The shapes of a timeline, from the first day down to the last."""
    top = before = 0
    for day in days:
        if top:
            way = SHORTEST_WAY + day.share * (LONGEST_WAY - SHORTEST_WAY) // WHOLE
            if day.since:
                middle = top + way // 2 + UNDER
                yield _text(day.since, _em(BESIDE), middle, say, class_="since"), top + way
            top += way
        place = top + RING
        if before:
            yield _line(_em(RING), _em(RING), before + RING, place - RING, class_="way"), place
        yield _dot(place, day.decisive), place + RING
        before = place
        yield (
            _text(day.date, _em(BESIDE), place + UNDER, say, class_="value"),
            place + RING,
        )
        top = place + RING
        for line in day.label:
            yield _text(line, _em(BESIDE), top + LETTER - UNDER, say), top + LETTER
            top += LETTER


def _dot(place: int, decisive: bool) -> Markup:
    return element(
        "circle",
        cx=_em(RING),
        cy=_em(place),
        r=_em(RING - 1 if decisive else DOT),
        class_="decisive" if decisive else "stop",
    )


def _key(key: Sequence[tuple[str, str]]) -> Iterator[Markup]:
    if key:
        items = (element("li", *_swatch(look), words) for look, words in key)
        yield element("ul", *items, class_="key")


def _swatch(look: str) -> Iterator[Markup]:
    """A small piece that looks like what is meant."""
    if look:
        shapes = (
            _bar([], [WHOLE // 2], OVERHANG)
            if look == LINE
            else _bar([Piece(look, 0, WHOLE)], [], OVERHANG)
        )
        yield element(
            "svg",
            *shapes,
            width="1.6em",
            height=_em(BAR + 2 * OVERHANG),
            class_="swatch",
            aria_hidden="true",
        )


def _text(words: str, x: str, baseline: int, say: Texts, **attributes: str) -> Markup:
    """The picture runs from the left, and its words as their language does."""
    return element("text", say.in_its_direction(words), x=x, y=_em(baseline), **attributes)


def _line(x1: str, x2: str, y1: int, y2: int, **attributes: str) -> Markup:
    return element("line", x1=x1, x2=x2, y1=_em(y1), y2=_em(y2), **attributes)


def _rectangle(start: int, end: int, top: int, look: str) -> Markup:
    return element(
        "rect",
        x=_percent(start),
        width=_percent(end - start),
        y=_em(top),
        height=_em(BAR),
        class_=look,
    )


def _percent(share: int) -> str:
    return f"{share // 100}.{share % 100:02}%"


def _em(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}em"
