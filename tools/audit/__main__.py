"""What others' tools, and our own, say of the built site: ``python -m tools.audit [PART...]``.

Prints one table, then what to look at. The parts are lighthouse, axe, html, links, reading, search,
old; all of them if none is named. Leaves with an error if one of them is not content.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tools import reading_level, search
from tools.audit import lighthouse, links, markup, old, tools
from tools.browser.axe import NEEDS, SHAPES, faults, faults_in_both_schemes, suit
from tools.browser.chromium import ARGUMENTS, with_windows
from tools.browser.visitor import visitor
from tools.built_site import PAGES, SITE
from website.npm import CannotBuild, package
from website.serve import serve

MOST = 30  # places to print for a row


class Row(NamedTuple):
    """A line of the table."""

    part: str
    what: str
    found: str
    good: bool
    look_at: tuple[str, ...] = ()


def by_lighthouse() -> Iterator[Row]:
    """One row a page: performance, accessibility, best practices, SEO; and what was sent."""
    tools.install()
    for path, verdict in lighthouse.verdicts().items():
        scores = " ".join(f"{verdict.scores[name]:3}" for name in lighthouse.LEAST)
        found = f"{scores}  {verdict.sent / 1000:.0f} kB"
        good = lighthouse.good(path, verdict)
        yield Row("lighthouse", path or "start", found, good, tuple(verdict.complaints))


def by_axe() -> Iterator[Row]:
    """All pages in both colour schemes on a phone; enlarged, and in colours of the reader's own."""
    axe = (package("axe-core") / "axe.min.js").read_text("utf-8")
    with serve(SITE, port=0) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=with_windows(), args=list(ARGUMENTS))
        for need in ("", *NEEDS):
            with visitor(browser, base, service_workers="block") as (page, _):
                if need:
                    suit(page, need)
                found = tuple(_axe_finds(page, axe, need))
            what = f"{len(PAGES)} pages, {need or 'light and dark'}"
            yield Row("axe", what, f"{len(found)} faults", not found, found)
        browser.close()


def _axe_finds(page: Page, axe: str, need: str) -> Iterator[str]:
    for path in PAGES:
        page.goto(f"{path}/" if path else "")
        for fault in faults(page, axe, SHAPES) if need else faults_in_both_schemes(page, axe):
            yield f"{path or 'start'}: {fault}"


def by_html_validate() -> Iterator[Row]:
    """All pages."""
    tools.install()
    found = tuple(markup.faults())
    files = len(list(SITE.rglob("*.html")))
    yield Row("html", f"{files} files", f"{len(found)} errors", not found, found)


def by_links() -> Iterator[Row]:
    """Those that lead out; within the site the strict build and the tests look after them."""
    outside, listed = links.outside(), links.listed()
    unlisted, unused = sorted(outside - listed.keys()), sorted(listed.keys() - outside)
    look_at = [f"not in links.toml: {link}" for link in unlisted]
    look_at += [f"on no page any more: {link}" for link in unused]
    without = sum(not listed[link] for link in outside & listed.keys())
    found = f"{len(unlisted)} not listed, {without} without a day"
    yield Row("links", f"{len(outside)} addresses outside", found, not look_at, tuple(look_at))


def by_reading_level() -> Iterator[Row]:
    """The pages that must be easy."""
    for page, level in reading_level.levels().items():
        if reading_level.for_all(page):
            found = f"{level.words_per_sentence:.1f} words a sentence, Flesch {level.flesch:.0f}"
            yield Row("reading", page or "start", found, level.is_easy)


def by_search() -> Iterator[Row]:
    """The everyday queries."""
    with serve(SITE, port=0) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=with_windows(), args=list(ARGUMENTS))
        with visitor(browser, base, service_workers="block") as (page, _):
            missed = search.missed(search.results(page))
        browser.close()
    found = f"{len(search.QUERIES) - len(missed)} found among the first {search.FIRST}"
    look_at = tuple(f"{query}: {', '.join(pages)}" for query, pages in missed.items())
    yield Row("search", f"{len(search.QUERIES)} everyday queries", found, not missed, look_at)


def by_old_browsers() -> Iterator[Row]:
    """Every old Chromium that is pinned: below the floor, above it, and the last one below it changed."""
    for program, good, look_at in old.verdicts():
        yield Row("old", program, "all as it should be" if good else "not so", good, look_at)


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "lighthouse": by_lighthouse,
    "axe": by_axe,
    "html": by_html_validate,
    "links": by_links,
    "reading": by_reading_level,
    "search": by_search,
    "old": by_old_browsers,
}


def main(arguments: list[str]) -> None:
    """Ask, print, and leave with an error if somebody is not content."""
    parser = argparse.ArgumentParser(prog="python -m tools.audit")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args(arguments).parts or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        parser.error(f"there is no part {', '.join(unknown)}")
    if not PAGES:
        sys.exit("There is no built site: make site")
    rows: list[Row] = []
    for part in chosen:
        print(f"{part} …", file=sys.stderr)
        try:
            rows += PARTS[part]()
        except CannotBuild as problem:
            sys.exit(str(problem))
    head = ("part", "what", "found", "")
    cells = [(row.part, row.what, row.found, "good" if row.good else "LOOK") for row in rows]
    print(table([head, *cells]))
    for row in rows:
        for place in row.look_at[:MOST]:
            print(f"{row.part}, {row.what}: {place}")
        if more := len(row.look_at[MOST:]):
            print(f"{row.part}, {row.what}: and {more} more")
    if not all(row.good for row in rows):
        sys.exit(1)


def table(rows: list[tuple[str, ...]]) -> str:
    """Cells in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


if __name__ == "__main__":
    main(sys.argv[1:])
