"""An answer is said in one order everywhere: first what people need, then what it rests on."""

import re
from copy import deepcopy
from html import unescape

import pytest

from calculators.engine import answer_html, plain
from calculators.engine.explanation import NOTES, explain
from calculators.engine.html import bound
from calculators.engine.order import FOLDED, OPEN, ORDER
from calculators.engine.text import Texts, texts
from calculators.law.data import table
from calculators.registry import CALCULATORS, answer
from tests.cases import all_cases, answered
from website.cases import cases, given
from website.written import DOCS

SAY = texts("de")


def said_in(name, case):
    return explain(answered(name, case, by_hand=True), SAY)


def parts(said):
    """A sentence of each part of the answer, by the part's name; none where nothing is said in it."""
    found = {
        "verdict": said.headline,
        "law_checked": said.law_checked,
        "countdown": said.countdown,
        "deciding": next(iter(said.deciding), ""),
        "next_step": said.next_step,
        "onward": next((link.label for link in said.links if not link.act), ""),
        "notes": next(iter(said.notes), ""),
        "missing": next((words for _, words in said.lacking), ""),
        "open_questions": next((question.title for question in said.open_questions), ""),
        "details": next(iter(said.details), ""),
        "working": said.working_title,
        "given": said.given[0][0],
        "not_asked": next((fact.sentence for fact in said.not_asked), ""),
    }
    assert tuple(found) == ORDER == (*OPEN, *FOLDED)
    return [words for words in found.values() if words]


