"""The dotted name of a question: written, read, and the same to all who use it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.engine.form import each, named, questions, row
from calculators.engine.name import Name
from calculators.registry import CALCULATORS

words = st.from_regex("[a-z_]{1,12}", fullmatch=True)
parts = st.none() | st.sampled_from(["day", "month", "year"])
names = st.builds(Name, field=words, part=parts) | st.builds(
    Name, words, st.integers(1, 999), words, parts
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kind", Name(field="kind")),
        ("day.month", Name(field="day", part="month")),
        ("prescriptions.2.kind", Name("prescriptions", 2, "kind")),
        ("prescriptions.2.day.month", Name("prescriptions", 2, "day", "month")),
        # No row has two names, and none has the number 0.
        ("prescriptions.02.kind", Name(field="prescriptions", part="02.kind")),
        ("prescriptions.0.kind", Name(field="prescriptions", part="0.kind")),
    ],
)
def test_a_name_is_read_and_written(text, name):
    assert Name.parse(text) == name
    assert str(name) == text


@given(names)
def test_a_name_that_was_written_is_read_as_the_same(name):
    assert Name.parse(str(name)) == name
    assert Name.parse(str(name.in_its_row)) == name.in_its_row


@given(st.lists(words | st.sampled_from(["", "0", "1", "07", "999", "1000", "٣"])).map(".".join))
def test_of_any_text_nothing_is_lost_and_it_belongs_to_the_question_it_begins_with(text):
    name = Name.parse(text)
    # A row in which no question is named may end in a dot.
    assert str(name) in (text, f"{text}.")
    assert text == name.question or text.startswith(f"{name.question}.")


@pytest.mark.parametrize("case", [each.Case for each in CALCULATORS.values()])
def test_every_control_of_a_form_leads_back_to_its_question(case):
    for question in each(case):
        for part in question.parts:
            name = Name.parse(part)
            outer = next(q for q in questions(case) if q.name == name.question)
            assert question in (row(outer, name.row) if name.row else [outer])
            assert name.key == question.key
        assert named(case, question.name) == question
