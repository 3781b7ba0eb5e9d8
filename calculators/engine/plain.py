"""An answer as plain text: what the command line prints, and what a reader takes along."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from calculators.engine.explanation import Explanation, Grid
from calculators.engine.order import ORDER
from calculators.engine.text import Texts


def lines(said: Explanation, say: Texts, root: str = "") -> Iterator[str]:
    """All that the answer says, in the order of the page; an empty line parts what stands apart.

    ``root``: where the site begins, before each address on it.
    """
    for part in ORDER:
        yield from _PARTS[part](said, say, root)


def _verdict(said: Explanation, _say: Texts, _root: str) -> Iterator[str]:
    yield said.headline


def _law_checked(said: Explanation, _say: Texts, _root: str) -> Iterator[str]:
    yield said.law_checked


def _countdown(said: Explanation, _say: Texts, _root: str) -> Iterator[str]:
    if said.countdown:
        yield said.countdown


def _deciding(said: Explanation, _say: Texts, _root: str) -> Iterator[str]:
    yield from said.deciding


def _next_step(said: Explanation, say: Texts, root: str) -> Iterator[str]:
    yield from ("", say("page.next"), said.next_step)
    yield from (_named(link.label, f"{root}{link.to}", say) for link in said.links if link.act)
    if said.record:
        yield from (f"{said.record_title}:", *said.record)
    if said.record_meaning:
        yield from (say("page.record_meaning"), *said.record_meaning)
    yield f"{said.human} {say.isolated(said.telephone)}".strip()


def _onward(said: Explanation, say: Texts, root: str) -> Iterator[str]:
    ways = [f"- {_named(link.label, root + link.to, say)}" for link in said.links if not link.act]
    yield from _under(say("page.ways"), ways)


def _notes(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    yield from _under(say("page.notes"), said.notes)


def _missing(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    yield from _under(say("page.missing"), _conditions(said, said.lacking, say))


def _conditions(said: Explanation, found: Sequence[tuple[str, str]], say: Texts) -> list[str]:
    return [
        " ".join(
            (
                f"- {say(f'page.condition.{state}')} {text}",
                *(f"({say.isolated(norm)})" for norm in said.norms((state, text))),
            )
        )
        for state, text in found
    ]


def _open_questions(said: Explanation, say: Texts, root: str) -> Iterator[str]:
    if said.open_questions:
        yield ""
    for question in said.open_questions:
        yield say("page.open", title=question.title)


def _details(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    yield from _under(say("page.details"), said.details)


def _working(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    yield from ("", said.working_title)
    for table in said.tables:
        yield from (*_table(table, say), "")
    yield from _conditions(said, said.other_conditions, say)
    for number, reason in enumerate(said.steps, 1):
        yield f"{number}. {reason.text} ({say.isolated(reason.norm)})"
    if not said.reasons:
        yield say("page.no_rule")
    for question in said.open_questions:
        yield f"- {question.sentence} ({say.isolated(question.norm)}) {question.whom_to_ask}"
    figures = (
        f"- {_named(used.name, say.listed((used.value, used.since)), say)}. "
        f"{say.listed(map(say.isolated, (used.figure.norm, used.figure.source)))}"
        for used in said.figures
    )
    yield from _under(say("page.figures"), list(figures))


def _given(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    yield from ("", say("page.given"))
    yield from (f"- {label} {value}" for label, value in said.given)


def _not_asked(said: Explanation, say: Texts, _root: str) -> Iterator[str]:
    facts = [f"- {fact.sentence} ({say.isolated(fact.norm)})" for fact in said.not_asked]
    yield from _under(say("page.not_asked"), facts)


def _under(heading: str, found: Sequence[str]) -> Iterator[str]:
    if found:
        yield from ("", heading, *found)


def _table(table: Grid, say: Texts) -> Iterator[str]:
    """Columns would not stay in line in a letter or a message, so each cell names its own."""
    yield table.caption
    for row in table.rows:
        named = zip(table.head, row, strict=True)
        yield f"- {say.listed(_named(head, cell, say) for head, cell in named)}"


def _named(name: str, what: str, say: Texts) -> str:
    return f"{name}{say.node('format.label')}{what}"


_PARTS: Mapping[str, Callable[[Explanation, Texts, str], Iterator[str]]] = {
    "verdict": _verdict,
    "law_checked": _law_checked,
    "countdown": _countdown,
    "deciding": _deciding,
    "next_step": _next_step,
    "onward": _onward,
    "notes": _notes,
    "missing": _missing,
    "open_questions": _open_questions,
    "details": _details,
    "working": _working,
    "given": _given,
    "not_asked": _not_asked,
}
