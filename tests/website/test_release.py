"""What is handed on: the same bytes each time, whole, listed, and of use without a network."""

import ast
import gzip
import json
import os
import re
import stat
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component

from website import compress, npm, release
from website.npm import CannotBuild
from website.release import parts, sbom
from website.static_rules import TYPES

ROOT = Path(__file__).parents[2]
STARTER = release.HOSTING / "offline" / "starten.py"
NOON = 1_795_348_800  # 22 November 2026
NEXT_DAY = NOON + 86_400
PAGE = '<html><body><a href="rechner/">Rechner</a></body></html>'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site as the build leaves it, only smaller."""
    site = tmp_path / "built"
    for name, text in {
        "index.html": PAGE + "ö" * 2000,
        "404.html": "<title>Nicht gefunden</title>",
        "rechner/index.html": '<a class="x" href="..">Start</a>' + "ä" * 2000,
        "manifest.webmanifest": "{}",
        "assets/app.mjs": "export default 1;",
        "assets/python-0123456789abcdef.wasm": "\0asm" + "a" * 3000,
        "_headers": "/*\n  X-Content-Type-Options: nosniff\n",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return site


# The same bytes


def test_a_folder_makes_the_same_zip_whenever_and_by_whomever_it_was_made(tmp_path: Path) -> None:
    archives = []
    for number, names in enumerate((["b.py", "a/c.txt"], ["a/c.txt", "b.py"])):
        folder = tmp_path / f"{number}" / "same"
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name * 100)
            (folder / name).chmod(0o600 if number else 0o666)
            os.utime(folder / name, (number, number))
        release.pack(folder, tmp_path / f"{number}.zip", NOON)
        archives.append((tmp_path / f"{number}.zip").read_bytes())
    assert archives[0] == archives[1]


def test_a_zip_bears_the_time_of_the_release_and_no_other(built: Path, tmp_path: Path) -> None:
    release.pack(built, tmp_path / "one.zip", NOON)
    release.pack(built, tmp_path / "two.zip", NEXT_DAY)
    with zipfile.ZipFile(tmp_path / "one.zip") as one, zipfile.ZipFile(tmp_path / "two.zip") as two:
        assert {entry.date_time for entry in one.infolist()} == {(2026, 11, 22, 12, 0, 0)}
        assert {entry.date_time for entry in two.infolist()} == {(2026, 11, 23, 12, 0, 0)}
        assert one.namelist() == sorted(one.namelist())


def test_the_moment_of_a_release_is_that_of_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with pytest.raises(CannotBuild, match="no git repository"):
        release.moment()
    named = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    dated = {**os.environ, "GIT_COMMITTER_DATE": f"{NOON} +0000"}
    for command in (["init", "-q"], [*named, "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=dated, check=True)
    assert release.moment() == NOON
    (tmp_path / "changed.md").touch()
    with pytest.raises(CannotBuild, match=r"changed\.md"):
        release.moment()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NEXT_DAY))
    assert release.moment() == NEXT_DAY


def test_no_release_without_who_is_responsible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build of the site refuses, and no release is made of what it left."""
    told: dict[str, str] = {}

    def refuse(command: list[str], env: dict[str, str], **_: object) -> object:
        told.update(env)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", refuse)
    monkeypatch.setenv("SITE_URL", "https://soziotherapie.example/")
    with pytest.raises(CannotBuild, match="no release"):
        release.make(tmp_path / "release", NOON)
    assert (told["RELEASE"], told["SOURCE_DATE_EPOCH"]) == ("1", str(NOON))
    assert not (tmp_path / "release").exists()


def test_no_release_without_the_address_at_which_it_will_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    with pytest.raises(CannotBuild, match="SITE_URL"):
        release.make(tmp_path / "release", NOON)
    assert not (tmp_path / "release").exists()


# Whole


def test_sha256sum_agrees_with_the_checksums(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"1")
    (tmp_path / "b.txt").write_bytes(b"2")
    (tmp_path / release.CHECKSUMS).write_text(release.checksums(tmp_path))
    check = ["sha256sum", "--check", "--strict", release.CHECKSUMS]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "a.zip: OK\nb.txt: OK\n")


def test_what_gets_smaller_lies_compressed_beside_itself(built: Path) -> None:
    compress.beside(built)
    names = {path.relative_to(built).as_posix() for path in built.rglob("*")}
    assert {"index.html.br", "index.html.gz", "assets/python-0123456789abcdef.wasm.br"} <= names
    assert not names & {"manifest.webmanifest.gz", "_headers.gz", "index.html.gz.br"}
    page = (built / "index.html").read_bytes()
    assert gzip.decompress((built / "index.html.gz").read_bytes()) == page
    unpack = (
        "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(0)))"
    )
    node = [npm.tool("node"), "-e", unpack]
    packed = (built / "index.html.br").read_bytes()
    assert subprocess.run(node, input=packed, capture_output=True, check=True).stdout == page


