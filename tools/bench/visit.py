"""One visit: opens a page, waits for its answer, and takes the measure of it."""

import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, Playwright

from tools.bench.host import Host, Line
from tools.bench.processes import memory, rest, slowed
from tools.bench.variants import HERE, VARIANTS, Condition, question, right_answer
from tools.browser.chromium import ARGUMENTS, with_windows

AGAIN = 30
BUSY = 1000  # milliseconds
TIMEOUT = 300_000
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # nobody else can be asked


class Measurement(NamedTuple):
    """Milliseconds, bytes and mebibytes of one visit."""

    first: float
    again: float
    longest: float
    sent: int
    memory: float


class Machine(NamedTuple):
    """The browser's version, and the shares of the time that the brake leaves to page and worker."""

    browser: str
    alone: list[float]
    together: list[float]


@contextmanager
def visitor(playwright: Playwright, **options: Any) -> Iterator[BrowserContext]:
    """A browser without a past, which asks the question on every page."""
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=with_windows(), args=[*ARGUMENTS, ALONE], **options
        )
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(f"window.QUESTION = {json.dumps(question())};")
        context.add_init_script(path=HERE / "page.js")
        try:
            yield context
        finally:
            context.close()


def visits(
    playwright: Playwright, address: str, host: Host, condition: Condition, variant: str
) -> Iterator[tuple[str, Measurement]]:
    """One visit with an empty cache, then if asked for one with what it left there."""
    host.encoding = condition.encoding
    with visitor(playwright) as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        for cache in condition.caches:
            page = context.new_page()
            host.line = Line(condition.megabits, condition.delay)
            rest()
            with slowed(condition.slower):
                page.goto(address + VARIANTS[variant], wait_until="commit")
                page.evaluate("answered")
                sent = host.line.sent
                again = page.evaluate(
                    """async (times) => {
                        const taken = [];
                        while (taken.length < times) {
                            await drawn();
                            const began = performance.now();
                            await again();
                            taken.push(performance.now() - began);
                        }
                        return taken;
                    }""",
                    AGAIN,
                )
            seen = page.evaluate("measured")
            assert right_answer() in seen["answer"], seen["answer"]
            late = statistics.quantiles(again, n=20)[-1]
            yield cache, Measurement(seen["first"], late, seen["longest"], sent, memory())
            if cache != condition.caches[-1]:
                page.evaluate("kept()")
            page.close()
        strangers = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
        assert not strangers, strangers


def machine(playwright: Playwright, factor: int) -> Machine:
    """Which browser this is, and what the brake truly leaves to a page and a worker that are busy."""
    brake = (HERE / "brake.js").read_text("utf-8")
    with visitor(playwright) as context:
        page = context.new_page()
        free = page.evaluate(brake, BUSY)
        with slowed(factor):
            left = page.evaluate(brake, BUSY * factor)
        version = context.browser.version if context.browser else ""
    shares = [one / other for one, other in zip(left, free, strict=True)]
    return Machine(version, shares[:2], shares[2:])
