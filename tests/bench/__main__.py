"""How long a reader waits for the first answer: ``python -m tests.bench [ROUNDS]``.

Stock Pyodide and each way in which the site starts it answer the same question in turns, so that a busy
moment of the machine hits all alike. Each starts with an empty cache, then once more with what it
left there. Writes the table into docs/entwicklung/leistung.md. Only for Linux.
"""

import json
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Playwright, sync_playwright

from calculators import CALCULATORS
from calculators.engine.form import questions
from calculators.site import npm
from calculators.site.pages import cases, given
from tests.bench.host import Host, Line, hosted
from tests.bench.processes import memory, renderers, slowed
from tests.browser.chromium import ARGUMENTS, find_or_install
from tests.browser.conftest import SITE

HERE = Path(__file__).parent
REPORT = HERE.parents[1] / "docs/entwicklung/leistung.md"
NAME, PLACE = "copayment", "rechner/zuzahlung/"
AGAIN = 30
TIMEOUT = 300_000
STOCK = "Pyodide, wie es kommt"
VARIANTS = {
    STOCK: "stock/",
    "Pyodide, wie es kommt, im Worker": "stock-worker/",
    "diese Seite, verkleinerte Bibliothek": f"slim/{PLACE}",
    "diese Seite, Abbild": f"snapshot/{PLACE}",
    "diese Seite, wie sie selbst wählt": f"chosen/{PLACE}",
}
WAYS = {
    "slim": ("if (navigator.connection?.saveData)", "if (true)"),
    "snapshot": ("if (costs > ", "if (false && costs > "),
    "chosen": ("", ""),
}


class Condition(NamedTuple):
    """A reader's device and line."""

    name: str
    slower: int = 1
    megabits: float | None = None
    delay: float = 0
    encoding: str = "br"


CONDITIONS = (
    Condition("Schneller Rechner, schnelle Leitung"),
    Condition("Prozessor 4-mal langsamer, 9 Mbit/s, 60 ms", 4, 9, 0.06),
    Condition("Schneller Rechner, 1,6 Mbit/s, 150 ms", 1, 1.6, 0.15),
)


class Measurement(NamedTuple):
    """Milliseconds, bytes and mebibytes of one visit."""

    first: float
    again: float
    longest: float
    sent: int
    memory: float


def main(arguments: list[str]) -> None:
    """Measure, print and write down."""
    rounds = int(arguments[0]) if arguments else 7
    found: dict[tuple[str, str, str], list[Measurement]] = defaultdict(list)
    with hosted(_files()) as (address, host), sync_playwright() as playwright:
        for path in host.files:
            if "/assets/" in path or "/pyodide." in path:
                host.body(path)  # compressing takes a minute, but only once
        for number in range(rounds):
            for condition in CONDITIONS:
                for variant, place in VARIANTS.items():
                    for cache, visit in _visits(playwright, address + place, host, condition):
                        found[condition.name, variant, cache].append(visit)
                        print(number + 1, condition.name, variant, cache, visit, file=sys.stderr)
    table = "\n".join(_table(found))
    print(table)
    _write(table, rounds)


def _files() -> dict[str, bytes]:
    """Everything that is measured, by its address."""
    files: dict[str, bytes] = {}
    paths = [path for path in SITE.rglob("*") if path.is_file()]
    site = {path.relative_to(SITE).as_posix(): path.read_bytes() for path in paths}
    for way, (old, new) in WAYS.items():
        files |= {f"/{way}/{name}": data for name, data in site.items()}
        worker = site["assets/runtime/worker.js"].decode()
        assert old in worker
        files[f"/{way}/assets/runtime/worker.js"] = worker.replace(old, new, 1).encode()
    pyodide = npm.package("pyodide")
    files |= {f"/pyodide/{path.name}": path.read_bytes() for path in pyodide.iterdir()}
    page = b'<!doctype html><meta charset="utf-8"><script type="module" src="/stock.mjs"></script>'
    files |= {"/stock/index.html": page, "/stock-worker/index.html": page}
    files["/stock.mjs"] = (HERE / "stock.mjs").read_bytes()
    archive = next(name for name in site if re.search(r"/calculators-\w+\.zip$", name))
    return {**files, "/calculators.zip": site[archive]}


