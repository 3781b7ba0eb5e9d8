"""A built site as our own server hands it out."""

import gzip
import io
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from website import serve


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
        with urllib.request.urlopen(request, timeout=60) as response:
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
