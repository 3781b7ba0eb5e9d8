"""A tab as a reader's browser has it, which keeps pages as they are for whoever goes back.

The driver of the other tests switches that off, and loses a page that comes back so. Here the browser is
asked directly.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, BrowserType, CDPSession, Error, Page

from tests.browser.chromium import ARGUMENTS, with_windows

SWITCHED_OFF = "--disable-back-forward-cache"
PATIENCE = 60  # seconds, on a slow and busy machine
DRAWN = "new Promise((done) => setTimeout(done))"


@contextmanager
def chromium(maker: BrowserType, *, keeps: bool) -> Iterator[Browser]:
    """Chromium with windows; ``keeps``: whether it keeps pages as they are, as readers' browsers do."""
    opened = maker.launch(
        executable_path=with_windows(),
        args=list(ARGUMENTS),
        ignore_default_args=[SWITCHED_OFF] if keeps else [],
    )
    yield opened
    opened.close()


class Tab:
    """One tab. Every method that goes somewhere returns at once: wait for what shall be there."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)

    def open(self, address: str) -> None:
        """As by typing the address."""
        self.session.send("Page.navigate", {"url": address, "transitionType": "typed"})

    def go(self, steps: int) -> None:
        """By Back (-1) or Forward (1)."""
        history = self.session.send("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] + steps]
        self.session.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})

    def reload(self) -> None:
        """By the button of the browser."""
        self.session.send("Page.reload")

    def addresses(self) -> list[str]:
        """The history of the tab."""
        return [e["url"] for e in self.session.send("Page.getNavigationHistory")["entries"]]

    def ask(self, expression: str) -> Any:
        """What JavaScript in the page makes of that. Raises Error if the page goes meanwhile."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        said = self.session.send("Runtime.evaluate", {**asked, "userGesture": True})
        if "exceptionDetails" in said:
            raise Error(json.dumps(said["exceptionDetails"]))
        return said["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until that holds in the page that is then there. Raises AssertionError if it never does."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            try:
                if self.ask(f"{DRAWN}.then(() => {expression})"):
                    return
            except Error:
                pass  # one page was going and the next not there yet
        raise AssertionError(f"never: {expression}; but {self.addresses()}")
