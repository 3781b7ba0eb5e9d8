"""How long a reader waits for the first answer: ``python -m tools.bench [ROUNDS] [--only PATTERN]``.

The site, Pyodide as it comes, and other ways to run Python in a browser answer the same question in
turns, so that a busy moment of the machine hits all alike. Each starts with an empty cache, then once
more with what it left there. Writes the tables into docs/entwicklung/leistung.md after each round, and
at the end the strip of pictures; only prints if a pattern picks some (``--only 'fast MicroPython'``).
Only for Linux.
"""

import argparse
import os
import re
import sys
from collections import defaultdict

from playwright.sync_api import sync_playwright

from tools.bench import report, strip
from tools.bench.host import hosted
from tools.bench.variants import CONDITIONS, PHONE, files
from tools.bench.visit import machine, visits


def main(arguments: list[str]) -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench")
    parser.add_argument("rounds", nargs="?", type=int, default=7)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args(arguments)
    wanted = [
        (condition, variant)
        for condition in CONDITIONS
        for variant in condition.variants
        if re.search(chosen.only, f"{condition.key} {variant}")
    ]
    load = os.getloadavg()[0]
    found: report.Found = defaultdict(list)
    with hosted(files()) as (address, host), sync_playwright() as playwright:
        host.pack({condition.encoding for condition, _ in wanted})
        here = machine(playwright, PHONE.slower)
        for number in range(chosen.rounds):
            for condition, variant in wanted:
                for cache, visit in visits(playwright, address, host, condition, variant):
                    found[condition.key, variant, cache].append(visit)
                    print(number + 1, condition.key, variant, cache, visit, file=sys.stderr)
            if not chosen.only:  # after each round: who stops it keeps what is there
                parts = (report.circumstances(here, number + 1, load), *report.goals(found))
                report.write("make bench", "\n".join((*parts, *report.tables(found))))
        print("\n".join(report.tables(found)))
        if not chosen.only:
            strip.take(playwright, address, host)


if __name__ == "__main__":
    main(sys.argv[1:])
