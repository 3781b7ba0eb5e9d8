"""No test waits for a time, and none asks what day it is: each waits for the thing itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("tests", "tools")
# All but this one, which names what it looks for.
PYTHON = sorted(
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)
)
SCRIPTS = sorted(
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*js") if path.is_file()
)
PAUSES = {"sleep", "wait_for_timeout"}
# A number of milliseconds, not a name: what is named is a limit, after which a wait is given up.
PAUSE_IN_A_SCRIPT = re.compile(r"\b(?:setTimeout|pause)\((?:[^;]*,)?\s*[1-9][\d_]*\s*\)")
# Where the time is what is measured or played.
THE_TIME_ITSELF = {
    "bench/host.py": "plays a slow line, on which everything takes as long as it says",
    "bench/strip.py": "films what a reader sees who takes half a second to find the button",
}
CLOCKS = {"today", "now", "utcnow"}
# Who may look at the clock, and why midnight does no harm there.
MAY_ASK = {
    "browser/test_offline.py": "the site was built before, so the day of that is no later one",
    "bench/report.py": "says in a report when it was measured",
    "load/__main__.py": "says in a report when it was measured",
    "watch.py": "what is due today is what it tells; a test names its day",
    "proofs.py": "only its month, and once a run",
}


def place(path: Path) -> str:
    """Where it is in its folder."""
    return "/".join(path.relative_to(ROOT).parts[1:])


def pauses(code: str) -> Iterator[int]:
    """The lines that wait for a time: outside a loop that looks each time, or in a script."""
    tree = ast.parse(code)
    looking = {
        id(node)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While)
        for node in ast.walk(loop)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in looking and _called(node) in PAUSES:
            yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (node.lineno + line - 1 for line in pauses_in_a_script(node.value))


def pauses_in_a_script(code: str) -> Iterator[int]:
    """The lines of JavaScript that do, but for those that look again and again."""
    for number, line in enumerate(code.splitlines(), 1):
        if PAUSE_IN_A_SCRIPT.search(line) and not re.search(r"\b(while|do|setInterval)\b", line):
            yield number


def asks_for_the_day(code: str) -> Iterator[int]:
    """The lines that do."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and _called(node) in CLOCKS:
            yield node.lineno


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@pytest.mark.parametrize("path", PYTHON, ids=place)
def test_no_test_waits_for_a_time(path: Path) -> None:
    if place(path) not in THE_TIME_ITSELF:
        assert not list(pauses(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SCRIPTS, ids=place)
def test_no_script_of_a_test_waits_for_a_time(path: Path) -> None:
    assert not list(pauses_in_a_script(path.read_text("utf-8")))


@pytest.mark.parametrize("path", PYTHON, ids=place)
def test_no_test_asks_what_day_it_is(path: Path) -> None:
    if place(path) not in MAY_ASK:
        assert not list(asks_for_the_day(path.read_text("utf-8")))


def test_who_is_excepted_is_there_and_needs_it() -> None:
    files = {place(path): path.read_text("utf-8") for path in PYTHON}
    assert all(list(pauses(files[name])) for name in THE_TIME_ITSELF)
    assert all(
        list(asks_for_the_day(files[name])) for name in MAY_ASK.keys() - {"test_patience.py"}
    )


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(1)",
        "sleep(PAUSE)",
        "page.wait_for_timeout(500)",
        "for _ in range(9):\n    time.sleep(0.1)",
        """page.evaluate("new Promise((done) => setTimeout(done, 500))")""",
        """page.evaluate("await pause(1000);")""",
    ],
)
def test_a_pause_would_be_noticed(code: str) -> None:
    assert list(pauses(code))


@pytest.mark.parametrize(
    "code",
    [
        "while not found():\n    time.sleep(PAUSE)",
        """page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")""",
        """page.evaluate("setTimeout(fail, PATIENCE, new Error('no answer'))")""",
    ],
)
def test_who_looks_again_and_again_is_left_alone(code: str) -> None:
    assert not list(pauses(code))


def test_a_look_at_the_clock_would_be_noticed() -> None:
    assert list(asks_for_the_day("date.today()"))
    assert list(asks_for_the_day("datetime.now(UTC)"))
