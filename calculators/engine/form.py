"""Questions and their answers: a Case is a dataclass, and its fields are the questions."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from calculators.engine import reading
from calculators.engine.name import Name
from calculators.engine.reading import Unclear
from calculators.engine.when import UNKNOWN, Answers, When, fits, given, written

Bound = int | None

YES_NO = {"yes": True, "no": False}
# Characters of an answer that is typed; a whole book pasted would be searched for minutes.
LONGEST_ANSWER = 100


def ask(
    *,
    unit: str = "",
    minimum: Bound = None,
    maximum: Bound = None,
    unknown: bool = False,
    today: bool = False,
    prefilled: bool = False,
    more: bool = False,
    insist: bool = False,
    unseen: bool = False,
    clock: bool = False,
    not_after: str = "",
    recent: bool = False,
    options: Sequence[int] = (),
    rows: int = 0,
    when: When | None = None,
    form_when: When | None = None,
    form_unless: Sequence[When] = (),
    default_when: When | None = None,
    implied_when: When | None = None,
    implied: Any = None,
    default: Any = MISSING,
) -> Any:
    """A question. The field's type chooses the control, its name chooses the words.

    ``unit``: "euro" or "hours" for a Decimal. ``minimum`` and ``maximum`` keep slips of the finger
    out; they are no law. ``unknown``: "weiß ich nicht" is an answer, and reads as the default or
    None. ``today``: the form offers to fill in today. ``prefilled``: the form begins with today, or for a
    number with this year. ``more``: the form keeps it folded away, for those who
    want an exacter answer. ``rows``: the type is a tuple of a dataclass of questions, asked up to that
    many times over. ``when``: asked only if each field named has one of the values listed, or what
    Said or SomethingBut says of it. ``form_when``: the same, but a form alone
    leaves the question out; what a program answers counts. ``form_unless``: a form leaves it out, too, where
    one of these holds: the answer is decided already. A ``default`` makes the question optional;
    ``default_when``: only if each field named has one of the values listed. ``implied``: the answer that a
    form takes without asking ``implied_when`` it is the only possible one, where ``form_when`` leaves
    the question out.
    ``insist``: only on the command line; a reader of the form is asked for an answer, unless none of the
    choices would change the outcome. ``unseen``: only a program is asked. ``clock``: no
    reader is asked; whoever shows the form answers with the day on which it is filled in.
    ``not_after``: the question, asked before, of the day that this day cannot be after; ``recent``: nor
    can it be a hundred years before. ``options``: the numbers that a form offers to choose from.
    """
    about = {
        "unit": unit,
        "minimum": minimum,
        "maximum": maximum,
        "unknown": unknown,
        "today": today,
        "prefilled": prefilled,
        "more": more,
        "insist": insist,
        "unseen": unseen,
        "clock": clock,
        "not_after": not_after,
        "recent": recent,
        "options": tuple(options),
        "rows": rows,
        "when": when or {},
        "form_when": form_when or {},
        "form_unless": tuple(form_unless),
        "default_when": default_when or {},
        "implied_when": implied_when or {},
        "implied": written(implied),
        "optional": default is not MISSING,
        "default": written(None if default is MISSING else default),
    }
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a Case; ``type`` is date, Decimal, int, str, bool or an Enum.

    ``many``: any number of the choices may be ticked, none of them is an answer, too. With ``rows``
    it is a group of questions, and ``type`` the dataclass that holds one row of answers.
    """

    name: str
    type: type
    many: bool
    unit: str
    minimum: Bound
    maximum: Bound
    unknown: bool
    today: bool
    prefilled: bool
    more: bool
    insist: bool
    unseen: bool
    clock: bool
    not_after: str
    recent: bool
    options: tuple[int, ...]
    rows: int
    when: When
    form_when: When
    form_unless: tuple[When, ...]
    default_when: When
    implied_when: When
    implied: str
    optional: bool
    default: str

    @property
    def key(self) -> str:
        """Where its words are: its name, in whatever row it is asked ("prescriptions.2.kind")."""
        return Name.parse(self.name).key

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from, or none if the answer is typed."""
        if self.type is bool:
            values = tuple(YES_NO)
        elif issubclass(self.type, Enum):
            values = tuple(str(member.value) for member in self.type)
        else:
            return ()
        return (*values, UNKNOWN) if self.unknown else values

    @property
    def longest(self) -> int:
        """How many characters an answer may have; ticks may come together, with commas."""
        return LONGEST_ANSWER * max(1, len(self.choices))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its controls: three for a day, one for all else."""
        if self.type is date:
            name = Name.parse(self.name)
            return tuple(str(replace(name, part=part)) for part in ("day", "month", "year"))
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be used: the key of a sentence, and what the sentence needs."""

    key: str
    facts: Mapping[str, Any]


class Problems(ValueError):
    """Which answers cannot be used, and why, by field."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(dict(problems))
        self.problems = problems


