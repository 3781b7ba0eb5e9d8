"""The browser's processes that show pages: how much memory they take, and how to slow them down.

Chromium's own slowing down does not reach workers. Here a process is halted for most of each moment.
Linux only.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOMENT = 0.02  # seconds
GONE = (ProcessLookupError, FileNotFoundError, PermissionError)


def renderers() -> list[int]:
    """The processes below this one that show pages."""
    parents: dict[int, int] = {}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(*GONE):
            parents[int(entry.name)] = int(
                entry.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            )
            if b"--type=renderer" in entry.joinpath("cmdline").read_bytes():
                found.append(int(entry.name))
    return [process for process in found if os.getpid() in _above(process, parents)]


def _above(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


def memory(process: int) -> float:
    """The mebibytes that a process takes; what it shares with others counts in part."""
    with suppress(*GONE):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        if found := re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE):
            return int(found[1]) / 1024
    return 0


@contextmanager
def slowed(factor: int) -> Iterator[None]:
    """Let the pages have only a part of the time."""
    if factor == 1:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_halt_again_and_again, args=(factor, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _halt_again_and_again(factor: int, over: threading.Event) -> None:
    looked, processes = 0.0, []
    while not over.is_set():
        if time.monotonic() - looked > 0.2:
            looked, processes = time.monotonic(), renderers()
        _tell(processes, signal.SIGSTOP)
        time.sleep(MOMENT * (1 - 1 / factor))
        _tell(processes, signal.SIGCONT)
        time.sleep(MOMENT / factor)


def _tell(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(*GONE):
            os.kill(process, what)
