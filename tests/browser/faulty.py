"""The built site on a host with faults, which a test may change while a page is open."""

import contextlib
import gzip
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from website.serve import Handler, Server, running
from website.static_rules import ASK_FIRST, TYPES

Headers = dict[str, str]
Answer = tuple[HTTPStatus, bytes, Headers]
LONGEST = 120  # seconds, should a test forget what it holds back
PIECES = 20  # in which a file trickles
# One file each, with all that can stand in for it; for the snapshot, nothing must.
FILES = {
    "snapshot": r"snapshot-",
    "worker": r"/worker-\w+\.js$",
    "loader": r"pyodide\.mjs$",
    "glue": r"(glue-\w+|asm)\.mjs$",
    "wasm": r"(wasm-\w+|asm)\.wasm",
    "calculators": r"(snapshot|calculators)-",
    "words": r"/texts-",
    "library": r"(snapshot|stdlib|python_stdlib)[-.]",
}


class Faults:
    """What the host does badly: by a pattern of paths, how. A fault may be changed at any time."""

    def __init__(self) -> None:
        self.now: dict[str, Callable[[FaultyHandler, Answer], None]] = {}
        self.go_on = threading.Event()
        self.pieces = threading.Semaphore(0)
        self.sent: Counter[str] = Counter()
        self._asked = threading.Condition()

    def asked_for(self, path: str) -> None:
        """Note that somebody asks for that file, and tell whoever waits for it."""
        with self._asked:
            self.sent[path] += 1
            self._asked.notify_all()

    def forget(self) -> None:
        """Begin to note anew what is asked for."""
        with self._asked:
            self.sent.clear()

    def wait_for(self, pattern: str) -> bool:
        """Wait until such a file is asked for, since it was noted anew; whether it was."""

        def was_asked() -> bool:
            return any(re.search(pattern, path) for path in self.sent)

        with self._asked:
            return self._asked.wait_for(was_asked, LONGEST)

    def let_a_piece_come(self) -> None:
        """Of what trickles, let one piece more come."""
        self.pieces.release()

    def let_all_come(self) -> None:
        """Hold nothing back any more."""
        self.go_on.set()
        self.pieces.release(PIECES)

    def set(self, file: str = "", fault: str = "") -> None:
        """Do this one thing badly: a key of FILES or "" for all there is, a key of FAULTS."""
        self.now = {FILES.get(file, ""): FAULTS[fault]} if fault else {}

    def change(self, file: str, change: Callable[[bytes], bytes]) -> None:
        """Send this one file changed."""
        self.now = {FILES[file]: partial(_changed, change)}


class FaultyHandler(Handler):
    """As a good host would, but for the faults."""

    def __init__(self, faults: Faults, site: Path, *arguments: object) -> None:
        self.faults = faults
        super().__init__(site, *arguments)

    def _send(self, status: HTTPStatus, body: bytes, headers: Headers) -> None:
        path = urlsplit(self.path).path
        self.faults.asked_for(path)
        for pattern, fault in self.faults.now.items():
            if re.search(pattern, path):
                fault(self, (status, body, headers))
                return
        super()._send(status, body, headers)

    def well(self, status: HTTPStatus, body: bytes, headers: Headers) -> None:
        """Send what a fault has left of an answer."""
        super()._send(status, body, headers)

    def begin(self, status: HTTPStatus, body: bytes, headers: Headers) -> None:
        """Send the first half, and no more on this connection."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.close_connection = True


def _well(handler: FaultyHandler, answer: Answer) -> None:
    handler.well(*answer)


def _missing(handler: FaultyHandler, _: Answer) -> None:
    handler.well(HTTPStatus.NOT_FOUND, b"gone", {"Content-Type": TYPES[".txt"]})


def _taken_down(handler: FaultyHandler, _: Answer) -> None:
    # Without a word on that, browsers keep this answer for ever.
    headers = {"Content-Type": TYPES[".txt"], "Cache-Control": ASK_FIRST}
    handler.well(HTTPStatus.GONE, b"gone for good", headers)


def _unavailable(handler: FaultyHandler, _: Answer) -> None:
    handler.well(HTTPStatus.SERVICE_UNAVAILABLE, b"later", {"Content-Type": TYPES[".txt"]})


def _another_page(handler: FaultyHandler, _: Answer) -> None:
    page = b"<!doctype html><title>Welcome</title><p>Please log in."
    handler.well(HTTPStatus.OK, page, {"Content-Type": TYPES[".html"]})


def _gone(handler: FaultyHandler, _: Answer) -> None:
    handler.close_connection = True


def _dropped(handler: FaultyHandler, answer: Answer) -> None:
    handler.begin(*answer)


def _held(handler: FaultyHandler, answer: Answer) -> None:
    handler.begin(*answer)
    handler.faults.go_on.wait(LONGEST)
    _, body, _ = answer
    handler.wfile.write(body[len(body) // 2 :])


def _trickled(handler: FaultyHandler, answer: Answer) -> None:
    """A piece of it as it is, and each further one only when the test lets it come."""
    status, body, headers = answer
    if headers.get("Content-Encoding"):
        body = gzip.decompress(body)
        headers["Content-Encoding"] = "identity"
    handler.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    size = -(-len(body) // PIECES)
    for start in range(0, len(body), size):
        if start and not handler.faults.go_on.is_set():
            handler.faults.pieces.acquire(timeout=LONGEST)
        handler.wfile.write(body[start : start + size])


def _changed(change: Callable[[bytes], bytes], handler: FaultyHandler, answer: Answer) -> None:
    status, body, headers = answer
    if headers.pop("Content-Encoding", ""):
        body = gzip.decompress(body)
    handler.well(status, change(body), headers)


def _garbled(body: bytes) -> bytes:
    garbled = bytearray(body)
    for place in range(len(body) // 3, len(body), 499):
        garbled[place] ^= 1
    return bytes(garbled)


# What a worker meets on a device that has too little memory for Python.
NO_MEMORY = """
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (code, imports) => {
    if (imports) throw new RangeError("no memory");
    return instantiate(code, imports);
};
"""

FAULTS: dict[str, Callable[[FaultyHandler, Answer], None]] = {
    "well": _well,
    "missing": _missing,
    "taken down": _taken_down,
    "unavailable": _unavailable,
    "another page": _another_page,
    "gone": _gone,
    "dropped": _dropped,
    "held": _held,
    "trickled": _trickled,
    "cut short": partial(_changed, lambda body: body[: len(body) // 2]),
    "garbled": partial(_changed, _garbled),
    "no memory": partial(_changed, lambda code: NO_MEMORY.encode() + code),
}


@contextlib.contextmanager
def faulty(site: Path) -> Iterator[tuple[str, Faults]]:
    """The address of the site on such a host, and its faults."""
    faults = Faults()
    handler = partial(FaultyHandler, faults, site.resolve())
    with running(Server(("127.0.0.1", 0), handler)) as address:
        try:
            yield address, faults
        finally:
            faults.let_all_come()
