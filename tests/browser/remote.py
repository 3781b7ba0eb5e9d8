"""One tab of any browser, of any age, at the other end of the protocol that it speaks.

Playwright speaks only to browsers of today. What these tests ask is little: go there, and what is the
value of this expression. Chromium answers that by its DevTools protocol, Firefox by WebDriver BiDi,
WebKit by WebDriver.
"""

import base64
import contextlib
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser import engines
from tools.browser import chromium
from tools.browser.visitor import PHONE

PATIENCE = 120  # seconds for whatever is waited for, on a slow and busy machine
PAUSE = 0.05  # seconds between two looks
LOOK = 10  # seconds for one of them, for a page that goes may take its reply along
DRIVER = "WebKitWebDriver"


class Failed(Exception):
    """A browser refused what it was asked, or an expression threw; the message says which and why."""


class Tab:
    """What all of them can do; each protocol has its own ``goto`` and ``_value``."""

    def goto(self, address: str) -> None:
        """Open a page, and wait until it has loaded."""
        raise NotImplementedError

    def value(self, expression: str) -> Any:
        """What an expression, or its promise, becomes in the page; it must be JSON. Raises Failed."""
        wrapped = f"Promise.resolve({expression}).then(function (value) {{ return JSON.stringify(value) }})"
        said = self._value(wrapped)
        return None if said is None else json.loads(said)

    def until(self, expression: str) -> None:
        """Wait until the expression, or its promise, is true, be it in the page that comes next."""
        last = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(Failed):  # between two pages there is none to ask
                if self.value(f"Promise.resolve({expression}).then(Boolean)"):
                    return
            assert time.monotonic() < last, f"never: {expression}"
            time.sleep(PAUSE)

    def picture(self, path: Path) -> None:
        """Save what is seen of the page as PNG."""
        raise NotImplementedError

    def _value(self, expression: str) -> str | None:
        raise NotImplementedError


