"""Python and the page decide alike which questions are asked, from the one table that the form carries."""

import random

import pytest

from calculators.engine.form import Question, applies, known_from, questions
from calculators.engine.name import Name
from calculators.engine.when import UNKNOWN, When, as_typed
from calculators.registry import CALCULATORS
from tools.browser.forms import open_form

COUNT = 150
# Sets the answers of a form as a reader's hand would leave them, and tells what it asks by now.
ASKED = """(box, rounds) => rounds.map((answers) => {
  const form = box.querySelector("form");
  form.reset();
  for (const [name, value] of Object.entries(answers)) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return [...box.querySelectorAll("[data-question]")].filter((q) => !q.hidden).map((q) => q.dataset.question);
})"""


def conditions_of(question: Question) -> list[When]:
    """What decides whether it is asked, and what decides that it is not."""
    return [question.when, question.form_when, *question.form_unless]


def deciding(name: str) -> list[Question]:
    """The questions on whose answers it hangs whether another one is asked."""
    asked = questions(CALCULATORS[name].Case)
    on = {other for question in asked for when in conditions_of(question) for other in when}
    return [question for question in asked if question.name in on and not question.clock]


def around(text: str) -> list[str]:
    """An answer that is waited for, and of a limit the numbers on both its sides."""
    if text.startswith(">"):
        limit = int(text[1:])
        return [str(limit), str(limit + 1), f" {limit + 1} ", f"{limit + 1},5"]
    return [text.removeprefix("!"), text.removeprefix("!").replace(".", ",")]


def some_answer(question: Question, asked: list[Question], chance: random.Random) -> str:
    """An answer that somebody waits for, another one, or none."""
    wanted = [
        changed
        for other in asked
        for when in conditions_of(other)
        for text in as_typed(when).get(question.name, ())
        if text != "*"
        for changed in around(text)
    ]
    return chance.choice(["", *(question.choices or ["1", "F20.0", " f84.1", UNKNOWN, *wanted])])


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_page_asks_what_python_would_ask(page, name):
    chance = random.Random(name)
    case = CALCULATORS[name].Case
    asked = [q for q in questions(case) if not q.clock and not q.unseen]
    rounds = [
        {q.name: text for q in deciding(name) if (text := some_answer(q, asked, chance))}
        for _ in range(COUNT)
    ]
    box = open_form(page, name)
    found = box.evaluate(ASKED, rounds)
    for answers, shown in zip(rounds, found, strict=True):
        given = {field: [text] for field, text in answers.items()}
        known = known_from(case, given, by_hand=True)
        expected = {q.name for q in asked if applies(q, known, by_hand=True)}
        assert {field for field in shown if not Name.parse(field).row} == expected, answers
