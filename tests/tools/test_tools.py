"""The tools that run only when somebody asks for them run here for a moment, so that none rots.

``make fuzz`` has tests of its own.
"""

import shutil
import subprocess
import sys
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
    ("was", "becomes", "killed"),
    [
        ("law.copayment_rate", "law.copayment_rate", False),
        ("max(law.copayment", "min(law.copayment", True),
    ],
    ids=["nothing changed", "one mutant"],
)
def test_a_changed_law_is_noticed_by_the_cases(tmp_path, was, becomes, killed):
    """As ``make mutants`` does it: in a copy, with the cases of whoever uses the module."""
    for tree in ("calculators", "website", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=ignored)
    assert "copayment" in mutants.law_modules()
    module = tmp_path / "calculators" / "copayment" / "rules.py"
    text = module.read_text("utf-8")
    assert was in text
    module.write_text(text.replace(was, becomes), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_cases", *mutants.users("copayment")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(done.returncode) is killed, done.stderr
    assert not killed or "AssertionError" in done.stderr
