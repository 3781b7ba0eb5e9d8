"""The browser runtime: the small Pyodide and the calculators, the same bytes each time, and only what
runs."""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from calculators.engine.text import LANGUAGES, OFFICIAL
from calculators.law.data import table
from calculators.registry import CALCULATORS
from website import browser, cases, npm, pyodide, runtime, syntax, texts, translation
from website.cache import SCRATCH

ROOT = Path(__file__).parents[2]
MADE = pyodide.parts(runtime.PACKAGE)
OURS = (runtime.PACKAGE, runtime.asked(), runtime.AT_HOME)
WORDS = {texts.part(language) for language in LANGUAGES}
MORE = 10_000  # bytes that another language may bring beyond German ones


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own: no test may spoil the developer's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "soziotherapie"


@pytest.fixture(scope="session")
def made() -> dict[str, Path]:
    return runtime.files()


def test_the_worker_names_files_that_are_there(made: dict[str, Path]) -> None:
    first, rest = made["assets/runtime/worker.js"].read_text("utf-8").split("\n", 1)
    for source in runtime.IN_THE_WORKER:
        assert browser.without_types(source) in rest
    declared = re.fullmatch(r"const RUNTIME = (\{.*\});", first)
    assert declared
    told = json.loads(declared[1])
    assert told["names"].keys() == pyodide.STOCK.keys() | MADE.keys() | WORDS
    for name in told["names"].values():
        assert made[f"assets/runtime/{name}"].stat().st_size > 0
    for part, digest in told["digests"].items():
        data = made[f"assets/runtime/{told['names'][part]}"].read_bytes()
        assert hashlib.sha256(data).hexdigest().startswith(digest)
    assert told["names"].keys() - told["digests"].keys() == {"loader", "glue", "stockGlue"}
    assert told["lock"]["packages"] == {}, "Pyodide must not be able to load packages from afar"
    assert told["lock"]["info"]["arch"] == "wasm32"
    assert "?" not in first


@pytest.mark.proof(site=False)
def test_stock_pyodide_is_shipped_with_its_notice_and_only_the_syntax_of_scripts_is_older(
    made: dict[str, Path],
) -> None:
    shipped = {place: path for place, path in made.items() if "/pyodide-" in place}
    assert len(shipped) == len(pyodide.STOCK)
    with tarfile.open(fileobj=io.BytesIO(npm.tarball(npm.locked("pyodide")))) as tar:
        for place, path in shipped.items():
            original = tar.extractfile(f"package/{Path(place).name}")
            assert original
            content, name = original.read(), Path(place).name
            if name in {pyodide.STOCK[part] for part in pyodide.SCRIPTS}:
                content = syntax.lowered({name: content.decode()}, syntax.PYTHON)[name].encode()
            assert path.read_bytes() == content
    notice = made["assets/runtime/NOTICE.txt"].read_text("utf-8")
    for words in ("Mozilla Public License 2.0", "github.com/pyodide/pyodide", "Python Software"):
        assert words in notice


def test_the_archives_hold_what_runs_and_nothing_that_builds(made: dict[str, Path]) -> None:
    ours, stdlib = (zipfile.ZipFile(part(made, name)) for name in ("calculators", "stdlib"))
    with ours, stdlib:
        held = set(ours.namelist())
        assert held == {place.replace(".py", ".pyc") for place in travelling()}
        assert "calculators/web.pyc" in held
        assert {"decimal.pyc", "tomllib/__init__.pyc"} <= set(stdlib.namelist())
        for info in (*ours.infolist(), *stdlib.infolist()):
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


def travelling() -> set[str]:
    """What lies in calculators/ and travels: all but cases, words, and the command line, which answers do
    not import."""
    paths = (path for path in runtime.PACKAGE.rglob("*.*") if path.parent.name != "__pycache__")
    places = {path.relative_to(runtime.PACKAGE.parent).as_posix() for path in paths}
    words = {f"calculators/texts/{language}.toml" for language in LANGUAGES}
    tests = {f"calculators/{name}/{runtime.AT_HOME}" for name in CALCULATORS}
    command_line = {"calculators/__main__.py", "calculators/command.py"}
    assert words | tests | command_line <= places
    return places - words - tests - command_line


@pytest.mark.proof(site=False)
def test_the_runtime_stays_small(made: dict[str, Path]) -> None:
    size = {
        Path(place).name.rpartition("-")[0] or Path(place).name: len(
            gzip.compress(path.read_bytes(), 9)
        )
        for place, path in made.items()
        if not place.endswith(".gz")
    }
    core = size["pyodide.mjs"] + size["glue"] + size["wasm"]
    german = size[texts.part(OFFICIAL)]
    assert core + size["stdlib"] + size["calculators"] + german < 3_500_000
    assert core + size["snapshot"] + german < 5_320_000
    # A reader of another language loads what a German one does.
    for part in WORDS:
        assert size[part] < german + MORE, part


