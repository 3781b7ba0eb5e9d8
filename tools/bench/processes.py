"""The browser's processes: when they rest, what memory its pages take, how to slow them down. Linux only.

Chromium's own slowing down does not reach workers. A share of the processor by control group is one for
all processors together: of two it left a quarter to two threads together, but half of one to one alone.
So all processes are halted for most of each moment, which each thread feels alike.
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
WHILE, LITTLE = 0.5, 0.02  # seconds, and how many of them may be spent by something at rest
PATIENCE = 30  # seconds
TICKS = os.sysconf("SC_CLK_TCK")  # per second
GONE = (ProcessLookupError, FileNotFoundError, PermissionError)
PAGES = b"--type=renderer"
ALL = (b"--type=", b"--user-data-dir=")


def processes(*marks: bytes) -> list[int]:
    """The processes below this one that were started with one of these options."""
    parents: dict[int, int] = {}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(*GONE):
            parents[int(entry.name)] = int(
                entry.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            )
            command = entry.joinpath("cmdline").read_bytes()
            if any(mark in command for mark in marks):
                found.append(int(entry.name))
    return [process for process in found if os.getpid() in _above(process, parents)]


def _above(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


def rest() -> None:
    """Wait until the browser has done what it does of its own accord.

    After its start it draws its own surface for a second, which would fall into the first visit.
    """
    until = time.monotonic() + PATIENCE
    spent, before = _spent(), -1.0
    while spent - before > LITTLE and time.monotonic() < until:
        time.sleep(WHILE)
        before, spent = spent, _spent()


def _spent() -> float:
    """The processor's seconds that the browser's processes have had so far."""
    total = 0
    for process in processes(*ALL):
        with suppress(*GONE):
            numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += int(numbers[11]) + int(numbers[12])  # in the program, and in the system for it
    return total / TICKS


def memory() -> float:
    """The mebibytes that all pages take; what they share with others counts in part."""
    return sum(_memory(process) for process in processes(PAGES))


def _memory(process: int) -> float:
    with suppress(*GONE):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        if found := re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE):
            return int(found[1]) / 1024
    return 0


@contextmanager
def slowed(factor: int) -> Iterator[None]:
    """Let the browser have only a part of the time."""
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
    looked, owed, browser = 0.0, 0.0, list[int]()
    went = time.monotonic()
    while not over.is_set():
        if went - looked > 0.2:
            looked, browser = went, processes(*ALL)
        time.sleep(MOMENT / factor)
        _tell(browser, signal.SIGSTOP)
        stopped = time.monotonic()
        owed += (stopped - went) * (factor - 1)  # for as long as it truly went, not as it should
        time.sleep(max(owed, 0))
        _tell(browser, signal.SIGCONT)
        went = time.monotonic()
        owed -= went - stopped


def _tell(browser: list[int], what: signal.Signals) -> None:
    for process in browser:
        with suppress(*GONE):
            os.kill(process, what)
