"""What this project promises about itself."""

import ast
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from markdown import Markdown

from calculators.engine.answer import REFUSED
from calculators.engine.form import questions
from calculators.engine.form_html import form
from calculators.engine.text import texts
from calculators.law import figures
from calculators.law.citation import link
from calculators.law.data import table
from calculators.law.rule import subject
from calculators.registry import CALCULATORS, answer
from tests.cases import all_cases
from tools.built_site import CALCULATOR_PAGES
from tools.search import QUERIES
from website.cases import given
from website.languages.config import german_words
from website.links import Place, places
from website.markdown import every
from website.markdown.shortcodes import UnknownShortcode
from website.rules import rules_of
from website.tables import grids

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "calculators"
CALCULATING = sorted(path for name in CALCULATORS for path in (PACKAGE / name).rglob("*.py"))
LANGUAGE_OF_LAW = sorted((PACKAGE / "law").glob("*.py"))
ENGINE = sorted((PACKAGE / "engine").rglob("*.py"))
DOORS = sorted(p for p in PACKAGE.glob("*.py") if p.stem != "registry")
LAW = [*LANGUAGE_OF_LAW, *CALCULATING]
RULING = [*CALCULATING, *(p for p in LANGUAGE_OF_LAW if "@rule(" in p.read_text("utf-8"))]
DRAWINGS = sorted((ROOT / "docs" / ".shared" / "drawings").glob("*.svg"))
MARKDOWN = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [*MARKDOWN, *sorted((ROOT / "docs" / ".shared").glob("*.toml"))]
RULES = list(dict.fromkeys(r for module in CALCULATORS.values() for r in rules_of(module)))
MODULES_WITH_RULES = sorted(
    path
    for path in (ROOT / "calculators").rglob("*.py")
    if "@rule(" in path.read_text("utf-8") or "rules" in (path.stem, path.parent.name)
)


def own_name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


# --- Rules and cases ---------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_cites_a_norm_and_quotes_it_without_its_numbers(rule):
    assert link(rule.norm), rule.norm
    words = " ".join(rule.__doc__.split())
    assert re.fullmatch("„.*“|Sinngemäß: .*", words), words
    assert not re.search(r"\d", without_citations(words)), words


def test_every_rule_verdict_note_and_open_question_is_shown_by_a_case():
    applied, verdicts, notes, touched, lines, states = (set() for _ in range(6))
    for name, case in all_cases():
        found = answer(name, given(case))
        applied |= {step.rule for step in found.steps}
        verdicts.add(f"{name}.{found.outcome.verdict}")
        notes |= {f"{name}.{note}" for note in found.outcome.notes}
        touched |= {question.name for question in found.outcome.open_questions}
        lines |= {f"{name}.{line}" for line in found.outcome.record}
        states |= {f"{name}.{c.name}.{c.state}" for c in found.outcome.conditions}
    words = texts("de")
    assert applied == {f"{module_name(rule)}.{rule.__name__}" for rule in RULES}
    own = {f"{name}.{key}" for name in CALCULATORS for key in words.node(f"{name}.verdict")}
    assert {v for v in own if v.endswith(f".{REFUSED}")} <= verdicts
    own = {v for v in own if not v.endswith(f".{REFUSED}")}
    assert {v for v in verdicts if not v.endswith(f".{REFUSED}")} == own
    assert any(v.endswith(f".{REFUSED}") for v in verdicts)
    assert notes == {
        f"{name}.{key}"
        for name in CALCULATORS
        if words.has(f"{name}.note")
        for key in words.node(f"{name}.note")
    }
    assert touched == set(table("law/open_questions.toml"))
    assert lines == {
        f"{name}.{key}"
        for name in CALCULATORS
        if words.has(f"{name}.record")
        for key in words.node(f"{name}.record")
    }
    assert states == {
        f"{name}.{condition}.{state}"
        for name in CALCULATORS
        if words.has(f"{name}.condition")
        for condition, sentences in words.node(f"{name}.condition").items()
        for state in sentences
    }