@pytest.mark.proof(site=False)
def test_no_word_of_a_language_is_in_what_all_readers_load(made: dict[str, Path]) -> None:
    sentences = [
        text
        for text in translation.flat(table(f"texts/{OFFICIAL}.toml")).values()
        if len(text) > 60
    ]
    assert len(sentences) > 500
    for name in ("snapshot", "calculators", "stdlib"):
        held = part(made, name).read_bytes()
        for sentence in sentences:
            # As Python's memory has it: in one byte a letter, or in two.
            for coded in (sentence.encode(), sentence.encode("utf-16-le")):
                assert coded not in held, (name, sentence)
            if sentence.isascii() or all(ord(letter) < 256 for letter in sentence):
                assert sentence.encode("latin-1") not in held, (name, sentence)


@pytest.mark.proof(site=False)
def test_beside_each_large_file_it_lies_compressed(made: dict[str, Path]) -> None:
    compressed = [place for place in made if place.endswith(".gz")]
    assert len(compressed) == len(runtime.ALSO_COMPRESSED) + len(LANGUAGES)
    for place in compressed:
        original = made[place.removesuffix(".gz")].read_bytes()
        assert gzip.decompress(made[place].read_bytes()) == original


def test_the_snapshot_names_what_it_was_made_from(made: dict[str, Path]) -> None:
    built = {name: part(made, name) for name in MADE}
    expected = pyodide.made_from("calculators", built)
    assert header(part(made, "snapshot").read_bytes())["madeFrom"] == expected
    assert f'"madeFrom": {json.dumps(expected)}' in made["assets/runtime/worker.js"].read_text()
    assert pyodide.made_from("calculators", {**built, "stdlib": built["glue"]}) != expected


def test_the_snapshot_knows_nothing_of_this_machine(made: dict[str, Path]) -> None:
    memory = part(made, "snapshot").read_bytes()
    for own in (str(ROOT), Path(SCRATCH.name).name.rpartition("-")[0] + "-"):
        assert own.encode() not in memory


@pytest.mark.proof(site=False)
def test_another_calculator_makes_another_snapshot_and_the_same_of_all_else(
    own_cache: Path, tmp_path: Path, made: dict[str, Path]
) -> None:
    other = with_line(tmp_path, "copayment/rules.py", "NEW = 'something new'")
    again = pyodide.make(other, *OURS[1:])
    for name in again.keys() - {"snapshot", "calculators"}:
        assert part(made, name).read_bytes() == again[name], name
    before = members(part(made, "calculators").read_bytes())
    after = members(again["calculators"])
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == [
        "calculators/copayment/rules.pyc"
    ]
    assert b"something new" in again["snapshot"]
    assert header(again["snapshot"]) != header(part(made, "snapshot").read_bytes())


@pytest.mark.proof(site=False)
def test_the_same_archives_make_the_same_snapshot(tmp_path: Path, made: dict[str, Path]) -> None:
    again = {name: tmp_path / f"{name}{suffix}" for name, suffix in MADE.items()}
    for name in ("stdlib", "calculators"):
        shutil.copyfile(part(made, name), again[name])
    pyodide.snapshot(tmp_path / "core", "calculators", runtime.asked(), again)
    for name in ("glue", "snapshot"):
        assert part(made, name).read_bytes() == again[name].read_bytes(), name


