"""No test waits for a time, and none asks what day it is: each waits for the thing itself.

Nor is the first thing it looks for on a new page that something is not there: a page that has not come
yet has nothing of it either.
"""

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
# But where nothing else is waited for, a name makes no difference.
NAMED_PAUSE = re.compile(
    r"\bPromise\(\s*(?:function\s*)?\(?(\w+)\)?\s*(?:=>)?\s*\{?\s*setTimeout\(\1\s*,(?!\s*0\s*\))"
)
# Where the time is what is measured or played.
THE_TIME_ITSELF = {
    "bench/host.py": "plays a slow line, on which everything takes as long as it says",
    "bench/strip.py": "films what a reader sees who takes half a second to find the button",
}
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "strftime"}
CLOCK_IN_A_SCRIPT = re.compile(r"\bnew Date\(\s*\)|\bDate\.now\(\)|\bDate\(\s*\)")
# Who may look at the clock, and why midnight does no harm there.
MAY_ASK = {
    "browser/test_kept.py": "a month ago, whichever day it is",
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
    looking = looking_again(tree)
    named = {alias.asname for node in ast.walk(tree) for alias in _imported(node) if alias.asname}
    for node in ast.walk(tree):
        waits = isinstance(node, ast.Call) and (
            _called(node) in PAUSES | named or _is_wait_of_a_number(node)
        )
        if waits and id(node) not in looking:
            yield node.lineno
        yield from (line for line, script in strings(node) for line in _pauses_from(line, script))


def looking_again(tree: ast.AST) -> set[int]:
    """All that stands in a loop which looks each time."""
    loops = (loop for loop in ast.walk(tree) if isinstance(loop, ast.While))
    return {id(node) for loop in loops for node in ast.walk(loop)}


def strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The text that stands there, with a number for whatever is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "9" for part in node.values)
        yield node.lineno, "".join(map(str, parts))


def pauses_in_a_script(code: str) -> Iterator[int]:
    """The lines of JavaScript that do, but for those that look again and again."""
    for number, line in enumerate(code.splitlines(), 1):
        waits = PAUSE_IN_A_SCRIPT.search(line) or NAMED_PAUSE.search(line)
        if waits and not re.search(r"\b(while|do|setInterval)\b", line):
            yield number


