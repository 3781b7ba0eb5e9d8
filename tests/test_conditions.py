"""Each condition of a sentence that a rule applies is asked, computed, or said not to be asked."""

import re
import tomllib
from pathlib import Path

import pytest

from calculators.engine import answer_html
from calculators.engine import plain as plain_text
from calculators.engine.answer_html import folded
from calculators.engine.explanation import explain
from calculators.engine.form import each
from calculators.engine.form_html import form
from calculators.engine.not_asked import not_asked
from calculators.engine.text import texts
from calculators.law.citation import link
from calculators.law.data import table
from calculators.law.rule import norm_of
from calculators.registry import CALCULATORS, answer
from website.cases import cases, given
from website.rules import rules_of

FOLDER = Path(__file__).parent / "conditions"
LISTED = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
HOW = ("asked", "computed", "not_asked")
# A clause of fewer words makes no condition; that many in a row are enough to know a clause by.
SHORTEST = 3

every_list = pytest.mark.parametrize("name", sorted(LISTED))
every_calculator = pytest.mark.parametrize("name", CALCULATORS)


def conditions(name):
    """Norm, name and entry of each condition of a calculator."""
    return [
        (norm, condition, entry)
        for norm, sentence in LISTED[name].items()
        for condition, entry in sentence.items()
    ]


def keys(name):
    return {question.key for question in each(CALCULATORS[name].Case)}


def test_every_calculator_has_its_list():
    assert LISTED.keys() == CALCULATORS.keys()


@every_list
def test_every_sentence_that_a_rule_applies_lists_its_conditions(name):
    assert {norm_of(rule) for rule in rules_of(CALCULATORS[name])} <= LISTED[name].keys()


@every_list
def test_every_condition_is_asked_computed_or_said_not_to_be_asked(name):
    rules = {rule.__name__ for rule in rules_of(CALCULATORS[name])}
    known = {
        "asked": keys(name),
        "computed": rules,
        "not_asked": table(f"{name}/not_asked.toml").keys(),
    }
    for norm, condition, entry in conditions(name):
        how = [way for way in HOW if way in entry]
        assert len(how) == 1, (norm, condition)
        assert entry[how[0]] in known[how[0]], (norm, condition, entry)


@every_list
def test_every_clause_that_a_rule_quotes_makes_a_condition(name):
    """Whoever lets a rule apply more of a sentence says what becomes of the conditions in it."""
    for rule in rules_of(CALCULATORS[name]):
        said = {plain(entry["says"]) for entry in LISTED[name][norm_of(rule)].values()}
        for clause in clauses(rule.__doc__):
            assert any(words in clause or runs(clause) & runs(words) for words in said), clause


@every_list
def test_every_condition_is_in_the_words_of_a_sentence(name):
    """Of a sentence that a rule quotes; others stand there to be read, with their norm."""
    quoted = {}
    for rule in rules_of(CALCULATORS[name]):
        quoted[norm_of(rule)] = quoted.get(norm_of(rule), "") + " " + plain(rule.__doc__)
    for norm, condition, entry in conditions(name):
        if norm in quoted and not entry.get("unquoted"):
            assert plain(entry["says"]) in quoted[norm], (norm, condition)


@every_list
def test_every_question_is_the_answer_to_a_condition(name):
    asked = {entry.get("asked") for _, _, entry in conditions(name)}
    assert asked >= keys(name)


@every_list
def test_everything_not_asked_is_a_condition_of_the_sentence_it_names(name):
    for fact, entry in table(f"{name}/not_asked.toml").items():
        norms = [norm for norm, _, c in conditions(name) if c.get("not_asked") == fact]
        assert entry["norm"] in norms, fact


@every_calculator
def test_everything_not_asked_has_a_norm_and_a_sentence_and_no_sentence_stands_alone(name):
    say = texts("de")
    entries = table(f"{name}/not_asked.toml")
    sentences = say.node(f"{name}.not_asked") if say.has(f"{name}.not_asked") else {}
    assert list(entries) == list(sentences)
    for fact in not_asked(name, say):
        assert link(fact.norm), fact.norm
        assert fact.sentence.endswith((".", "“"))


@every_list
def test_page_answer_and_text_say_what_is_not_asked(name):
    facts = tuple(not_asked(name, texts("de")))
    assert facts
    listed = folded(facts, texts("de"))
    assert listed.count("<li>") == len(facts)
    assert "Das fragt der Rechner nicht" in listed
    assert form(CALCULATORS[name], texts("de")).count(listed) == 1
    for case in cases(name):
        said = explain(answer(name, given(case)), texts("de"))
        assert answer_html.answer(said, texts("de")).count(listed) == 1
        text = list(plain_text.lines(said, texts("de")))
        assert {f"- {fact.sentence} ({fact.norm})" for fact in facts} <= set(text)


def plain(words):
    """Words as they can be compared: without line breaks and quotation marks."""
    return " ".join(re.sub(r"[„“]|Sinngemäß:", " ", words).split())


def clauses(quote):
    """What a quoted sentence consists of, parted by its commas and by what is left out."""
    found = (clause.strip(" .:") for clause in re.split(r"[…,;]", plain(quote)))
    return [clause for clause in found if len(clause.split()) >= SHORTEST]


def runs(words):
    """Every few words in a row."""
    each_word = re.findall(r"\w+", words)
    return {tuple(each_word[i : i + SHORTEST]) for i in range(len(each_word) - SHORTEST + 1)}
