"""nginx and Caddy serve the site as our own server does: they are told the same rules."""

import gzip
import http.client
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from tools.load import host
from website import compress
from website.release import servers
from website.serve import serve
from website.static_rules import ASK_FIRST, FOREVER, HEADERS_FILE, TYPES

SERVERS = {"nginx": host.nginx, "caddy": host.caddy, "ours": serve}
OPEN, CLOSED = "frame-ancestors *", "frame-ancestors 'none'"
HEADERS = f"""\
/*
  Content-Security-Policy: {CLOSED}
  X-Content-Type-Options: nosniff
/embed/*
  Content-Security-Policy: {OPEN}
/only.txt
  Cache-Control: {FOREVER}
  Access-Control-Allow-Origin: *
"""
LASTING = "assets/runtime/python-0123456789abcdef.wasm"
WORKER = "assets/runtime/worker-0123456789abcdef.js"
FILES = {
    "index.html": "<title>Start</title>" + "ö" * 2000,
    "404.html": "<title>Nicht gefunden</title>" + "ä" * 2000,
    "embed/a/index.html": "<title>A</title>",
    "embed/index.html": "<title>E</title>",
    "assets/app.mjs": "export default 1;",
    "assets/style.css": "p { color: black }" * 100,
    "sw.js": "1",
    WORKER: "1",
    LASTING: "\0asm" + "a" * 3000,
    f"{LASTING}.gz": "",
    "search/search_index.json": "{}",
    "manifest.webmanifest": "{}",
    "only.txt": "1",
    HEADERS_FILE: HEADERS,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    compress.beside(folder)
    return folder


@pytest.fixture(scope="module", params=SERVERS)
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    with SERVERS[request.param](site) as url:
        yield url


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=told), timeout=60) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.headers, problem.read()


@pytest.mark.parametrize("path", ["", "embed/", "embed/a/", *sorted(FILES.keys() - {HEADERS_FILE})])
def test_each_file_comes_with_its_type_its_lifetime_and_its_headers(
    address: str, path: str
) -> None:
    status, headers, _ = get(address + path)
    kind = TYPES[Path(path).suffix] if Path(path).suffix else TYPES[".html"]
    assert (status, headers["Content-Type"]) == (200, kind)
    lasts = path.startswith(LASTING) or path in (WORKER, "only.txt")
    assert headers.get_all("Cache-Control") == [FOREVER if lasts else ASK_FIRST]
    assert headers.get_all("Content-Security-Policy") == [OPEN if "embed" in path else CLOSED]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers["Access-Control-Allow-Origin"] == ("*" if path == "only.txt" else None)


@pytest.mark.parametrize(
    "path", ["nope", "embed/nope/", "assets/", f"{LASTING}x", "embed/%2e%2e/nope"]
)
def test_what_is_not_there_is_the_404_page_and_does_not_last(address: str, path: str) -> None:
    status, headers, body = get(address + path)
    assert (status, headers["Content-Type"]) == (404, TYPES[".html"])
    assert b"Nicht gefunden" in body
    assert headers["Cache-Control"] == ASK_FIRST


LEFT_LYING = (".env", ".git/config", ".htpasswd", "assets/.htpasswd", "embed/.a/index.html")
SECRET = "not for you"


@pytest.fixture(scope="module")
def littered(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with what somebody left in its folder: files with a dot, and links that lead out."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text(SECRET)
    (outside / "index.html").write_text(SECRET)
    folder = tmp_path_factory.mktemp("littered") / "site"
    shutil.copytree(site, folder)
    for name in LEFT_LYING:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SECRET)
    (folder / "linked.txt").symlink_to(outside / "secret.txt")
    (folder / "assets/linked").symlink_to(outside)
    (folder / "only.txt.gz").unlink(missing_ok=True)
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    return folder


@pytest.fixture(scope="module", params=SERVERS)
def careless(request: pytest.FixtureRequest, littered: Path) -> Iterator[str]:
    with SERVERS[request.param](littered) as url:
        yield url


@pytest.mark.parametrize(
    "path",
    [
        *LEFT_LYING,
        *(
            "%2eenv",
            "%2Egit/config",
            "assets//.htpasswd",
            "embed/a/../../.env",
            "embed/.a/",
            "_headers",
        ),
        *("linked.txt", "linked/", "linked/secret.txt", "assets/linked/secret.txt", "linked"),
    ],
)
def test_what_somebody_left_in_the_folder_is_not_handed_out(careless: str, path: str) -> None:
    status, headers, body = ask(careless, "GET", path)
    assert status == 404
    assert headers["Cache-Control"] == ASK_FIRST
    assert SECRET.encode() not in body and b"Nicht gefunden" in body


def test_a_file_of_the_version_before_is_still_there(real: str, site: Path) -> None:
    """Whoever has a page of it open gets what that page asks for, while a new version is put in place."""
    for place in ("assets/app-aaaaaaaaaaaaaaaa.js", "assets/runtime/old-1.0-bbbbbbbb/a.mjs"):
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).write_text("before")
        assert ask(real, "GET", place)[::2] == (200, b"before")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["", "embed/a/", "nope"])
def test_nothing_can_be_changed(address: str, method: str, path: str) -> None:
    status, headers, body = ask(address, method, path, Content_Length="0")
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    assert b"Start" not in body