def questions(case: type) -> Sequence[Question]:
    """The questions of a Case, in the order in which they are asked."""
    return _questions(case)


@cache  # an answer asks for them many times
def _questions(case: type) -> Sequence[Question]:
    types = get_type_hints(case)
    return tuple(Question(f.name, *_kind(types[f.name]), **f.metadata) for f in fields(case))


def clock_of(case: type) -> str:
    """The name of the question that is answered with the day of filling in, or "" if there is none."""
    return next((question.name for question in questions(case) if question.clock), "")


def row(group: Question, number: int) -> Iterator[Question]:
    """The questions of one row of a group; their names say which: "prescriptions.2.kind"."""
    return iter(_row(group.type, group.name, number))


@lru_cache  # not all of them: the number of a row comes from outside
def _row(case: type, group: str, number: int) -> Sequence[Question]:
    return tuple(replace(q, name=str(Name(group, number, q.name))) for q in questions(case))


def each(case: type) -> Iterator[Question]:
    """The questions of a Case that have a control of their own: of a group, those of its first row."""
    for question in questions(case):
        yield from row(question, 1) if question.rows else [question]


def named(case: type, name: str) -> Question | None:
    """The question of that name, in a row or not, or None if there is none."""
    wanted = Name.parse(name)
    found = next((q for q in questions(case) if q.name == wanted.question), None)
    if found is None or not (wanted.row or wanted.part):
        return found
    in_row = row(found, wanted.row) if found.rows and wanted.row else ()
    return next((question for question in in_row if question.name == name), None)


def read(
    case: type[Any],
    answers: Answers,
    *,
    by_hand: bool = False,
    left_open: Container[str] = (),
) -> Any:
    """Turn a filled-in form into a Case; ``by_hand``: a reader did, and no program.

    ``left_open``: the questions on which the form would insist, and need not.

    Raises Problems with a sentence for each answer that cannot be used. Answers to questions that
    do not apply are not used.
    """
    values: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    asked = {question.name: question for question in questions(case)}
    for name in {Name.parse(key).question for key in answers} - asked.keys():
        problems[name[:LONGEST_ANSWER]] = Problem("no_such_question", {})
    known = known_from(case, answers, by_hand=by_hand)
    for name, question in asked.items():
        optional = _may_be_left_out(question, known, by_hand and name not in left_open)
        if optional != question.optional:
            asked[name] = replace(question, optional=optional)
    for question in asked.values():
        implied = question.name in known and _implied(question, known, by_hand)
        if not implied and not applies(question, known, by_hand=by_hand):
            continue
        try:
            latest = values.get(question.not_after)
            typed = known if implied else answers
            if (value := _value(question, typed, latest)) is not None:
                values[question.name] = value
        except Unclear as unclear:
            problems[question.name] = Problem(unclear.key, _bounds(question))
        except Problems as found:
            problems |= found.problems
    if problems:
        raise Problems(problems)
    complete = case(**_complete(questions(case), values))
    contradictions: Mapping[str, str] = getattr(complete, "contradictions", dict)()
    if contradictions:
        clock = clock_of(case)
        facts = {"today": getattr(complete, clock)} if clock else {}
        raise Problems({name: Problem(key, facts) for name, key in contradictions.items()})
    return complete


def applies(question: Question, answers: Answers, *, by_hand: bool = False) -> bool:
    """Whether the question is to be asked, given the other answers."""
    if by_hand and (question.unseen or not fits(question.form_when, answers)):
        return False
    if by_hand and any(fits(decided, answers) for decided in question.form_unless):
        return False
    return fits(question.when, answers)


def is_given(question: Question, answers: Answers) -> bool:
    """Whether something was typed or chosen for the question, in any of its controls or rows."""
    return any(
        any(text.strip() for text in texts)
        for name, texts in answers.items()
        if Name.parse(name).question == question.name
    )


def known_from(case: type, answers: Answers, *, by_hand: bool = False) -> Answers:
    """The answers that count, and where there is none, what is taken without one.

    What does not apply decides nothing about another question.
    """
    known = dict(answers)
    question_of = {key: Name.parse(key).question for key in known}
    for question in questions(case):
        if not applies(question, known, by_hand=by_hand):
            known = {k: v for k, v in known.items() if question_of.get(k, k) != question.name}
            if _implied(question, known, by_hand):
                known[question.name] = [question.implied]
        elif not given(known, question.name) and _may_be_left_out(question, known, by_hand):
            known[question.name] = [question.default]
    return known


def _implied(question: Question, known: Answers, by_hand: bool) -> bool:
    """Whether a form need not ask, because only one answer is possible."""
    is_left_out = by_hand and not fits(question.form_when, known)
    return is_left_out and bool(question.implied) and fits(question.implied_when, known)


