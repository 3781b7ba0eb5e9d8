"""Lighthouse, on one page of each kind, as on a phone: what it scores, and what it would change."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.audit.tools import run
from tools.browser.chromium import ARGUMENTS, with_windows
from tools.built_site import CALCULATOR_PAGES, MOST_BYTES, SITE
from tools.screenshot import KINDS
from website.serve import serve

# Of 100
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 3  # a busy machine only makes a page seem slower, so the best try counts
FLAGS = " ".join(["--headless=new", *ARGUMENTS])


@dataclass
class Verdict:
    """What Lighthouse says of one page."""

    scores: dict[str, int]
    sent: int  # bytes
    complaints: list[str]


def verdicts() -> dict[str, Verdict]:
    """What Lighthouse says of one page of each kind, by the page's address."""
    with serve(SITE, port=0) as base:
        return {path: _best(path, _tries(base + path)) for path in KINDS.values()}


def good(path: str, verdict: Verdict) -> bool:
    """Whether a page is as good as it shall be; one with a calculator may load more, and slower."""
    computes = path.rstrip("/") in CALCULATOR_PAGES.values()
    least = {**LEAST, "performance": 0} if computes else LEAST
    light = verdict.sent <= MOST_BYTES or computes
    return light and all(verdict.scores[name] >= wanted for name, wanted in least.items())


def _best(path: str, tries: Iterator[Verdict]) -> Verdict:
    seen: list[Verdict] = []
    for verdict in tries:
        seen.append(verdict)
        if good(path, verdict):
            break
    if not seen:
        raise RuntimeError(f"lighthouse could not look at {path or 'the start page'}")
    return max(seen, key=lambda verdict: verdict.scores["performance"])


def _tries(address: str) -> Iterator[Verdict]:
    for _ in range(TRIES):
        try:
            yield _verdict(json.loads(_ask(address)))
        except RuntimeError as problem:  # it lost sight of the browser, as on a busy machine
            print(problem, file=sys.stderr)


def _ask(address: str) -> str:
    return run(
        "lighthouse",
        address,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(LEAST)}",
        f"--chrome-flags={FLAGS}",
        CHROME_PATH=with_windows(),
    )


def _verdict(said: dict[str, Any]) -> Verdict:
    if problem := said.get("runtimeError"):
        raise RuntimeError(f"lighthouse: {problem['message']}")
    categories, audits = said["categories"], said["audits"]
    weighed = {
        audit["id"]
        for category in categories.values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    return Verdict(
        {name: round(100 * (categories[name]["score"] or 0)) for name in LEAST},
        int(audits["total-byte-weight"]["numericValue"]),
        [
            name
            for name in sorted(weighed)
            if (audits[name]["score"] or 0) < 0.9 and _counts(audits[name])
        ],
    )


def _counts(audit: dict[str, Any]) -> bool:
    return audit["scoreDisplayMode"] not in ("notApplicable", "informative", "manual")
