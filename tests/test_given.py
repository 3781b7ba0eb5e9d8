"""What a reader has answered counts, or is said not to count; and no answer is a range of one number."""

import json
import random
import re
from collections.abc import Iterator

import pytest

from calculators.engine import plain
from calculators.engine.explanation import chosen, explain, label
from calculators.engine.form import Problems, applies, is_given, known_from, questions
from calculators.engine.form_html import form
from calculators.engine.text import texts
from calculators.registry import CALCULATORS, answer
from calculators.web import answer as web_answer
from tools.fuzz import some_pairs
from website.cases import cases, given

SAY = texts("de")
COUNT = 400
AMOUNT = r"\d[\d.,]*\s(?:€|Stunden?|Einheiten|Tage?)"
# "zwischen 2,00 € und 2,00 €", "2,00 € bis 2,00 €", "mindestens 2,00 €, höchstens 2,00 €" and the like
ONE_NUMBER_TWICE = (
    rf"zwischen ({AMOUNT}) und \1(?!\d)",
    rf"(?<![\d.,])({AMOUNT}) bis \1(?!\d)",
    rf"mindestens ({AMOUNT})[^.]{{0,40}}höchstens \1(?!\d)",
    rf"(?<![\d.,])({AMOUNT}) statt \1(?!\d)",
    rf"höchstens ({AMOUNT})[^.]{{0,80}}(?:höchstens|wenigstens) \1(?!\d)",
)

every_calculator = pytest.mark.parametrize("name", CALCULATORS)


def plausible_answers(name) -> Iterator[dict[str, list[str]]]:
    """Answers as somebody might give them, and those of every case."""
    chance = random.Random(name)
    for _ in range(COUNT):
        found: dict[str, list[str]] = {}
        for field, text in some_pairs(list(questions(CALCULATORS[name].Case)), chance):
            found.setdefault(field, []).append(text)
        yield found
    yield from map(given, cases(name))


def answered(name):
    """Every answer that can be given to these, with its words."""
    for answers in plausible_answers(name):
        try:
            found = answer(name, answers)
        except Problems:
            continue
        yield answers, found, explain(found, SAY)


@every_calculator
def test_no_range_has_one_number_at_both_ends(name):
    asked = 0
    for answers, _, said in answered(name):
        asked += 1
        own = "\n".join([said.headline, *said.meaning, said.next_step, *said.record])
        for pattern in ONE_NUMBER_TWICE:
            assert not re.search(pattern, own), answers
    assert asked > len(cases(name)) / 2


@pytest.mark.parametrize("limit", ["0", "5", "40", "67,56", "120", "199", "200", "10000"])
@pytest.mark.parametrize("paid", ["0", "38", "40", "67,55", "200"])
@pytest.mark.parametrize("first", ["2026-03-02", "2026-11-02"])
def test_what_the_limit_leaves_is_one_sum_or_a_true_range(limit, paid, first):
    answers = {"first_day": [first], "appointments": ["20"], "annual_limit": [limit]}
    found = answer("copayment", answers | {"already_paid": [paid]})
    least, most = (found.outcome.result[f"total_{end}"] for end in ("min", "max"))
    assert (found.outcome.verdict == "range") == (least < most)
    said = explain(found, SAY)
    assert ("nach dem Preis" in said.next_step) == (least < most)


@every_calculator
def test_an_answer_that_does_not_apply_is_named_and_so_is_what_was_assumed(name):
    case = CALCULATORS[name].Case
    for answers, found, said in answered(name):
        known = known_from(case, answers)
        listed = dict(said.given)
        for question in questions(case):
            words = label(name, question, SAY, chosen(found.case))
            if question.rows or question.clock:
                continue
            if is_given(question, answers) and not applies(question, known):
                assert any(words in sentence for sentence in said.meaning), (answers, words)
            elif is_given(question, answers):
                assert "so angenommen" not in listed[words], (answers, words)
            elif words in listed:
                assert "so angenommen" in listed[words], (answers, words)