def _may_be_left_out(question: Question, known: Answers, by_hand: bool) -> bool:
    if by_hand and question.insist:
        return False
    return question.optional and fits(question.default_when, known)


def _value(question: Question, answers: Answers, latest: date | None) -> Any:
    if question.rows:
        return _rows(question, answers)
    _refuse_what_is_too_long(question, answers)
    if question.many:
        return _ticked(question, answers)
    texts = [text.strip() for text in answers.get(question.name, ()) if text.strip()]
    parts = [answers.get(part, ("",))[-1].strip() for part in question.parts]
    is_split = question.type is date and any(parts)
    if UNKNOWN in texts and question.unknown:
        if is_split or len(texts) > 1:
            raise Unclear("both")
        return None
    if is_split and not texts:
        day, month, year = parts
        return _within(question, reading.day_of(day, month, year, latest, recent=question.recent))
    if not texts:
        if question.optional:
            return None
        raise Unclear(_missing(question))
    return _within(question, _read(question, texts[-1], latest))


def _refuse_what_is_too_long(question: Question, answers: Answers) -> None:
    for part in {question.name, *question.parts}:
        if any(len(text) > question.longest for text in answers.get(part, ())):
            raise Unclear("too_long_answer")


def _rows(question: Question, answers: Answers) -> tuple[Any, ...] | None:
    rows = _filled_in(question, answers)
    if len(rows) > question.rows:
        raise Unclear("too_many_rows")
    if not rows and not question.optional:
        raise Unclear("missing_rows")
    values, problems = list[Any](), dict[str, Problem]()
    for number, answered in sorted(rows.items()):
        try:
            values.append(read(question.type, answered))
        except Problems as found:
            for name, problem in found.problems.items():
                inner = Name.parse(name)
                problems[str(replace(inner, group=question.name, row=number))] = problem
    if problems:
        raise Problems(problems)
    return tuple(values) or None


def _filled_in(question: Question, answers: Answers) -> dict[int, dict[str, Sequence[str]]]:
    """The answers of each row by its number; a row in which nothing is filled in is no row."""
    rows = defaultdict[int, dict[str, Sequence[str]]](dict)
    for written_name, texts in answers.items():
        name = Name.parse(written_name)
        if name.question == question.name and any(text.strip() for text in texts):
            if not name.row:
                raise Unclear("no_such_question")
            rows[name.row][str(name.in_its_row)] = texts
    return rows


def _ticked(question: Question, answers: Answers) -> frozenset[Any]:
    # A form sends one answer for each tick, the command line may give them with commas.
    texts = (text for typed in answers.get(question.name, ()) for text in typed.split(","))
    return frozenset(_read(question, text.strip(), None) for text in texts if text.strip())


def _read(question: Question, text: str, latest: date | None) -> Any:
    if question.choices:
        members = YES_NO if question.type is bool else {str(m.value): m for m in question.type}  # type: ignore[attr-defined]
        if text not in members:
            raise Unclear("no_such_choice")
        return members[text]
    if question.type is date:
        return reading.day(text, latest, recent=question.recent)
    if question.type is int:
        # With this year a form fills in what is a year.
        return reading.calendar_year(text) if question.prefilled else reading.integer(text)
    if question.type is str:
        return reading.word(text)
    return reading.euros(text) if question.unit == "euro" else reading.number(text, question.unit)


def _within(question: Question, value: Any) -> Any:
    if question.minimum is not None and value < question.minimum:
        raise Unclear("too_small")
    if question.maximum is not None and value > question.maximum:
        raise Unclear(f"too_large_{question.unit}" if question.unit else "too_large")
    return value


def _missing(question: Question) -> str:
    if question.choices:
        return "missing_choice"
    missing = {date: "missing_day", str: "missing_word"}.get(question.type, "missing_number")
    return f"{missing}_or_unknown" if question.unknown else missing


def _bounds(question: Question) -> dict[str, Any]:
    return {
        "minimum": question.minimum,
        "maximum": question.rows or question.maximum,
        "longest": question.longest,
    }


def _complete(asked: Iterable[Question], values: dict[str, Any]) -> dict[str, Any]:
    # A question that may be unknown or does not apply, and has no default of its own, is None; of what
    # could be ticked, nothing is.
    unasked = {
        q.name: frozenset[Any]() if q.many else None
        for q in asked
        if q.name not in values and not q.optional
    }
    return unasked | values


def _kind(hint: Any) -> tuple[type, bool]:
    """The type of a single answer, and whether there may be many: a frozenset of it."""
    if get_origin(hint) in (frozenset, tuple):
        return _kind(get_args(hint)[0])[0], get_origin(hint) is frozenset
    inner: Any = next((part for part in get_args(hint) if part is not NoneType), hint)
    return _kind(inner) if inner is not hint else (inner, False)
