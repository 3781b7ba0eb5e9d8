"""The form of a calculator, as HTML that stands in the page before any script runs."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from calculators import CALCULATORS
from calculators.engine.form import UNKNOWN, Question, questions
from calculators.engine.html import Markup, element, join
from calculators.engine.text import Texts

_KEYBOARDS: dict[type, str] = {int: "numeric", Decimal: "decimal"}
# What a reader is told while Python is on its way or cannot come; the script only picks one.
STATES = ("loading", "starting", "thinking")
# In these the reader is shown the way to the answers that need no Python.
TROUBLES = ("slow", "failed", "unsupported")


def form(calculator: str, say: Texts) -> Markup:
    """The form, the places for problems and answer, and every sentence the script may show.

    ``method="dialog"`` outside a dialog never sends anything, so that no answer can end up in an
    address even where no script runs.
    """
    asked = list(questions(_case(calculator)))
    return element(
        "div",
        element(
            "form",
            element("div", class_="problem-summary", tabindex="-1", hidden=True),
            *(_question(calculator, question, say) for question in asked if not question.more),
            _more(calculator, [question for question in asked if question.more], say),
            element(
                "p", element("button", _submit(calculator, say), class_="submit"), class_="actions"
            ),
            element("noscript", element("p", say("page.noscript"), class_="hint")),
            element("p", class_="status", role="status"),
            method="dialog",
            novalidate=True,
            aria_label=say(f"{calculator}.title"),
        ),
        element(
            "section",
            class_="answer",
            tabindex="-1",
            aria_label=say("page.answer"),
            hidden=True,
        ),
        *(element("template", say(f"page.state.{state}"), data_state=state) for state in STATES),
        *(_trouble(calculator, state, say) for state in TROUBLES),
        class_="calculator",
        lang=say.language,
        data_calculator=calculator,
        # The search is for pages; the wording of questions would only get in its way.
        data_search_exclude=True,
    )


def control_id(calculator: str, question: Question) -> str:
    """The id of the control that takes the focus when the answer has a problem."""
    first = question.choices[0] if question.choices else question.parts[0].rpartition(".")[2]
    is_plain = not question.choices and len(question.parts) == 1
    return f"{calculator}-{question.name}" + ("" if is_plain else f"-{first}")


def _case(calculator: str) -> type[Any]:
    case: type[Any] = CALCULATORS[calculator].Case
    return case


def _submit(calculator: str, say: Texts) -> str:
    own = f"{calculator}.submit"
    return say(own if say.has(own) else "page.submit")


def answers_id(calculator: str) -> str:
    """The id of the table of the commonest answers on the page."""
    return f"{calculator}-answers"


def _trouble(calculator: str, state: str, say: Texts) -> Markup:
    way_on = element("a", say("page.to_answers"), href=f"#{answers_id(calculator)}")
    return element("template", say(f"page.state.{state}"), " ", way_on, data_state=state)


def _more(calculator: str, folded: list[Question], say: Texts) -> Markup:
    if not folded:
        return Markup("")
    return element(
        "details",
        element("summary", say(f"{calculator}.more")),
        *(_question(calculator, question, say) for question in folded),
        class_="more",
    )


def _question(calculator: str, question: Question, say: Texts) -> Markup:
    key, ident = f"{calculator}.ask.{question.name}", f"{calculator}-{question.name}"
    label = [say(f"{key}.label")]
    if question.optional:
        label.append(element("span", " " + say("page.optional"), class_="optional"))
    hint = _hint(key, ident, question, say)
    described = f"{ident}-hint {ident}-problem" if hint else f"{ident}-problem"
    problem = element("p", class_="problem", id=f"{ident}-problem", hidden=True)
    wrapper: dict[str, str | None] = {
        "class_": "question",
        "data_question": question.name,
        "data_when": json.dumps(dict(question.when)) if question.when else None,
    }
    unknown = _unknown(ident, question, say)
    if question.choices or question.type is date:
        controls = _choices if question.choices else _day
        return element(
            "fieldset",
            element("legend", *label),
            hint,
            problem,
            controls(calculator, question, say),
            unknown,
            aria_describedby=described,
            **wrapper,
        )
    return element(
        "div",
        element("label", *label, for_=ident),
        hint,
        problem,
        _typed(ident, question, described, say),
        unknown,
        **wrapper,
    )


def _hint(key: str, ident: str, question: Question, say: Texts) -> Markup:
    if not say.has(f"{key}.hint"):
        return Markup("")
    return element("p", say(f"{key}.hint"), class_="hint", id=f"{ident}-hint")


def _choices(calculator: str, question: Question, say: Texts) -> Markup:
    return element(
        "div",
        *(
            element(
                "label",
                element(
                    "input",
                    type="checkbox" if question.many else "radio",
                    name=question.name,
                    value=choice,
                    id=f"{calculator}-{question.name}-{choice}",
                ),
                element("span", _choice(calculator, question, choice, say)),
                class_="choice",
            )
            for choice in question.choices
        ),
        class_="choices",
    )


def _choice(calculator: str, question: Question, choice: str, say: Texts) -> str:
    own = f"{calculator}.ask.{question.name}.choice.{choice}"
    return say(own) if say.has(own) else say(f"page.{choice}")


def _day(calculator: str, question: Question, say: Texts) -> Markup:
    parts = []
    for name in question.parts:
        part = name.rpartition(".")[2]
        autocomplete = f"{question.autocomplete}-{part}" if question.autocomplete else None
        ident = f"{calculator}-{question.name}-{part}"
        parts.append(
            element(
                "div",
                element("label", say(f"page.date.{part}"), for_=ident),
                element(
                    "input",
                    type="text",
                    inputmode="numeric",
                    id=ident,
                    name=name,
                    maxlength="4" if part == "year" else "2",
                    autocomplete=autocomplete,
                    class_=part,
                ),
                class_="part",
            )
        )
    if question.today:
        parts.append(
            element("button", say("page.today"), type="button", class_="today", hidden=True)
        )
    return element("div", *parts, class_="day")


def _typed(ident: str, question: Question, described: str, say: Texts) -> Markup:
    field = element(
        "input",
        type="text",
        inputmode=_KEYBOARDS.get(question.type),
        id=ident,
        name=question.name,
        autocomplete=question.autocomplete or None,
        aria_describedby=described,
        class_=question.unit or ("word" if question.type is str else "count"),
    )
    if not question.unit:
        return element("div", field, class_="typed")
    suffix = element("span", say(f"page.suffix.{question.unit}"), class_="unit", aria_hidden="true")
    return element("div", field, suffix, class_="typed")


def _unknown(ident: str, question: Question, say: Texts) -> Markup:
    if not question.unknown or question.choices:
        return Markup("")
    tick = element(
        "input", type="checkbox", name=question.name, value=UNKNOWN, id=f"{ident}-{UNKNOWN}"
    )
    return element("label", join([tick]), element("span", say("page.unknown")), class_="choice")