def test_every_figure_that_a_step_names_is_among_the_figures_used():
    """So it is listed with its act, and was in force: no sentence looks one up by itself."""
    for name, case in all_cases():
        found = answer(name, given(case))
        used = {figure.name for figure in found.figures}
        for step in found.steps:
            calculator, _, rule = step.rule.rpartition(".")
            words = texts("de").node(f"{calculator}.because.{rule}")
            named = re.findall(r"law\.(\w+)", " ".join(text for _, text in flat(words)))
            assert set(named) - {"day"} <= used, (case["shows"], step.rule)


@pytest.mark.parametrize("path", RULING, ids=own_name)
def test_no_rule_carries_a_number_of_its_own(path):
    functions = [n for n in ast.parse(path.read_text("utf-8")).body if is_function(n)]
    numbers = {
        node.value
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }
    assert numbers <= {0, 1, -1, 100}


@pytest.mark.parametrize("path", [*LAW, *ENGINE, *DOORS], ids=own_name)
def test_no_rule_and_no_machinery_reads_the_clock(path):
    calls = {n.attr for n in ast.walk(ast.parse(path.read_text("utf-8"))) if is_attribute(n)}
    assert not calls & {"today", "now", "utcnow", "time", "localtime"} - allowed_names(path)


def test_every_case_bound_is_wide_enough_for_the_law():
    """Bounds only keep slips of the finger out: no figure of law lies beyond one."""
    for module in CALCULATORS.values():
        for question in questions(module.Case):
            if question.unit == "hours":
                assert question.maximum > figures.histories()["hours_per_episode"].values[-1].value


# --- Machinery ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*ENGINE, *DOORS], ids=own_name)
def test_the_engine_knows_no_law(path):
    text = path.read_text("utf-8")
    assert "§" not in text or path == PACKAGE / "__init__.py"
    assert not re.search(r"https?://|copayment|burden|episode|Zuzahlung|Grenze", code_of(text))


def test_the_engine_names_no_calculator():
    code = "".join(code_of(path.read_text("utf-8")) for path in ENGINE)
    assert not [name for name in CALCULATORS if name in code]


@pytest.mark.parametrize("path", [*LAW, *ENGINE, *DOORS], ids=own_name)
def test_what_reaches_the_browser_imports_only_the_standard_library(path):
    for module in imported(path):
        top = module.partition(".")[0]
        assert top in sys.stdlib_module_names or top == "calculators", module


@pytest.mark.parametrize("path", CALCULATING, ids=own_name)
def test_no_word_for_a_reader_stands_in_the_code_of_the_law(path):
    tree = ast.parse(path.read_text("utf-8"))
    strings = {n.value for n in ast.walk(tree) if is_string(n)} - docstrings(tree)
    assert not [text for text in strings if " " in text and not text.startswith("§")]


# --- Figures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", figures.histories())
def test_every_figure_is_sourced_in_order_named_and_used(name):
    values = figures.histories()[name].values
    days = [figure.since for figure in values]
    assert days == sorted(set(days))
    assert all(figure.source for figure in values)
    assert link(values[0].norm), values[0].norm
    assert texts("de")(f"figures.{name}")
    code = "".join(path.read_text("utf-8") for path in LAW)
    pages = "".join(path.read_text("utf-8") for path in MARKDOWN)
    in_pages = re.search(rf"\[\[(figure|number|history) {name}\]\]", pages)
    assert f"law.{name}" in code or f'"{name}"' in code or in_pages


@pytest.mark.parametrize("name", ["reference_amount", "child_allowance", "standard_need"])
def test_yearly_figures_have_no_gap_from_2020_on_and_the_next_one_is_not_guessed(name):
    history = figures.histories()[name]
    years = [figure.since.year for figure in history.values]
    assert history.renewed_yearly
    assert years == list(range(2020, years[-1] + 1)) and years[-1] >= 2026
    assert {(figure.since.month, figure.since.day) for figure in history.values} == {(1, 1)}
    with pytest.raises(figures.NotEnacted):
        history.on(history.values[-1].since.replace(year=years[-1] + 1))


