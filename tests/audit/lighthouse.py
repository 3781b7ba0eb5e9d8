"""Lighthouse, on one page of each kind, as on a phone: what it scores, and what it would change."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from calculators.site.serve import serve
from tests.audit.tools import run
from tests.browser.chromium import ARGUMENTS, find_or_install
from tests.browser.conftest import SITE
from tests.browser.screenshot import KINDS

# Of 100
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES = 250_000
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
    found = {}
    with serve(SITE, port=0) as base:
        for path in KINDS.values():
            tries = (_verdict(json.loads(_ask(base + path))) for _ in range(TRIES))
            found[path] = _best(path, tries)
    return found


def good(path: str, verdict: Verdict) -> bool:
    """Whether a page is as good as it shall be; one with a calculator may load more, and slower."""
    least = {**LEAST, "performance": 0} if path.startswith("rechner/") else LEAST
    light = verdict.sent <= MOST_BYTES or path.startswith("rechner/")
    return light and all(verdict.scores[name] >= wanted for name, wanted in least.items())


def _best(path: str, tries: Iterator[Verdict]) -> Verdict:
    best = next(tries)
    while not good(path, best) and (again := next(tries, None)):
        best = max(best, again, key=lambda verdict: verdict.scores["performance"])
    return best


def _ask(address: str) -> str:
    return run(
        "lighthouse",
        address,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(LEAST)}",
        f"--chrome-flags={FLAGS}",
        CHROME_PATH=find_or_install(),
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