class _Socket:
    """Commands, one after another, and their results."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.numbers = itertools.count(1)
        self.patience = PATIENCE

    def ask(self, method: str, /, **params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        try:
            while (said := json.loads(self.connection.recv(self.patience))).get("id") != number:
                pass  # an event, or the late reply to another command
        except TimeoutError as problem:
            raise Failed(f"{method}: no reply") from problem
        if problem := said.get("error"):
            raise Failed(f"{method}: {problem}")
        result: dict[str, Any] = said["result"]
        return result

    def events(self, method: str, /, **params: Any) -> Iterator[dict[str, Any]]:
        """What the browser tells from that command on. Raises Failed where it falls silent."""
        command = {"id": next(self.numbers), "method": method, "params": params}
        self.connection.send(json.dumps(command))
        while True:
            try:
                yield json.loads(self.connection.recv(self.patience)).get("params", {})
            except TimeoutError as problem:
                raise Failed(f"{method}: nothing more is told") from problem


class _Chromium(Tab):
    def __init__(self, socket: _Socket) -> None:
        self.socket = socket
        size = {**PHONE, "deviceScaleFactor": 2, "mobile": True}
        socket.ask("Emulation.setDeviceMetricsOverride", **size)

    def goto(self, address: str) -> None:
        self.value("window.left = true")
        self.socket.ask("Page.navigate", url=address)
        self.until("!window.left && document.readyState === 'complete'")

    def beforehand(self, script: str) -> None:
        """Run it in every page that comes, before its own scripts."""
        self.socket.ask("Page.enable")
        self.socket.ask("Page.addScriptToEvaluateOnNewDocument", source=script)

    def until(self, expression: str) -> None:
        self.socket.patience = LOOK
        try:
            super().until(expression)
        finally:
            self.socket.patience = PATIENCE

    def picture(self, path: Path) -> None:
        shot = self.socket.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def _value(self, expression: str) -> str | None:
        said = self.socket.ask("Runtime.evaluate", expression=expression, awaitPromise=True)
        if problem := said.get("exceptionDetails"):
            raise Failed(f"{expression}: {problem}")
        found: str | None = said["result"].get("value")
        return found


class _Firefox(Tab):
    def __init__(self, socket: _Socket) -> None:
        self.socket = socket
        socket.ask("session.new", capabilities={})
        (context,) = socket.ask("browsingContext.getTree")["contexts"]
        self.context = context["context"]
        socket.ask("browsingContext.setViewport", context=self.context, viewport=PHONE)

    def goto(self, address: str) -> None:
        self.socket.ask(
            "browsingContext.navigate", context=self.context, url=address, wait="complete"
        )

    def picture(self, path: Path) -> None:
        shot = self.socket.ask("browsingContext.captureScreenshot", context=self.context)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _value(self, expression: str) -> str | None:
        said = self.socket.ask(
            "script.evaluate",
            expression=expression,
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if said["type"] != "success":
            raise Failed(f"{expression}: {said['exceptionDetails']['text']}")
        found: str | None = said["result"].get("value")
        return found


class _WebKit(Tab):
    def __init__(self, driver: str, browser: str) -> None:
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        self.session = f"{driver}/session"
        made = self._ask("", capabilities={"alwaysMatch": wanted})
        self.session += f"/{made['sessionId']}"
        self._ask("timeouts", script=PATIENCE * 1000, pageLoad=PATIENCE * 1000)
        self._ask("window/rect", **PHONE)

    def close(self) -> None:
        """End the session, and with it the browser."""
        self._send(urllib.request.Request(self.session, method="DELETE"))

    def goto(self, address: str) -> None:
        self._ask("url", url=address)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._send(f"{self.session}/screenshot")))

    def _value(self, expression: str) -> str | None:
        tell = f"{expression}.then((value) => [value], (error) => String(error)).then(arguments[0])"
        said = self._ask("execute/async", script=tell, args=[])
        if isinstance(said, str):
            raise Failed(f"{expression}: {said}")
        found: str | None = said[0]
        return found

    def _ask(self, command: str, /, **params: Any) -> Any:
        address = f"{self.session}/{command}".rstrip("/")
        return self._send(urllib.request.Request(address, json.dumps(params).encode()))

    def _send(self, request: urllib.request.Request | str) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as problem:
            raise Failed(json.load(problem)["value"]["message"]) from problem


@contextlib.contextmanager
def chromium_tab(program: str | Path, profile: Path, *arguments: str) -> Iterator[Tab]:
    """A tab of a Chromium of any version, without a window and with an empty profile."""
    command = [
        str(program),
        *chromium.ARGUMENTS,
        *("--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}"),
        *("--lang=de", *arguments, "about:blank"),
    ]
    with (
        _running(command, profile, r"(ws://\S+)") as browser,
        connect(_first_tab(browser), max_size=None, proxy=None) as connection,
    ):
        yield _Chromium(_Socket(connection))


@contextlib.contextmanager
def firefox_tab(profile: Path) -> Iterator[Tab]:
    """A tab of Firefox. Raises NotHere with one line that names the command to run."""
    command = [*engines.command("firefox", profile), "--remote-debugging-port", "0", "about:blank"]
    with (
        _running(command, profile, r"BiDi listening on (ws://\S+)") as address,
        connect(f"{address}/session", max_size=None, proxy=None) as connection,
    ):
        yield _Firefox(_Socket(connection))


@contextlib.contextmanager
def webkit_tab(profile: Path) -> Iterator[Tab]:
    """A tab of WebKitGTK. Raises NotHere with one line that names the command to run."""
    *display, browser = engines.command("webkit", profile)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with engines.opened([*display, DRIVER, f"--port={port}"], profile):
        _wait_for(port)
        tab = _WebKit(f"http://127.0.0.1:{port}", browser)
        try:
            yield tab
        finally:
            tab.close()


def _first_tab(browser: str) -> str:
    """The address of the first tab, as soon as Chromium tells of one; ``browser`` is its own address."""
    with connect(browser, max_size=None, proxy=None) as connection:
        told = _Socket(connection).events("Target.setDiscoverTargets", discover=True)
        found = next(t["targetInfo"] for t in told if t.get("targetInfo", {}).get("type") == "page")
    return f"{browser.partition('/devtools/')[0]}/devtools/page/{found['targetId']}"


def _wait_for(port: int) -> None:
    last = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            return
        assert time.monotonic() < last, f"{DRIVER} does not listen"
        time.sleep(PAUSE)


@contextlib.contextmanager
def _running(command: Sequence[str], home: Path, pattern: str) -> Iterator[str]:
    """Run a browser, at home in an empty folder; what it says of where it listens."""
    with subprocess.Popen(
        command,
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as browser:
        assert browser.stderr
        try:
            found = next(filter(None, (re.search(pattern, line) for line in browser.stderr)), None)
            if not found:
                raise Failed(f"{command[0]} does not start")
            threading.Thread(target=browser.stderr.read, daemon=True).start()  # lest it wait for us
            yield found[1]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(browser.pid, signal.SIGKILL)
