"""A real Chromium on the really built site, and a record of every request that leaves a page."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Error,
    Page,
    Route,
    sync_playwright,
)

from tools.browser.chromium import ARGUMENTS, bare_or_any, with_windows
from website.finish.policy import FOR_OTHER_SITES
from website.links import places
from website.npm import package
from website.serve import serve

SITE = Path(__file__).parents[2] / os.environ.get("SITE_DIR", "site")
# A line that costs money: then Python is not fetched before somebody turns to a form.
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });\n"
# Too slow for fetching Python unasked, but not to be spared.
MIDDLING = "Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g' } });\n"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PAGES = tuple(
    sorted(
        path.parent.relative_to(SITE).as_posix().removeprefix(".")
        for path in SITE.rglob("index.html")
        if path.relative_to(SITE).parts[0] != FOR_OTHER_SITES
    )
)
CALCULATOR_PAGES = {name: place.path for name, place in places().items()}
# What the worker says when it turns from one way to start Python to the next, and what only the last needs.
FELL_BACK = " failed, next is "
STOCK = re.compile(r"/pyodide\.asm\.(wasm|mjs)$|/python_stdlib\.zip$")
# Says what the security policy blocked, in a page and in a worker.
TELL = """addEventListener("securitypolicyviolation", (event) => console.error(
    `Content Security Policy: ${event.effectiveDirective} blocks ${event.blockedURI}`
));"""


def asset(name: str) -> str:
    """Where one of our scripts or style sheets lies in the built site, under its name of today."""
    stem, _, suffix = name.rpartition(".")
    (found,) = SITE.glob(f"assets/{stem}-{'[0-9a-f]' * 16}.{suffix}")
    return found.relative_to(SITE).as_posix()


@dataclass
class Record:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        """What the security policy blocked."""
        return [error for error in self.errors if "Content Security Policy" in error]


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """The address of the built site, served as ``make serve`` does."""
    assert PAGES, "there is no built site: run make site"
    with serve(SITE, port=0) as address:
        yield address.rstrip("/") + "/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page of it has a profile of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=bare_or_any(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def windowed(browser: Browser) -> Iterator[Browser]:
    """One that has all that a reader's has: profiles with settings, and what can be installed."""
    chromium = browser.browser_type.launch(executable_path=with_windows(), args=list(ARGUMENTS))
    yield chromium
    chromium.close()


@pytest.fixture(autouse=True)
def fallen_back(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """What any page of the test said when one way to start Python failed, and what it fetched then.

    There may be nothing, unless the test is marked ``falls_back``.
    """
    noted: list[str] = []
    for maker, name in ((Browser, "new_context"), (BrowserType, "launch_persistent_context")):
        monkeypatch.setattr(maker, name, _noting(getattr(maker, name), noted))
    yield noted
    if request.node.get_closest_marker("falls_back") is None:
        assert not noted, f"the core did not answer by itself: {noted}"


def _noting(make: Callable[..., BrowserContext], noted: list[str]) -> Callable[..., BrowserContext]:
    def made(*arguments: Any, **options: Any) -> BrowserContext:
        context = make(*arguments, **options)
        context.on("console", lambda said: FELL_BACK in said.text and noted.append(said.text))
        context.on("request", lambda asked: STOCK.search(asked.url) and noted.append(asked.url))
        return context

    return made


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (package("axe-core") / "axe.min.js").read_text("utf-8")


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page at phone width in a profile without a past; it may ask for nothing but the site.

    Without a service worker, which would fetch the whole site for every test.
    """
    with visitor(browser, base, service_workers="block") as (opened, _):
        yield opened


@contextmanager
def visitor(browser: Browser, base: str, **options: Any) -> Iterator[tuple[Page, Record]]:
    """A new profile with a page on a phone: asks for nothing but the site, breaks no policy."""
    context = browser.new_context(viewport=PHONE, base_url=base, locale="de-DE", **options)
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
    page.on(
        "console",
        lambda message: message.type == "error" and record.errors.append(message.text),
    )
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
