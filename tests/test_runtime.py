"""The browser runtime: only what was locked, the same bytes each time, served as browsers want it."""

import gzip
import hashlib
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from calculators.site import npm, pages, runtime, serve, syntax
from calculators.site.cache import SCRATCH, folder, write

ROOT = Path(__file__).parents[1]
FAKE = npm.Locked("fake", "1.0.0", "sha512-" + "A" * 86 + "==")


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own: no test may spoil the developer's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "soziotherapie"


@pytest.fixture(scope="session")
def made() -> dict[str, Path]:
    return runtime.files()


# What comes from npm


def test_a_spoilt_package_in_the_cache_is_fetched_anew(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = npm.tarball(npm.locked("ws"))  # the smallest of them
    kept = next((own_cache / "npm").glob("ws-*.tgz"))
    kept.write_bytes(good[:-1] + b"!")
    fetches = []
    monkeypatch.setattr(npm, "fetch", lambda wanted: fetches.append(wanted.name) or good)
    assert npm.tarball(npm.locked("ws")) == good
    assert fetches == ["ws"]
    assert kept.read_bytes() == good


def test_a_package_that_is_not_the_locked_one_is_refused(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "fetch", lambda wanted: b"something else")
    write(folder("npm") / "fake-1.0.0.tgz", b"something else again")
    with pytest.raises(npm.CannotBuild, match=r"fake 1\.0\.0 .* sha512 differs"):
        npm.tarball(FAKE)
    assert list((own_cache / "npm").iterdir()) == []


def test_without_node_one_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    npm.environment.cache_clear()
    try:
        with pytest.raises(npm.CannotBuild, match=r"\A.*requirements-node\.txt\Z"):
            npm.tool("npm")
    finally:
        npm.environment.cache_clear()


def test_an_old_node_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        script = tmp_path / name
        script.write_text("#!/bin/sh\necho v18.20.4\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    npm.environment.cache_clear()
    try:
        assert npm.environment()["PATH"].split(":")[0] == str(Path(sys.executable).parent)
    finally:
        npm.environment.cache_clear()


@pytest.mark.parametrize("folder", [".", "tests/bench", "tests/audit"])
def test_every_npm_package_is_locked_by_hash_and_by_no_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
    asked = json.loads((ROOT / folder / "package.json").read_text("utf-8"))["devDependencies"]
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert lock["lockfileVersion"] == 3
    assert {f"node_modules/{name}" for name in asked} <= packages.keys()
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_every_python_package_is_pinned_by_hash() -> None:
    for path in ROOT.glob("requirements*.txt"):
        blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        assert blocks
        for block in blocks:
            assert re.match(r"[\w.-]+==\S+( ;[^\n]+)? \\\n +--hash=sha256:", block), block


def test_no_file_names_the_host_of_a_package_registry() -> None:
    # Written so that this file does not name them either.
    hosts = re.compile(r"npm[j]s\.|yarn[p]kg\.|py[p]i\.|python[h]osted\.|js[d]elivr\.|un[p]kg\.")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = [
        name
        for name in listed.stdout.split("\0")
        if (file := ROOT / name).is_file() and hosts.search(file.read_text("utf-8", "ignore"))
    ]
    assert found == []


# What is made of it


def test_the_worker_names_files_that_are_there(made: dict[str, Path]) -> None:
    first, rest = made["assets/runtime/worker.js"].read_text("utf-8").split("\n", 1)
    for source in runtime.IN_THE_WORKER:
        assert (ROOT / "calculators/site" / source).read_text("utf-8") in rest
    declared = re.fullmatch(r"const RUNTIME = (\{.*\});", first)
    assert declared
    told = json.loads(declared[1])
    assert told["names"].keys() == runtime.STOCK.keys() | runtime.MADE.keys()
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
    assert len(shipped) == len(runtime.STOCK)
    with tarfile.open(fileobj=io.BytesIO(npm.tarball(npm.locked("pyodide")))) as tar:
        for place, path in shipped.items():
            original = tar.extractfile(f"package/{Path(place).name}")
            assert original
            content, name = original.read(), Path(place).name
            if name in {runtime.STOCK[part] for part in runtime.STOCK_SCRIPTS}:
                content = syntax.lowered({name: content.decode()}, syntax.PYTHON)[name].encode()
            assert path.read_bytes() == content
    notice = made["assets/runtime/NOTICE.txt"].read_text("utf-8")
    for words in ("Mozilla Public License 2.0", "github.com/pyodide/pyodide", "Python Software"):
        assert words in notice


def test_the_archives_hold_what_runs_and_nothing_that_builds(made: dict[str, Path]) -> None:
    ours, stdlib = (zipfile.ZipFile(part(made, name)) for name in ("calculators", "stdlib"))
    with ours, stdlib:
        expected = {
            f"calculators/{path.relative_to(runtime.PACKAGE).as_posix()}".replace(".py", ".pyc")
            for path in runtime.shipped()
        }
        assert set(ours.namelist()) == expected
        assert "calculators/engine/web.pyc" in expected
        assert not [name for name in expected if name.startswith("calculators/site/")]
        assert {"decimal.pyc", "tomllib/__init__.pyc"} <= set(stdlib.namelist())
        for info in (*ours.infolist(), *stdlib.infolist()):
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.proof(site=False)
def test_the_runtime_stays_small(made: dict[str, Path]) -> None:
    size = {
        Path(place).name.split("-")[0]: len(gzip.compress(path.read_bytes(), 9))
        for place, path in made.items()
        if not place.endswith(".gz")
    }
    core = size["pyodide.mjs"] + size["glue"] + size["wasm"]
    assert core + size["stdlib"] + size["calculators"] < 3_500_000
    # With all the words of the answers, of which a snapshot holds each.
    assert core + size["snapshot"] < 5_350_000


@pytest.mark.proof(site=False)
def test_beside_each_large_file_it_lies_compressed(made: dict[str, Path]) -> None:
    compressed = [place for place in made if place.endswith(".gz")]
    assert len(compressed) == len(runtime.ALSO_COMPRESSED)
    for place in compressed:
        original = made[place.removesuffix(".gz")].read_bytes()
        assert gzip.decompress(made[place].read_bytes()) == original


def test_the_snapshot_names_what_it_was_made_from(made: dict[str, Path]) -> None:
    pyodide = npm.package("pyodide")
    built = {name: part(made, name) for name in runtime.MADE}
    expected = runtime.made_from(pyodide, built)
    assert header(part(made, "snapshot").read_bytes())["madeFrom"] == expected
    assert f'"madeFrom": {json.dumps(expected)}' in made["assets/runtime/worker.js"].read_text()
    assert runtime.made_from(pyodide, {**built, "stdlib": built["glue"]}) != expected


def test_the_snapshot_knows_nothing_of_this_machine(made: dict[str, Path]) -> None:
    memory = part(made, "snapshot").read_bytes()
    for own in (str(ROOT), Path(SCRATCH.name).name.rpartition("-")[0] + "-"):
        assert own.encode() not in memory


@pytest.mark.proof(site=False)
def test_another_calculator_makes_another_snapshot_and_the_same_of_all_else(
    own_cache: Path, tmp_path: Path, made: dict[str, Path]
) -> None:
    other = tmp_path / "calculators"
    shutil.copytree(runtime.PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "copayment.py").open("a") as module:
        module.write("\nNEW = 'something new'\n")
    again = runtime.build(npm.package("pyodide"), other)
    for name in again.keys() - {"snapshot", "calculators"}:
        assert part(made, name).read_bytes() == again[name], name
    before = members(part(made, "calculators").read_bytes())
    after = members(again["calculators"])
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["calculators/copayment.pyc"]
    assert b"something new" in again["snapshot"]
    assert header(again["snapshot"]) != header(part(made, "snapshot").read_bytes())


@pytest.mark.proof(site=False)
def test_the_same_archives_make_the_same_snapshot(tmp_path: Path, made: dict[str, Path]) -> None:
    again = {name: tmp_path / f"{name}{suffix}" for name, suffix in runtime.MADE.items()}
    for name in ("stdlib", "calculators"):
        shutil.copyfile(part(made, name), again[name])
    runtime.snapshot(npm.package("pyodide"), tmp_path / "core", again)
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


def test_another_case_does_not_make_another_runtime(
    made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes it is not what tests it: without any case, the same files are found again."""
    monkeypatch.setattr(pages, "CASES", tmp_path)
    monkeypatch.setattr(runtime, "build", lambda *_: pytest.fail("the runtime was made anew"))
    again = runtime.slim(npm.locked("pyodide").integrity, npm.package("pyodide"))
    assert {path.name for path in again.values()} <= {path.name for path in made.values()}
    for name in ("runtime.py", *runtime.BUILDERS):
        text = (ROOT / "calculators/site" / name).read_text("utf-8")
        assert not re.search(r"site\.pages|\btests/", text), name


@pytest.mark.proof(site=False)
def test_a_core_and_what_was_taken_out_of_it_are_all_of_it_again(
    made: dict[str, Path], tmp_path: Path
) -> None:
    sections, wasm = (
        (ROOT / "calculators/site" / f"{n}.mjs").as_uri() for n in ("sections", "wasm")
    )
    pyodide = npm.package("pyodide") / "pyodide.asm.wasm"
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
    command = [npm.tool("node"), script, part(made, "wasm"), part(made, "rest"), pyodide]
    told = subprocess.run(
        command, env=npm.environment(), capture_output=True, text=True, check=True
    ).stdout
    said = json.loads(told)
    assert (said["same"], said["refused"]) == (True, True)
    assert said["gone"] > 5_000


@pytest.mark.proof(site=False)
def test_a_module_that_is_imported_after_all_stops_the_build(tmp_path: Path) -> None:
    other = tmp_path / "calculators"
    shutil.copytree(runtime.PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "engine/web.py").open("a") as module:
        module.write("\nimport _pickle\n")
    with pytest.raises(npm.CannotBuild, match="PyInit__pickle is imported"):
        runtime.build(npm.package("pyodide"), other)


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

    def build(pyodide: Path, package: Path) -> dict[str, bytes]:
        builds.append(1)
        return {name: name.encode() for name in runtime.MADE}

    monkeypatch.setattr(runtime, "build", build)
    first = runtime.slim("sha512-x", Path())
    assert runtime.slim("sha512-x", Path()) == first
    assert len(builds) == 1
    first["stdlib"].write_bytes(b"spoilt")
    assert runtime.slim("sha512-x", Path())["stdlib"].read_bytes() == b"stdlib"
    assert len(builds) == 2


@pytest.mark.proof(site=False)
def test_a_calculator_that_fails_in_pyodide_fails_the_build(tmp_path: Path) -> None:
    broken = tmp_path / "calculators"
    shutil.copytree(runtime.PACKAGE, broken, ignore=shutil.ignore_patterns("__pycache__"))
    with (broken / "engine/web.py").open("a") as module:
        module.write("\nimport no_such_module\n")
    with pytest.raises(npm.CannotBuild, match="no_such_module"):
        runtime.build(npm.package("pyodide"), broken)


# How it is served


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = tmp_path_factory.mktemp("site")
    for name, text in {
        "index.html": "<title>Start</title>" + "ö" * 2000,
        "404.html": "<title>Nicht gefunden</title>",
        "a/index.html": "<title>A</title>",
        "sw.js": "1",
        "assets/runtime/worker-0123456789abcdef.js": "1",
        "assets/runtime/stdlib-0123456789abcdef.zip": "2",
        "assets/runtime/pyodide-1.2.3-01234567/pyodide.asm.wasm": "3",
        "assets/runtime/pyodide-1.2.3-01234567/pyodide.mjs": "4",
        "assets/icon.svg": "<svg/>",
        "manifest.webmanifest": "{}",
        "empty/note.txt": "5",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    site.with_name("secret.txt").write_text("not for you")
    with serve.serve(site) as url:
        yield url


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(
        url, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.headers, problem.read()


@pytest.mark.parametrize(
    ("path", "kind", "lasting"),
    [
        ("", "text/html; charset=utf-8", False),
        ("a/", "text/html; charset=utf-8", False),
        ("sw.js", "text/javascript; charset=utf-8", False),
        (
            "assets/runtime/worker-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            True,
        ),
        ("assets/runtime/stdlib-0123456789abcdef.zip", "application/zip", True),
        ("assets/runtime/pyodide-1.2.3-01234567/pyodide.asm.wasm", "application/wasm", True),
        (
            "assets/runtime/pyodide-1.2.3-01234567/pyodide.mjs",
            "text/javascript; charset=utf-8",
            True,
        ),
        ("assets/icon.svg", "image/svg+xml", False),
        ("manifest.webmanifest", "application/manifest+json", False),
    ],
)
def test_each_file_has_its_type_and_its_lifetime(
    address: str, path: str, kind: str, lasting: bool
) -> None:
    status, headers, _ = get(address + path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert ("immutable" in headers["Cache-Control"]) is lasting
    assert lasting or headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["nope/", "empty/", "../secret.txt", "%2e%2e/secret.txt", "a/x.js"]
)
def test_what_is_not_there_is_the_404_page(address: str, path: str) -> None:
    status, headers, body = get(address + path)
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"Nicht gefunden" in body


def test_a_folder_gets_its_slash(address: str) -> None:
    assert get(f"{address}a?x=1")[2] == b"<title>A</title>"


def test_text_is_compressed_for_those_who_accept_it(address: str) -> None:
    _, plain, text = get(address)
    _, packed, small = get(address, Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert gzip.GzipFile(fileobj=io.BytesIO(small)).read() == text
    assert len(small) < len(text)


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"\APort {port} is in use: try PORT={port + 1} .*\Z"):
            serve.main(["--port", str(port), str(tmp_path)])