def test_a_figure_that_does_not_exist_is_an_error():
    law = figures.LawBook().on(figures.histories()["burden_rate"].values[0].since)
    with pytest.raises(AttributeError, match="burden_rat"):
        _ = law.burden_rat


# --- Words -------------------------------------------------------------------------------------


def test_no_figure_of_law_is_typed_in_the_texts():
    """Numbers come in through placeholders; what is left are days, years, forms and how to write.

    Other languages say the same numbers as German (tests/website/test_translation.py).
    """
    harmless = [
        r"\{[^}]*\}",
        r"\d+\. (Januar|Dezem\u00ad?ber) 202\d",
        r"(im Jahr|Beispiel) 202\d",
        r"Muster 2\d",
        r"0800\s011\s77\s22",
        r"\b112\b|0800 111 0 111",
        r"1 12 2026",
        r"\b48(\.000|,50)\b",
        r"Beispiel 1(2 oder 12,5|0)\b",
        r"einzigen Wert, zum Beispiel 40\b",
        "(Kein Kind|Keine[rs]?|die zählen): 0",
        r"ICD-10-GM|GOP 308\d\d|§ 37a SGB V|Paragraf 37a",
        # Easy German writes what it counts in digits, and says of 100 euros what a percentage is.
        r"\b[23] (Beträge|Formulare|Kinderfreibeträge|Kindern|Sätze|Schritten|Stellen|Zahlen)\b",
        r"\b(0|100) Euro\b|schreiben Sie 0\b",
    ]
    for key, text in flat(table("texts/de.toml")):
        if key.startswith("page.note."):
            continue  # keys of other texts, no words
        rest = re.sub("|".join(harmless), "", text)
        assert not re.search(r"\d", rest), (key, rest)


# --- Pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_figure_of_law_is_typed_in_a_page(path):
    prose = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`]*`", "", prose)
    unit = r"(€|Euro|Prozent|%|Stunden?|Minuten?|Einheiten|Jahren?|Wochen?|Monaten?|Arbeitstage?)"
    assert not re.search(rf"(?<![\w.])\d+([.,]\d+)?(&nbsp;|\s)?{unit}\b", prose)