def _visits(
    playwright: Playwright, address: str, host: Host, condition: Condition
) -> Iterator[tuple[str, Measurement]]:
    """One visit with an empty cache, one with what it left there, by a browser of their own."""
    host.encoding = condition.encoding
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_or_install(), args=list(ARGUMENTS)
        )
        context.add_init_script(f"window.QUESTION = {json.dumps(_question())};")
        context.add_init_script(path=HERE / "page.js")
        for cache in ("leer", "gefüllt"):
            host.line = Line(condition.megabits, condition.delay)
            page = context.new_page()
            with slowed(condition.slower):
                page.goto(address, wait_until="commit", timeout=TIMEOUT)
                page.wait_for_function("measured.first", timeout=TIMEOUT)
                again = page.evaluate(
                    """async (times) => {
                        const taken = [];
                        while (taken.length < times) {
                            const began = performance.now();
                            await again();
                            taken.push(performance.now() - began);
                        }
                        return taken;
                    }""",
                    AGAIN,
                )
            seen: dict[str, Any] = page.evaluate("measured")
            assert "6,20" in seen["answer"]
            used = sum(memory(renderer) for renderer in renderers())
            late = statistics.quantiles(again, n=20)[-1]
            yield cache, Measurement(seen["first"], late, seen["longest"], host.line.sent, used)
            page.close()
        context.close()


def _question() -> dict[str, object]:
    """The first case, as the names and values of the form's controls."""
    asked = {question.name: question for question in questions(CALCULATORS[NAME].Case)}
    pairs = []
    for name, values in given(cases(NAME)[0]).items():
        parts = asked[name].parts
        for value in values:
            split = [str(int(n)) for n in reversed(value.split("-"))] if len(parts) > 1 else [value]
            pairs += zip(parts, split, strict=True)
    return {"name": NAME, "pairs": pairs}


def _table(found: dict[tuple[str, str, str], list[Measurement]]) -> Iterator[str]:
    for condition in CONDITIONS:
        yield f"\n**{condition.name}**\n"
        yield (
            "| Weg | erste Antwort, Speicher leer | Anteil | gefüllt | Anteil | über die Leitung | jede weitere (p95) "
            "| Seite steht höchstens | Arbeitsspeicher |"
        )
        yield "|---|---|---|---|---|---|---|---|---|"
        stock = {c: _median(found[condition.name, STOCK, c]) for c in ("leer", "gefüllt")}
        for variant in VARIANTS:
            row = [variant]
            for cache in ("leer", "gefüllt"):
                visits = found[condition.name, variant, cache]
                times = [visit.first / 1000 for visit in visits]
                row += [
                    f"{_de(_median(visits) / 1000)} s ({_de(min(times))}–{_de(max(times))})",
                    _de(_median(visits) / stock[cache]),
                ]
            cold = found[condition.name, variant, "leer"]
            row += [
                f"{_de(statistics.median(visit.sent for visit in cold) / 1e6)} MB",
                f"{statistics.median(visit.again for visit in cold):.0f} ms",
                f"{statistics.median(visit.longest for visit in cold):.0f} ms",
                f"{statistics.median(visit.memory for visit in cold):.0f} MiB",
            ]
            yield f"| {' | '.join(row)} |"


def _median(visits: list[Measurement]) -> float:
    return statistics.median(visit.first for visit in visits)


def _de(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def _write(table: str, rounds: int) -> None:
    """Put the table between its marks in the report."""
    when = datetime.now(UTC).strftime("%d.%m.%Y")
    version = npm.locked("pyodide").version
    said = f"Gemessen am {when} mit Pyodide {version}, {rounds} Durchgänge, Median (Spanne).\n"
    text = REPORT.read_text("utf-8")
    marked = r"(?s)(<!-- make bench -->\n).*(<!-- Ende -->)"
    assert re.search(marked, text)
    REPORT.write_text(re.sub(marked, lambda m: f"{m[1]}\n{said}{table}\n\n{m[2]}", text), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
