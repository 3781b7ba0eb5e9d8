"""The tools that run only when somebody asks for them run here for a moment, so that none rots.

``make fuzz`` has tests of its own.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calculators import CALCULATORS
from tests import mutants, reading_level, speed

ROOT = Path(__file__).parents[1]


def test_every_calculator_is_timed(capsys, monkeypatch):
    monkeypatch.setattr(speed, "ROUNDS", 1)
    speed.main()  # how fast it is, "make speed" says, on a machine that does nothing else
    told = capsys.readouterr().out
    assert all(f"\n{name}" in told for name in CALCULATORS)


def test_the_pages_are_measured(capsys):
    reading_level.main([])
    assert "betroffene/kosten" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("was", "becomes", "killed"),
    [("appointments", "appointments", False), ("max(law.copayment", "min(law.copayment", True)],
    ids=["nothing changed", "one mutant"],
)
def test_a_changed_law_is_noticed_by_the_cases(tmp_path, was, becomes, killed):
    """As ``make mutants`` does it: in a copy, with the cases of whoever uses the module."""
    for tree in ("calculators", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=ignored)
    assert "copayment" in mutants.law_modules()
    module = tmp_path / "calculators" / "copayment.py"
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
