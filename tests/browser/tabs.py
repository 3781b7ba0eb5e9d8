"""A tab as a reader's browser has it, which keeps pages as they are for whoever goes back.

The driver of the other tests switches that off, and loses a page that comes back so. Here the browser is
asked directly.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, BrowserType, CDPSession, Error, Page

from tools.browser.chromium import ARGUMENTS, with_windows

SWITCHED_OFF = "--disable-back-forward-cache"
PATIENCE = 60  # seconds, on a slow and busy machine
# The text of a page and what stands in its fields.
SHOWN = """[
    getComputedStyle(document.documentElement).display === "none" ? "" : document.body?.innerText,
    ...[...document.querySelectorAll("input, textarea")]
      .map(({ value, type }) => /radio|checkbox/.test(type) ? "" : value),
].join("").trim()"""


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


# Tells what is on a page, whenever that is not what was there before.
LOOK = """(() => {
    let last;
    const look = () => {
        setTimeout(look);
        const now = JSON.stringify({ address: location.href, title: document.title, text: SHOWN });
        if (now !== last) window.tell(last = now);
    };
    addEventListener("pageshow", () => (last = undefined));
    if (window === window.top) look();
})()"""


class Tab:
    """One tab. Every method that goes somewhere returns at once: wait for what shall be there.

    ``seen``: what its pages showed, as address, title and text.
    """

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.seen: list[dict[str, str]] = []
        self.session.on("Runtime.bindingCalled", self._note)
        self.session.send("Page.enable")
        self.session.send("Runtime.enable")
        self.session.send("Runtime.addBinding", {"name": "tell"})
        look = LOOK.replace("SHOWN", SHOWN)
        self.session.send("Page.addScriptToEvaluateOnNewDocument", {"source": look})

    def _note(self, said: dict[str, Any]) -> None:
        if said["name"] == "tell":
            self.seen.append(json.loads(said["payload"]))

    def look(self, whether: Callable[[], bool]) -> None:
        """Let it show things until that holds. Raises AssertionError if it never does.

        While a page is on its way, the one before it cannot be asked: it has to tell.
        """
        end = monotonic() + PATIENCE
        while not whether():
            assert monotonic() < end, f"never; but {self.seen}"
            with suppress(Error):  # one page was going and the next not there yet
                self.addresses()  # what is told meanwhile is heard

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
        asked = {"expression": expression, "returnByValue": True}
        said = self.session.send("Runtime.evaluate", {**asked, "userGesture": True})
        if "exceptionDetails" in said:
            raise Error(json.dumps(said["exceptionDetails"]))
        return said["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until that holds in the page that is then there. Raises AssertionError if it never does."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            try:
                if self.ask(expression):
                    return
            except Error:
                pass  # one page was going and the next not there yet
        raise AssertionError(f"never: {expression}; but {self.addresses()}")