def words_of(html):
    """What is read on the page, in its order."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def in_order(words, text):
    """Whether these sentences come in the text one after the other."""
    place = 0
    for each in words:
        found = text.find(each, place)
        if found < 0:
            return False
        place = found + len(each)
    return True


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_page_and_the_text_say_an_answer_in_the_same_order(name):
    for case in cases(name):
        said = said_in(name, case)
        told = [" ".join(words.split()) for words in parts(said)]
        assert in_order(told, words_of(answer_html.answer(said, SAY))), case["shows"]
        text = " ".join("\n".join(plain.lines(said, SAY)).split())
        assert in_order(told, text), case["shows"]


def test_the_answer_with_its_reason_is_the_heading_and_the_only_one_of_its_rank():
    for name, case in all_cases():
        said = said_in(name, case)
        html = unescape(answer_html.answer(said, SAY))
        assert html.startswith(f'<h2 class="verdict" tabindex="-1">{bound(said.headline)}</h2>')
        assert html.count("<h2") == 1


def test_conditions_notes_and_steps_stand_once():
    for name, case in all_cases():
        said = said_in(name, case)
        page = words_of(answer_html.answer(said, SAY))
        shown = (*said.lacking, *said.other_conditions)
        told = [said.next_step, *said.meaning, *(words for _, words in shown)]
        told += [reason.text for reason in said.steps]
        # A chart repeats what is met.
        repeated = {*said.record}
        once = [words for words in told if words not in repeated]
        assert not [words for words in once if page.count(" ".join(words.split())) != 1], case


def test_what_is_open_is_what_decides_and_the_rest_is_folded():
    for name, case in all_cases():
        said = said_in(name, case)
        states = {state for state, _ in said.lacking}
        assert states <= {"unmet"} or states == {"unclear"}
        assert {*said.lacking, *said.other_conditions} == {*said.conditions} - {said.said}
        assert not {"met"} & states


def test_a_condition_and_the_step_that_decides_it_stand_once_and_with_their_norm():
    """What a rule concludes is said by the step, or by the condition: never by both."""
    merged = 0
    for name, case in all_cases():
        said = said_in(name, case)
        shown = (*said.lacking, *said.other_conditions)
        by_condition = {rule for each in shown for rule in said.rules.get(each, ())}
        left = {step.rule for step in said.steps}
        assert not by_condition & left
        assert by_condition | left >= {reason.rule for reason in said.reasons}
        html = unescape(answer_html.answer(said, SAY)).replace("\xa0", " ")
        for state, words in shown:
            for norm in said.norms((state, words)):
                spaced = words.replace("\xa0", " ")
                item = html.partition(f"</strong> {spaced}")[2].partition("</li>")[0]
                assert norm.replace("\xa0", " ") in item, (words, norm)
                merged += 1
    assert merged


def test_what_the_headline_says_is_not_listed_again():
    """A value of the GAF that is too high, hours that are used up: said once, with the reason below."""
    hidden = set()
    for name, case in all_cases():
        said = said_in(name, case)
        if said.said:
            assert said.said not in (*said.lacking, *said.other_conditions)
            rules = said.rules.get(said.said, ())
            decided = [reason for reason in said.reasons if reason.rule in rules]
            assert {*decided} <= {*said.steps}
            hidden.add(name)
    assert hidden == {"eligibility", "prescription"}


def test_what_is_listed_about_notes_links_and_days_is_there():
    for kind in NOTES:
        for name, listed in SAY.node(f"page.note.{kind}").items():
            assert not [note for note in listed if not SAY.has(f"{name}.note.{note}")]
    decide, explain_only = (SAY.node(f"page.note.{kind}") for kind in NOTES)
    for name in CALCULATORS:
        assert not set(decide.get(name, ())) & set(explain_only.get(name, ()))
    for lists in ("onward", "todo", "counted"):
        for name, by_verdict in SAY.node(f"page.{lists}").items():
            verdicts = SAY.node(f"{name}.verdict")
            # A headline may have its own.
            known = {f"{verdict}_{key}" for verdict, words in verdicts.items() for key in words}
            assert set(by_verdict) <= {*verdicts, *known, "any"}


def test_every_answer_leads_on_to_pages_of_this_site_that_are_there():
    ways = set(SAY.node("page.way"))
    used = set()
    for name, case in all_cases():
        said = said_in(name, case)
        links = [link for link in said.links if not link.act]
        assert 1 <= len(links) <= 3, case["shows"]
        assert sum(link.act for link in said.links) <= 1
        used |= {
            way for way in ways if SAY(f"page.way.{way}.label") in [x.label for x in said.links]
        }
        for link in said.links:
            path, _, anchor = link.to.partition("#")
            stem = DOCS / path.rstrip("/")
            page = stem / "index.md" if stem.is_dir() else stem.with_suffix(".md")
            assert page.is_file(), link
            assert not anchor or f"#{anchor} " in page.read_text("utf-8"), link
    assert used == ways


def test_where_no_way_onward_is_listed_the_error_names_what_is_missing():
    catalogue = deepcopy(table("texts/de.toml"))
    del catalogue["page"]["onward"]["copayment"]
    with pytest.raises(KeyError, match=r"page\.onward\.copayment"):
        explain(answer("copayment", given(cases("copayment")[0])), Texts("de", catalogue))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-11-28", "Noch 16 Tage."),
        ("2026-12-12", "Noch 2 Tage."),
        ("2026-12-13", "Das ist morgen."),
        ("2026-12-14", "Das ist heute."),
        ("2026-12-15", ""),
    ],
)
def test_how_far_off_the_last_day_is(on, said):
    letter = {"kind": ["refused"], "letter_date": ["2026-11-10"], "arrived": ["2026-11-12"]}
    found = explain(answer("deadlines", {**letter, "instructions": ["yes"], "on": [on]}), SAY)
    assert found.countdown == said
    assert said in list(plain.lines(found, SAY)) or not said


def test_what_does_not_apply_today_is_not_said():
    letter = {"kind": ["refused"], "letter_date": ["2026-11-10"], "instructions": ["yes"]}
    early, late, unknown = (
        answer("deadlines", {**letter, "arrived": ["2026-11-12"]} | day).outcome.notes
        for day in ({"on": ["2026-11-28"]}, {"on": ["2026-12-15"]}, {})
    )
    assert "missed_objection" not in early
    assert "missed_objection" in late and "missed_objection" in unknown
    paper = {"kind": ["prescription"], "issued": ["2026-11-27"]}
    assert answer("deadlines", {**paper, "on": ["2026-11-27"]}).outcome.notes == ()
    assert answer("deadlines", paper).outcome.notes == ("submitted_late",)


def test_no_sentence_of_an_answer_says_where_on_the_page_something_stands():
    elsewhere = re.compile(r"\b(steht|stehen) (oben|unten)\b|\bvon oben\b")
    for name, case in all_cases():
        said = said_in(name, case)
        told = [said.headline, *said.meaning, said.next_step, said.human]
        assert not [words for words in told if elsewhere.search(words)], case["shows"]


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_to_say_today_is_copied_by_one_button(name):
    """The words to take along, or else the sentence in the next step that is to be said."""
    kinds = set()
    for case in cases(name):
        said = said_in(name, case)
        quoted = re.findall(r"„[^“]*[.?!]“", said.next_step)
        html = answer_html.answer(said, SAY)
        step = re.search(r'<div class="next-step".*?</div>', html, re.DOTALL)[0]
        marked = re.findall(r'class="(?:copied|to-say)"[^>]*>([^<]*)<', step)
        wanted = [" ".join(said.record)] if said.record else quoted
        assert [unescape(words) for words in marked] == [*map(bound, wanted)], said.next_step
        assert step.count('class="copy"') == len(marked) <= 1
        kinds.update(("record",) if said.record else ("quoted",) if quoted else ())
    assert kinds, "no answer of it says what to say"
