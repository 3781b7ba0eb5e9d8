"""An answer as plain text: what the command line prints, and what a reader takes along."""

from collections.abc import Iterator

from calculators.engine.explanation import Explanation, Grid
from calculators.engine.text import Texts


def lines(said: Explanation, say: Texts) -> Iterator[str]:
    """All that the answer says, in the order of the page; an empty line parts what stands apart."""
    yield from (said.headline, *filter(None, said.meaning))
    if said.conditions:
        yield from ("", say("page.conditions"))
        yield from (f"- {say(f'page.condition.{state}')} {text}" for state, text in said.conditions)
    for table in said.tables:
        yield from ("", *_table(table))
    if said.record:
        yield from ("", said.record_title, *said.record)
    yield from ("", say("page.next"), said.next_step)
    yield f"{said.human} {said.telephone}".strip()
    for question in said.open_questions:
        yield from ("", say("page.open", title=question.title))
        yield from (f"{question.sentence} ({question.norm})", question.whom_to_ask)
    yield from ("", say("page.because"))
    for number, reason in enumerate(said.reasons, 1):
        yield f"{number}. {reason.text} ({reason.norm})"
    if not said.reasons:
        yield say("page.no_rule")
    if said.figures:
        yield from ("", say("page.figures"))
    for used in said.figures:
        source = f"{used.figure.norm}, {used.figure.source}"
        yield f"- {used.name}: {used.value}, {used.since}. {source}"
    if said.not_asked:
        yield from ("", say("page.not_asked"))
        yield from (f"- {fact.sentence} ({fact.norm})" for fact in said.not_asked)
    yield from ("", say("page.given"))
    yield from (f"- {label} {value}" for label, value in said.given)


def _table(table: Grid) -> Iterator[str]:
    """Columns would not stay in line in a letter or a message, so each cell names its own."""
    yield table.caption
    for row in table.rows:
        named = zip(table.head, row, strict=True)
        yield f"- {', '.join(f'{head}: {cell}' for head, cell in named)}"
