"""The same answers, byte for byte, in Chromium, in Firefox and in WebKit, and a way on after a fault."""

import json

import pytest

from calculators import web
from calculators.engine.form import clock_of, questions
from calculators.registry import CALCULATORS
from tests.browser.engines import PACKAGES, command, opened, reporting
from tools.browser.forms import USUAL_DAY
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from website.cases import cases, given

pytestmark = pytest.mark.proof(pages=[f"{path}/" for path in CALCULATOR_PAGES.values()])
# What test_faults.py looks at closely in Chromium.
FAULTS = (("worker", "no memory"), ("glue", "another page"), ("wasm", "garbled"))
LONGEST = 900  # seconds for all cases, on a slow and busy machine


def asked(name, case):
    return {"name": name, "language": "de", "answers": web.pairs(given(case))}


def on_its_day(name, question):
    """What the form asks of it, with the day that the page itself adds; run.js sets its clock to that day."""
    asked_for = CALCULATORS[name].Case
    clock = clock_of(asked_for)
    unseen = {question.name for question in questions(asked_for) if question.unseen}
    typed = [pair for pair in json.loads(question["answers"]) if pair[0] not in unseen]
    answers = [*typed, *([[clock, f"{USUAL_DAY}"]] if clock else [])]
    return {**question, "answers": json.dumps(answers)}


def expected(question):
    return json.loads(web.answer(*question.values()))["html"]


@pytest.fixture(scope="session")
def everything():
    """Every case for Python alone, and the first of each calculator for its page."""
    questions = {
        f"{name}: {case['shows']}": asked(name, case)
        for name in CALCULATORS
        for case in cases(name)
    }
    firsts = {name: on_its_day(name, asked(name, cases(name)[0])) for name in CALCULATORS}
    return {
        "python": f"/{asset('python.js')}",
        "cases": [
            {"shows": shows, "question": question, "html": expected(question)}
            for shows, question in questions.items()
        ],
        "pages": [
            {
                "path": f"/{CALCULATOR_PAGES[name]}/",
                "answers": json.loads(question["answers"]),
                "html": expected(question),
            }
            for name, question in firsts.items()
        ],
        "faults": FAULTS,
        "day": f"{USUAL_DAY}",
    }


@pytest.mark.parametrize("engine", PACKAGES)
def test_every_case_is_answered_as_in_cpython(engine, everything, tmp_path):
    start = command(engine, tmp_path)
    with (
        reporting(SITE, everything) as (address, reports),
        opened([*start, address], tmp_path),
    ):
        report = reports.get(timeout=LONGEST)
    assert report == {
        "cases": len(everything["cases"]),
        "pages": len(CALCULATORS),
        "faults": len(FAULTS),
        "differences": [],
    }
