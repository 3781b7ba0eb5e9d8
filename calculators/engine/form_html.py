"""The form of a calculator, as HTML that stands in the page before any script runs."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.engine.answer_html import folded
from calculators.engine.calculator import Calculator
from calculators.engine.explanation import wordings
from calculators.engine.form import Question, applies, clock_of, questions, row
from calculators.engine.html import Markup, element, join, telephone
from calculators.engine.name import Name
from calculators.engine.not_asked import not_asked
from calculators.engine.text import Texts
from calculators.engine.when import UNKNOWN, as_typed

_KEYBOARDS: dict[type, str] = {int: "numeric", Decimal: "decimal"}
# How many rows of a group are in the page; all but the first are hidden until someone wants one more.
ROWS_IN_THE_FORM = 20
# How many choices can be seen at once on a phone; more are in a select list.
MANY = 7
# What a reader is told while Python is on its way, when the answer follows what is typed, and of the
# buttons below it; the script only picks one.
STATES = (
    "loading",
    "starting",
    "thinking",
    "followed",
    "outdated",
    "replaced",
    "copied",
    "not_copied",
    "saved",
)
# Room for a whole day, which the script divides: "30. September 2026", and as other languages write it.
LONGEST_DAY = 30
# In these the reader is shown the way to the answers that need no Python.
TROUBLES = ("coming", "slow", "failed")
# In these, how much has come is shown.
LOADING = ("loading", "coming", "slow")
# Stands in a sentence for how much has come, in percent; only the script knows.
SHARE = "\0"
# Why a browser cannot run a calculator; then these words take the place of the form.
UNFIT = ("too-old", "switched-off")
# What can be done with an answer once it is there; the script knows each by its name.
ACTS = ("change", "copy", "save", "print", "restart")

# From one question to another, where they are shown one at a time.
STEPS = ("back", "on")


@dataclass(frozen=True, slots=True)
class Short:
    """A form of which some is answered already: the page says it, and the reader need not.

    ``settled``: answers that are not asked for, by question. ``left_open``: questions that are folded
    away with "don't know" chosen. ``words``: the key of what the folded part and the button are called.
    """

    settled: Mapping[str, str]
    left_open: Collection[str]
    words: str


def form(calculator: Calculator, say: Texts, short: Short | None = None) -> Markup:
    """The form, the places for problems and answer, and every sentence the script may show.

    ``method="dialog"`` outside a dialog never sends anything, so that no answer can end up in an
    address even where no script runs.
    """
    asked = [q for q in questions(calculator.Case) if not q.clock and not q.unseen]
    if short:
        known = {name: [answer] for name, answer in short.settled.items()}
        asked = [q for q in asked if q.name not in known and applies(q, known)]
    settled = short.settled.items() if short else ()
    open_ = short.left_open if short else ()
    return element(
        "div",
        element(
            "form",
            _switch(say),
            element("div", class_="problem-summary", role="alert", tabindex="-1", hidden=True),
            *(element("input", type="hidden", name=name, value=value) for name, value in settled),
            *(
                _question(calculator, question, say)
                for question in asked
                if not question.more and question.name not in open_
            ),
            _more(calculator, [q for q in asked if q.more or q.name in open_], say, short),
            _steps(say),
            element(
                "p",
                element("button", _submit(calculator, say, short), class_="submit"),
                class_="actions",
            ),
            element("p", say("page.stays"), class_="hint stays"),
            element("noscript", element("p", say("page.noscript"), class_="hint")),
            # Shown after a while; the script takes it away.
            element(
                "p",
                say("page.no_script_came"),
                " ",
                _to_answers(calculator.name, say),
                class_="no-script-came",
            ),
            element("p", class_="status", role="status"),
            method="dialog",
            # Nothing typed is put back by a browser that opens its tabs anew.
            autocomplete="off",
            novalidate=True,
            tabindex="-1",
            aria_label=say(f"{calculator.name}.title"),
        ),
        # Beside the form where there is room for both.
        element(
            "div",
            element("section", class_="answer", aria_label=say("page.answer"), hidden=True),
            _acts(say),
            class_="result",
        ),
        *(_state(state, say) for state in STATES),
        *(_state(state, say, " ", _to_answers(calculator.name, say)) for state in TROUBLES),
        *(_unfit(why, calculator.name, say) for why in UNFIT),
        # Before there is an answer; each answer brings its own.
        folded(tuple(not_asked(calculator.name, say)), say),
        class_="calculator",
        lang=say.language,
        dir=say.direction,
        data_calculator=calculator.name,
        # What the page is called while something cannot be used.
        data_faulty=say("page.title_with_problems"),
        # The script answers this one: what day it is where the reader is.
        data_clock=clock_of(calculator.Case) or None,
        # The search is for pages; the wording of questions would only get in its way.
        data_search_exclude=True,
    )


def control_id(calculator: str, question: Question) -> str:
    """The id of the control that takes the focus when the answer has a problem."""
    if question.rows:
        return control_id(calculator, next(row(question, 1)))
    ident = _ident(calculator, question)
    if question.type is date:
        return f"{ident}-day"
    return f"{ident}-{question.choices[0]}" if has_buttons(question) else ident


def _ident(calculator: str, question: Question) -> str:
    return f"{calculator}-{question.name}".replace(".", "-")


def has_buttons(question: Question) -> bool:
    """Whether the choices lie open as buttons; many, or those in a row, are in a select list."""
    in_row = Name.parse(question.name).row
    return not in_row and 0 < len(question.choices) <= MANY


def _submit(calculator: Calculator, say: Texts, short: Short | None) -> str:
    own = f"{short.words}.submit" if short else f"{calculator.name}.submit"
    return say(own if say.has(own) else "page.submit")


def answers_id(calculator: str) -> str:
    """The id of the table of the commonest answers on the page."""
    return f"{calculator}-answers"


def _state(state: str, say: Texts, *more: str) -> Markup:
    bar = [element("progress", aria_label=say("page.loaded"))] if state in LOADING else []
    words = _with_share(say(f"page.state.{state}", share=SHARE))
    return element("template", words, *more, *bar, data_state=state)


def _with_share(sentence: str) -> str:
    """The sentence with two places for the number in it: one seen to grow, one read aloud once."""
    before, number, after = sentence.partition(SHARE)
    if not number:
        return sentence
    seen = element("span", class_="share-loaded", aria_hidden="true")
    heard = element("span", class_="share-loaded visually-hidden")
    return element("span", before, seen, heard, after)


def _unfit(why: str, calculator: str, say: Texts) -> Markup:
    """Why there is no form, the answers all the same, a human, and the way to a browser that can."""
    key = f"page.unfit.{why.replace('-', '_')}"
    return element(
        "template",
        element("p", element("strong", say(f"{key}.why")), " ", _to_answers(calculator, say)),
        element("p", *human(calculator, say)),
        element("p", say(f"{key}.way")),
        element("ul", *(element("li", way) for way in say.all(f"{key}.ways"))),
        element("p", say("page.unfit.or_else")),
        data_unfit=why,
    )


def human(calculator: str, say: Texts) -> Iterator[str]:
    """Who helps, with a number to tap. A calculator may know somebody better than the one for everybody."""
    if say.has(f"{calculator}.human"):
        yield say(f"{calculator}.human")
        return
    number = say("page.human_telephone")
    yield from (say("page.human"), " ", telephone(number, say), ".")


def _to_answers(calculator: str, say: Texts) -> Markup:
    return element("a", say("page.to_answers"), href=f"#{answers_id(calculator)}")


def _acts(say: Texts) -> Markup:
    """The buttons below an answer, and what they may say or ask back."""
    return element(
        "div",
        *(_act(act, say) for act in ACTS),
        element("p", class_="told", role="status"),
        element(
            "div",
            element("p", say("page.act.sure")),
            *(_act(act, say) for act in ("erase", "keep")),
            class_="sure",
            role="group",
            aria_label=say("page.act.restart"),
            tabindex="-1",
            hidden=True,
        ),
        # On paper and in a file; the script knows day and address.
        element("p", class_="made", data_words=say("page.made")),
        class_="acts",
        role="group",
        aria_label=say("page.acts"),
        data_file=say("page.text_file"),
    )


def _act(act: str, say: Texts) -> Markup:
    return element("button", say(f"page.act.{act}"), type="button", data_act=act)


def _more(
    calculator: Calculator, folded: list[Question], say: Texts, short: Short | None
) -> Markup:
    if not folded:
        return Markup("")
    return element(
        "details",
        element("summary", say(f"{short.words}.folded" if short else f"{calculator.name}.more")),
        *(
            _left_open(_question(calculator, question, say))
            if short and question.name in short.left_open
            else _question(calculator, question, say)
            for question in folded
        ),
        class_="more",
    )


def _left_open(question: Markup) -> Markup:
    """The question with "don't know" chosen."""
    unknown = f'value="{UNKNOWN}"'
    return Markup(question.replace(unknown, f"{unknown} checked"))


def _switch(say: Texts) -> Markup:
    """One question at a time, or all; how many there are then. Both need the script."""
    return element(
        "div",
        element(
            "button",
            element("span", say("page.steps.switch"), class_="when-off"),
            element("span", say("page.steps.all"), class_="when-on"),
            type="button",
            class_="stepwise",
            data_step="switch",
        ),
        element("p", class_="step-count", role="status", data_words=say("page.steps.count")),
        class_="switch",
        hidden=True,
    )


def _steps(say: Texts) -> Markup:
    """From one question to the next, and back."""
    return element(
        "p",
        *(
            element("button", say(f"page.steps.{step}"), type="button", data_step=step)
            for step in STEPS
        ),
        class_="steps",
        hidden=True,
    )


def _question(calculator: Calculator, question: Question, say: Texts) -> Markup:
    ident = _ident(calculator.name, question)
    label = [*_worded("label", calculator, question, say)]
    # Where "don't know" is an answer, nobody needs to be told that none is needed.
    if question.optional and not (question.insist or question.unknown or question.default_when):
        label.append(element("span", " " + say("page.optional"), class_="optional"))
    hint = _hint(calculator, ident, question, say)
    described = f"{ident}-hint {ident}-problem" if hint else f"{ident}-problem"
    problem = element("p", class_="problem", id=f"{ident}-problem", hidden=True)
    wrapper: dict[str, str | bool | None] = {
        "class_": "question",
        "data_question": question.name,
        "data_when": json.dumps(as_typed(when))
        if (when := {**question.when, **question.form_when})
        else None,
        "data_unless": json.dumps([as_typed(decided) for decided in question.form_unless])
        if question.form_unless
        else None,
        "data_implied": json.dumps(
            {"when": as_typed(question.implied_when), "answer": question.implied}
        )
        if question.implied
        else None,
        # The script fills these in: what day it is where the reader is.
        "data_prefilled": question.prefilled,
    }
    unknown = _unknown(ident, question, say)
    if question.rows or question.type is date or has_buttons(question):
        controls = _rows if question.rows else _day if question.type is date else _choices
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
    control = _list if question.choices or question.options else _typed
    return element(
        "div",
        element("label", *label, for_=ident),
        hint,
        problem,
        control(calculator, question, described, say),
        unknown,
        **wrapper,
    )


def _rows(calculator: Calculator, group: Question, say: Texts) -> Markup:
    """Rows of questions, and the buttons for one more and one less, which need the script."""
    key = f"{calculator.name}.ask.{group.key}"
    rows = (
        element(
            "fieldset",
            element("legend", say(f"{key}.row", number=number)),
            *(_question(calculator, question, say) for question in row(group, number)),
            element(
                "button",
                say(f"{key}.remove", number=number),
                type="button",
                class_="remove",
                hidden=True,
            ),
            class_="row",
            hidden=number > 1,
        )
        for number in range(1, min(ROWS_IN_THE_FORM, group.rows) + 1)
    )
    add = element("button", say(f"{key}.add"), type="button", class_="add", hidden=True)
    return element("div", *rows, add, class_="rows")


def _list(calculator: Calculator, question: Question, described: str, say: Texts) -> Markup:
    return element(
        "select",
        element("option", say("page.choose"), value=""),
        *_options(calculator, question, say),
        id=_ident(calculator.name, question),
        name=question.name,
        aria_describedby=described,
    )


def _options(calculator: Calculator, question: Question, say: Texts) -> Iterator[Markup]:
    """What a list offers; under the headings that the texts have for them, if they have some."""

    def option(choice: str) -> Markup:
        return element("option", _choice(calculator, question, choice, say), value=choice)

    unknown = [UNKNOWN] if question.options and question.unknown else []
    choices = [*question.choices, *map(str, question.options), *unknown]
    groups = f"{calculator.name}.ask.{question.key}.groups"
    for group in say.node(groups) if say.has(groups) else ():
        yield element("optgroup", *map(option, group["choices"]), label=group["label"])
        choices = [choice for choice in choices if choice not in group["choices"]]
    yield from map(option, choices)


def _hint(calculator: Calculator, ident: str, question: Question, say: Texts) -> Markup:
    if not say.has(f"{calculator.name}.ask.{question.key}.hint"):
        return Markup("")
    hint = _worded("hint", calculator, question, say)
    return element("p", *hint, class_="hint", id=f"{ident}-hint")


def _worded(part: str, calculator: Calculator, question: Question, say: Texts) -> Iterator[str]:
    """Label or hint; where its words hang on another answer, all of them, and the script shows one."""
    usual, *others = wordings(calculator.name, question, say)
    if not others:
        yield say(f"{usual.key}.{part}")
        return
    asked = {q.name: q for q in questions(calculator.Case)}
    name = others[0].other
    taken = {wording.answer for wording in others}
    # The usual ones also while there is no answer.
    remaining = ["", *(choice for choice in asked[name].choices if choice not in taken)]
    for wording in (usual, *others):
        answers = [wording.answer] if wording.other else remaining
        yield element(
            "span",
            say(f"{wording.key}.{part}"),
            data_when=json.dumps({name: answers}),
            hidden=bool(wording.other),
        )


def _choices(calculator: Calculator, question: Question, say: Texts) -> Markup:
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
                    id=f"{calculator.name}-{question.name}-{choice}",
                ),
                element("span", _choice(calculator, question, choice, say)),
                class_="choice",
            )
            for choice in question.choices
        ),
        class_="choices",
    )


def _choice(calculator: Calculator, question: Question, choice: str, say: Texts) -> str:
    own = f"{calculator.name}.ask.{question.key}.choice.{choice}"
    if say.has(own):
        return say(own)
    return choice if choice.isdecimal() else say(f"page.{choice}")


def _day(calculator: Calculator, question: Question, say: Texts) -> Markup:
    parts = []
    for name in question.parts:
        part = Name.parse(name).part or ""
        ident = f"{_ident(calculator.name, question)}-{part}"
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
                    maxlength=str(LONGEST_DAY),
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


def _typed(calculator: Calculator, question: Question, described: str, say: Texts) -> Markup:
    field = element(
        "input",
        type="text",
        inputmode=_KEYBOARDS.get(question.type),
        id=_ident(calculator.name, question),
        name=question.name,
        maxlength=str(question.longest),
        aria_describedby=described,
        class_=question.unit or ("word" if question.type is str else "count"),
    )
    if not question.unit:
        return element("div", field, class_="typed")
    suffix = element("span", say(f"page.suffix.{question.unit}"), class_="unit", aria_hidden="true")
    return element("div", field, suffix, class_="typed")


def _unknown(ident: str, question: Question, say: Texts) -> Markup:
    if not question.unknown or question.choices or question.options:
        return Markup("")
    tick = element(
        "input", type="checkbox", name=question.name, value=UNKNOWN, id=f"{ident}-{UNKNOWN}"
    )
    return element("label", join([tick]), element("span", say("page.unknown")), class_="choice")
