"""An answer in words: all sentences of it, in the order in which a reader needs them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from calculators.engine.answer import Answer
from calculators.engine.form import Question, each, questions, row
from calculators.engine.ics import Entry
from calculators.engine.name import Name
from calculators.engine.not_asked import NotAsked, not_asked
from calculators.engine.outcome import Condition, Outcome
from calculators.engine.picture import words as picture_words
from calculators.engine.sums import level
from calculators.engine.text import Texts
from calculators.engine.when import Answers, written
from calculators.law.data import table
from calculators.law.figures import Figure, NotEnacted, checked
from calculators.law.periods import years_later

NOTES = ("decide", "explain")  # kinds of notes; all others change what somebody does
MOST_OPEN = 2  # at most this number of those others are shown without a tap
NEAR = ("today", "tomorrow")  # how a day so near is called


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words; the first cell of each row is its heading.

    ``wide``: what is in it is too long to stand side by side on a phone.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning: the rule, its norm, and the sentence that says what it did."""

    rule: str
    norm: str
    text: str


@dataclass(frozen=True, slots=True)
class FigureUsed:
    """One figure of law in words: what it is, how much, and since when."""

    figure: Figure
    name: str
    value: str
    since: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question that the answer touches: norm, the sentence on it, whom to ask."""

    name: str
    norm: str
    title: str
    sentence: str
    whom_to_ask: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Where words of a question are, and the answer to the other question with which they are used."""

    key: str
    other: str = ""
    answer: str = ""

    def fits(self, answers: Answers) -> bool:
        """Whether these words go with the answers; those that hang on nothing go with all."""
        return not self.other or self.answer in answers.get(self.other, ())


@dataclass(frozen=True, slots=True)
class Link:
    """A way onward on this site: ``to`` is an address below its root.

    ``act``: it is what to do today, and so a button.
    """

    label: str
    to: str
    act: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as we understood it, and the question by whose name its field is found."""

    question: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is said, and nothing that is computed.

    ``countdown`` says how far off the day is that it is about. Of the sentences on what it means,
    ``deciding`` belong to the answer itself, ``notes`` change what somebody does, and ``details`` only
    explain. ``verdict`` is the name of what is concluded. ``said`` is the condition that the headline
    says, ``rules`` are those by which a condition is decided. ``record`` is for a German office or practice,
    and so in German; ``record_meaning`` is the same for a reader of another language, else empty.
    """

    verdict: str
    headline: str
    countdown: str
    deciding: Sequence[str]
    notes: Sequence[str]
    details: Sequence[str]
    links: Sequence[Link]
    tables: Sequence[Grid]
    next_step: str
    human: str
    telephone: str
    reasons: Sequence[Reason]
    law_checked: str
    figures: Sequence[FigureUsed]
    open_questions: Sequence[OpenQuestion]
    conditions: Sequence[tuple[str, str]]
    record: Sequence[str]
    record_title: str
    record_meaning: Sequence[str]
    answered: Sequence[Given]
    not_asked: Sequence[NotAsked]
    calendar: Sequence[Entry]
    picture: picture_words.Said | None
    working_title: str
    said: tuple[str, str] | None = None
    rules: Mapping[tuple[str, str], Sequence[str]] = field(
        default_factory=dict[tuple[str, str], Sequence[str]]
    )

    @property
    def meaning(self) -> Sequence[str]:
        """All sentences on what the answer means."""
        return (*self.deciding, *self.notes, *self.details)

    @property
    def given(self) -> Sequence[tuple[str, str]]:
        """What was answered, as question and answer in words."""
        return tuple((answer.label, answer.value) for answer in self.answered)

    @property
    def lacking(self) -> Sequence[tuple[str, str]]:
        """The conditions that decide: those unmet, or where there are none, those that are unclear.

        Without the one that the headline says: then it is what comes next.
        """
        unsaid = [found for found in self.conditions if found != self.said]
        unmet = [found for found in unsaid if found[0] == "unmet"]
        return unmet or [found for found in unsaid if found[0] == "unclear"]

    @property
    def other_conditions(self) -> Sequence[tuple[str, str]]:
        """All others, in their order, but the one that the headline says."""
        shown = [*self.lacking, self.said]
        return [found for found in self.conditions if found not in shown]

    def norms(self, condition: tuple[str, str]) -> Sequence[str]:
        """The norms by which a condition is decided, as far as it is."""
        rules = self.rules.get(condition, ())
        return tuple(dict.fromkeys(r.norm for r in self.reasons if r.rule in rules))

    @property
    def steps(self) -> Sequence[Reason]:
        """The reasons that no condition says already, with the norm by which it is decided."""
        shown = (*self.lacking, *self.other_conditions)
        told = {rule for condition in shown for rule in self.rules.get(condition, ())}
        return [reason for reason in self.reasons if reason.rule not in told]