@pytest.mark.parametrize("path", MODULES_WITH_RULES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_rules_of_one_topic_are_few_enough_to_be_read_aloud(path):
    """Where there are more, they lie in a folder by topics."""
    assert len(path.read_text("utf-8").splitlines()) <= 80


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_months_after_a_word_that_declines_them_are_declined(path):
    """A figure brings its noun as "3 Monate"; after "nach" it is "3 Monaten", and the sentence brings it."""
    declines = r"\b(nach|seit|vor|binnen|innerhalb von) \[\[figure \w+_(days|months|years)\w*\]\]"
    assert not re.findall(declines, path.read_text("utf-8"), re.IGNORECASE)


FOUR_LINES = ("kosten-vier-zeilen", "kosten-vier-zeilen-2027")
OPENED_BY_FOUR_LINES = {"betroffene/kosten.md": 0, "recht/aenderung-2027.md": 1}


def has_four_lines(text):
    return any(f"{{!.shared/{name}.md!}}" in text for name in FOUR_LINES)


def test_what_it_costs_stands_in_four_lines_before_anything_else():
    for place, which in OPENED_BY_FOUR_LINES.items():
        text = (ROOT / "docs" / place).read_text("utf-8")
        opening = text[: text.index("\n## ")]
        assert f"{{!.shared/{FOUR_LINES[which]}.md!}}" in opening, place
    assert f"{{!.shared/{FOUR_LINES[0]}.md!}}" in (ROOT / "docs/index.md").read_text("utf-8")
    lines = (ROOT / "docs" / ".shared" / f"{FOUR_LINES[0]}.md").read_text("utf-8").splitlines()
    assert len(lines) == 4 and all(re.match(r"- \*\*.+:\*\* ", line) for line in lines)


def test_the_four_lines_of_a_year_are_the_usual_ones_but_for_what_is_of_that_year():
    usual, of_2027 = (
        (ROOT / "docs" / ".shared" / f"{name}.md").read_text("utf-8").splitlines()
        for name in FOUR_LINES
    )
    assert of_2027 == [
        "{!.shared/kosten-vier-zeilen.md!lines=1-2}",
        usual[2].replace("höchstens [[limit basic_support]]", "[[limit basic_support 2027]]"),
        "{!.shared/kosten-vier-zeilen.md!lines=4}",
    ]


@pytest.mark.parametrize("place", ["praxen/aushang.md", "recht/aenderung-2027.md"])
def test_what_is_said_of_a_year_has_no_figure_of_another_one_without_saying_so(place):
    text = (ROOT / "docs" / place).read_text("utf-8")
    assert "kosten-vier-zeilen-2027.md" in text and "kosten-vier-zeilen.md" not in text


def test_the_limit_of_a_year_is_that_years_or_it_is_said_that_there_is_none_yet(monkeypatch):
    page = Markdown(extensions=["website.markdown.shortcodes"])
    year = figures.histories()["standard_need"].values[-1].since.year
    seconds = int(datetime(year, 11, 28, tzinfo=UTC).timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
    said = {
        wanted: page.reset().convert(f"[[limit basic_support {wanted}]]").replace("\xa0", " ")
        for wanted in (year, year + 1)
    }
    assert ">höchstens " in said[year] and f"(Wert für {year})" in said[year]
    missing = f">Der Betrag für {year + 1} liegt uns noch nicht vor. Wert für {year}: höchstens "
    assert missing in said[year + 1]


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_amount_stands_once_on_a_page_that_opens_with_the_four_lines(path):
    """Of the sheets of a practice one is printed at a time: there each has its own."""
    text = path.read_text("utf-8")
    if not has_four_lines(text) or 'class="sheet ' in text:
        return
    text = included(included(text))
    for name in ("copayment_minimum", "copayment_maximum", "burden_rate", "burden_rate_chronic"):
        assert len(re.findall(rf"\[\[\w+ (?:\w+ )?{name}(?: \w+)?\]\]", text)) == 1, name
    assert (
        len(re.findall(r"\[\[limit basic_support[^]]*\]\]", text)) == 1
        and "[[figure standard_need]]" not in text
    )


def test_the_limit_with_basic_support_is_worked_out_and_stands_with_its_year(monkeypatch):
    page = Markdown(extensions=["website.markdown.shortcodes"])
    need = figures.histories()["standard_need"].values[-1]
    year = need.since.year
    limits = [texts("de")("units.euro", value=need.value * 12 * rate / 100) for rate in (2, 1)]
    limits = [amount.replace("\xa0", " ") for amount in limits]
    for day, words in (
        (f"{year}-06-01", f"Wert für {year};"),
        (f"{year + 1}-02-01", f"der für {year + 1} liegt uns noch nicht vor)"),
    ):
        seconds = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
        shown = page.reset().convert("[[limit basic_support]]").replace("\xa0", " ")
        assert f"{limits[0]}, mit Bescheinigung für chronisch Kranke (1 %) {limits[1]}" in shown
        assert words in shown
    shown = page.reset().convert("[[span copayment_minimum copayment_maximum]]")
    assert "7,50 € bis 15 €" in shown.replace("\xa0", " ")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())))
    for wrong in ("[[limit income]]", "[[span copayment_minimum burden_rate]]", "[[span a b]]"):
        with pytest.raises(UnknownShortcode):
            page.convert(wrong)


def test_every_calculator_has_a_page_with_form_and_table():
    assert CALCULATOR_PAGES.keys() == CALCULATORS.keys()
    for name, path in CALCULATOR_PAGES.items():
        text = (ROOT / "docs" / f"{path}.md").read_text("utf-8")
        assert f"[[calculator {name}]]" in text and f"[[answers {name}]]" in text


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_leads_to_its_working_and_its_examples(name):
    page = (ROOT / "docs" / f"{CALCULATOR_PAGES[name]}.md").read_text("utf-8")
    for folder, shortcode in (("rechenwege", "rules"), ("beispiele", "examples")):
        place = f"recht/{folder}/{places()[name].slug}.md"
        assert f"[[{shortcode} {name}]]" in (ROOT / "docs" / place).read_text("utf-8")
        assert f"(../{place}" in page


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_stands_wherever_readers_and_contributors_look_for_it(name):
    lacks = lacking(places()[name])
    assert not lacks, "\n".join(["It is lacking:", *lacks])


