"""An answer as plain text says what the page says, and is text that anyone can paste anywhere."""

import json
import re

import pytest

from calculators import web
from calculators.engine.explanation import explain
from calculators.engine.text import texts
from tests.cases import all_cases, answered
from website.cases import given
from website.languages import languages

FROM_THE_RIGHT = [language.tag for language in languages() if language.dir == "rtl"]
# A comma of Latin script beside a letter of the other one; between digits, it is a decimal mark.
LATIN_COMMA = re.compile(r"[\u0600-\u06ff]\u2069?\)?, |, ?\u2068?[\u0600-\u06ff]")


def test_the_text_of_an_answer_says_all_that_its_page_says():
    say = texts("de")
    for name, case in all_cases():
        text = json.loads(web.answer(name, "de", web.pairs(given(case))))["text"]
        said = explain(answered(name, case, by_hand=True), say)
        sentences = [say(f"{name}.title"), said.headline, said.next_step, said.human]
        sentences += [*filter(None, said.meaning), *said.record]
        sentences += [cell for table in said.tables for row in table.rows for cell in row]
        sentences += [part for reason in said.steps for part in (reason.text, reason.norm)]
        sentences += [part for used in said.figures for part in (used.value, used.figure.source)]
        sentences += [part for question in said.open_questions for part in (question.sentence,)]
        sentences += [sentence for _, sentence in (*said.lacking, *said.other_conditions)]
        sentences += [words for pair in said.given for words in pair]
        assert not [words for words in sentences if words not in text], case["shows"]


def test_the_text_of_an_answer_is_lines_without_markup_and_without_gaps():
    for name, case in all_cases():
        text = json.loads(web.answer(name, "de", web.pairs(given(case))))["text"]
        assert not {"<", ">", "\t", "\r"} & set(text), case["shows"]
        assert "\n\n\n" not in text and text == text.strip(), case["shows"]
        assert all(line == line.strip() for line in text.split("\n")), case["shows"]


@pytest.mark.parametrize("tag", FROM_THE_RIGHT)
def test_an_answer_has_the_commas_of_its_language(tag):
    say = texts(tag)
    for name, case in all_cases():
        if say.speaks_of(name):
            told = json.loads(web.answer(name, tag, web.pairs(given(case))))
            html = re.sub(r"<[^>]+>", "", told["html"])
            for words in (told["text"], html):
                assert not LATIN_COMMA.findall(words), case["shows"]
