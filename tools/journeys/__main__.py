"""Walks every way and prints what it costs: ``python -m tools.journeys [NAME...]``.

Leaves with an error where a limit is passed, or something was not found.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, sync_playwright

from tools.browser.chromium import ARGUMENTS, bare_or_any
from tools.built_site import SITE
from tools.journeys.lengths import LENGTHS
from tools.journeys.table import Row, lines
from tools.journeys.ways import WAYS, walked
from website.serve import serve

ALL = (*WAYS, *LENGTHS)


def measured(browser: Browser, base: str, name: str) -> list[Row]:
    """The rows of one way, or of one calculator's lengths."""
    if name in WAYS:
        return [walked(browser, base, name)]
    measure, calculator = LENGTHS[name]
    return measure(browser, base, calculator)


def _rows(names: Sequence[str]) -> Iterator[Row]:
    with serve(SITE, port=0) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=bare_or_any(), args=list(ARGUMENTS))
        for name in names:
            yield from measured(browser, address.rstrip("/") + "/", name)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *ALL], metavar="NAME")
    rows = list(_rows(parser.parse_args().names or ALL))
    print(*lines(rows), sep="\n")
    sys.exit(any(row.faults for row in rows))
