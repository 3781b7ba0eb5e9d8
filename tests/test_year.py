"""A year is a line: what December brings is one line in figures.toml, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# It runs tests, which read what they like of these.
pytestmark = pytest.mark.proof(
    site=False, files=["docs", "languages", "tests", "mkdocs.yml", "Makefile"]
)
ROOT = Path(__file__).parents[1]
NEEDED = (
    "README.md",
    "calculators",
    "docs",
    "languages",
    "tests",
    "tools",
    "website",
    "mkdocs.yml",
    "pyproject.toml",
    "Makefile",
)
# Where the law and what is made of it is tested, without a browser; what is said of all inputs is for all
# lines at once.
FAST = (
    "test_cases",
    "test_first_look",
    "test_promises",
    "law/test_diagnoses",
    "website/test_timeline",
    "website/test_dated",
)
OF_ALL_INPUTS = ("test_properties",)
# Values for this test alone, of no draft and of no law. Twelve times the last one has a limit without cents:
# such a sum is written otherwise.
LINES = {
    "reference_amount": '{ value = 11_111, source = "made up" }',
    "child_allowance": '{ value = 2_222, source = "made up" }',
    "standard_need": '{ value = 350, source = "made up" }',
}


def with_lines(folder, names):
    """A copy of the project with one more year of these figures."""
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target)
    figures = folder / "calculators" / "law" / "figures.toml"
    text = figures.read_text("utf-8")
    for name in names:
        entry = re.search(rf"^\[{name}\]\n(?:.+\n)+", text, re.MULTILINE)
        year = max(map(int, re.findall(r"^(\d{4})-01-01 =", entry[0], re.MULTILINE))) + 1
        text = f"{text[: entry.end()]}{year}-01-01 = {LINES[name]}\n{text[entry.end() :]}"
    figures.write_text(text, "utf-8")


@pytest.mark.parametrize(
    "names", [*([name] for name in LINES), list(LINES)], ids=lambda names: " and ".join(names)
)
def test_a_new_value_is_one_line_and_every_test_stays_green(tmp_path, names):
    with_lines(tmp_path, names)
    chosen = FAST + OF_ALL_INPUTS if len(names) > 1 else FAST
    files = [f"tests/{name}.py" for name in chosen]
    options = ["-q", "-x", "-p", "no:cacheprovider", "-k", "not later_day"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *files],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
