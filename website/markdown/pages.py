"""Parts of pages that are made from the code: figures, rules, open questions, worked examples."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from calculators.engine.explanation import Grid, explain, in_words
from calculators.engine.form import LONGEST_ANSWER, clock_of, questions
from calculators.engine.form_html import answers_id
from calculators.engine.html import Markup, cite, element, grid, join
from calculators.engine.name import Name
from calculators.engine.text import Texts
from calculators.engine.when import UNKNOWN, Answers
from calculators.law.citation import section
from calculators.law.data import table
from calculators.law.diagnoses import ListedDiagnosis, diagnoses_on
from calculators.law.figures import Figure, checked, histories
from calculators.law.rule import name_of
from calculators.registry import CALCULATORS, answer
from website import browser
from website.cases import by_form, cases, controls, given
from website.languages import HOME, by_tag
from website.links import places
from website.markdown import fitness, reviewed
from website.rules import rules_of
from website.tables import grids
from website.written import DOCS, Written, shared, written

DRAWINGS = "drawings"
_SHORT_RUN = 2
EXAMPLES = "recht/beispiele"
# They list rules and their sources, or speak of the code.
NO_PAGES_OF_A_RULE = ("recht/index", "recht/rechenwege/index", f"{EXAMPLES}/", "entwicklung")


def between(pieces: Sequence[Markup], separator: str) -> Markup:
    """The pieces one after another, parted by the separator."""
    return join([part for piece in pieces for part in (separator, piece)][1:])


def figure(name: str, say: Texts) -> Markup:
    """A figure in running text, with the next one if it is enacted: true on any day it is read.

    One that lapses with its year stands with its year. Raises KeyError if there is no such figure.
    """
    now, coming = _now(name)
    words = _in_its_year(now, coming, say) if now.for_its_year else _with_next(now, coming, say)
    until = _until(now, coming)
    return element(
        "data",
        words,
        value=f"{now.value}",
        title=now.norm,
        data_until=until.isoformat() if until else None,
    )


def span(names: str, say: Texts) -> Markup:
    """Two figures as the two ends of one span, "5,00 € bis 10,00 €", with the next one if it is enacted.

    Raises KeyError if there is no such figure, ValueError where not two are named or they change apart.
    """
    (low, low_coming), (high, high_coming) = map(_now, names.split(" "))
    if [value.since for value in low_coming] != [value.since for value in high_coming]:
        raise ValueError(f"{names} do not change on the same days")
    words = _ends(low, high, say)
    for least, most in zip(low_coming, high_coming, strict=True):
        then = _ends(least, most, say)
        words = say("page.from_then", now=words, since=least.since, then=then)
    until = _until(low, low_coming)
    day = until.isoformat() if until else None
    return element("data", words, title=low.norm, data_until=day)


def limit(chosen: str, say: Texts) -> Markup:
    """What somebody on basic support pays at most in a year, computed by the rules, with its year.

    ``chosen``: "basic_support", or "basic_support 2027" for what is paid in that year alone; where nothing
    is enacted for it, that is said with the newest amount there is. Raises KeyError for any other choice.
    """
    group, _, wanted = chosen.partition(" ")
    if group != "basic_support":
        raise KeyError(chosen)
    now, coming = _now("standard_need")

    def words(figure: Figure) -> str:
        year = str(figure.since.year)
        given = {"year": [year], "basic_support": ["yes"], "chronic": [UNKNOWN]}
        found = answer("burden_limit", given)
        [rate] = [used.value for used in found.figures if used.name == "burden_rate_chronic"]
        return say("burden_limit.with_basic_support", rate=rate, **found.outcome.result)

    until = _until(now, coming)
    day = until.isoformat() if until else None
    if wanted:
        said = _of_that_year(words, int(wanted), [now, *coming], say)
    else:
        said = _of_its_year(words, now, coming, say)
    return element("data", said, title=now.norm, data_until=day)


def number(name: str, say: Texts) -> Markup:
    """The bare number of a figure, where the sentence brings the noun; raises KeyError."""
    now, coming = _now(name)
    if coming:
        raise KeyError(f"{name} is about to change: use [[figure {name}]], which says so")
    return element(
        "data", say("units.count", value=now.value), value=f"{now.value}", title=now.norm
    )


def diagnoses(which: str, say: Texts) -> Markup:
    """The diagnoses of the Richtlinie: the regular ones as a table, the chapter, those mistaken for them.

    Raises KeyError for anything else.
    """
    codes = table("law/indications.toml")
    if which == "chapter":
        return Markup("{first}–{last}".format(**codes["single_case"]))
    if which == "mistaken":
        *others, last = codes["mistaken"]["codes"]
        return join([say("indication.list", others=", ".join(others), last=last)])
    if which != "regular":
        raise KeyError(which)
    head = [say("indication.table.group"), say("indication.table.codes")]
    rows = [
        [say(f"indication.group.{group}"), in_short([found.code for found in lines])]
        for group, lines in _by_group(diagnoses_on(build_day()))
    ]
    return element(
        "table",
        element("thead", _row(head, "th")),
        element("tbody", *(_row(row, "td") for row in rows)),
    )


def in_short(codes: Sequence[str]) -> str:
    """Codes one after another; three or more in a row by the first and the last: F20.0–F20.6."""
    runs: list[list[str]] = []
    for code in codes:
        follows = runs and "." in code and _next_code(runs[-1][-1]) == code
        if follows:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > _SHORT_RUN else ", ".join(run) for run in runs
    )


def figures(say: Texts) -> Markup:
    """Every figure with its history and the act behind each value, newest first."""
    return element("div", *(history(name, say) for name in histories()), class_="figures-of-law")


def history(name: str, say: Texts) -> Markup:
    """One figure with all its values and the act behind each, newest first; raises KeyError."""
    head = [say(f"page.figures_table.{column}") for column in ("value", "since", "source")]
    values = histories()[name].values
    rows = [
        [
            in_words(value, say).value,
            _since(value, say),
            cite(value.source),
        ]
        for value in reversed(values)
    ]
    caption = join([say(f"figures.{name}"), " ", cite(values[0].norm)])
    return grid(Grid(caption, head, rows), stack=True)


def day(iso: str, say: Texts) -> Markup:
    """A day in words, where the sentence is right before it and after it.

    Raises ValueError if it is no day.
    """
    return element("time", say("page.value.date", value=date.fromisoformat(iso)), datetime=iso)


def checked_day(say: Texts) -> Markup:
    """The day of the last look at the law, in words."""
    return day(checked().isoformat(), say)


def drawing(name: str, say: Texts) -> Markup:
    """One of our own drawings, in the page itself, so that it takes on the page's colours.

    Easy German may use those of the German pages. Raises KeyError if there is none of that name.
    """
    paths = [folder / f"{name}.svg" for folder in _drawings(say.language)]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise KeyError(f"{DRAWINGS} has no {name}.svg")
    svg = Markup(path.read_text("utf-8").strip())
    return element("figure", svg, class_="illustration", data_search_exclude=True)


def _drawings(language: str) -> list[Path]:
    german = DOCS / ".shared" / DRAWINGS
    if language == HOME:
        return [german]
    found = by_tag(language)
    return [found.home / DRAWINGS, *([german] if found.is_german else [])]


def rules(calculator: str, say: Texts, root: str) -> Markup:
    """Every rule of a calculator: its norm, the sentence, the cases, the pages that cite it."""
    shown = _cases_by_rule(calculator)
    examples_of = f"{root}{EXAMPLES}/{places()[calculator].slug}/"
    items = []
    for rule in rules_of(CALCULATORS[calculator]):
        count = say("page.shown_by", count=shown[rule.__name__])
        citing = [element("a", page.title, href=root + page.address) for page in _citing(rule.norm)]
        pages = [say("page.cited_on"), " ", between(citing, ", "), "."] if citing else []
        review = reviewed.said(name_of(rule), say)
        said = [_sentence(rule), " ", element("a", count, href=examples_of), ". ", *pages, review]
        items += [element("dt", cite(rule.norm)), element("dd", *said)]
    return element("dl", *items, class_="rules")


def _cases_by_rule(name: str) -> Counter[str]:
    """How many cases apply each rule of the calculator."""
    return Counter(
        rule
        for case in cases(name)
        for rule in {step.rule.rpartition(".")[2] for step in answer(name, given(case)).steps}
    )


@cache
def _citing(norm: str) -> list[Written]:
    """The pages that cite the paragraph of ``norm``, or a sentence of it."""
    paragraph = re.match(r"(§ \d+[a-z]?(?: Abs\. \d+[a-z]?)?) .*?([A-Z][\w-]*(?: [IVX]+)?)$", norm)
    assert paragraph, norm
    wanted = re.compile(rf"\[\[norm {re.escape(paragraph[1])}(?: [^\]]*)? {paragraph[2]}\]\]")
    return [
        page
        for page in written()
        if wanted.search(page.text) and not page.place.startswith(NO_PAGES_OF_A_RULE)
    ]


def answers(calculator: str, say: Texts, anchor: str | None = None) -> Markup:
    """The tables of the commonest answers of a calculator, folded where its form answers.

    ``anchor``: the address within the page by which others may know them, whichever calculator it is.
    """
    tables = [grid(table) for table in grids(CALCULATORS[calculator], say)]
    details = element(
        "details",
        element("summary", say("page.common_answers")),
        # A link to what is inside opens it; one to itself would not.
        element("div", *tables, id=answers_id(calculator), tabindex="-1"),
        class_="answers",
        id=anchor,
        data_search_exclude=True,
        open=True,
    )
    return fitness.folded(details)


def open_questions(say: Texts) -> Markup:
    """Every open question: where it arises, both readings, what we do, whom to ask."""
    parts = []
    for name, entry in table("law/open_questions.toml").items():
        key = f"open_question.{name}"
        parts += [
            element("h2", say(f"{key}.title"), id=name.replace("_", "-"), tabindex="-1"),
            element("ol", *(element("li", str(words)) for words in say.node(f"{key}.readings"))),
            element("p", say(f"{key}.ours"), " ", say(f"{key}.ask")),
            element("p", cite(entry["norm"]), ". ", entry["source"], class_="sources"),
        ]
    return element("div", *parts)


def examples(calculator: str, say: Texts, root: str) -> Markup:
    """The test cases of a calculator as worked examples, each with who vouches for it.

    They are folded by the section of the law that a case is about, or first names. Above them stands a field
    that leaves those with a word in them; the script shows it.
    """
    groups: dict[str, list[Markup]] = {}
    # Who searches finds a case by what it shows; the rest would come to every reader with the index.
    unsought = {"data_search_exclude": True}
    for case in cases(calculator):
        answers = given(case)
        said = explain(answer(calculator, answers), say)
        pairs = [
            element("div", element("dt", label), element("dd", value))
            for label, value in said.given
        ]
        group = section(case["source"]) or say("page.other_sources")
        groups.setdefault(group, []).append(
            element(
                "details",
                element("summary", case["shows"]),
                element("dl", *pairs, **unsought),
                element("p", said.headline, class_="verdict", **unsought),
                element(
                    "p", say("page.source", source=case["source"]), class_="sources", **unsought
                ),
                _opening(calculator, answers, said.headline, say, root),
                class_="case",
            )
        )
    items = (
        element("details", element("summary", f"{group} ({len(found)})", **unsought), *found)
        for group, found in groups.items()
    )
    script = browser.module("filter", root)
    return join([_filter(say), element("div", *items, class_="examples"), script])


def _opening(calculator: str, answers: Answers, printed: str, say: Texts, root: str) -> Markup:
    """A link that fills in the form with a case, or that no form comes to what is printed.

    The day of filling in is none of a form's answers: who computes the case anew finds it beside the link.
    """
    if by_form(calculator, answers, say) != printed:
        return element("p", say("page.not_by_form"), class_="sources", data_search_exclude=True)
    case = CALCULATORS[calculator].Case
    clock = clock_of(case)
    in_form = {q.name for q in questions(case) if not (q.clock or q.unseen)}
    filled_in = controls(calculator, answers)
    typed = [pair for pair in filled_in if Name.parse(pair[0]).question in in_form]
    link = element(
        "a",
        say("page.open_case"),
        href=f"{root}{places()[calculator].path}/#{urlencode(typed)}",
        class_="open-case",
        data_search_exclude=True,
        data_calculates=calculator,
        data_clock=urlencode({clock: answers[clock][0]}) if clock in answers else None,
    )
    if clock not in answers:
        return link
    on = say("page.value.date", value=date.fromisoformat(answers[clock][0]))
    words = shared("beispiele")["words"]["clock"].format(day=on)
    return join([link, element("p", words, class_="sources", data_search_exclude=True)])


def _filter(say: Texts) -> Markup:
    """A field for a word, and how many are left: in one sentence for each count, for the script."""
    return element(
        "div",
        element("label", say("page.filter.label"), for_="filter"),
        element(
            "input", type="search", id="filter", autocomplete="off", maxlength=f"{LONGEST_ANSWER}"
        ),
        element("p", class_="filter__left", role="status"),
        element("template", say("page.filter.left"), data_left=True),
        class_="filter",
        data_search_exclude=True,
        hidden=True,
    )


def build_day() -> date:
    """The day for which the pages are built; SOURCE_DATE_EPOCH (seconds) sets it for a rebuild."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    return now.date()


