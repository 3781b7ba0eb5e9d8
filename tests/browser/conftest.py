"""A real Chromium on the really built site, and a record of every request that leaves a page."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    sync_playwright,
)

from tools.browser.chromium import ARGUMENTS, bare_or_any, with_windows
from tools.browser.visitor import visitor
from tools.built_site import PAGES, SITE
from website.npm import package
from website.serve import serve

# What the worker says when it turns from one way to start Python to the next, and what only the last needs.
FELL_BACK = " failed, next is "
STOCK = re.compile(r"/pyodide\.asm\.(wasm|mjs)$|/python_stdlib\.zip$")


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