def explain(answer: Answer, say: Texts) -> Explanation:
    """Put an answer into the words of a language; raises KeyError if a text is missing."""
    name, outcome = answer.calculator, answer.outcome
    facts = _facts(name, answer.case, say) | dict(outcome.result)
    verdict = f"{name}.verdict.{outcome.verdict}"
    if not say.has(verdict):
        verdict = f"page.verdict.{outcome.verdict}"
    human = f"{name}.{outcome.human}"
    # Of the verdict, or the same step after several of them.
    step = f"{verdict}.{outcome.next_step}"
    missing = (sentence for figure in outcome.missing for sentence in _missing(figure, say))
    conditions = {
        each.name: _condition(name, each, facts, say)
        for each in outcome.conditions
        if not (outcome.decided and each.state == "unclear")
    }
    notes = {note: say(f"{name}.note.{note}", **facts) for note in outcome.notes}
    decide, explain_only = (_listed(f"page.note.{kind}.{name}", say) for kind in NOTES)
    other = [note for note in notes if note not in (*decide, *explain_only)]
    # A calculator lists its notes by what they matter: what comes late is folded away.
    left_open = other[:MOST_OPEN]
    return Explanation(
        verdict=outcome.verdict,
        headline=say(f"{verdict}.{outcome.headline}", **facts),
        countdown="".join(_countdown(answer, facts, say)),
        deciding=_said(
            *_beyond(answer.law_until, say),
            *say.all(f"{verdict}.meaning", **facts),
            *missing,
            *(words for note, words in notes.items() if note in decide),
        ),
        notes=_said(
            *(notes[note] for note in left_open),
            *_unused(answer, say),
        ),
        details=_said(
            *(words for note, words in notes.items() if note not in (*decide, *left_open))
        ),
        links=tuple(_links(name, outcome, facts, say)),
        tables=tuple(_grids(name, type(answer.case), outcome.result, say)),
        next_step=say(step if say.has(step) else f"{name}.next_step.{outcome.next_step}", **facts),
        # A calculator may know somebody better to turn to than the one for everybody.
        human=say(human if say.has(human) else "page.human"),
        telephone="" if say.has(f"{name}.human") else say("page.human_telephone"),
        reasons=tuple(_reasons(answer, say)),
        law_checked=say("page.law_checked", checked=checked()),
        figures=tuple(in_words(figure, say) for figure in answer.figures),
        open_questions=tuple(
            _open_question(question.name, question.readings, say)
            for question in outcome.open_questions
        ),
        conditions=tuple(conditions.values()),
        record_title=say(
            f"{name}.record_title" if say.has(f"{name}.record_title") else "page.record"
        ),
        record=_record(answer, say.official),
        record_meaning=_record(answer, say) if say.is_foreign else (),
        answered=tuple(_given(answer, say)),
        not_asked=tuple(not_asked(name, say)),
        calendar=tuple(
            Entry(
                event.name,
                say.in_its_direction(say(f"{name}.event.{event.name}", about=event.about)),
                event.day,
                event.remind,
                event.about,
            )
            for event in outcome.events
        ),
        picture=picture_words.in_words(outcome.picture, f"{name}.picture", facts, say)
        if outcome.picture
        else None,
        said=conditions.get(outcome.said),
        rules={
            conditions[each.name]: each.by for each in outcome.conditions if each.name in conditions
        },
        # Some calculators compute, others check.
        working_title=say("page.checked" if say.has(f"{name}.submit") else "page.because"),
    )


def _record(answer: Answer, say: Texts) -> tuple[str, ...]:
    """What is to be said or written down, in one language."""
    name, outcome = answer.calculator, answer.outcome
    if not outcome.record:
        return ()
    facts = _facts(name, answer.case, say) | dict(outcome.result)
    return tuple(say(f"{name}.record.{line}", **facts) for line in outcome.record)


def _condition(
    name: str, condition: Condition, facts: Mapping[str, Any], say: Texts
) -> tuple[str, str]:
    """How a condition stands, and the sentence on it."""
    return condition.state, say(f"{name}.condition.{condition.name}.{condition.state}", **facts)


def _said(*sentences: str) -> tuple[str, ...]:
    """Those sentences in which something is said."""
    return tuple(filter(None, sentences))


