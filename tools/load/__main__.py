"""The site under load: ``python -m tools.load [SECONDS] [--clients 500]``.

nginx serves the release on this machine, configured as it is handed on. A browser shows what a visit
asks for; then many clients at once ask for just that, as fast as they can, for that time. Writes
a table into docs/entwicklung/betrieb.md, unless it was but a try (less than five minutes).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.report import write
from tools.built_site import SITE
from tools.load.host import nginx, program
from tools.load.visits import Sent, visits
from website import release
from website.written import DOCS

REPORT = DOCS / "entwicklung/betrieb.md"
SCRIPT = Path(__file__).with_name("requests.lua")
FULL = 300  # seconds
THREADS = 2
PATIENCE = 30  # seconds, for one answer
Found = Mapping[str, int]


def main(arguments: list[str]) -> None:
    """Measure, print and write down; leaves with a fault if a single request failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.load")
    parser.add_argument("seconds", nargs="?", type=int, default=FULL)
    parser.add_argument("--clients", type=int, default=500)
    chosen = parser.parse_args(arguments)
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        release.web(SITE, Path(folder, "web"))
        site = Path(folder, "web", "site")
        seen = visits(site, Path(folder, "log"))
        paths = Path(folder, "paths")
        paths.write_text("\n".join(path for sent in seen.values() for path in sent.paths), "utf-8")
        with nginx(site) as address:
            found = load(address, paths, chosen.clients, chosen.seconds)
    told = f"{_circumstances(chosen.clients, chosen.seconds, busy)}\n\n{_load(found)}\n\n{_visits(seen)}"
    print(told)
    if found["errors"]:
        sys.exit(f"{found['errors']} requests failed")
    if chosen.seconds >= FULL:
        write("make load", told, REPORT)


def load(address: str, paths: Path, clients: int, seconds: int) -> Found:
    """Let that many clients ask for these paths, for that long; what wrk says of it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    command = [program("wrk"), f"-t{THREADS}", f"-c{clients}", f"-d{seconds}s"]
    options = [f"--timeout={PATIENCE}s", f"--script={SCRIPT}", address]
    done = subprocess.run(
        [*command, *options],
        env={**os.environ, "LOAD_PATHS": str(paths)},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 2 * PATIENCE,
    )
    told: Found = json.loads(done.stdout.splitlines()[-1])
    return told


def _circumstances(clients: int, seconds: int, busy: float) -> str:
    version = subprocess.run(
        [program("nginx"), "-v"], capture_output=True, text=True, check=True
    ).stderr.strip()
    return (
        f"Gemessen am {datetime.now(UTC):%d.%m.%Y} mit {version.rpartition(' ')[2]}: {clients} Clients "
        f"zugleich, {seconds} s lang, auf einer Maschine mit {os.cpu_count()} Prozessorkernen, die sich "
        f"nginx und die Clients teilen. Jeder fragt sofort weiter. Vor dem Start warteten im Mittel schon "
        f"{_de(busy)} andere Aufgaben auf sie."
    )


def _load(found: Found) -> str:
    seconds = found["microseconds"] / 1e6
    rows = [
        ("Anfragen", _de(found["requests"])),
        ("davon ohne Erfolg", _de(found["errors"])),
        ("Anfragen je Sekunde", _de(found["requests"] / seconds)),
        ("MB je Sekunde", _de(found["bytes"] / seconds / 1e6)),
        ("Wartezeit, die Hälfte (p50)", f"{_de(found['p50'] / 1000)} ms"),
        ("Wartezeit, 99 von 100 (p99)", f"{_de(found['p99'] / 1000)} ms"),
        ("längste Wartezeit", f"{_de(found['worst'] / 1000)} ms"),
    ]
    return "\n".join(["| Unter Last | Wert |", "|---|---:|", *(f"| {a} | {b} |" for a, b in rows)])


def _visits(seen: Mapping[str, Sent]) -> str:
    head = ["| Ein Besuch | Anfragen | kB | hundert Millionen, in TB |", "|---|---:|---:|---:|"]
    rows = [
        f"| {name} | {len(sent.paths)} | {_de(sent.size / 1e3)} | {_de(sent.size * 1e8 / 1e12)} |"
        for name, sent in seen.items()
    ]
    return "\n".join([*head, *rows])


def _de(number: float) -> str:
    return f"{number:,.0f}".replace(",", "&#8239;")


if __name__ == "__main__":
    main(sys.argv[1:])