STRANGE = [
    "%00",
    "index.html%00",
    "embed/%00/",
    "a" * 5000,
    "a/" * 3000,
    f"embed/{'b' * 300}/",
    "%ff%fe",
    "*",
]


@pytest.mark.parametrize("path", STRANGE, ids=lambda path: path[:12])
def test_a_strange_address_is_not_there_and_no_fault_of_the_server(address: str, path: str) -> None:
    status, headers, _ = ask(address, "GET", path)
    assert status in (400, 404, 414)
    assert "immutable" not in headers.get("Cache-Control", "")


def test_a_part_that_is_not_there_does_not_last(real: str) -> None:
    status, headers, _ = ask(real, "GET", LASTING, Range="bytes=999999-")
    assert status == 416
    assert set(headers.get_all("Cache-Control")) == {ASK_FIRST}
    status, headers, body = ask(real, "GET", LASTING, Range="bytes=0-3")
    assert (status, body) == (206, b"\0asm")
    assert ask(real, "GET", LASTING)[1]["Cache-Control"] == FOREVER


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_browsers_are_told_to_keep_to_https_where_somebody_wants_it(name: str, site: Path) -> None:
    server = {"nginx": host.nginx, "caddy": host.caddy}[name]
    for change, told in (
        (str, None),
        (lambda rules: rules.replace("#hsts ", ""), "max-age=31536000"),
    ):
        with server(site, change=change) as url:
            for path in ("", "nope", LASTING):
                assert ask(url, "GET", path)[1]["Strict-Transport-Security"] == told


def ask(url: str, method: str, path: str, **headers: str) -> tuple[int, Message, bytes]:
    """The answer to a request whose address is sent as it is."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    with closing(connection):
        connection.putrequest(method, f"/{path}", skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def real(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    with {"nginx": host.nginx, "caddy": host.caddy}[request.param](site) as url:
        yield url


@pytest.mark.parametrize("path", ["", LASTING])
def test_what_lies_compressed_is_sent(real: str, site: Path, path: str) -> None:
    file = site / (path or "index.html")
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        _, headers, body = get(real + path, Accept_Encoding=encoding)
        assert headers["Content-Encoding"] == encoding
        assert body == file.with_name(file.name + suffix).read_bytes()
        assert headers.get_all("Vary") == ["Accept-Encoding"]
    _, headers, body = get(real + path, Accept_Encoding="identity")
    assert "Content-Encoding" not in headers
    assert headers.get_all("Vary") == ["Accept-Encoding"]
    assert body == file.read_bytes()


def test_a_file_that_is_compressed_itself_comes_as_it_is(real: str, site: Path) -> None:
    _, headers, body = get(f"{real}{LASTING}.gz", Accept_Encoding="br, gzip")
    assert "Content-Encoding" not in headers
    assert gzip.decompress(body) == (site / LASTING).read_bytes()


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_that_has_not_changed_is_not_sent_again(real: str, encoding: str) -> None:
    _, headers, _ = get(real, Accept_Encoding=encoding)
    status, again, body = get(real, Accept_Encoding=encoding, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    assert again["Cache-Control"] == ASK_FIRST


def test_a_folder_gets_its_slash_on_the_same_host(real: str) -> None:
    assert get(f"{real}embed/a")[2] == b"<title>A</title>"


WORKFLOW = yaml.safe_load((servers.TEMPLATES / "github-pages.yml").read_text("utf-8"))


def test_only_the_job_that_deploys_may_write_and_it_runs_nothing_of_ours() -> None:
    assert WORKFLOW["permissions"] == {}
    for name, job in WORKFLOW["jobs"].items():
        rights = job["permissions"]
        assert isinstance(rights, dict)
        if name == "deploy":
            assert rights == {"pages": "write", "id-token": "write"}
            assert not [
                step for step in job["steps"] if "run" in step or "checkout" in step["uses"]
            ]
        else:
            assert set(rights.values()) == {"read"}, name


def test_no_token_is_left_where_the_site_is_built() -> None:
    steps = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert "secrets." not in (servers.TEMPLATES / "github-pages.yml").read_text("utf-8")


def test_what_comes_from_others_is_named_by_its_hash_and_its_version() -> None:
    found = 0
    for path in servers.TEMPLATES.iterdir():
        text = path.read_text("utf-8") if path.is_file() else ""
        for line in re.findall(r"^\s*-? *uses: (.*)$", text, re.MULTILINE):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
            found += 1
        for line in re.findall(r"^\s*(?:image: |ARG BASE=|FROM )(.*)$", text, re.MULTILINE):
            assert line == "$BASE" or re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", line), (
                line
            )
            found += 1
    assert found >= 7


def test_nginx_keeps_nobodys_address() -> None:
    told = (servers.TEMPLATES / "nginx.conf").read_text("utf-8")
    assert "access_log off;" in told
    assert "log_not_found off;" in told
    assert "access_log" not in (servers.TEMPLATES / "nginx-main.conf").read_text("utf-8")


def test_caddy_keeps_nobodys_address() -> None:
    told = (servers.TEMPLATES / "Caddyfile").read_text("utf-8")
    assert not [line for line in told.splitlines() if line.strip().startswith("log")]
