"""A host for measuring: compresses as told, over a line as slow as told, and counts bytes."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from website import compress
from website.serve import Server, running
from website.static_rules import TYPES

CHUNK = 16_384


@dataclass
class Line:
    """One line that all requests share; None is as fast as the machine."""

    megabits: float | None = None
    delay: float = 0  # seconds there and back
    sent: int = 0
    _free_at: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, size: int) -> None:
        """Wait until that many bytes have passed."""
        with self._lock:
            self.sent += size
            if self.megabits is None:
                return
            self._free_at = max(self._free_at, time.monotonic()) + size * 8e-6 / self.megabits
            wait = self._free_at - time.monotonic()
        time.sleep(max(wait, 0))


@dataclass
class Host:
    """Files by their address, and how they travel."""

    files: dict[str, bytes]
    encoding: str = "br"
    line: Line = field(default_factory=Line)

    def pack(self, encodings: Iterable[str]) -> None:
        """Compress beforehand: it takes minutes, but only the first time."""
        for self.encoding in encodings:
            for path in self.files:
                self.body(path)

    def body(self, path: str) -> tuple[bytes, str]:
        """What to send, and how it is compressed."""
        data = self.files[path]
        if self.encoding == "none" or path.endswith(".gz"):
            return data, ""
        return _compressed(data, self.encoding), self.encoding


@contextmanager
def hosted(files: Mapping[str, bytes]) -> Iterator[tuple[str, Host]]:
    """A running host, and its address."""
    host = Host(dict(files))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            path += "index.html" if path.endswith("/") else ""
            time.sleep(host.line.delay)
            if path not in host.files:
                self.send_error(404)
                return
            body, encoding = host.body(path)
            self.send_response(200)
            kind = TYPES.get(Path(path).suffix, "application/octet-stream")
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.send_header("Content-Length", str(len(body)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.end_headers()
            for start in range(0, len(body), CHUNK):
                host.line.carry(len(body[start : start + CHUNK]))
                self.wfile.write(body[start : start + CHUNK])

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with running(Server(("127.0.0.1", 0), Handler)) as address:
        yield address, host


def _compressed(data: bytes, encoding: str) -> bytes:
    """Compressed as well as can be, once for all measurements."""
    kept = compress.gzipped(data) if encoding == "gzip" else compress.brotlied([data])[0]
    return kept.read_bytes()