def test_the_folder_for_a_server_holds_the_site_and_how_to_serve_it(
    built: Path, tmp_path: Path
) -> None:
    release.web(built, tmp_path / "web")
    for name in (
        "nginx.conf",
        "nginx-main.conf",
        "Caddyfile",
        "Containerfile",
        "sw-retire.js",
        "site/index.html.br",
    ):
        assert (tmp_path / "web" / name).is_file()
    copied = re.findall(r"^COPY (\S+)", (tmp_path / "web/Containerfile").read_text(), re.MULTILINE)
    assert copied
    for name in copied:
        assert (tmp_path / "web" / name).exists()


# Listed


def test_all_that_is_inside_the_scripts_of_the_theme_is_listed() -> None:
    import material

    maps = list(Path(material.__path__[0]).rglob("*.map"))
    sources = {source for path in maps for source in json.loads(path.read_text("utf-8"))["sources"]}
    inside = {m[1] for s in sources if (m := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", s))}
    assert inside
    assert inside <= {part.name for part in parts.parts()}


def test_every_licence_has_its_text_and_every_package_its_version() -> None:
    listed = parts.parts()
    text = parts.licences()
    for part in listed:
        assert f"\n{part.licence}\n---" in text
        assert part.name in text
        assert part.version or part.inside
        assert not part.inside or part.inside in {outer.name for outer in listed}
    for name in parts.OURS:
        assert (ROOT / name).read_text("utf-8") in text


def installed() -> Bom:
    """What cyclonedx-py might find: what builds the site, and what does not."""
    elsewhere = ExternalReference(type=ExternalReferenceType.VCS, url=XsUri("file:///x"))
    mkdocs = Component(name="mkdocs", bom_ref="mkdocs", external_references=[elsewhere])
    others = ("PyYAML", "mkdocs-material", "pytest")
    return Bom(components=[mkdocs, *(Component(name=name, bom_ref=name) for name in others)])


def test_the_list_of_parts_tells_what_is_shipped_from_what_builds() -> None:
    made = json.loads(sbom.written(sbom.listed(installed(), parts.parts(), NOON)))
    scopes = {component["name"]: component["scope"] for component in made["components"]}
    shipped = {name for name, scope in scopes.items() if scope == "required"}
    assert shipped == {"pyodide", "mkdocs-material"}
    assert {"mkdocs", "PyYAML", "ws"} <= scopes.keys() - shipped
    assert "pytest" not in scopes
    pyodide = next(c for c in made["components"] if c["name"] == "pyodide")
    assert pyodide["hashes"][0]["content"] == npm.locked("pyodide").sha512
    assert "cpython" in {inner["name"] for inner in pyodide["components"]}
    assert "file:" not in json.dumps(made)


def test_the_list_of_parts_is_the_same_each_time_and_another_for_other_parts() -> None:
    of_parts = parts.parts()
    first, again, fewer, later = (
        sbom.written(sbom.listed(installed(), some, when))
        for some, when in (
            (of_parts, NOON),
            (of_parts[::-1], NOON),
            (of_parts[:1], NOON),
            (of_parts, NEXT_DAY),
        )
    )
    assert first == again
    numbers = {json.loads(text)["serialNumber"] for text in (first, fewer, later)}
    assert len(numbers) == 3


def test_the_list_of_what_is_installed_here_is_as_the_schema_wants_it() -> None:
    made = sbom.sbom(NOON)
    assert not sbom.fault(made)
    told = json.loads(made)
    names = {component["name"] for component in told["components"]}
    assert {"mkdocs", "lxml", "pyodide", "typescript"} <= names
    assert not {"pytest", "hypothesis", "cyclonedx-bom"} & names
    assert told["metadata"]["timestamp"].startswith("2026-11-22T12:00:00")
    assert str(ROOT) not in made


@pytest.mark.parametrize(("field", "value"), [("serialNumber", "7"), ("colour", "red")])
def test_a_list_that_the_schema_does_not_know_is_noticed(
    field: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sbom, "installed", installed)
    one = parts.Part(name="one", licence="MIT", version="1", package="pkg:npm/one@1")
    monkeypatch.setattr(sbom, "parts", lambda: [one])
    made = sbom.sbom(NOON)
    wrong = json.dumps({**json.loads(made), field: value})
    assert sbom.fault(wrong)
    monkeypatch.setattr(sbom, "written", lambda _: wrong)
    with pytest.raises(CannotBuild, match="no CycloneDX"):
        sbom.sbom(NOON)


def test_without_its_tool_the_list_of_parts_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sbom, "TOOL", tmp_path / "cyclonedx-py")
    with pytest.raises(CannotBuild, match="is missing"):
        sbom.sbom(NOON)


# Without a network


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ('<a href="rechner/">', '<a href="rechner/index.html">'),
        ('<a class="x" href="../zuzahlung/#y">', '<a class="x" href="../zuzahlung/index.html#y">'),
        ('<a href="../..">', '<a href="../../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="./">', '<a href="./index.html">'),
        ('<a href="#y">', '<a href="#y">'),
        ('<a href="">', '<a href="">'),
        ('<a href="a/b.pdf">', '<a href="a/b.pdf">'),
        ('<a href="tel:112">', '<a href="tel:112">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<link href="assets/">', '<link href="assets/">'),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page_when_opened_as_a_file(link: str, file: str) -> None:
    assert release.for_files(link) == file


@pytest.fixture
def away(built: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder for a machine without a network, started; its address."""
    folder = tmp_path / "weg"
    release.offline(built, folder)
    (tmp_path / "secret.txt").write_text("not for you")
    command = [sys.executable, "-I", str(folder / "starten.py"), "--ohne-browser"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        said = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert said
        yield folder, said[0]
        process.terminate()
        assert not process.stderr.read()


def test_one_command_shows_the_site_with_the_right_types(away: tuple[Path, str]) -> None:
    _, address = away
    for path, ending in {
        "": ".html",
        "rechner/": ".html",
        "rechner/index.html": ".html",
        "assets/app.mjs": ".mjs",
        "assets/python-0123456789abcdef.wasm": ".wasm",
        "manifest.webmanifest": ".webmanifest",
    }.items():
        with urllib.request.urlopen(address + path, timeout=60) as answer:
            assert answer.headers["Content-Type"] == TYPES[ending]
            assert answer.headers["Cache-Control"] == "no-cache"


STRANGE = ("%00", "a" * 5000, ".env", "rechner/.env", "linked/secret.txt", "linked")


@pytest.mark.parametrize(
    "path", ["assets/", "../secret.txt", "%2e%2e/secret.txt", "starten.py", *STRANGE]
)
def test_nothing_but_the_site_is_shown(away: tuple[Path, str], path: str) -> None:
    folder, address = away
    for name in (".env", "rechner/.env"):
        (folder / "site" / name).write_text("not for you")
    (folder / "site/linked").symlink_to(folder.parent)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address + path, timeout=60)


def test_who_hangs_up_in_the_middle_of_a_file_is_not_talked_about(away: tuple[Path, str]) -> None:
    folder, address = away
    (folder / "site" / "large.bin").write_bytes(bytes(50_000_000))
    with urllib.request.urlopen(f"{address}large.bin", timeout=60) as answer:
        answer.read(1)
    urllib.request.urlopen(address, timeout=60).close()


def test_the_folder_explains_itself_and_its_links_work_as_files(away: tuple[Path, str]) -> None:
    folder, _ = away
    assert 'href="rechner/index.html"' in (folder / "site/index.html").read_text("utf-8")
    said = (folder / "LIESMICH.txt").read_text("utf-8")
    for named in re.findall(r"\b(Starten\.bat|starten\.py|site/index\.html)\b", said):
        assert (folder / named).is_file()
    assert "starten.py" in (folder / "Starten.bat").read_text("ascii")


def test_the_starter_needs_nothing_but_python_39() -> None:
    tree = ast.parse(STARTER.read_text("utf-8"), feature_version=(3, 9))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_starter_takes_the_next_port_when_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "starten.py").write_text(STARTER.read_text("utf-8"), "utf-8")
    (tmp_path / "dateitypen.json").write_text("{}")
    spec = spec_from_file_location("starten", tmp_path / "starten.py")
    assert spec and spec.loader
    starter = module_from_spec(spec)
    spec.loader.exec_module(starter)
    with starter.server() as first, starter.server() as second:
        assert first.server_address[1] < second.server_address[1]
        assert {first.server_address[0], second.server_address[0]} == {"127.0.0.1"}


def test_the_starter_may_be_run_from_the_zip(built: Path, tmp_path: Path) -> None:
    release.offline(built, tmp_path / release.OFFLINE)
    release.pack(tmp_path / release.OFFLINE, tmp_path / "x.zip", NOON)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        rights = archive.getinfo(f"{release.OFFLINE}/starten.py").external_attr >> 16
    assert rights & stat.S_IXUSR
