"""Puts every calculator through its paces, so that all it needs is used. Runs in Pyodide, at build.

What is asked here is made here, always the same: of the tests' own cases it knows nothing, so that they
can tell whether it asked enough.
"""

import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from functools import partial
from types import FrameType

from calculators.engine.form import Question, each, questions, row
from calculators.engine.tables import situations
from calculators.engine.text import OFFICIAL, texts
from calculators.engine.when import UNKNOWN, Said, as_typed
from calculators.registry import CALCULATORS, spoken
from calculators.web import answer, learn

Pairs = list[tuple[str, str]]
# What nobody can learn, and what it raises. No function of this module: an error would show its source.
fail = partial(learn, "no such language", "no JSON")
ERROR = "JSONDecodeError"
HOSTILE = (
    *(
        "",
        "\0",
        "-1",
        "0",
        "1,5",
        "1e999999",
        "9" * 400,
        "٣",
        "<script>",
        "31.02.2027",
        "😀",
        "\ud800",
    ),
    *(
        "1.200,00",
        "960,50",
        "1 000",
        "1'000",
        "NaN",
        "ja",
        "0x10",
        "½",
        "a" * 3000,
        "\u202e1",
        "&amp;",
    ),
)
SEED = 37
COUNT = 60  # random inputs for each calculator
FEWER = 10  # in another language, whose rules are the same
DAYS = (
    date(2026, 1, 1),
    date(2024, 2, 29),
    date(2027, 12, 31),
    date(1931, 5, 7),
    date(2198, 6, 30),
)


def exercise() -> str:
    """Give every calculator answers of all kinds, in every language; all that came of it."""
    replies = [*_arithmetic(), *_words()]
    for language in _languages():
        for name in spoken(texts(language)):
            count = COUNT if language == OFFICIAL else FEWER
            replies += [answer(name, language, json.dumps(pairs)) for pairs in answers(name, count)]
    return "\n".join(replies)


def _languages() -> Iterator[str]:
    """Learn one language after another, and say which."""
    # Not by way of pathlib: whatever runs of it would be loaded by every reader.
    for name in sorted(os.listdir()):  # noqa: PTH208
        if name.startswith("texts-"):
            language = name.removeprefix("texts-").removesuffix(".json")
            with open(name, encoding="utf-8") as words:  # noqa: PTH123
                learn(language, words.read())
            yield language


