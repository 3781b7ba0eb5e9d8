"""What tests of the kept copy share: hosts that change under a reader, and a look into what is kept."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.faulty import Faults, FaultyHandler
from tools.browser.visitor import visitor
from tools.built_site import SITE
from website.serve import Server, running

PATIENCE = 180_000
KEPT = """async (part) => {
    const worker = await navigator.serviceWorker.getRegistration();
    return Boolean(worker && await caches.match(new URL(`sw.js/${part}`, worker.scope)));
}"""
STORED = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) found.push(url);
    }
    return found;
}"""
# Of what is kept under a name that tells how its SHA-256 begins: what is something else.
DAMAGED = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
            const told = /-([0-9a-f]{16})\\.\\w+$/.exec(url)?.[1];
            const body = await (await cache.match(url)).arrayBuffer();
            const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
            const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
            if (told && !hex.startsWith(told)) found.push(url);
        }
    }
    return found;
}"""
REGISTERED = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
# Looks for a new version and waits until its installation has come to an end, whichever.
UPDATED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const next = registration.installing;
    if (!next) return registration.waiting ? "installed" : "none";
    await new Promise((done) => {
        next.onstatechange = () => next.state !== "installing" && done();
    });
    return next.state;
}"""


# The pages that tests of the kept copy open; of all others it is enough that one test keeps them.
OPENED = {
    *("./", "angehoerige/", "betroffene/ablehnung/", "betroffene/kosten/", "betroffene/weg/"),
    *("rechner/", "rechner/belastungsgrenze/", "rechner/zuzahlung/"),
    *("recht/", "recht/aenderungen/", "recht/zahlen/"),
}


class Copy:
    """A copy of the built site, whose files may be changed; it shares those that are not.

    Of its pages there are only those that the tests open, unless ``whole``.
    """

    def __init__(self, folder: Path, *, whole: bool = False) -> None:
        self.site = folder
        shutil.copytree(SITE, folder, copy_function=os.link, ignore=_maps if whole else _unopened)
        if not whole:
            self.change("sw.js", _with_few_pages)

    def change(self, place: str | Path, change: Callable[[str], str]) -> None:
        """Change a file here, not in the built site to which it is linked."""
        path = self.site / place
        text = change(path.read_text("utf-8"))
        path.unlink()
        path.write_text(text, "utf-8")

    def built(self, day: date) -> None:
        """Have been built on that day."""
        for page in self.site.rglob("*.html"):
            self.change(
                page, lambda html: re.sub(r'(build-day" content=")[\d-]+', rf"\g<1>{day}", html)
            )

    def new_version(self) -> None:
        """Become another version, in which nothing else is different."""
        old = json.loads((self.site / "sw.js").read_text("utf-8").split(";")[0].split("=", 1)[1])
        for path in [self.site / "sw.js", *self.site.rglob("*.html")]:
            self.change(path, lambda text: text.replace(old["version"], "newer"))


_maps = shutil.ignore_patterns("*.map")


def _unopened(folder: str, names: list[str]) -> set[str]:
    """What is left out of a folder of the site, where only some pages are opened."""
    place = Path(folder).relative_to(SITE).as_posix()
    opened = place == "." or f"{place}/" in OPENED
    return _maps(folder, names) | (set() if opened else {"index.html"})


def _with_few_pages(worker: str) -> str:
    head, known, rest = re.split(r"(?<=^const SITE = )(.*?)(?=;\n)", worker, maxsplit=1)
    site = json.loads(known)
    german = site["languages"][""]
    german["site"] = [p for p in german["site"] if not p.endswith("/") or p in OPENED]
    assert set(german["site"]) >= OPENED
    return head + json.dumps(site) + rest


class Host(Copy):
    """A copy of the built site on a server of its own, which can be stopped, held and changed."""

    def __init__(self, folder: Path, path: str = "", *, whole: bool = False) -> None:
        super().__init__(folder / path, whole=whole)
        self.root = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}/{path}"
        (folder / "index.html").exists() or (folder / "index.html").write_text("")

    def start(self) -> None:
        """Serve, and wait until it says so: from then on it takes questions."""
        command = [sys.executable, "-m", "website.serve", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, str(self.root)], stdout=subprocess.PIPE)
        assert self.process.stdout
        with self.process.stdout as told:
            said = told.readline()
        assert str(self.port).encode() in said, said

    def stop(self) -> None:
        """Be gone, as when there is no line."""
        self.process.kill()
        self.process.wait()
        with pytest.raises(OSError):
            urllib.request.urlopen(self.base, timeout=60)

    def hold(self) -> None:
        """Take every question and answer none; waits, since a busy machine stops a process late."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)


class Deployment:
    """A host that can be given another version, or none, while somebody reads; with faults, too."""

    def __init__(self, faults: Faults, site: Path) -> None:
        self.faults, self.base = faults, ""
        self.deploy(site)

    def deploy(self, site: Path) -> None:
        """Serve that folder from now on, whole and at once."""
        self.site = site.resolve()


class _Handler(FaultyHandler):
    """Serves whatever version its host has at the moment."""

    def __init__(self, host: Deployment, *arguments: object) -> None:
        self.host = host
        super().__init__(host.faults, host.site, *arguments)

    def do_GET(self) -> None:
        """One connection may live through a new version."""
        self.folder = self.host.site
        super().do_GET()


@contextlib.contextmanager
def deployed(site: Path) -> Iterator[Deployment]:
    """Such a host, to begin with of that site."""
    host = Deployment(Faults(), site)
    with running(Server(("127.0.0.1", 0), partial(_Handler, host))) as address:
        host.base = address
        try:
            yield host
        finally:
            host.faults.go_on.set()


@contextlib.contextmanager
def keeping(browser: Browser, base: str) -> Iterator[Page]:
    """A page in a new profile that may keep things, and finds its worker as it is."""
    with visitor(browser, base) as (page, _):
        page.context.unroute_all()
        yield page


def until(page: Page, told: str, argument: Any = None) -> None:
    """Wait until a promise of the page says yes; the browser's own waiting takes any promise for one."""
    last = time.monotonic() + PATIENCE / 1000
    while not _says(page, told, argument):
        assert time.monotonic() < last, told
        page.wait_for_timeout(100)


def _says(page: Page, told: str, argument: Any) -> bool:
    try:
        return bool(page.evaluate(told, argument))
    except Error as error:
        if "context was destroyed" in str(error):
            return False  # the page loads itself anew
        raise


def keeps(page: Page, part: str) -> None:
    """Wait until that part of the site is kept."""
    until(page, KEPT, part)


def reads(page: Page, path: str) -> None:
    """Open a page and wait until it is kept."""
    page.goto(path)
    until(page, "async () => Boolean(await caches.match(location.href))")


def notice(page: Page) -> str:
    """What is said at the lower edge."""
    return page.locator(".site-notice").inner_text()


def ours(page: Page) -> list[str]:
    """The names of our stores."""
    found: list[str] = page.evaluate(
        "caches.keys().then(all => all.filter(n => n.startsWith('soziotherapie ')))"
    )
    return found


def version(page: Page) -> str | None:
    """The version of the page that is there."""
    return page.locator('meta[name="build-version"]').get_attribute("content")