def asks_for_the_day(code: str) -> Iterator[int]:
    """The lines that do, in Python or in a script."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and _called(node) in CLOCKS:
            yield node.lineno
        yield from (line for line, script in strings(node) if CLOCK_IN_A_SCRIPT.search(script))


# A new page is asked for.
NEW_PAGE = {"goto", "reload", "go_back", "go_forward"}
# What is true of a page that has not come yet.
ABSENT = {"is_hidden", "to_be_hidden"}
ABSENT_IN_A_SCRIPT = re.compile(r"=>\s*!|=== null\b|\.length === 0\b")
# What says only where something would be.
NO_LOOK = {
    *("locator", "frame_locator", "first", "nth", "filter", "get_by_text", "get_by_role"),
    *("get_by_label", "all", "count", "set", "on", "join", "append", "route", "partition"),
}
# How tests call a page, or a part of one.
PAGES = {"page", "reader", "box", "tab", "inside", "frame", "other", "page_"}
# Where nothing can be waited for, and why an empty page would be noticed all the same.
NOTHING_TO_WAIT_FOR = {
    "browser/test_time.py": "the script that tells has run before the page is said to be read",
}


def looks_for_nothing(code: str) -> Iterator[int]:
    """The lines whose look is the first at a new page, and is content with finding nothing."""
    for test in ast.walk(ast.parse(code)):
        if isinstance(test, ast.FunctionDef):
            is_new = False
            for node in sorted(
                _looks(test), key=lambda node: (node.end_lineno, node.end_col_offset)
            ):
                if isinstance(node, ast.Call) and _called(node) in NEW_PAGE:
                    is_new = True
                elif _finds_nothing(node):
                    if is_new:
                        yield node.lineno
                elif isinstance(node, ast.Call) and _called(node) not in NO_LOOK:
                    is_new = is_new and _says_nothing_of_the_page(node)


def _looks(test: ast.FunctionDef) -> list[ast.expr]:
    """The calls and comparisons in a test, of which none is part of a look for nothing."""
    found: list[ast.expr] = []
    waiting: list[ast.AST] = [*test.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and _finds_nothing(node):
            found.append(node)
            continue
        if isinstance(node, ast.Call):
            found.append(node)
        waiting += ast.iter_child_nodes(node)
    return found


def _finds_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        asked = node.operand
        return isinstance(asked, ast.Call) and _called(asked) in {"count", "is_visible"}
    if isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
        (other, *_) = node.comparators
        nothing = isinstance(other, ast.Constant) and other.value == 0
        return _called(node.left) == "count" and nothing and isinstance(node.ops[0], ast.Eq)
    if not isinstance(node, ast.Call):
        return False
    state = next((k.value for k in node.keywords if k.arg == "state"), None)
    is_gone = isinstance(state, ast.Constant) and state.value in ("detached", "hidden")
    first = next(iter(node.args), None)
    of_nothing = isinstance(first, ast.Constant) and first.value == 0
    scripts = (text for _, text in strings(first)) if first else ()
    return (
        _called(node) in ABSENT
        or is_gone
        or (_called(node) == "to_have_count" and of_nothing)
        or (_called(node) == "wait_for_function" and any(map(ABSENT_IN_A_SCRIPT.search, scripts)))
    )


def _says_nothing_of_the_page(call: ast.Call) -> bool:
    """A function that is given no page, and so has not waited for one."""
    given = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
    return isinstance(call.func, ast.Name) and not given & PAGES


def too_short(code: str) -> Iterator[int]:
    """The lines that give something up after so little time that a busy machine takes longer.

    Seconds for Python's own, milliseconds for a browser; in a loop, the next look is not far.
    """
    tree = ast.parse(code)
    looking = looking_again(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in looking:
            for keyword in node.keywords:
                value = getattr(keyword.value, "value", None)
                is_time = keyword.arg == "timeout" and isinstance(value, int | float)
                if is_time and (value < 60 or 600 < value < 30_000):
                    yield node.lineno


def _imported(node: ast.AST) -> Iterator[ast.alias]:
    if isinstance(node, ast.ImportFrom):
        yield from (alias for alias in node.names if alias.name in PAUSES)


def _is_wait_of_a_number(call: ast.Call) -> bool:
    first = next(iter(call.args), None)
    number = isinstance(first, ast.Constant) and isinstance(first.value, int | float)
    return _called(call) in {"wait", "select"} and number


def _pauses_from(line: int, script: str) -> Iterator[int]:
    yield from (line + number - 1 for number in pauses_in_a_script(script))


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


@pytest.mark.parametrize("path", SCRIPTS, ids=place)
def test_no_script_of_a_test_asks_what_day_it_is(path: Path) -> None:
    assert not CLOCK_IN_A_SCRIPT.search(path.read_text("utf-8"))


@pytest.mark.parametrize("path", PYTHON, ids=place)
def test_no_test_is_content_with_a_page_that_has_not_come(path: Path) -> None:
    if place(path) not in NOTHING_TO_WAIT_FOR:
        assert not list(looks_for_nothing(path.read_text("utf-8")))


@pytest.mark.parametrize("path", PYTHON, ids=place)
def test_nothing_is_given_up_before_a_busy_machine_had_its_time(path: Path) -> None:
    assert not list(too_short(path.read_text("utf-8")))


def test_who_is_excepted_is_there_and_needs_it() -> None:
    files = {place(path): path.read_text("utf-8") for path in PYTHON}
    assert all(list(pauses(files[name])) for name in THE_TIME_ITSELF)
    assert all(
        list(asks_for_the_day(files[name])) for name in MAY_ASK.keys() - {"test_patience.py"}
    )
    assert all(list(looks_for_nothing(files[name])) for name in NOTHING_TO_WAIT_FOR)


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(1)",
        "sleep(PAUSE)",
        "page.wait_for_timeout(500)",
        "for _ in range(9):\n    time.sleep(0.1)",
        """page.evaluate("new Promise((done) => setTimeout(done, 500))")""",
        """page.evaluate("await pause(1000);")""",
        """page.evaluate(f"new Promise((done) => setTimeout(done, {PAUSE}))")""",
        """page.evaluate("new Promise((done) => setTimeout(done, PAUSE))")""",
        """page.evaluate("new Promise(function (done) { setTimeout(done, PAUSE) })")""",
        "from time import sleep as rest\nrest(1)",
        "Event().wait(5)",
        "await asyncio.sleep(1)",
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
    assert list(asks_for_the_day('page.evaluate("new Date().getDay()")'))
    assert list(asks_for_the_day("time.strftime('%d')"))
    assert not list(asks_for_the_day('page.evaluate("new Date(2026, 1, 1)")'))


NEW = "def test(page, box):\n    page.goto('x/')\n    "
CAME = f"{NEW}page.locator('h1').wait_for()\n    "
ABSENCES = (
    "assert page.locator('.x').count() == 0",
    "assert not page.locator('.x').count()",
    "assert not page.locator('.x').first.is_visible()",
    "assert page.locator('.x').is_hidden()",
    "expect(page.locator('.x')).to_be_hidden()",
    "expect(page.locator('.x')).to_have_count(0)",
    "page.locator('.x').wait_for(state='detached')",
    "page.wait_for_selector('.x', state='hidden')",
    "page.wait_for_function('() => !document.querySelector(1)')",
)


@pytest.mark.parametrize("look", ABSENCES)
@pytest.mark.parametrize("way", sorted(NEW_PAGE))
def test_a_first_look_that_is_content_with_nothing_would_be_noticed(look: str, way: str) -> None:
    new = NEW.replace("goto", way)
    assert list(looks_for_nothing(new + look))
    assert list(looks_for_nothing(f"{new}said = SAY('x')\n    {look}"))
    assert not list(looks_for_nothing(CAME + look))
    assert not list(looks_for_nothing(f"{NEW}submit(box)\n    {look}"))
    assert not list(looks_for_nothing(f"{NEW}expect(box).to_be_visible()\n    {look}"))


def test_a_limit_that_is_too_short_would_be_noticed() -> None:
    assert list(too_short("urlopen(address, timeout=10)"))
    assert list(too_short("box.wait_for(timeout=5_000)"))
    assert not list(too_short("urlopen(address, timeout=60)\nbox.wait_for(timeout=30_000)"))
    assert not list(too_short("while not there:\n    urlopen(address, timeout=5)"))
