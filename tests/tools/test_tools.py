"""The tools that run only when somebody asks for them run here for a moment, so that none rots.

``make fuzz`` has tests of its own.
"""

from pathlib import Path

import pytest

from calculators.registry import CALCULATORS
from tools import mutants, reading_level, speed
from tools.bench.variants import NAMED, changed
from website.cache import digest

ROOT = Path(__file__).parents[2]


def test_every_calculator_is_timed(capsys, monkeypatch):
    monkeypatch.setattr(speed, "ROUNDS", 1)
    speed.main()  # how fast it is, "make speed" says, on a machine that does nothing else
    told = capsys.readouterr().out
    assert all(f"\n{name}" in told for name in CALCULATORS)


def test_the_pages_are_measured(capsys):
    reading_level.main([])
    assert "betroffene/kosten" in capsys.readouterr().out


def test_a_site_that_is_changed_for_the_benchmark_can_be_kept_like_the_true_one():
    """Its scripts still have the names of their content, all the way up to the pages."""

    def name(stem, text):
        return f"assets/{stem}-{digest(text.encode())}.js"

    worker = name("worker", "one")
    python = f'"{worker}"'
    form = f'import "{name("python", python)}"; start("{worker}")'
    page = f'<script src="{name("form", form)}" integrity="sha256-x">'
    site = {
        worker: "one",
        name("python", python): python,
        name("form", form): form,
        "index.html": page,
    }
    found = changed({path: text.encode() for path, text in site.items()}, worker, "two")
    named = [path for path in found if NAMED.search(path)]
    assert len(named) == 3 and not set(named) & set(site)
    assert all(digest(found[path]) in path for path in named)
    (form,) = (path for path in named if "form" in path)
    assert found["index.html"].decode() == f'<script src="{form}">'
    assert name("worker", "two") in found[form].decode()


@pytest.mark.parametrize(
    ("subject", "place", "was", "becomes"),
    [
        ("copayment", "copayment/rules", "max(law.copayment", "min(law.copayment"),
        ("burden_limit", "burden_limit/rules", "law.reference_amount *", "law.reference_amount /"),
        ("burden_limit", "law/burden_limit", "law.burden_rate /", "law.burden_rate *"),
        (
            "remaining_hours",
            "remaining_hours/episode",
            "years_later(day, DOUBTED_AFTER) <= self.day",
            "False",
        ),
    ],
)
def test_a_changed_law_is_noticed_by_the_cases(tmp_path, subject, place, was, becomes):
    """As ``make mutants`` does it: in a copy, with the cases of whoever uses the module."""
    assert subject in mutants.law_modules()
    path = f"calculators/{place}.py"
    text = (ROOT / path).read_text("utf-8")
    assert path in mutants.files(subject) and was in text
    with mutants.judging(subject, tmp_path) as killed:
        assert killed(path, text.replace(was, becomes))
        assert not killed(path, text)
        assert killed(path, f"{text}(")


def test_what_the_cases_do_not_notice_the_tests_may(tmp_path):
    path = "calculators/copayment/questions.py"
    text = (ROOT / path).read_text("utf-8")
    changed_form = text.replace("maximum=7", "maximum=6")
    borders = ("tests/test_properties.py::test_a_form_takes_numbers_up_to_its_borders",)
    assert changed_form != text
    with mutants.judging("copayment", tmp_path) as killed:
        assert not killed(path, changed_form)
        assert killed(path, changed_form, borders)
        assert not killed(path, text, borders)
