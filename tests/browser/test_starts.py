"""However Python has to start, the answer is the same, and the console tells why."""

import io
import json
import re
import subprocess
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from calculators import web
from calculators.registry import CALCULATORS as CALCULATED
from tests.browser.faulty import faulty
from tests.languages import GERMAN, made, spoken
from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import SAVING, watch
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from website import npm, pyodide, texts
from website.cache import digest
from website.cases import cases, given
from website.texts import beside

pytestmark = pytest.mark.proof(pages=[f"{CALCULATOR_PAGES['copayment']}/"])
CASE = cases("copayment")[0]
SNAPSHOT = re.compile(r"/snapshot-\w+\.bin$")
SLIM = re.compile(r"/stdlib-\w+\.zip$")
CALCULATORS = re.compile(r"/calculators-\w+\.zip$")
WASM = re.compile(r"/wasm-\w+\.wasm$")
BELIEVED = ("!crypto.subtle", "true")  # as without https
SLOW_LINE = ('"weak": 1e6, "strong": 1e6', '"weak": -1, "strong": -1')
WORKER = re.compile(r"/runtime/worker-\w+\.js$")
NOBODYS = "fa"  # a language that the site does not have
PARTS = ("snapshot-", "stdlib-", "rest-", "python_stdlib", "pyodide.asm.wasm")
SLIM_PARTS = {"snapshot-", "stdlib-"}  # of the first, only the beginning
WHOLE = {"stdlib-", "rest-"}
STOCK = {"python_stdlib", "pyodide.asm.wasm"}


@pytest.fixture
def visit(page):
    """Answers one case on a page whose worker was changed; tells what was loaded and warned of."""
    warnings = []
    page.on("console", lambda said: said.type == "warning" and warnings.append(said.text))
    record = watch(page)

    def visit(*changes):
        def change(route):
            code = worker()
            for old, new in changes:
                assert old in code
                code = code.replace(old, new, 1)
            route.fulfill(body=code, content_type="text/javascript")

        page.context.route(WORKER, change)
        box = open_form(page, "copayment")
        fill(box, "copayment", given(CASE))
        submit(box)
        assert "6,20" in box.locator(".verdict").inner_text()
        # Where WebAssembly lacks a function, Pyodide says so besides.
        assert [error for error in record.errors if error != "unreachable"] == []
        loaded = {name for name in PARTS if asked(record, name)}
        return loaded, re.findall(r"from\w+ failed", " ".join(warnings))

    return visit


def asked(record, name):
    return any(f"/{name}" in url for url in record.requests)


def worker():
    code = file(WORKER).read_text("utf-8")
    # However busy the machine of the test is, the line is not the reason.
    return re.sub(
        r'"secondsSpared": \{[^}]*\}', '"secondsSpared": {"weak": 1e6, "strong": 1e6}', code
    )


def file(pattern) -> Path:
    return next(
        path for path in (SITE / "assets/runtime").rglob("*.*") if pattern.search(str(path))
    )


def serve_instead(page, pattern, body, encoding="identity"):
    # An encoding that is named tells the worker that it need not look for a compressed file.
    headers = {"Content-Encoding": encoding} if encoding else {}
    page.context.route(pattern, lambda route: route.fulfill(body=body, headers=headers))


def without(archive: bytes, *left_out: str) -> bytes:
    """The same archive, without some files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name not in left_out:
                new.writestr(name, old.read(name))
    return made.getvalue()


def test_the_snapshot_alone_will_do(visit):
    assert visit() == ({"snapshot-"}, [])


def test_on_a_slow_line_the_snapshot_is_given_up(visit):
    assert visit(SLOW_LINE) == (SLIM_PARTS, [])


def test_a_second_visit_starts_from_the_snapshot_that_the_first_one_left(browser):
    """However quickly all of it comes out of the browser's cache."""

    def all_there_before_it_chooses(code):
        begins = b"async function choose() {"
        assert begins in code
        return code.replace(begins, begins + b'await Promise.all([content("snapshot"), slimCore]);')

    asked_for = []
    with faulty(SITE) as (address, faults):
        faults.change("worker", all_there_before_it_chooses)
        # Nothing is watched here: whoever watches a browser closely takes its cache away.
        context = browser.new_context(base_url=address, service_workers="block")
        context.on("request", lambda request: asked_for.append(request.url))
        for _ in range(2):
            box = open_form(context.new_page(), "copayment")
            fill(box, "copayment", given(CASE))
            submit(box)
            assert "6,20" in box.locator(".verdict").inner_text()
        context.close()
    assert sum("/snapshot-" in url for url in asked_for) == 2
    assert not any("/stdlib-" in url for url in asked_for)


