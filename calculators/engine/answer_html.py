"""An answer, and the problems of a form, as HTML: the same at build time, in tests and in the browser."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from calculators.engine import ics
from calculators.engine.explanation import Explanation, Link
from calculators.engine.html import Markup, cite, element, grid, join, telephone
from calculators.engine.not_asked import NotAsked
from calculators.engine.order import ORDER
from calculators.engine.picture import svg as picture_svg
from calculators.engine.text import OFFICIAL, Texts

# A sentence to say, in German as whoever hears it; what has no end is the name of something.
_TO_SAY = re.compile(r"(„[^“]*[.?!…]“)")
# Where a sentence ends: not after the number of a day, and not inside a quotation. Behind one, only where
# another one begins: with a capital letter, or with a quotation.
_CAPITALS = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻİŞĞА-ЯЁІЇЄҐ"
_SENTENCE = (
    r"(?<=[^\d\s][.?!؟]) +(?![^{open}]*{close})"
    rf"|(?<=[.?!؟]{{close}}) +(?=[{_CAPITALS}{{open}}])"
)
# Characters of words to take along that are a dozen lines on a phone.
LONG = 400
# From a page with a calculator, here and for other sites, to where its language begins. Only the page knows
# whether the language has what is looked for there.
ROOT = "../../"


def answer(found: Explanation, say: Texts) -> Markup:
    """The answer with its reason, what to do today, what is open, and folded away how it came about."""
    return join([piece for part in ORDER for piece in _PARTS[part](found, say)])


def summary(problems: Mapping[str, str], labels: Mapping[str, str], say: Texts) -> Markup:
    """All problems at once, above the form; ``problems`` and ``labels`` are by control id.

    That of no control is the form's.
    """
    items = (
        element(
            "li",
            _way_to(control, f"{labels[control]} – {sentence}" if labels[control] else sentence),
        )
        for control, sentence in problems.items()
    )
    return join([element("h2", say("page.problems")), element("ul", *items)])


def _way_to(control: str, words: str) -> str:
    return element("a", words, href=f"#{control}") if control else words


def folded(facts: Sequence[NotAsked], say: Texts) -> Markup:
    """What the calculator does not ask, folded away: below the form, and in each answer."""
    if not facts:
        return Markup("")
    items = (element("li", fact.sentence, " ", cite(fact.norm, say)) for fact in facts)
    return element(
        "details",
        element("summary", say("page.not_asked")),
        element("ul", *items),
        class_="not-asked",
    )


def _verdict(found: Explanation, _say: Texts) -> Iterator[Markup]:
    # The script leads the reader here, so that it is read aloud.
    yield element("h2", found.headline, class_="verdict", tabindex="-1")


def _law_checked(found: Explanation, _say: Texts) -> Iterator[Markup]:
    yield element("p", found.law_checked, class_="law-checked")


def _countdown(found: Explanation, _say: Texts) -> Iterator[Markup]:
    if found.countdown:
        yield element("p", found.countdown, class_="countdown")


def _deciding(found: Explanation, _say: Texts) -> Iterator[Markup]:
    for sentence in found.deciding:
        yield element("p", sentence)


def _next_step(found: Explanation, say: Texts) -> Iterator[Markup]:
    """What to do, the words or the day to take along for it, and a human; the first button is the main
    one."""
    buttons = [*_letter(found), *_copy(found, say), *_calendar(found, say)]
    yield element(
        "div",
        element("h3", say("page.next")),
        element("p", *_step(found, say)),
        *_record(found, say),
        *([element("p", *buttons, class_="actions")] if buttons else []),
        element("p", found.human, *_telephone(found.telephone, say), class_="human"),
        class_="next-step",
        data_verdict=found.verdict,
    )


def _step(found: Explanation, say: Texts) -> Iterator[Markup | str]:
    """The sentence on what to do; what is to be said of it can be copied, unless other words are."""
    for piece in _TO_SAY.split(found.next_step):
        said = _TO_SAY.fullmatch(piece) and not found.record
        yield element("span", piece, class_="to-say", **_german(say)) if said else piece


def _german(say: Texts) -> dict[str, str | bool | None]:
    """Says of words that they are German, where those around them are not."""
    return {"lang": OFFICIAL, "dir": "ltr"} if say.is_foreign else {}


def _letter(found: Explanation) -> Iterator[Markup]:
    for link in found.links:
        if link.act:
            yield _way(link, class_="act")


def _way(link: Link, **attributes: str) -> Markup:
    return element("a", link.label, href=f"{ROOT}{link.to}", **attributes)


def _record(found: Explanation, say: Texts) -> Iterator[Markup]:
    """Words to say or to write down, whole; only what is longer than a dozen lines has to be unfolded.

    They are German, as whoever hears or reads them. Another language has its own words beside them.
    """
    if found.record:
        between = str(say.node("format.sentences"))
        words = between.join(found.record)
        yield element("h4", found.record_title)
        yield element(
            "p",
            words,
            class_="copied",
            role="group",
            aria_label=found.record_title,
            tabindex="0",
            **_german(say),
        )
        if len(words) > LONG:
            yield element("details", element("summary", say("page.whole")), class_="whole")
    if found.record_meaning:
        yield element(
            "div",
            element("p", say("page.record_meaning")),
            element("p", str(say.node("format.sentences")).join(found.record_meaning)),
            class_="meaning",
        )


def _copy(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.record or _TO_SAY.search(found.next_step):
        done = say("page.copied")
        yield element("button", say("page.copy"), type="button", class_="copy", data_done=done)


def _calendar(found: Explanation, say: Texts) -> Iterator[Markup]:
    """A button with all that the script needs to make the file, which never leaves the device."""
    if found.calendar:
        yield element(
            "button",
            say("page.calendar"),
            type="button",
            class_="calendar",
            data_file=say("page.calendar_file"),
            data_calendar=json.dumps(ics.template(found.calendar, say.language)),
        )


def _telephone(number: str, say: Texts) -> Iterator[str]:
    if number:
        yield from (" ", telephone(number, say))


def _onward(found: Explanation, say: Texts) -> Iterator[Markup]:
    if ways := [link for link in found.links if not link.act]:
        yield element(
            "ul",
            *(element("li", _way(link)) for link in ways),
            class_="onward",
            aria_label=say("page.ways"),
        )


def _notes(found: Explanation, say: Texts) -> Iterator[Markup]:
    """Each with its first sentence; what more there is to say of it unfolds."""
    for note in found.notes:
        first, *more = after_the_first(note, say)
        rest = [element("p", sentence) for sentence in more]
        yield from _fold(first, rest, class_="note") if rest else [element("p", first)]


def after_the_first(note: str, say: Texts) -> list[str]:
    """The first sentence of a note, and what more there is, if anything."""
    opening, closing = say.node("format.quotes")
    ends = _SENTENCE.replace("{open}", opening).replace("{close}", closing)
    return re.split(ends, note, maxsplit=1)


def _missing(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.lacking:
        yield element("h3", say("page.missing"))
        yield _conditions(found, found.lacking, say)


def _conditions(found: Explanation, conditions: Sequence[tuple[str, str]], say: Texts) -> Markup:
    """Each with the norms by which it is decided."""
    items = (
        element(
            "li",
            picture_svg.state(state),
            element("strong", say(f"page.condition.{state}")),
            " ",
            sentence,
            *(piece for norm in found.norms((state, sentence)) for piece in (" ", cite(norm, say))),
            data_state=state,
        )
        for state, sentence in conditions
    )
    return element("ul", *items, class_="conditions")


def _open_questions(found: Explanation, say: Texts) -> Iterator[Markup]:
    for question in found.open_questions:
        place = say.address("page.open_at", name=question.name.replace("_", "-"))
        way = element("a", say("page.open", title=question.title), href=f"{ROOT}{place}")
        yield element("p", way, class_="open-question")


def _details(found: Explanation, say: Texts) -> Iterator[Markup]:
    sentences = [element("p", sentence) for sentence in found.details]
    yield from _fold(say("page.details"), sentences, class_="explained")


def _working(found: Explanation, say: Texts) -> Iterator[Markup]:
    """Picture, tables, the other conditions, each step with its norm, both readings, and the figures."""
    steps = [element("ol", *_reasons(found, say), class_="reasons")] if found.steps else []
    others = found.other_conditions
    yield from _fold(
        found.working_title,
        [
            *([picture_svg.figure(found.picture, say)] if found.picture else []),
            *(grid(table) for table in found.tables),
            *([_conditions(found, others, say)] if others else []),
            *(steps if found.reasons else [element("p", say("page.no_rule"))]),
            *_readings(found, say),
            *_figures(found, say),
        ],
        class_="working",
    )


def _readings(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.open_questions:
        items = (
            element(
                "li", question.sentence, " ", cite(question.norm, say), " ", question.whom_to_ask
            )
            for question in found.open_questions
        )
        yield element("ul", *items, class_="readings")


def _reasons(found: Explanation, say: Texts) -> Iterator[Markup]:
    for reason in found.steps:
        yield element("li", reason.text, " ", cite(reason.norm, say))


def _figures(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.figures:
        yield element("h3", say("page.figures"))
        yield element(
            "ul",
            *(
                element(
                    "li",
                    f"{used.name}{say.node('format.label')}",
                    element("strong", used.value),
                    f"{say.node('format.list')}{used.since}. ",
                    cite(used.figure.norm, say),
                    str(say.node("format.list")),
                    cite(used.figure.source, say),
                )
                for used in found.figures
            ),
            class_="figures",
        )


def _given(found: Explanation, say: Texts) -> Iterator[Markup]:
    """What was answered, each with a button by which the script leads back to its field."""
    pairs = (
        element(
            "div",
            element("dt", given.label),
            element("dd", given.value),
            element(
                "dd",
                element(
                    "button",
                    say("page.change"),
                    type="button",
                    data_change=given.question,
                    aria_label=say("page.change_named", label=given.label),
                ),
            ),
        )
        for given in found.answered
    )
    yield from _fold(say("page.given"), [element("dl", *pairs)], class_="given")


def _not_asked(found: Explanation, say: Texts) -> Iterator[Markup]:
    yield folded(found.not_asked, say)


def _fold(title: str, content: Sequence[Markup], class_: str) -> Iterator[Markup]:
    if content:
        yield element("details", element("summary", title), *content, class_=class_)


_PARTS: Mapping[str, Callable[[Explanation, Texts], Iterator[Markup]]] = {
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