def used_in_answers() -> list[str]:
    """The files of all Python functions that run in that, each once."""
    files: set[str] = set()

    def notice(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    sys.setprofile(notice)
    try:
        exercise()
    finally:
        sys.setprofile(None)
    return sorted(files)


def answers(name: str, count: int = COUNT) -> Iterator[Pairs]:
    """No answers, senseless ones, those of the tables that the pages show, and random ones."""
    asked = [part for q in each(CALCULATORS[name].Case) for part in q.parts]
    yield []
    yield [("no such question", "1"), *((part, "1") for part in asked * 2)]
    yield from ([(part, value) for part in asked] for value in HOSTILE)
    yield from situations(CALCULATORS[name])
    chance = random.Random(f"{SEED} {name}")
    for _ in range(count):
        yield list(_form(questions(CALCULATORS[name].Case), chance))


def _form(asked: Sequence[Question], chance: random.Random) -> Iterator[tuple[str, str]]:
    """One way to fill in a form, of which most is usable; what is asked only at times is left out."""
    given: dict[str, str] = {}
    for question in asked:
        when = as_typed(question.when).items()
        if any(given.get(n) not in v and Said.SOMETHING.value not in v for n, v in when):
            continue
        if question.rows:
            for number in range(1, chance.randint(0, min(question.rows, 4)) + 1):
                yield from _form(list(row(question, number)), chance)
            continue
        for part, value in _given(question, chance):
            given[part] = value
            yield part, value


def _given(question: Question, chance: random.Random) -> Iterator[tuple[str, str]]:
    odd = chance.random()
    if odd < 0.02:
        yield question.name, chance.choice(HOSTILE)
    elif odd < 0.1 and question.unknown:
        yield question.name, UNKNOWN
    elif odd < 0.3 and question.optional:
        return
    elif question.many:
        yield from ((question.name, value) for value in question.choices if chance.random() < 0.5)
    elif question.choices:
        yield question.name, chance.choice(question.choices)
    elif question.type is date:
        day = chance.choice(DAYS) + timedelta(chance.randrange(500))
        given = (f"{day.day}", f"{day.month}", f"{day.year}")
        yield from zip(question.parts, given, strict=True)
    elif question.type is str:
        yield question.name, f"F{chance.randrange(100):02}.{chance.randrange(10)}"
    else:
        yield question.name, _number(question, chance)


def _number(question: Question, chance: random.Random) -> str:
    low, high = question.minimum or 0, question.maximum or 100
    value = low + (high - low) * chance.random() ** chance.choice((1, 2, 6))
    if question.type is int:
        return f"{value:.0f}"
    written = f"{value:,.{chance.choice((0, 1, 2))}f}"
    grouped = written.translate({ord(","): ".", ord("."): ","})  # as in German
    return chance.choice((grouped, grouped.replace(".", "")))


def _arithmetic() -> Iterator[str]:
    """Numbers, days and fractions through every operation, small and very large ones."""
    numbers = [
        Decimal(n) for n in ("0", "-0", "1", "-7.25", "960.50", "48025", "1E+3", "0.005", "9" * 60)
    ]
    for a in numbers:
        for b in numbers:
            for operation in (
                "__add__",
                "__sub__",
                "__mul__",
                "__truediv__",
                "__floordiv__",
                "__mod__",
            ):
                yield _said(getattr(a, operation), b)
            yield f"{a < b} {a == b} {max(a, b)} {hash(a) == hash(b)} {a.compare(b)}"
        for rounding in (ROUND_HALF_UP, ROUND_DOWN, ROUND_CEILING):
            yield _said(a.quantize, Decimal("0.01"), rounding)
        yield f"{a!r} {a:f} {a:.2f} {a:,.2f} {a:e} {a:>12} {a.normalize()} {a.as_tuple()} {abs(a)} {-a}"
        yield f"{_said(int, a)} {_said(round, a, 1)} {float(a)!r} {a.to_integral_value()} {a.adjusted()}"
    with localcontext(prec=400) as wide:
        yield from (
            f"{wide.divide(n, 7)} {wide.power(n, 3)} {_said(n.sqrt)} {_said(n.ln)}" for n in numbers
        )
    whole = (0, 1, -1, 97, 2**31, -(2**63), 10**40, 7**300)
    for m in whole:
        yield (
            f"{m} {m:x} {m:,} {m.bit_length()} {_said(float, m)} "
            f"{int(str(m))} {-m >> 3} {m << 70} {m & 255}"
        )
        yield from (
            f"{m + n} {m - n} {m * n} {_said(divmod, m, n)} {_said(m.__truediv__, n)}"
            for n in whole
        )
        yield f"{_said(pow, m, 3, 97)} {m ^ 12} {m | 9}"
    for day in DAYS:
        later = day + timedelta(weeks=5, days=1)
        yield (
            f"{day} {later} {later - day} {day < later} "
            f"{day.isocalendar()} {day.weekday()} {day.toordinal()}"
        )
        yield (
            f"{day:%d.%m.%Y} {day.strftime('%A %B %j')} "
            f"{day.replace(day=1)} {day!r} {hash(day) == hash(later)}"
        )
        yield (
            f"{datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC).isoformat()} "
            f"{_said(day.replace, 2027, 2, 29)}"
        )
        yield (
            _said(date.fromisoformat, f"{day}x")
            + _said(date, 2026, 13, 1)
            + repr(date.fromisoformat(f"{day}"))
        )


def _words() -> Iterator[str]:
    """Texts of all widths through the methods of strings, through re, json and format."""
    texts = (
        "",
        "Soziotherapie",
        "Straße ŒUVRE",
        "§ 37a Abs. 1",
        "日本語 テキスト",
        "😀 a\u0301 \u202e",
        "\ud800",
        "x" * 5000,
    )
    for text in texts:
        yield (
            f"{text.upper()}|{text.lower()}|{text.title()}|"
            f"{text.casefold()}|{text.swapcase()}|{text.strip()}"
        )
        yield (
            f"{text.split()}{text.rsplit(' ', 1)}{text.partition(' ')}"
            f"{text.rpartition('x')}{text.splitlines()}"
        )
        yield (
            f"{text!r}{text!a}{text:>20}{text:^9.5}{text.zfill(20)}"
            f"{text.center(30, '.')}{text.expandtabs()}"
        )
        yield (
            f"{text.find('a')}{text.count('e')}{text.replace('e', '€')}"
            f"{text[::-1]}{text[1:4] * 3}{sorted(text)[:9]}"
        )
        yield (
            f"{text.isalpha()}{text.isdecimal()}{text.isidentifier()}"
            f"{text.isprintable()}{text.startswith('S')}"
        )
        yield (
            f"{text.translate({97: 'ä', 101: None})}{'|'.join(text)[:99]}"
            f"{text < 'T'}{text.encode('utf-8', 'replace')!r}"
        )
        yield (
            _said(text.encode, "ascii")
            + _said(text.encode, "ascii", "xmlcharrefreplace")
            + _said(int, text)
        )
        yield json.dumps({"text": [text, 1.5, None, True, 10**30]}) + repr(
            json.loads(json.dumps(text))
        )
        for pattern in (
            r"\s+",
            r"(?i)[a-zäöü]+(?=e)",
            r"(\w)\1",
            r"^.*?(\d+)?\D*$",
            r"[^\W\d_]{2,5}",
            r"(?<!\d)\w\b",
        ):
            found = re.search(pattern, text)
            yield f"{found and found.span()}{re.sub(pattern, '-', text)[:99]}{re.split(pattern, text)[:9]}"
            yield f"{re.findall(pattern, text)[:9]}{bool(re.fullmatch(pattern, text))}{re.escape(text)[:99]}"
    for broken in (
        "",
        "{",
        '{"a":',
        "[1,]",
        '"\\u12"',
        "nul",
        "1e5",
        '[1.5e-7, -0, "\\ud83d\\ude00"]',
        "[" * 500,
    ):
        yield _said(json.loads, broken)
    for pattern in ("(", "[a", "a**", "(?P<x", "\\"):
        yield _said(re.compile, pattern)
    for form in ("{0:>10}", "{:,}", "{x}", "{", "{0.real}", "{0[1]}", "{:%}"):
        yield _said(form.format, 7)


def _said(call: Callable[..., object], *arguments: object) -> str:
    """What a call gives, or what it raises."""
    try:
        return f"{call(*arguments)!r}"
    except Exception as error:  # noqa: BLE001 (to raise is among what is put through its paces)
        return f"{type(error).__name__}: {error}"