def test_who_saves_data_gets_no_snapshot(visit):
    assert visit(("const RUNTIME", SAVING + "const RUNTIME")) == ({"stdlib-"}, [])


def test_a_reader_loads_the_words_of_one_language(visit, page):
    asked_for = []
    page.context.on("request", lambda request: asked_for.append(Path(request.url).name))
    visit()
    (words,) = [name for name in asked_for if name.startswith("texts-")]
    assert fnmatchcase(words, texts.pattern("de"))


ASK_ALL = """async ([python, asked]) => {
    const { ask } = await import(python);
    const replies = [];
    for (const question of asked) replies.push(await ask(question, () => {}));
    return replies;
}"""


@pytest.mark.parametrize("changes", [(), (SLOW_LINE,)], ids=["snapshot", "slim"])
def test_another_language_is_answered_by_the_same_python_as_at_home(page, base, changes):
    """One that runs from the right, has six forms of a word, and letters of which none is in the snapshot."""
    words = made(NOBODYS, plural="arabic", dir="rtl", list="، ")
    file = json.dumps({"words": words, "official": beside(GERMAN, tuple(CALCULATED))}).encode()
    name = f"texts-{NOBODYS}-{digest(file)}.json"
    code = worker()
    for key, value in {
        "names": name,
        "digests": digest(file),
        "bytes": len(file),
        "sizes": len(file),
    }.items():
        begins = f'"{key}": {{'
        assert begins in code
        code = code.replace(begins, f'{begins}"texts-{NOBODYS}": {json.dumps(value)}, ', 1)
    for old, new in changes:
        code = code.replace(old, new, 1)
    page.context.route(
        WORKER, lambda route: route.fulfill(body=code, content_type="text/javascript")
    )
    headers = {"Content-Encoding": "identity"}
    page.context.route(f"**/{name}", lambda route: route.fulfill(body=file, headers=headers))
    asked_for = [
        {"name": name, "language": language, "answers": web.pairs(given(case))}
        for language in (NOBODYS, "de")
        for name in CALCULATED
        for case in cases(name)[:3]
    ]
    page.goto(base)
    replies = page.evaluate(ASK_ALL, [f"/{asset('python.js')}", asked_for])
    with spoken(words):
        assert replies == [json.loads(web.answer(*question.values())) for question in asked_for]
    assert any("\u2068" in reply["html"] for reply in replies)


def damaged(data):
    middle = len(data) // 2
    return (
        data[:middle] + bytes(byte ^ 1 for byte in data[middle : middle + 64]) + data[middle + 64 :]
    )


def cut_short(data):
    return data[:-4096]


def something_else(_):
    return b"x" * 99


@pytest.mark.falls_back
@pytest.mark.parametrize(
    ("spoil", "changes"), [(damaged, ()), (cut_short, (BELIEVED,)), (something_else, (BELIEVED,))]
)
def test_a_spoilt_snapshot_is_not_used(visit, page, spoil, changes):
    serve_instead(page, SNAPSHOT, spoil(file(SNAPSHOT).read_bytes()))
    assert visit(*changes) == (SLIM_PARTS, ["fromSnapshot failed"])


@pytest.mark.falls_back
def test_a_snapshot_of_other_files_is_not_used(visit):
    loaded, warnings = visit(('"madeFrom": ["', '"madeFrom": ["0'))
    assert (loaded, warnings) == (SLIM_PARTS, ["fromSnapshot failed"])


@pytest.mark.falls_back
def test_without_the_snapshot_python_starts_by_itself(visit, page):
    serve_instead(page, re.compile(r"/snapshot-"), b"")
    page.context.route(
        re.compile(r"/snapshot-"), lambda route: route.fulfill(status=204, headers={})
    )
    assert visit() == (SLIM_PARTS, ["fromSnapshot failed"])


ASKING = "return answer(name,"


