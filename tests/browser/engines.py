"""Three engines. They need no driver: they open a page, which tells the server how it went."""

import contextlib
import gzip
import json
import os
import queue
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.faulty import FILES, Faults, FaultyHandler
from tools.browser import chromium
from tools.browser.installing import APT, apt
from website.serve import Server, running

HERE = Path(__file__).parent / "engine"
OWN_FRAME = ("frame-ancestors 'none'", "frame-ancestors 'self'")
PATIENCE = 20  # seconds for a browser to leave when asked to
STOCK = re.compile(r"asm\.wasm")  # asked for first
# What the worker says then; no page sees its console here, so it tells the host. With all that it asks
# for it says whether the host was well when it began: one that was given up may still be asking.
BEGAN_WELL = "Began-Well"
TELLING = """const askHost = self.fetch.bind(self);
const saying = (headers) => (headers.set("%s", "%s"), headers);
self.fetch = (what, how) =>
    askHost(what, { ...how, headers: saying(new Headers(how?.headers ?? what.headers)) });
console.warn = (...said) => askHost("/engine/warning",
    { method: "POST", headers: saying(new Headers()), body: JSON.stringify(said.join(" ")) });
"""
WORKER = re.compile(r"/runtime/worker[\w-]*\.js$")
ANOTHER_CORE = re.compile(r"failed, next is from(WholeCore|Stock)")
PACKAGES = {
    "chromium": ("chromium",),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb", "xauth"),  # the former brings MiniBrowser
}
# As Chromium's ARGUMENTS.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


class NotHere(Exception):
    """The browser is not here; the message says what to do."""


def command(engine: str, profile: Path) -> list[str]:
    """What starts the engine with an empty profile; an address is to follow.

    Raises NotHere with one line that names the command to run.
    """
    if not (found := _find(engine)):
        raise NotHere(f"{engine} is missing: sudo {' '.join(APT)} {' '.join(PACKAGES[engine])}")
    if engine == "chromium":
        return [found, *chromium.ARGUMENTS, "--headless", f"--user-data-dir={profile}"]
    if engine == "webkit":
        return ["xvfb-run", "--auto-servernum", found]
    lines = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in QUIET.items()
    )
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    return [found, "--headless", "--no-remote", "--profile", str(profile)]


@contextlib.contextmanager
def opened(arguments: Sequence[str], profile: Path) -> Iterator[None]:
    """Run the browser, at home in an empty folder, for as long as the context lasts."""
    with subprocess.Popen(
        arguments,
        env={**os.environ, "HOME": str(profile)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as browser:
        try:
            yield
        finally:
            os.killpg(browser.pid, signal.SIGTERM)
            try:
                browser.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(browser.pid, signal.SIGKILL)


class Reporting(FaultyHandler):
    """Serves the site, beside it the page that asks every case, and takes that page's report."""

    def __init__(
        self,
        cases: Mapping[str, Any],
        reports: "queue.Queue[Any]",
        faults: Faults,
        site: Path,
        *arguments: object,
    ) -> None:
        self.cases, self.reports, self.site = cases, reports, site
        super().__init__(faults, site, *arguments)

    def do_GET(self) -> None:
        """Answer for the page of the cases, and leave the rest to the site."""
        if self.path == "/engine/cases.json":
            self._send(
                HTTPStatus.OK, json.dumps(self.cases).encode(), {"Content-Type": "application/json"}
            )
            return
        if STOCK.search(self.path) and self._began_well():
            self.reports.put({"error": f"Stock Pyodide had to stand in: {self.path}"})
        # One connection may ask for files of both.
        self.folder = HERE.parent if self.path.startswith("/engine/") else self.site
        super().do_GET()

    def _is_well(self) -> bool:
        """Whether nothing is done badly now that could make Python give up its core."""
        return self.faults.now.keys() <= {FILES["snapshot"]}

    def _began_well(self) -> bool:
        """Whether that was so when the worker that asks this began."""
        return self.headers.get(BEGAN_WELL) == "true"

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        # Its own page may look at the site in a frame; others may not.
        allowed = {name: text.replace(*OWN_FRAME) for name, text in headers.items()}
        if status == HTTPStatus.OK and WORKER.search(urlsplit(self.path).path):
            telling = TELLING % (BEGAN_WELL, json.dumps(self._is_well()))
            body = telling.encode() + (
                gzip.decompress(body) if allowed.pop("Content-Encoding", "") else body
            )
        # A fault is of no use while the browser has a good copy.
        super()._send(status, body, {**allowed, "Cache-Control": "no-store"})

    def do_POST(self) -> None:
        """Take the report, or what is to be done badly from now on, or wait until that is so."""
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/engine/fault":
            self.faults.forget()
            self.faults.set(*said)
        elif self.path == "/engine/held":
            if not self.faults.wait_for(FILES[said]):
                self.reports.put({"error": f"Nobody asked for {said}"})
        elif self.path == "/engine/warning":
            if ANOTHER_CORE.search(said) and self._began_well():
                self.reports.put({"error": said})
        else:
            self.reports.put(said)
        self._send(HTTPStatus.NO_CONTENT, b"", {})


@contextlib.contextmanager
def reporting(site: Path, cases: Mapping[str, Any]) -> Iterator[tuple[str, "queue.Queue[Any]"]]:
    """The address of the page that asks every case, and where its report will be."""
    reports: queue.Queue[Any] = queue.Queue()
    faults = Faults()
    handler = partial(Reporting, cases, reports, faults, site.resolve())
    with running(Server(("127.0.0.1", 0), handler)) as address:
        yield f"{address}engine/", reports
        faults.go_on.set()


def install() -> None:
    """Have all of them here before tests that run side by side need them."""
    for engine, packages in PACKAGES.items():
        if not _find(engine):
            apt(packages)


def _find(engine: str) -> str | None:
    if engine == "chromium":
        return chromium.find()
    if engine == "firefox":
        return shutil.which("firefox-esr") or shutil.which("firefox")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(browsers[-1]) if browsers and shutil.which("xvfb-run") else None


if __name__ == "__main__":
    install()
