"""An answer, and the problems of a form, as HTML: the same at build time, in tests and in the browser."""

import json
from collections.abc import Iterator, Mapping, Sequence

from calculators.engine import ics, picture_svg
from calculators.engine.explanation import Explanation
from calculators.engine.html import Markup, cite, element, grid, join, join_lines, telephone
from calculators.engine.not_asked import NotAsked
from calculators.engine.text import Texts


def answer(found: Explanation, say: Texts) -> Markup:
    """The number in one sentence, what it means, what to do, and then how it came about."""
    return join(
        [
            element("h2", say("page.answer")),
            element("p", found.headline, class_="verdict"),
            *_calendar(found, say),
            *_picture(found, say),
            *(element("p", sentence) for sentence in found.meaning if sentence),
            *_conditions(found, say),
            *(grid(table) for table in found.tables),
            *_record(found, say),
            _next(found, say),
            *_open_questions(found, say),
            element("h3", say("page.because")),
            element("ol", *_reasons(found), class_="reasons")
            if found.reasons
            else element("p", say("page.no_rule")),
            *_figures(found, say),
            element("p", found.law_checked, class_="law-checked"),
            folded(found.not_asked, say),
            _given(found, say),
        ]
    )


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
    items = (element("li", fact.sentence, " ", cite(fact.norm)) for fact in facts)
    return element(
        "details",
        element("summary", say("page.not_asked")),
        element("ul", *items),
        class_="not-asked",
    )


def _conditions(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.conditions:
        yield element("h3", say("page.conditions"))
        yield element(
            "ul",
            *(
                element(
                    "li",
                    picture_svg.state(state),
                    element("strong", say(f"page.condition.{state}")),
                    " ",
                    sentence,
                    data_state=state,
                )
                for state, sentence in found.conditions
            ),
            class_="conditions",
        )


def _calendar(found: Explanation, say: Texts) -> Iterator[Markup]:
    """A button with all that the script needs to make the file, which never leaves the device."""
    if found.calendar:
        yield element(
            "p",
            element(
                "button",
                say("page.calendar"),
                type="button",
                class_="calendar",
                data_file=say("page.calendar_file"),
                data_calendar=json.dumps(ics.template(found.calendar)),
            ),
            class_="actions",
        )


def _picture(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.picture:
        yield picture_svg.figure(found.picture, say)


def _record(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.record:
        yield element(
            "div",
            element("h3", found.record_title),
            element("p", join_lines(found.record), class_="copied"),
            element(
                "button",
                say("page.copy"),
                type="button",
                class_="copy",
                data_done=say("page.copied"),
            ),
            class_="record",
        )


def _next(found: Explanation, say: Texts) -> Markup:
    return element(
        "div",
        element("h3", say("page.next")),
        element("p", found.next_step),
        element("p", found.human, *_telephone(found.telephone)),
        class_="next-step",
    )


def _telephone(number: str) -> Iterator[str]:
    if number:
        yield from (" ", telephone(number), ".")


def _open_questions(found: Explanation, say: Texts) -> Iterator[Markup]:
    for question in found.open_questions:
        yield element(
            "div",
            element("h3", say("page.open", title=question.title)),
            element("p", question.sentence, " ", cite(question.norm)),
            element("p", question.whom_to_ask),
            class_="open-question",
        )


def _reasons(found: Explanation) -> Iterator[Markup]:
    for reason in found.reasons:
        yield element("li", reason.text, " ", cite(reason.norm))


def _figures(found: Explanation, say: Texts) -> Iterator[Markup]:
    if found.figures:
        yield element("h3", say("page.figures"))
        yield element(
            "ul",
            *(
                element(
                    "li",
                    f"{used.name}: ",
                    element("strong", used.value),
                    f", {used.since}. ",
                    cite(used.figure.norm),
                    ", ",
                    cite(used.figure.source),
                )
                for used in found.figures
            ),
            class_="figures",
        )


def _given(found: Explanation, say: Texts) -> Markup:
    pairs = (
        element("div", element("dt", label), element("dd", value)) for label, value in found.given
    )
    return element(
        "details",
        element("summary", say("page.given")),
        element("dl", *pairs),
        class_="given",
    )