def test_a_calculator_that_stands_nowhere_is_noticed_in_each_place():
    assert lacking(Place("example", "rechner/example", "", "")) == [
        "what it is listed by at the head of docs/rechner/example.md",
        "search words in docs/.shared/suchwoerter.toml",
        "a query in tools/search/queries.toml",
        "a link in README.md",
        "rechner/example.md in the navigation of mkdocs.yml",
        "recht/rechenwege/example.md in the navigation of mkdocs.yml",
        "recht/beispiele/example.md in the navigation of mkdocs.yml",
        "the ways onward in [page.onward.example] of calculators/texts/de.toml",
    ]


@pytest.mark.parametrize(
    ("place", "list_"),
    [("rechner", "calculator"), ("recht/beispiele", "examples"), ("recht/rechenwege", "working")],
)
def test_every_calculator_is_listed_where_readers_begin(place, list_):
    asked = f"[[every {list_}]]"
    assert (ROOT / "docs" / place / "index.md").read_text("utf-8").splitlines().count(asked) == 1
    made = "\n".join(every.expanded([asked]))
    assert [f"]({place.slug}.md)" in made for place in places().values()] == [True] * len(places())


def test_every_calculator_says_to_programs_what_stands_in_its_result():
    page = (ROOT / "docs/entwicklung/ergebnis.md").read_text("utf-8")
    assert page.splitlines().count("[[every result]]") == 1
    made = every.expanded(["[[every result]]"])
    assert [line for line in made if "[[" in line] == [f"[[result {name}]]" for name in places()]
    assert [line for line in made if line.startswith("## ")] == [
        f"## {every.listed(place)['name']} {{ #{name} }}" for name, place in places().items()
    ]


def test_a_list_of_what_there_is_not_and_a_page_that_does_not_say_are_noticed(monkeypatch):
    page = Markdown(extensions=["website.markdown.shortcodes"])
    with pytest.raises(UnknownShortcode, match="nonsense"):
        page.convert("[[every nonsense]]")
    head = {"title": "x", "listed": {"name": "x"}}
    monkeypatch.setattr(every, "_head", lambda path, language: head)
    with pytest.raises(UnknownShortcode, match=r"rechner/\w+\.md does not say .*card"):
        page.convert("[[every calculator]]")


def test_every_name_of_a_figure_belongs_to_a_figure():
    assert texts("de").node("figures").keys() == figures.histories().keys()


COMPARED = "Gesetz geprüft am [[checked]]."


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_day_of_the_law_is_written_in_one_place_and_said_in_the_same_words_everywhere(path):
    """It is the one that answers name; else a page, its sheet and an answer would name three days."""
    text = re.sub(r"`[^`\n]*`", "", path.read_text("utf-8"))
    day = r"\d{1,2}\. \w+ \d{4}"
    assert not re.search(rf"([Gg]eprüft|verglichen|nachgesehen) am {day}|Stand: {day}", text)
    lines = re.findall(r"(.+)\n *\{ \.checked \}", text)
    assert all(line.strip().startswith(COMPARED) for line in lines)
    assert text.count("[[checked]]") == text.count(COMPARED)
    assert texts("de")("page.law_checked", checked=figures.checked()) in COMPARED.replace(
        "[[checked]]", texts("de")("page.value.date", value=figures.checked())
    )


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_talks_about_itself_before_it_answers(path):
    text = path.read_text("utf-8")
    assert "site-promise" not in text
    assert not re.search(r"\*\*Danach wissen Sie|\*\*Für Sie,\*\*", text)