def test_a_reader_of_the_form_is_not_told_of_what_the_form_hides():
    answers = [("year", "2026"), ("basic_support", "yes"), ("income", "5"), ("chronic", "no")]
    reply = json.loads(web_answer("burden_limit", "de", json.dumps(answers)))
    assert "zählt hier nicht" not in reply["text"]
    assert "zählt hier nicht" in "\n".join(
        plain.lines(explain(answer("burden_limit", {k: [v] for k, v in answers}), SAY), SAY)
    )


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"already_paid": "50"}, "copayment.ask.already_paid.label"),
        ({"exempt_from": "2025-05-01"}, "copayment.note.exemption_unused"),
        ({"annual_limit": "100", "already_paid": "150"}, "copayment.note.paid_back"),
        ({"annual_limit": "0"}, "copayment.note.limit_is_nothing"),
    ],
)
def test_every_answer_about_limit_and_exemption_is_taken_up(answers, named):
    plan = {"first_day": "2026-03-02", "appointments": "30", "cost_per_day": "45"}
    found = answer("copayment", {name: [text] for name, text in (plan | answers).items()})
    said = explain(found, SAY).meaning
    begin = SAY.node(named).partition("{")[0]
    assert any(begin in sentence for sentence in said), said


@pytest.mark.parametrize("parents", ["yes", "no"])
def test_in_the_family_of_the_parents_their_income_is_asked_for_and_never_ones_own(parents):
    """Both wordings stand in the form, each with the answer that shows it."""
    html = form(CALCULATORS["burden_limit"], SAY)
    usual = SAY("burden_limit.ask.income.label")
    worded = SAY("burden_limit.ask.income.where.insured_with_parents.yes.label")
    shown = {
        "yes": f'data-when="{{&quot;insured_with_parents&quot;: [&quot;yes&quot;]}}" hidden>{worded}',
        "no": f'data-when="{{&quot;insured_with_parents&quot;: [&quot;&quot;, &quot;no&quot;]}}">{usual}',
    }
    assert html.count(shown[parents]) == 1, html[html.index(usual) - 300 :][:700]
    answers = {"year": "2026", "basic_support": "no", "insured_with_parents": parents}
    answers |= {"parents_together": "yes", "siblings": "0", "partner": "no", "children": "0"}
    answers |= {"income": "60000", "chronic": "no"}
    found = explain(answer("burden_limit", {k: [v] for k, v in answers.items()}), SAY)
    assert (worded if parents == "yes" else usual) in dict(found.given)
    hint = SAY("burden_limit.ask.income.where.insured_with_parents.yes.hint")
    assert "nur Ihre eigenen" not in hint and "allein, in einer WG" not in hint


def test_a_problem_of_a_question_is_named_as_the_form_words_it():
    answers = [("year", "2026"), ("basic_support", "no"), ("insured_with_parents", "yes")]
    reply = json.loads(web_answer("burden_limit", "de", json.dumps(answers)))
    assert reply["problems"].keys() >= {"income", "children"}
    for field in ("income", "children"):
        key = f"burden_limit.ask.{field}"
        assert SAY(f"{key}.where.insured_with_parents.yes.label") in reply["summary"]
        assert SAY(f"{key}.label") not in reply["summary"]


@pytest.mark.parametrize("income", ["0", "1", "600", "7000", "7236", "7499,99"])
@pytest.mark.parametrize("support", ["no", "part"])
@pytest.mark.parametrize("chronic", ["yes", "no", "unknown"])
def test_the_limit_of_the_parents_family_is_never_nothing_for_the_income_of_the_child(
    income, support, chronic
):
    answers = {"year": "2026", "basic_support": support, "insured_with_parents": "yes"}
    answers |= {"parents_together": "yes", "siblings": "0", "income": income, "chronic": chronic}
    found = answer("burden_limit", {name: [text] for name, text in answers.items()})
    assert found.outcome.verdict == "ask_parents" and found.outcome.result["limit"] is None
    text = "\n".join(plain.lines(explain(found, SAY), SAY))
    assert "null Euro" not in text and "höchstens 0,00" not in text


@pytest.mark.parametrize("extra", [{}, {"cost_per_day": "45"}])
def test_the_first_sentence_on_copayments_says_the_cap(extra):
    plan = {"first_day": "2026-01-05", "appointments": "43"} | extra
    bare = explain(answer("copayment", {k: [v] for k, v in plan.items()}), SAY)
    assert "höchstens aber Ihre Belastungsgrenze: 2 % Ihrer" in bare.headline
    assert bare.headline.endswith("mit Bescheinigung für chronisch Kranke 1 %.")
    capped = explain(
        answer("copayment", {k: [v] for k, v in (plan | {"annual_limit": "67,56"}).items()}), SAY
    )
    assert capped.headline.count("€") == 1 and "67,56" in capped.headline
    assert "Wegen Ihrer Belastungsgrenze" in capped.headline