def _listed(key: str, say: Texts) -> Sequence[str]:
    return tuple(say.node(key)) if say.has(key) else ()


def _countdown(answer: Answer, facts: Mapping[str, Any], say: Texts) -> Iterator[str]:
    """How many days are left to the day that the answer is about, where it is known what day it is."""
    key = f"page.counted.{answer.calculator}.{answer.outcome.verdict}"
    day, on = facts.get(say.node(key) if say.has(key) else ""), facts.get("on")
    if not isinstance(day, date) or not isinstance(on, date) or day < on:
        return
    days = (day - on).days
    yield say(
        f"page.countdown.{NEAR[days]}" if days < len(NEAR) else "page.countdown.far", days=days
    )


def _links(name: str, outcome: Outcome, facts: Mapping[str, Any], say: Texts) -> Iterator[Link]:
    """The ways onward: first what is to be done, if it is one.

    They are those of the headline, or else of the verdict, or else of the calculator. Raises KeyError
    where even these are missing.
    """
    verdict, onward = outcome.verdict, f"page.onward.{name}"
    todo = f"page.todo.{name}.{verdict}"
    own = (f"{onward}.{verdict}_{outcome.headline}", f"{onward}.{verdict}", f"{onward}.any")
    if not (found := [key for key in own if say.has(key)]):
        raise KeyError(f"no text says where {verdict} leads on: {own[-1]}")
    ways = say.node(found[0])
    first = [str(say.node(todo))] if say.has(todo) else []
    for way in dict.fromkeys((*first, *ways)):
        key = f"page.way.{way}"
        yield Link(say(f"{key}.label"), say.address(f"{key}.to", **facts), act=way in first)


def _reasons(answer: Answer, say: Texts) -> Iterator[Reason]:
    """Each step in words; two computations that meet in one step say it once."""
    found = (
        Reason(step.rule, step.norm, say.because(_because(step.rule), step.result, **step.facts))
        for step in answer.steps
    )
    yield from dict.fromkeys(found)


def _missing(figure: NotEnacted, say: Texts) -> Iterator[str]:
    """That the figure is missing; where more is known of the act that will set it, that instead."""
    awaited = f"page.awaited.{figure.name}.{figure.day.year}"
    if say.has(awaited):
        yield say(awaited)
        return
    yield say(
        "page.too_early" if figure.too_early else "page.not_enacted",
        name=say(f"figures.{figure.name}"),
        year=figure.day.year,
    )


def in_words(figure: Figure, say: Texts) -> FigureUsed:
    """A figure with its name, its value with the unit, and the day since which, or year for which it
    holds."""
    return FigureUsed(
        figure,
        say(f"figures.{figure.name}"),
        say(f"units.{figure.unit}", value=figure.value),
        say(_since(figure), since=figure.since),
    )


def _since(figure: Figure) -> str:
    if figure.for_its_year:
        return "page.for_year"
    return "page.since_then" if figure.since > checked() else "page.since"


def value_in_words(calculator: str, question: Question, value: Any, say: Texts) -> str:
    """An answer as we understood it: "48.000,00 €", "1. Dezember 2026", "Ja"."""
    if value is None:
        return say("page.unknown")
    if isinstance(value, frozenset):
        members = [member for member in question.type if member in value]  # type: ignore[attr-defined]
        words = [value_in_words(calculator, question, member, say) for member in members]
        return say.listed(words) or say("page.none")
    if isinstance(value, bool):
        return say("page.yes" if value else "page.no")
    if isinstance(value, date):
        return say("page.value.date", value=value)
    if isinstance(value, Enum):
        return say(f"{calculator}.ask.{question.key}.choice.{value.value}")
    if isinstance(value, Decimal):
        own = f"page.value.{question.unit}"
        return say(own if say.has(own) else f"units.{question.unit}", value=value)
    own = f"{calculator}.ask.{question.key}.choice.{value}"
    return say(own) if question.options and say.has(own) else str(value)


def _beyond(day: date, say: Texts) -> Iterator[str]:
    """What to say of a day so far after the last check that its law may be another."""
    if day > years_later(checked(), 1):
        yield say("page.beyond", day=day, checked=checked())


def _because(rule: str) -> str:
    calculator, _, name = rule.rpartition(".")
    return f"{calculator}.because.{name}"