def _by_group(found: Sequence[ListedDiagnosis]) -> Iterator[tuple[str, list[ListedDiagnosis]]]:
    for group in dict.fromkeys(diagnosis.group for diagnosis in found):
        yield group, [diagnosis for diagnosis in found if diagnosis.group == group]


def _row(cells: Sequence[str], tag: str) -> Markup:
    return element("tr", *(element(tag, cell) for cell in cells))


def _next_code(code: str) -> str:
    stem, point, digit = code.rpartition(".")
    return f"{stem}{point}{int(digit) + 1}" if point else ""


def _sentence(rule: Any) -> str:
    return " ".join((rule.__doc__ or "").split())


def _now(name: str) -> tuple[Figure, list[Figure]]:
    values = histories()[name].values
    today = build_day()
    return [value for value in values if value.since <= today][-1], [
        value for value in values if value.since > today
    ]


def _since(value: Figure, say: Texts) -> str:
    if value.for_its_year:
        return say("page.year_alone", year=value.since.year)
    return say("page.value.date", value=value.since)


def _with_next(now: Figure, coming: Sequence[Figure], say: Texts) -> str:
    words = in_words(now, say).value
    for then in coming:
        words = say("page.from_then", now=words, since=then.since, then=in_words(then, say).value)
    return words


