"""nginx and Caddy serve the site as our own server does: they are told the same rules."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from calculators.site import compress, hosting, policy
from calculators.site.serve import ASK_FIRST, FOREVER, TYPES, serve
from tests.load import host

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
    policy.HEADERS_FILE: HEADERS,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    compress.beside(folder)
    return folder


@pytest.fixture(scope="module", params=["nginx", "caddy", "ours"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    servers = {"nginx": host.nginx, "caddy": host.caddy, "ours": serve}
    with servers[request.param](site) as url:
        yield url


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=told), timeout=10) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.headers, problem.read()


@pytest.mark.parametrize(
    "path", ["", "embed/", "embed/a/", *sorted(FILES.keys() - {policy.HEADERS_FILE})]
)
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
        assert "Accept-Encoding" in headers["Vary"]
    _, headers, body = get(real + path, Accept_Encoding="identity")
    assert "Content-Encoding" not in headers
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


def test_nginx_keeps_nobodys_address() -> None:
    told = (hosting.TEMPLATES / "nginx.conf").read_text("utf-8")
    assert "access_log off;" in told
    assert "log_not_found off;" in told
    assert "access_log" not in (hosting.TEMPLATES / "nginx-main.conf").read_text("utf-8")


def test_caddy_keeps_nobodys_address() -> None:
    told = (hosting.TEMPLATES / "Caddyfile").read_text("utf-8")
    assert not [line for line in told.splitlines() if line.strip().startswith("log")]
