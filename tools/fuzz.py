"""Random and hostile answers: ``python -m tools.fuzz [COUNT=100000] [SEED] [CALCULATOR ...]``.

Every calculator gets them, or only those named.

They come in by the browser's door. Whatever is typed, there is an answer, as HTML and as text to take
along, or a sentence for each problem; the reply is JSON, nothing that was typed comes back as markup in
the HTML, and the text holds none, nor a place that was not filled in or a sign that cannot be printed.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from unittest.mock import patch

from calculators import web
from calculators.engine.answer import REFUSED, Answer
from calculators.engine.explanation import Explanation, explain
from calculators.engine.form import Question, questions, row
from calculators.engine.text import Texts, texts
from calculators.engine.when import UNKNOWN
from calculators.registry import CALCULATORS
from website.cases import cases, given

COUNT = 100_000
# With fewer inputs, chance decides which verdicts are reached.
ENOUGH = 10_000
SHOWN = 5
SHOWN_LENGTH = 500

# The share of inputs that are nearly a case, and the share of their answers that are those of the case.
NEAR_A_CASE, AS_TOLD = 0.25, 0.9
DAY = re.compile(r"\d{4}-\d\d-\d\d")

# From before the first figure to after the last.
YEARS = (2002, 2029)

Pairs = list[tuple[str, str]]
# What somebody told who is in a case of the law, by question; by nobody's telling, nothing.
Told = Mapping[str, Sequence[str]]
NOTHING_TOLD: Told = {}

HOSTILE = (
    *("", " ", "\0", "\t\r\n", "\x1b[2J", "\u202e1\u202c", "\ufeff5", "\ud800", "\U0010ffff"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)"),
    *("<svg/onload=alert(1)>", "javascript:alert(1)", "</p><style>", "&lt;b&gt;", "]]>", "<!--"),
    *("NaN", "sNaN", "Infinity", "-inf", "1e999", "1e-999", "0x10", "1_000", "1/0", "+5", "--5"),
    *("-1", "\u22121", "\u20131", "0,001", "0,005", "1,5", "1.5", "1,", ",5", ".5", "1.2.3"),
    *("48,000", "48.000", "1 000", "1\u00a0000,50 €", "9" * 15, "9" * 16, "9" * 5_000),
    *("٣", "१२", "５", "²", "½", "Ⅷ", "一", "🙂", "👩‍👩‍👧"),
    *("\ufdfa" * 100, "e\u0301" * 500, "a" * 20_000),
    *("{0}", "{income}", "{__class__}", "%s", "%(x)s", "$" + "{x}", "\\", "../../etc/passwd"),
    *("null", "None", "true", "[]", "{}", "yes", "no", UNKNOWN, "*", "Yes", "ja"),
    *("2026-02-30", "2026-12-01", "1.12.2026", "0000-00-00", "9999-12-31", "31.2.2026"),
)
# What would be markup if it were not escaped.
MARKUP = tuple(text for text in HOSTILE if set(text) & set("<>&\"'"))
# Spaces that bind and the place where a word may be parted.
TYPOGRAPHY = {"\u00a0", "\u202f", "\u00ad", "\u2009"}
STRANGE_FIELDS = ("", ".", ".day", "first_day", "first_day.hour", "__class__", "constructor")


def main(arguments: Sequence[str]) -> int:
    """Try random inputs on the calculators; returns the exit status."""
    numbers = [int(argument) for argument in arguments if argument.isdigit()]
    names = [argument for argument in arguments if not argument.isdigit()] or list(CALCULATORS)
    count, seed = (*numbers, *(COUNT, random.SystemRandom().randrange(10**6))[len(numbers) :])
    print(f"{count:,} inputs for each calculator, seed {seed}")
    print(f"{'calculator':<18}{'answers':>9}{'problems':>10}{'seconds':>9}  verdicts reached")
    failed = False
    for name in names:
        failed |= _try(name, count, random.Random(f"{seed} {name}"))
    return int(failed)


def _try(name: str, count: int, chance: random.Random) -> bool:
    asked = list(questions(CALCULATORS[name].Case))
    told = [given(case) for case in cases(name)]
    answers, verdicts, broken = 0, Counter[str](), list[str]()
    started = time.perf_counter()

    def noting(found: Answer, say: Texts) -> Explanation:
        verdicts[found.outcome.verdict] += 1
        return explain(found, say)

    with patch.object(web, "explain", noting):
        for _ in range(count):
            pairs = some_pairs(asked, chance, told)
            try:
                answers += check(name, web.answer(name, "de", json.dumps(pairs)))
            except Exception as error:  # noqa: BLE001 (whatever it is, it is what we look for)
                broken.append(
                    f"{type(error).__name__}: {error}\n  {json.dumps(pairs)[:SHOWN_LENGTH]}"
                )
    seconds = time.perf_counter() - started
    reached = ", ".join(f"{verdict} {times}" for verdict, times in verdicts.most_common())
    print(f"{name:<18}{answers:>9}{count - answers:>10}{seconds:>9.1f}  {reached}")
    # Only a calculator that looks a figure up can refuse; its cases show that it does.
    refusals = {REFUSED} & {case["expect"]["verdict"] for case in cases(name)}
    missed = {*refusals, *texts("de").node(f"{name}.verdict")} - verdicts.keys()
    if missed and count >= ENOUGH:
        broken.append(f"verdicts that no input reached: {', '.join(sorted(missed))}")
    for failure in broken[:SHOWN]:
        print(failure)
    if broken:
        print(f"{len(broken)} failures")
    return bool(broken)


def check(name: str, reply: str) -> bool:
    """Whether the reply is an answer; raises AssertionError if it is not one that may be given."""
    read = json.loads(reply)
    reply.encode()  # no half of a sign
    is_answer = "html" in read
    if is_answer:
        assert read.keys() == {"html", "text", "days"}, f"not an answer's parts: {read.keys()}"
        assert read["html"], "an empty answer"
        _check_text(name, read["text"])
    else:
        assert read.keys() == {"summary", "problems"}, f"neither answer nor problems: {read.keys()}"
        assert read["problems"] and all(read["problems"].values()), "a problem without a sentence"
    markup = read.get("html") or read["summary"]
    assert not (raw := [text for text in MARKUP if text in markup]), f"not escaped: {raw}"
    return is_answer


def _check_text(name: str, text: str) -> None:
    title, *lines = text.split("\n")
    assert title == texts("de")(f"{name}.title"), f"another title: {title}"
    assert sum(bool(line.strip()) for line in lines) > 1, "a text without an answer"
    assert not (tags := re.findall(r"</?[a-z]+[^<>]*>|&\w+;", text)), f"markup in the text: {tags}"
    assert not (places := re.findall(r"\{\w*[^{}]*\}", text)), f"not filled in: {places}"
    assert "None" not in text.split(), "nothing, by the name that the code has for it"
    odd = {sign for sign in text if sign != "\n" and not sign.isprintable()} - TYPOGRAPHY
    assert not odd, f"signs that cannot be printed: {odd}"


def some_pairs(asked: list[Question], chance: random.Random, told: Sequence[Told] = ()) -> Pairs:
    """Answers to these questions as somebody may send them, most of them usable.

    Some come from somebody who is nearly in one of the cases ``told``: there are verdicts that take many
    answers which fit one another.
    """
    # In most inputs one answer in twenty is odd, so that many get past the form; in some, half are.
    oddity = chance.choice((0, 0.05, 0.05, 0.5))
    about = _day(chance)
    near = chance.choice(told) if told and chance.random() < NEAR_A_CASE else NOTHING_TOLD
    pairs = [
        pair
        for question in asked
        for pair in (
            as_told(question, near)
            if near and chance.random() < AS_TOLD
            else _answer(question, oddity, about, chance)
        )
    ]
    if chance.random() < oddity and pairs:  # a doubled field
        pairs.append((chance.choice(pairs)[0], chance.choice(HOSTILE)))
    if chance.random() < oddity / 2:  # an unknown field
        pairs.append((chance.choice(STRANGE_FIELDS + HOSTILE), chance.choice(HOSTILE)))
    if chance.random() < oddity:
        chance.shuffle(pairs)
    return pairs


def as_told(question: Question, told: Told) -> Iterator[tuple[str, str]]:
    """What was told to the question, or in the rows of it, by the controls of the form."""
    for name, values in told.items():
        if name.partition(".")[0] != question.name:
            continue
        if question.type is date and DAY.fullmatch(values[0]):
            yield from zip(question.parts, reversed(values[0].split("-")), strict=True)
        else:
            yield from ((name, value) for value in values)


def _answer(
    question: Question, oddity: float, about: date, chance: random.Random
) -> Iterator[tuple[str, str]]:
    if question.rows:
        most = chance.choice((0, 1, 3, 10, 10, question.rows + 1))
        for number in range(1, chance.randint(0, most) + 1):
            for inner in row(question, number):
                yield from _answer(inner, oddity, about, chance)
        return
    if chance.random() < oddity:
        kind = chance.randrange(4)
        if kind == 0:  # missing
            return
        for part in question.parts if kind == 1 else (question.name,):
            yield part, chance.choice(HOSTILE)
        if kind != 2:
            return
    if question.unknown and chance.random() < 0.2:
        yield question.name, UNKNOWN
    elif question.optional and chance.random() < 0.5:
        return
    elif question.many:
        yield from ((question.name, c) for c in question.choices if chance.random() < 0.5)
    elif question.choices:
        yield question.name, chance.choice(question.choices)
    elif question.type is date:
        # What somebody tells of has mostly happened within months.
        near = about + timedelta(days=chance.randrange(90))
        day = near if chance.random() < 0.8 else _day(chance)
        yield from zip(question.parts, (f"{day.day}", f"{day.month}", f"{day.year}"), strict=True)
    elif question.type is str:  # a code of a diagnosis, mostly of a mental illness
        letter, ten = chance.choice("FFFFG"), chance.choice("0233459")
        yield question.name, f"{letter}{ten}{chance.randint(0, 9)}.{chance.randint(0, 9)}"
    else:
        yield question.name, _number(question, chance)


def _day(chance: random.Random) -> date:
    if chance.random() < 0.02:  # the first and last days that are read at all, and a leap day
        return chance.choice((date(1900, 1, 1), date(2199, 12, 31), date(2024, 2, 29)))
    first, days = chance.choice(((date(2026, 1, 1), 730), (date(2000, 1, 1), 11_000)))
    return first + timedelta(days=chance.randrange(days))


def _number(question: Question, chance: random.Random) -> str:
    low, high = question.minimum or 0, question.maximum or 0
    if chance.random() < 0.02:
        return chance.choice((f"{low - 1}", f"{low}", f"{high}", f"{high + 1}", f"{high},01"))
    if question.name == "year":
        return f"{chance.randint(*YEARS)}"
    # Small numbers more often than large ones: most plans have few appointments.
    value = low + (high - low) ** (chance.random() ** 2) - 1
    return f"{value:.0f}" if question.type is int else f"{value:.2f}".replace(".", ",")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
