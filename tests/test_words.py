"""Names, comments and docstrings are in plain English, and no line is longer than declared.

None has a word that the contributors' page rules out.
"""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "entwicklung" / "index.md"
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for house in ("calculators", "website", "tools", "tests")
    for path in (ROOT / house).rglob("*.py")
)
# Scripts, looks and templates: what is English there is a name or a comment.
SCRIPTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (
        *(
            "website/**/*.js",
            "website/**/*.mjs",
            "website/**/*.ts",
            "tools/**/*.js",
            "tools/**/*.mjs",
        ),
        *("tests/**/*.js", "tests/**/*.mjs"),
    )
    for path in ROOT.glob(pattern)
)
LOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("docs/assets/*.css", "docs/.overrides/**/*.html")
    for path in ROOT.glob(pattern)
)
DATA = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.toml", "*.yml", "Makefile", "[ctw]*/**/*.toml", "docs/.shared/*.toml")
    for path in ROOT.glob(pattern)
)
LONGEST_LINE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"][
    "pycodestyle"
]["max-line-length"]
# Other sites know its digest, so it stays as it is.
NEVER_CHANGED = "website/browser/page/einbetten-1.js"


def ruled_out() -> list[str]:
    """The last column of the list of words; where nothing else was used, it has a dash."""
    section = PAGE.read_text("utf-8").partition("{ #plain-english }")[2].partition("\n#")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [word for _, _, word in rows[2:] if word != "–"]


def prose(source: str) -> Iterator[str]:
    """What is said beside the code: comments, each block as one, and docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    yield " ".join(t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield " ".join((ast.get_docstring(node) or "").split())


def found_in(text: str) -> list[str]:
    """The words ruled out that stand there, in any of their forms."""
    words = "|".join(map(re.escape, ruled_out()))
    return re.findall(rf"\b(?:{words})(?:s|es|ed|ing)?\b", text, re.IGNORECASE)


@pytest.mark.parametrize("place", MODULES)
def test_no_comment_has_a_word_that_is_ruled_out(place):
    for text in prose((ROOT / place).read_text("utf-8")):
        assert not found_in(text)


@pytest.mark.parametrize("place", [*SCRIPTS, *LOOKS])
def test_no_script_and_no_name_of_its_looks_has_one(place):
    assert not found_in((ROOT / place).read_text("utf-8").replace("-", " "))


@pytest.mark.parametrize("place", DATA)
def test_no_comment_beside_data_has_one(place):
    lines = (ROOT / place).read_text("utf-8").splitlines()
    assert not found_in(" ".join(line.partition("#")[2] for line in lines))


@pytest.mark.parametrize("place", [place for place in SCRIPTS if place != NEVER_CHANGED])
def test_no_line_of_a_script_is_longer_than_declared(place):
    """Of Python, ruff says so."""
    lines = (ROOT / place).read_text("utf-8").splitlines()
    assert not [n for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


def test_the_words_are_found_where_they_stand():
    source = '"""One that\\n    reckons."""\\nx = 1  # in so\\n# many cabinets\\ny = "dress"\\n'
    source = source.replace("\\n", "\n")
    assert [word for text in prose(source) for word in found_in(text)] == [
        *("so many", "cabinets"),
        "reckons",
    ]
    assert not found_in("An address of many.")
