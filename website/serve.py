"""Shows a built site: ``python -m website.serve [--port 8000] [--host 127.0.0.1] [FOLDER]``."""

import argparse
import errno
import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from website.static_rules import (
    ASK_FIRST,
    FOREVER,
    HEADERS_FILE,
    LASTING,
    MISSING,
    NOT_FOUND,
    PACKED,
    TYPES,
    headers,
    missing_pages,
)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from one folder as a good static host would."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the file, its folder's index.html, or 404.html."""
        path = unquote(urlsplit(self.path).path)
        file = self._found(path)
        if file and file.is_dir():
            self._send(
                HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{urlsplit(self.path).path}/"}
            )
        elif file:
            self._send_file(HTTPStatus.OK, file, path)
        elif (missing := self._missing(path)).is_file():
            self._send_file(HTTPStatus.NOT_FOUND, missing, NOT_FOUND)
        else:
            self._send(HTTPStatus.NOT_FOUND, b"404", {"Content-Type": TYPES[".txt"]})

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Refuse: nothing here can be changed."""
        self.close_connection = True  # what was sent along is not read
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, b"", {"Allow": "GET, HEAD"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_POST

    def _missing(self, path: str) -> Path:
        """The page that is sent for an address where nothing is, in the language of that address."""
        [first, *_] = path.removeprefix("/").split("/")
        own = self.folder / first / MISSING
        return own if first in missing_pages(self.folder) else self.folder / MISSING

    def _found(self, path: str) -> Path | None:
        """The file or, without a slash, the folder at ``path``.

        Nothing that begins with a dot, that a link leads to outside, or that only servers read.
        """
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") for part in parts) or parts == [HEADERS_FILE]:
            return None
        file = self.folder.joinpath(*parts, *(["index.html"] if path.endswith("/") else []))
        try:
            inside = file.resolve().is_relative_to(self.folder)
            return file if inside and (file.is_file() or file.is_dir()) else None
        except (OSError, ValueError):  # longer than a name may be, or with a zero in it
            return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the browser's own tools show what is asked for."""

    def _send_file(self, status: HTTPStatus, file: Path, path: str) -> None:
        kind = TYPES.get(file.suffix, "application/octet-stream")
        lasting = status == HTTPStatus.OK and LASTING.search(path)
        sent = {
            "Content-Type": kind,
            "Cache-Control": FOREVER if lasting else ASK_FIRST,
            **headers(self.folder, path),
        }
        if PACKED.match(kind):
            sent["Vary"] = "Accept-Encoding"
        if "Vary" in sent and "gzip" in self.headers.get("Accept-Encoding", ""):
            sent["Content-Encoding"] = "gzip"
            body = _gzipped(file, file.stat().st_mtime_ns)
        else:
            body = file.read_bytes()
        self._send(status, body, sent)

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Leaves the console alone when a browser hangs up in the middle of a file."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report errors, but for a closed connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server(folder: Path, host: str, port: int) -> Server:
    """A server for that folder, not yet serving. Raises OSError if the port is taken."""
    return Server((host, port), partial(Handler, folder.resolve()))


@contextmanager
def serve(folder: Path, port: int = 0, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve a folder for as long as the context lasts; its address. Port 0 is any free one."""
    with running(server(folder, host, port)) as address:
        yield address


@contextmanager
def running(made: Server) -> Iterator[str]:
    """Let a server serve for as long as the context lasts, then close it; its address."""
    with made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield _address(made)
        finally:
            made.shutdown()
            thread.join()


def main(arguments: list[str]) -> None:
    """Serve until interrupted; leaves with one line if that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m website.serve")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    chosen = parser.parse_args(arguments)
    if not (chosen.folder / "index.html").is_file():
        sys.exit(f"There is no built site in {chosen.folder}: make site")
    try:
        made = server(chosen.folder, chosen.host, chosen.port)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            sys.exit(f"Cannot serve at {chosen.host}:{chosen.port}: {problem.strerror or problem}")
        sys.exit(f"Port {chosen.port} is in use: try PORT={chosen.port + 1} make serve")
    print(f"The site is at {_address(made)} (Ctrl+C stops it)", flush=True)
    try:
        made.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        made.server_close()


@lru_cache(maxsize=256)
def _gzipped(file: Path, changed: int) -> bytes:
    packed = file.with_name(f"{file.name}.gz")  # as the build has made it of the largest
    if packed.is_file() and packed.stat().st_mtime_ns >= changed:
        return packed.read_bytes()
    return gzip.compress(file.read_bytes(), 6, mtime=0)


def _address(made: Server) -> str:
    host, port = made.server_address[:2]
    return f"http://{host!s}:{port}/"


if __name__ == "__main__":
    main(sys.argv[1:])