def members(archive: bytes) -> dict[str, bytes]:
    """What an archive holds, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_what_only_starts_python_is_left_out_where_it_never_ran_and_says_so(
    made: dict[str, Path],
) -> None:
    with zipfile.ZipFile(part(made, "stdlib")) as stdlib:
        for module in ("subprocess", "asyncio/base_events", "shutil"):
            assert b"left out" in stdlib.read(f"{module}.pyc"), module
        computing = (
            *("dataclasses", "decimal", "datetime", "enum", "functools", "collections/__init__"),
            *("json/decoder", "json/encoder", "re/_compiler", "re/_parser", "tomllib/_parser"),
            *("bisect", "contextlib", "inspect", "string/__init__", "types", "typing", "traceback"),
        )
        for module in computing:
            assert b"left out" not in stdlib.read(f"{module}.pyc"), module
    assert b"left out" not in part(made, "calculators").read_bytes()


def test_what_makes_the_runtime_needs_no_tests(tmp_path: Path) -> None:
    """In a copy without them, and without the pages, the same files are found again."""
    for house in ("calculators", "website", "languages"):
        ignored = shutil.ignore_patterns("__pycache__", "pages")
        shutil.copytree(ROOT / house, tmp_path / house, ignore=ignored)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    code = "from website import runtime; print(*runtime.files(), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == list(runtime.files())


def test_another_case_does_not_make_another_runtime(
    made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes it is not what tests it: without any case, the same files are found again."""
    monkeypatch.setattr(cases, "PACKAGE", tmp_path)
    shipped = pyodide.files(runtime.PACKAGE, runtime.AT_HOME)
    assert "cases.toml" not in {path.name for path in shipped}
    monkeypatch.setattr(pyodide, "make", lambda *_: pytest.fail("the runtime was made anew"))
    again = pyodide.build(*OURS)
    assert {path.name for path in again.values()} <= {path.name for path in made.values()}
    for path in (
        runtime.HERE / "runtime.py",
        *(path for path in pyodide.HERE.glob("*.*") if path.suffix != ".md"),
        *runtime.QUESTIONS.glob("*.py"),
    ):
        text = path.read_text("utf-8")
        assert not re.search(r"website\.(cases|markdown)|\btests/", text), path


@pytest.mark.proof(site=False)
def test_a_core_and_what_was_taken_out_of_it_are_all_of_it_again(
    made: dict[str, Path], tmp_path: Path
) -> None:
    sections, wasm = ((pyodide.HERE / f"{n}.mjs").as_uri() for n in ("sections", "wasm"))
    stock = npm.package("pyodide") / "pyodide.asm.wasm"
    script = tmp_path / "whole.mjs"
    script.write_text(
        f"""
        import {{ readFileSync }} from "node:fs";
        import {{ withRest, isNothing }} from "{sections}";
        import {{ functions }} from "{wasm}";
        const [slim, rest, stock] = process.argv.slice(2).map((name) => readFileSync(name));
        const whole = functions(withRest(slim, rest));
        const all = functions(stock);
        const same = whole.every((body, i) => !Buffer.compare(body, all[i])) && whole.length === all.length;
        const gone = functions(slim).filter(isNothing).length;
        let refused = false;
        try {{ withRest(slim, rest.subarray(0, 1)); }} catch {{ refused = true; }}
        console.log(JSON.stringify({{ same, gone, refused }}));
        """
    )
    command = [npm.tool("node"), script, part(made, "wasm"), part(made, "rest"), stock]
    told = subprocess.run(
        command, env=npm.environment(), capture_output=True, text=True, check=True
    ).stdout
    said = json.loads(told)
    assert (said["same"], said["refused"]) == (True, True)
    assert said["gone"] > 5_000


@pytest.mark.proof(site=False)
def test_a_module_that_is_imported_after_all_stops_the_build(tmp_path: Path) -> None:
    other = with_line(tmp_path, "web.py", "import _pickle")
    with pytest.raises(npm.CannotBuild, match="PyInit__pickle is imported"):
        pyodide.make(other, *OURS[1:])


def with_line(folder: Path, place: str, line: str) -> Path:
    """A copy of the package in that folder, with one more line in one of its modules."""
    other = folder / runtime.PACKAGE.name
    shutil.copytree(runtime.PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / place).open("a") as module:
        module.write(f"\n{line}\n")
    return other


def header(snapshot: bytes) -> dict[str, object]:
    """What the snapshot says of itself; restore.mjs reads it likewise."""
    length = int.from_bytes(snapshot[4:8], "little")
    told: dict[str, object] = json.loads(snapshot[12 : 12 + length])
    return told


def part(made: dict[str, Path], name: str) -> Path:
    """The file of that name, whatever its hash."""
    return next(
        path
        for place, path in made.items()
        if path.name.startswith(f"{name}-") and not place.endswith(".gz")
    )


def test_a_spoilt_build_in_the_cache_is_made_anew(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[int] = []

    def make(*_: object) -> dict[str, bytes]:
        builds.append(1)
        return {name: name.encode() for name in MADE}

    monkeypatch.setattr(pyodide, "make", make)
    first = pyodide.build(*OURS)
    assert pyodide.build(*OURS) == first
    assert len(builds) == 1
    first["stdlib"].write_bytes(b"spoilt")
    assert pyodide.build(*OURS)["stdlib"].read_bytes() == b"stdlib"
    assert len(builds) == 2


@pytest.mark.proof(site=False)
def test_a_calculator_that_fails_in_pyodide_fails_the_build(tmp_path: Path) -> None:
    broken = with_line(tmp_path, "web.py", "import no_such_module")
    with pytest.raises(npm.CannotBuild, match="no_such_module"):
        pyodide.make(broken, *OURS[1:])