def _ends(low: Figure, high: Figure, say: Texts) -> str:
    return say("page.span", low=in_words(low, say).value, high=in_words(high, say).value)


def _in_its_year(now: Figure, coming: Sequence[Figure], say: Texts) -> str:
    return _of_its_year(lambda figure: in_words(figure, say).value, now, coming, say)


def _of_its_year(
    words: Callable[[Figure], str], now: Figure, coming: Sequence[Figure], say: Texts
) -> str:
    known = {"now": words(now), "now_year": now.since.year}
    if coming:
        then = words(coming[0])
        return say("page.in_years", **known, then=then, then_year=coming[0].since.year)
    if now.since.year < build_day().year:
        return say("page.lapsed", **known, year=build_day().year)
    return say("page.in_year", **known)


def _of_that_year(
    words: Callable[[Figure], str], year: int, known: Sequence[Figure], say: Texts
) -> str:
    for figure in known:
        if figure.since.year == year:
            return say("page.of_year", value=words(figure), year=year)
    newest = known[-1]
    return say("page.not_of_year", value=words(newest), value_year=newest.since.year, year=year)


def _until(now: Figure, coming: Sequence[Figure]) -> date | None:
    """The first day on which another value holds, or none that we know."""
    if coming:
        return coming[0].since
    return date(build_day().year + 1, 1, 1) if now.for_its_year else None