@pytest.mark.falls_back
@pytest.mark.parametrize(
    ("way", "changes"), [("fromSnapshot", ()), ("fromSlimLibrary", (SLOW_LINE,))]
)
def test_what_fails_in_an_answer_is_asked_of_the_whole_core(visit, way, changes):
    failing = f'if (way === {way}) answer("wave", "de", "[]");\n {ASKING}'
    loaded, warnings = visit((ASKING, failing), *changes)
    assert loaded == {*WHOLE, "snapshot-"}  # of which on a slow line the beginning came
    assert warnings == [f"{way} failed"]


@pytest.mark.falls_back
def test_what_is_missing_from_the_library_only_in_an_answer_comes_from_stock_pyodide(visit):
    failing = f'if (way !== fromStock) answer("wave", "de", "[]");\n {ASKING}'
    loaded, warnings = visit((ASKING, failing))
    assert loaded == {"snapshot-"} | WHOLE | STOCK
    assert warnings == ["fromSnapshot failed", "fromWholeCore failed"]


@pytest.mark.falls_back
def test_a_damaged_library_is_not_used(visit, page):
    serve_instead(page, SLIM, damaged(file(SLIM).read_bytes()))
    loaded, warnings = visit(SLOW_LINE)
    assert loaded == SLIM_PARTS | WHOLE | STOCK
    assert warnings == ["fromSlimLibrary failed", "fromWholeCore failed"]


# Needed by Pyodide itself, by the calculators as they start, by an answer.
@pytest.mark.falls_back
@pytest.mark.parametrize("module", ["asyncio/tasks", "dataclasses", "tomllib/__init__"])
def test_a_module_missing_from_the_slim_library_comes_from_the_stock_one(visit, page, module):
    serve_instead(page, SLIM, without(file(SLIM).read_bytes(), f"{module}.pyc"))
    loaded, warnings = visit(SLOW_LINE, BELIEVED)
    assert loaded == SLIM_PARTS | WHOLE | STOCK
    assert warnings == ["fromSlimLibrary failed", "fromWholeCore failed"]


@pytest.mark.parametrize("changes", [(), (SLOW_LINE,)], ids=["snapshot", "slim"])
def test_a_host_that_does_not_compress_sends_what_is_compressed(visit, page, changes):
    asked_for = []
    page.context.on("request", lambda request: asked_for.append(Path(request.url).name))
    for pattern in (SNAPSHOT, SLIM, CALCULATORS, WASM):
        serve_instead(page, pattern, file(pattern).read_bytes(), encoding="")
    loaded, warnings = visit(*changes)
    assert warnings == []
    assert f"{file(WASM).name}.gz" in asked_for
    assert any(name.startswith(max(loaded)) and name.endswith(".gz") for name in asked_for)


POORER = """
import { readFileSync, writeFileSync } from "node:fs";
import { functions, only } from "%s";
const [from, to, share] = process.argv.slice(1);
const binary = readFileSync(from);
writeFileSync(to, only(binary, functions(binary).map((_, i) => i %% share)));
"""


@pytest.mark.falls_back
@pytest.mark.parametrize("changes", [(), (SLOW_LINE,)], ids=["snapshot", "slim"])
def test_where_webassembly_lacks_a_function_stock_pyodide_answers(visit, page, tmp_path, changes):
    """Here it lacks every hundredth of them, some of which surely run and none of which the rest has."""
    poorer = tmp_path / "poorer.wasm"
    script = POORER % (pyodide.HERE / "wasm.mjs").as_uri()
    command = [npm.tool("node"), "--input-type=module", "-e", script, file(WASM), poorer, "100"]
    subprocess.run(command, env=npm.environment(), check=True)
    serve_instead(page, WASM, poorer.read_bytes())
    loaded, warnings = visit(BELIEVED, *changes)
    assert loaded >= STOCK
    assert warnings[-1] == "fromWholeCore failed"


@pytest.mark.falls_back
@pytest.mark.parametrize("spoil", [cut_short, damaged])
def test_a_spoilt_core_is_not_used(visit, page, spoil):
    serve_instead(page, WASM, spoil(file(WASM).read_bytes()))
    loaded, warnings = visit()
    assert loaded >= STOCK
    assert warnings == [
        f"{way} failed" for way in ("fromSnapshot", "fromSlimLibrary", "fromWholeCore")
    ]