def test_what_the_pages_can_do_and_where_answers_stay_is_said_once_on_each_and_not_in_boxes():
    footer = (ROOT / "docs/.overrides/partials/footer.html").read_text("utf-8")
    assert footer.count("{{ config.extra.words.footer_note }}") == 1
    assert german_words()["footer_note"].count("Eine Rechtsberatung ersetzen sie nicht") == 1
    for name in CALCULATORS:
        assert form(CALCULATORS[name], texts("de")).count(texts("de")("page.stays")) == 1
    boxes = "\n".join(path.read_text("utf-8") for path in MARKDOWN)
    assert not re.search(r"keine-rechtsberatung|\.shared/daten", boxes)


def test_the_crisis_numbers_are_the_same_in_the_footer_and_on_the_handout():
    places = [".overrides/partials/crisis.html", "praxen/aushang.md"]
    texts = [(ROOT / "docs" / place).read_text("utf-8") for place in places]
    numbers = [set(re.findall(r"tel:(\d+)", text)) for text in texts]
    assert numbers[0] == numbers[1] == {"112", "116117", "08001110111", "08001110222"}


def test_an_answer_to_a_relative_names_the_crisis_numbers_of_the_footer():
    footer = (ROOT / "docs/.overrides/partials/crisis.html").read_text("utf-8")
    said = " ".join(texts("de").all("eligibility.verdict.unwilling.meaning"))
    told = {number.replace(" ", "") for number in re.findall(r"\b[0-9][0-9 ]+[0-9]\b", said)} - {
        "28"
    }
    assert told == {"112", "08001110111"} & set(re.findall(r"tel:(\d+)", footer))


def test_the_drawing_of_an_illness_episode_shows_as_many_years_and_prescriptions_as_the_law():
    drawing = (ROOT / "docs/.shared/drawings/illness-episode.svg").read_text("utf-8")
    law = {name: history.values[-1].value for name, history in figures.histories().items()}
    assert drawing.count(">Jahr<") == law["episode_years"]
    sheets = re.search(r'class="paper" d="([^"]*)"', drawing)[1]
    assert sheets.count("M") * law["units_per_prescription"] == law["hours_per_episode"]


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_words_for_it_and_no_figure_and_no_colour_of_its_own(path):
    drawing = path.read_text("utf-8")
    words = " ".join(re.findall(r">([^<]+)<", drawing))
    assert f'role="img" aria-labelledby="{path.stem}"' in drawing
    assert len(re.search(rf'<title id="{path.stem}">(.+)</title>', drawing)[1]) > 100
    assert not re.search(r"\d", words)
    assert not re.search(r"#[0-9a-f]{3}|rgb|(fill|stroke|style)=", drawing)


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_has_a_table_without_an_empty_cell(name):
    tables = list(grids(CALCULATORS[name], texts("de")))
    assert tables
    for found in tables:
        assert all(len(row) == len(found.head) for row in found.rows)
        assert all(cell for row in found.rows for cell in row)


def test_the_table_of_copayments_says_what_the_law_sheet_works_out():
    per_day = next(iter(grids(CALCULATORS["copayment"], texts("de"))))
    cells = {row[0].split()[0]: [cell.split()[0] for cell in row[1:]] for row in per_day.rows}
    assert cells["45"] == ["5,00", "7,50"]
    assert cells["62"] == ["6,20", "7,50"]
    assert cells["84"] == ["8,40", "8,40"]
    assert cells["120"] == ["10,00", "12,00"]
    assert cells["160"] == ["10,00", "15,00"]


@pytest.mark.parametrize(
    "words",
    [
        "[[calculater copayment]]",
        "[[calculator copaymnt]]",
        "[[answers copaymnt]]",
        "[[figure copayment_minimun]]",
        "[[norm § 61 Satz 1 SGB Vx]]",
        "[[number copayment_minimum]]",
        "[[examples none]]",
        "[[drawing none]]",
        "[[figures]] and [[figurs]]",
        "[[operator telephone]]",
    ],
)
def test_a_misspelt_shortcode_is_an_error(words):
    with pytest.raises(UnknownShortcode):
        Markdown(extensions=["website.markdown.shortcodes"]).convert(words)


