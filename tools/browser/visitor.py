"""Somebody who visits the site: a new profile, and a record of every request that leaves its pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, ViewportSize

# A line that costs money: then Python is not fetched before somebody turns to a form.
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });\n"
# Too slow for fetching Python unasked, but not to be spared.
MIDDLING = "Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g' } });\n"
PATIENCE = 120_000  # milliseconds for whatever is waited for, on a slow and busy machine
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
# Says what the security policy blocked, in a page and in a worker.
TELL = """addEventListener("securitypolicyviolation", (event) => console.error(
    `Content Security Policy: ${event.effectiveDirective} blocks ${event.blockedURI}`
));"""


@dataclass
class Record:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        """What the security policy blocked."""
        return [error for error in self.errors if "Content Security Policy" in error]


@contextmanager
def visitor(browser: Browser, base: str, **options: Any) -> Iterator[tuple[Page, Record]]:
    """A new profile with a page on a phone: asks for nothing but the site, breaks no policy."""
    usual = {"viewport": PHONE, "locale": "de-DE"}
    context = browser.new_context(base_url=base, **usual | options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    record = watch(page)
    yield page, record
    context.close()
    assert not strangers(record, base), strangers(record, base)
    assert not record.violations, record.violations


def watch(page: Page) -> Record:
    """Note every request and every error of a page, its worker's included."""
    record = Record()
    page.context.on("request", lambda request: record.requests.append(request.url))
    page.on("pageerror", lambda error: record.errors.append(str(error)))

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            record.errors.append(message.text)

    page.on("console", note)
    page.add_init_script(TELL)
    page.context.route(re.compile(r"/assets/runtime/worker-\w+\.js"), _with_a_tell)
    return record


def _with_a_tell(route: Route) -> None:
    with suppress(Error):  # the page is gone before its worker came
        try:
            response = route.fetch(max_retries=3)
        except Error:
            route.abort()
        else:
            route.fulfill(response=response, body=TELL + response.text())


def fetch_theme(page: Page) -> None:
    """Reach for the theme's own script, which waits for that, until it is there."""
    page.locator(".md-header").hover()
    page.locator(".md-header__option label:not([hidden])").wait_for()


def fetch_search(page: Page) -> None:
    """Wait until the search is there too, the last to come."""
    fetch_theme(page)
    ready = page.locator(".md-search-result__meta", has_text="Suchbegriff eingeben")
    ready.wait_for(state="attached")


def strangers(record: Record, base: str) -> list[str]:
    """Requests that went anywhere but to the site itself."""
    home = urlsplit(base).netloc
    own = re.compile(rf"^(https?://{re.escape(home)}/|data:|blob:)")
    return [url for url in record.requests if not own.match(url)]
