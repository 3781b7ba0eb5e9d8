"""Judge mutants: ``python -m tools.mutants_judge SUBJECT CALCULATOR ...``, in a copy of the project.

Python, pytest, the engine and the texts are loaded once, and each mutant gets a fork of that, in which
the law about the subject and the calculators that use it are imported anew. What killed the last mutant
comes first for the next, and then the quickest.
"""

import gc
import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import hypothesis  # noqa: F401 (loaded once for all)
import pytest

from calculators import registry
from tests.test_cases import CASES, run

# Not by the clock: on a busy machine a mutant that does nothing wrong takes long, too.
PROCESSOR_SECONDS = 300
MEMORY = 4 << 30  # bytes
OPTIONS = ("--quiet", "--exitfirst", "--assert=plain", "-p", "no:cacheprovider")
Cases = list[tuple[str, dict[str, Any]]]


class Order:
    """In which order pytest takes the tests; learnt from one run for the next."""

    def __init__(self) -> None:
        self.killers: list[str] = []
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=self._rank)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.failed:
            self.killers.insert(0, report.nodeid)

    def _rank(self, item: pytest.Item) -> tuple[int, float]:
        name = item.nodeid
        known = self.killers.index(name) if name in self.killers else len(self.killers)
        return known, self.seconds.get(name, 0)


def main(subject: str, names: Sequence[str]) -> None:
    """Read the tests and source of mutants, a line of JSON each, and print: killed, or lives.

    No tests: the cases alone.
    """
    cases = [values for values in (each.values for each in CASES) if values[0] in names]
    run(cases)  # What the engine remembers it remembers from now on.
    order = Order()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        path = Path(asked["path"])
        unchanged = path.read_text("utf-8")
        path.write_text(asked["source"], "utf-8")
        killed, learnt = _judged(cases, asked["tests"], order, (subject, *names))
        path.write_text(unchanged, "utf-8")
        if "case" in learnt:
            cases.insert(0, cases.pop(learnt["case"]))
        order.seconds |= learnt.get("seconds", {})
        order.killers = learnt.get("killers", order.killers)
        print("killed" if killed else "lives", flush=True)


def _judged(
    cases: Cases, tests: Sequence[str], order: Order, changed: Sequence[str]
) -> tuple[bool, dict[str, Any]]:
    """Whether a case or a test fails, and what is learnt for the next mutant."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _judge(cases, tests, order, changed, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        learnt = told.read()
    _, status = os.waitpid(child, 0)
    return bool(status), json.loads(learnt) if learnt else {}


def _judge(
    cases: Cases, tests: Sequence[str], order: Order, changed: Sequence[str], told: int
) -> NoReturn:
    """Leave this process with 0 if nothing fails; whatever goes wrong, or lasts, kills the mutant."""
    status, learnt = 1, dict[str, Any]()
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        _import_anew(changed)
        if tests:
            status = int(bool(pytest.main([*OPTIONS, *tests], plugins=[order])))
            learnt |= {"killers": order.killers, "seconds": order.seconds}
        else:
            for number, case in enumerate(cases):
                learnt["case"] = number
                run([case])
            del learnt["case"]
            status = 0
    except BaseException:  # noqa: BLE001, S110 (that is what kills)
        pass
    finally:
        with os.fdopen(told, "w") as pipe:
            json.dump(learnt, pipe)
        os._exit(status)


def _import_anew(names: Sequence[str]) -> None:
    """Import the law about the first of these names and the calculators called so; nobody keeps the old
    ones."""
    subject, *calculators = names
    rooms = (f"calculators.law.{subject}", *(f"calculators.{name}" for name in calculators))
    for name in [*sys.modules]:
        if any(name == room or name.startswith(f"{room}.") for room in rooms):
            del sys.modules[name]
    for name in calculators:
        registry.CALCULATORS[name] = registry.found(name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