def test_a_misspelt_shortcode_fails_the_build(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nmarkdown_extensions: [website.markdown.shortcodes]\n", "utf-8"
    )
    (tmp_path / "docs" / "index.md").write_text("# x\n\n[[calculator copaymnt]]\n", "utf-8")
    assert build(tmp_path).returncode != 0
    (tmp_path / "docs" / "index.md").write_text("# x\n\n[[calculator copayment]]\n", "utf-8")
    assert build(tmp_path).returncode == 0


def test_a_shortcode_in_code_is_left_alone():
    page = Markdown(extensions=["website.markdown.shortcodes"])
    assert "[[figure x]]" in page.convert("`[[figure x]]`")


# --- How the promises are read -----------------------------------------------------------------


def lacking(place):
    """The places where a calculator does not stand yet, in words, in the order of the guide."""

    def written(path):
        return (ROOT / path).read_text("utf-8")

    navigation = re.findall(r"^ +- (?:.+: )?([\w/-]+\.md)$", written("mkdocs.yml"), re.MULTILINE)
    words = tomllib.loads(written("docs/.shared/suchwoerter.toml"))
    queried = {path for wanted in QUERIES.values() for path in wanted}
    found = {
        f"what it is listed by at the head of docs/{place.path}.md": says_what_it_is_listed_by(
            place
        ),
        "search words in docs/.shared/suchwoerter.toml": f"{place.path}/" in words,
        "a query in tools/search/queries.toml": place.path in queried,
        "a link in README.md": f"](docs/{place.path}.md)" in written("README.md"),
        **{
            f"{path}.md in the navigation of mkdocs.yml": f"{path}.md" in navigation
            for path in (
                place.path,
                f"recht/rechenwege/{place.slug}",
                f"recht/beispiele/{place.slug}",
            )
        },
        f"the ways onward in [page.onward.{place.calculator}] of calculators/texts/de.toml": texts(
            "de"
        ).has(f"page.onward.{place.calculator}"),
    }
    return [where for where, stands in found.items() if not stands]


def included(text):
    """The page with what it includes, one step deep."""

    def content(found):
        lines = (ROOT / "docs" / found[1]).read_text("utf-8").splitlines()
        first, _, last = (found[2] or f"1-{len(lines)}").partition("-")
        return "\n".join(lines[int(first) - 1 : int(last or first)])

    return re.sub(r"\{!(\S+)!(?:lines=([\d-]+))?\}", content, text)


def says_what_it_is_listed_by(place):
    try:
        return bool(every.listed(place))
    except (KeyError, OSError):
        return False


def build(folder):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def module_name(rule):
    return subject(rule.__module__)


def without_citations(words):
    number = r"\d+[a-z]?"
    return re.sub(
        rf"(§§? {number}|Abs(\.|atz) {number}|S(atz|ätze[n]?) {number}"
        rf"( und {number}| bis {number})?|Sätzen {number} bis {number})",
        "",
        words,
    )


def is_function(node):
    return isinstance(node, ast.FunctionDef)


def is_attribute(node):
    return isinstance(node, ast.Attribute)


def is_string(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def allowed_names(path):
    # Question.today is a flag of the form: "offer to fill in today".
    return {"today"} if path.name in ("form.py", "form_html.py") else set()


def docstrings(tree):
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, documented)]
    return {
        node.body[0].value.value
        for node in nodes
        if node.body and isinstance(node.body[0], ast.Expr) and is_string(node.body[0].value)
    }


def code_of(text):
    """The code without its docstrings and comments, which may give examples."""
    tree = ast.parse(text)
    code = ast.unparse(tree)
    for docstring in docstrings(tree):
        code = code.replace(ast.unparse(ast.Constant(docstring)), "").replace(docstring, "")
    return code


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def placeholders(words):
    return {key: sorted(fields_of(text)) for key, text in flat(words)}


def flat(node, path=""):
    if isinstance(node, dict | list):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in pairs:
            yield from flat(value, f"{path}.{key}".lstrip("."))
    else:
        yield path, str(node)


def fields_of(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}
