"""The tables of what was measured, for docs/entwicklung/leistung.md."""

import os
import re
import statistics
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.variants import (
    CONDITIONS,
    FAST,
    HOSTS,
    MICROPYTHON,
    OURS,
    PHONE,
    PYODIDE,
    SLIM,
    SNAPSHOT,
    Condition,
    versions,
)
from tools.bench.visit import Machine, Measurement
from website.written import DOCS

REPORT = DOCS / "entwicklung/leistung.md"
BESIDE = (PYODIDE, MICROPYTHON)
LONG = ("Micro-Python", "Pyo-dide", "Se-kun-den", "wei-tere")  # where they may break on a phone

Found = dict[tuple[str, str, str], list[Measurement]]


def write(mark: str, text: str, report: Path = REPORT) -> None:
    """Put a text between its marks in the report."""
    page = report.read_text("utf-8")
    marked = rf"(?s)(<!-- {mark} -->\n).*?(<!-- Ende -->)"
    assert re.search(marked, page)
    report.write_text(re.sub(marked, lambda m: f"{m[1]}\n{text}\n\n{m[2]}", page), "utf-8")


def circumstances(here: Machine, rounds: int, load: float) -> str:
    """When, with what and how often; and what the brake truly left."""
    version = versions()
    alone, together = (" und ".join(map(_de, shares)) for shares in (here.alone, here.together))
    often = (
        "Ein einziger Durchgang: eine Probe, kein Ergebnis."
        if rounds == 1
        else f"{rounds} Durchgänge: der Median, in Klammern der kleinste und der größte Wert."
    )
    return (
        f"Gemessen am {datetime.now(UTC):%d.%m.%Y} mit Chromium {here.browser}, "
        f"Pyodide {version['pyodide']}, PyScript {version['pyscript']} und "
        f"MicroPython {version['micropython']}. {often}\n\n"
        f"Die Maschine hat {os.cpu_count()} Prozessorkerne; vor dem Start warteten im Mittel "
        f"{_de(load, 1)} Aufgaben auf sie. Die Bremse ließ Seite und Worker allein {alone} der Zeit, "
        f"beiden zugleich {together}.\n"
    )


def tables(found: Found) -> Iterator[str]:
    """First how long it took, then what it cost, under each condition; then the hosts."""
    measured = [each for each in CONDITIONS if any(each.key == key for key, _, _ in found)]
    for condition in measured:
        if condition in HOSTS:
            continue
        yield f"### {condition.name} {{ #{condition.key} }}\n"
        for cache in condition.caches:
            yield from _times(found, condition, cache)
        yield from _costs(found, condition)
    if set(measured) & set(HOSTS):
        yield "### Wenn der Server anders packt { #hosting }\n"
        yield from _hosts(found)


def goals(found: Found) -> Iterator[str]:
    """What is to be stayed below, and how far we got; needs everything measured."""

    def of(condition: Condition, variant: str, cache: str = "leer") -> list[Measurement]:
        return found[condition.key, variant, cache]

    def ratio(condition: Condition, other: str = PYODIDE, cache: str = "leer") -> float:
        ours, others = (_median(of(condition, name, cache), _seconds) for name in (OURS, other))
        return ours / others

    rows = []
    for condition, cold, warm in ((FAST, 0.17, 0.20), (PHONE, 0.30, 0.20)):
        for cache, goal in zip(condition.caches, (cold, warm), strict=True):
            what = f"{condition.name}, Speicher {cache}: Zeit ÷ Pyodide"
            rows.append((what, goal, ratio(condition, cache=cache), 2))
        better = max(ratio(condition, way) for way in (SLIM, SNAPSHOT))
        rows.append(
            (f"{condition.name}: Zeit ÷ bessere der beiden Arten zu starten", 1.1, better, 2)
        )
    chosen, stock = of(FAST, OURS), of(FAST, PYODIDE)
    rows += [
        ("Zeit ÷ MicroPython", 3.6, ratio(FAST, MICROPYTHON), 2),
        ("kB ohne Abbild", 3500, _median(of(FAST, SLIM), _kilobytes), 0),
        ("kB mit Abbild", 4400, _median(of(FAST, SNAPSHOT), _kilobytes), 0),
        ("weitere Antwort (ms)", 20, _median(chosen, lambda visit: visit.again), 0),
        ("die Seite steht (ms)", 50, _median(chosen, lambda visit: visit.longest), 0),
        ("MiB ÷ Pyodide", 1, _median(chosen, _memory) / _median(stock, _memory), 2),
    ]
    table = [
        [what, _de(goal, places), _de(got, places), "ja" if got <= goal else "nein"]
        for what, goal, got, places in rows
    ]
    yield "### Unsere Ziele { #goals }\n"
    yield from _table(["Höchstens", "Ziel", "gemessen", "erreicht"], table)


def _times(found: Found, condition: Condition, cache: str) -> Iterator[str]:
    beside = [name for name in BESIDE if found.get((condition.key, name, cache))]
    rows = []
    for variant in condition.variants:
        if visits := found.get((condition.key, variant, cache)):
            first = _median(visits, _seconds)
            ratios = [
                first / _median(found[condition.key, name, cache], _seconds) for name in beside
            ]
            rows.append([variant, _range(visits), *map(_de, ratios)])
    yield from _table([f"Speicher {cache}", "Sekunden", *(f"÷ {name}" for name in beside)], rows)


def _costs(found: Found, condition: Condition) -> Iterator[str]:
    rows = []
    for variant in condition.variants:
        if visits := found.get((condition.key, variant, "leer")):
            rows.append(
                [
                    variant,
                    f"{_median(visits, _kilobytes):.0f}",
                    f"{_median(visits, lambda visit: visit.longest):.0f}",
                    f"{_median(visits, lambda visit: visit.again):.0f}",
                    f"{_median(visits, _memory):.0f}",
                ]
            )
    yield from _table(["Was es kostet", "kB", "steht (ms)", "weitere (ms)", "MiB"], rows)


def _hosts(found: Found) -> Iterator[str]:
    rows = []
    for condition in HOSTS:
        for variant in condition.variants:
            if visits := found.get((condition.key, variant, "leer")):
                who = f"{condition.name}: {variant}"
                rows.append([who, f"{_median(visits, _kilobytes):.0f}", _range(visits)])
    yield from _table(["Der Server packt", "kB", "Sekunden"], rows)


def _table(names: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield _row(names)
    yield f"|---|{'---:|' * (len(names) - 1)}"
    yield from map(_row, rows)
    yield ""


def _row(cells: list[str]) -> str:
    row = f"| {' | '.join(cells)} |"
    for word in LONG:
        row = row.replace(word.replace("-", ""), word.replace("-", "&shy;"))
    return row


def _median(visits: list[Measurement], what: Callable[[Measurement], float]) -> float:
    return statistics.median(map(what, visits))


def _seconds(visit: Measurement) -> float:
    return visit.first / 1000


def _kilobytes(visit: Measurement) -> float:
    return visit.sent / 1000


def _memory(visit: Measurement) -> float:
    return visit.memory


def _range(visits: list[Measurement]) -> str:
    times = [_seconds(visit) for visit in visits]
    middle = _de(statistics.median(times))
    return middle if len(times) == 1 else f"{middle} ({_de(min(times))}–{_de(max(times))})"


def _de(number: float, places: int = 2) -> str:
    return f"{number:.{places}f}".replace(".", ",")