def _facts(name: str, case: Any, say: Texts) -> dict[str, Any]:
    """The answers given; those that were chosen from a list by the words of the list, if it has any here."""
    facts = {}
    for question in questions(type(case)):
        value = getattr(case, question.name)
        if not isinstance(value, Enum | frozenset):
            facts[question.name] = value
        elif say.has(f"{name}.ask.{question.key}.choice"):
            facts[question.name] = value_in_words(name, question, value, say)
    return facts


def wordings(calculator: str, question: Question, say: Texts) -> Iterator[Wording]:
    """The words of a question; where they hang on another answer, the usual ones come first."""
    key = f"{calculator}.ask.{question.key}"
    others = [
        Wording(f"{key}.where.{other}.{answer}", other, answer)
        for other, answers in (say.node(f"{key}.where") if say.has(f"{key}.where") else {}).items()
        for answer in answers
    ]
    yield Wording(key)
    yield from others


def chosen(case: Any) -> Answers:
    """The answers that a Case holds and that were chosen, as a form sends them."""
    return {
        question.name: [written(getattr(case, question.name))]
        for question in questions(type(case))
        if question.choices and not question.many
    }


def label(calculator: str, question: Question, say: Texts, answers: Answers | None = None) -> str:
    """What the question is called; one in a row of a group, with the number of the row.

    ``answers``: those that it may hang on.
    """
    *_, worded = (w for w in wordings(calculator, question, say) if w.fits(answers or {}))
    words = say(f"{worded.key}.label")
    name = Name.parse(question.name)
    if not name.row:
        return words
    heading = say(f"{calculator}.ask.{name.group}.row", number=name.row)
    return f"{heading}{say.node('format.label')}{words}"


def _unused(answer: Answer, say: Texts) -> Iterator[str]:
    """That an answer given counts for nothing."""
    for question in questions(type(answer.case)):
        if question.name in answer.unused:
            yield say(
                "page.unused", label=label(answer.calculator, question, say, chosen(answer.case))
            )


def _given(answer: Answer, say: Texts) -> Iterator[Given]:
    name = answer.calculator
    for question, value in _answered(answer):
        if not question.rows:
            said = value_in_words(name, question, value, say)
            if question.name in answer.assumed:
                said = say("page.assumed", value=said)
            yield Given(question.name, label(name, question, say, chosen(answer.case)), said)
            continue
        for number, answers in enumerate(value, 1):
            asked = list(row(question, number))
            words = (
                value_in_words(name, inner, getattr(answers, Name.parse(inner.name).field), say)
                for inner in asked
            )
            heading = say(f"{name}.ask.{question.key}.row", number=number)
            yield Given(asked[0].name, heading, say.listed(words))


def _answered(answer: Answer) -> Iterator[tuple[Question, Any]]:
    for question in questions(type(answer.case)):
        value = getattr(answer.case, question.name)
        left_out = question.clock or (
            question.name in answer.assumed and value in (None, frozenset())
        )
        is_asked = question.name not in answer.unasked
        if is_asked and not left_out:
            yield question, value


def _grids(name: str, case: type[Any], result: Mapping[str, Any], say: Texts) -> Iterator[Grid]:
    choices = {question.type: question for question in each(case)}

    def said(value: Any) -> Any:
        is_choice = isinstance(value, Enum)
        return value_in_words(name, choices[type(value)], value, say) if is_choice else value

    for key, rows in result.items():
        if isinstance(rows, Mapping) and rows:
            words = say.node(f"{name}.table.{key}")
            shown = [
                column for column in words["columns"] if all(column in row for row in rows.values())
            ]
            yield Grid(
                say(f"{name}.table.{key}.caption"),
                [words["head"], *(words["columns"][column]["label"] for column in shown)],
                level(
                    [
                        [
                            _heading(f"{name}.table.{key}", row, say),
                            *(
                                say(f"{name}.table.{key}.columns.{column}.cell", **cells)
                                for column in shown
                            ),
                        ]
                        for row, values in rows.items()
                        for cells in [{key: said(value) for key, value in values.items()}]
                    ],
                    say,
                ),
                wide="rows" in words,
            )


def _heading(table: str, row: str, say: Texts) -> str:
    own = f"{table}.rows.{row}"
    return say(own) if say.has(own) else say(f"{table}.row", row=_row(row))


def _row(key: str) -> date | str:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return key


def _open_question(name: str, readings: Sequence[Decimal | date], say: Texts) -> OpenQuestion:
    words = f"open_question.{name}"
    return OpenQuestion(
        name,
        str(table("law/open_questions.toml")[name]["norm"]),
        say(f"{words}.title"),
        say(f"{words}.in_answer", readings=readings),
        say(f"{words}.ask"),
    )
