"""A Chromium for the tests: ``python -m tools.browser.chromium`` prints where one is.

For the tests, the quickest does; whoever measures or takes pictures takes the one that readers have.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tools.browser.installing import APT, apt, run

# Otherwise it asks its maker's servers for this and that at every start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same without windows. It opens a page in half the time.
BARE = "chromium-headless-shell"
# What apt knows of the packages that there are.
LISTS = Path("/var/lib/apt/lists")


class NoChromium(Exception):
    """There is no Chromium and none could be installed; the message says what to do."""


def bare_or_any() -> str:
    """The path of a Chromium: $CHROMIUM, one without windows if there is one or Debian has it, or any other.

    Raises NoChromium with one line that says what to do.
    """
    if chosen := _chosen():
        return chosen
    here = shutil.which(BARE) or _bare_beside(_own())
    return here or (_debian_has(BARE) and apt([BARE]) and shutil.which(BARE)) or with_windows()


def with_windows() -> str:
    """The path of a Chromium as readers have it, which is installed if there is none.

    Raises NoChromium with one line that says what to do.
    """
    found = find() or (apt(["chromium"]) and find()) or (_download() and find())
    if not found:
        raise NoChromium(
            f"Chromium is missing and could not be installed: sudo {' '.join(APT)} chromium"
        )
    return found


def find() -> str | None:
    """The path of a Chromium with windows that is here already: $CHROMIUM, or any.

    Raises NoChromium with one line that says what to do.
    """
    if (chosen := _chosen()) and not is_bare(chosen):
        return chosen
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return own if Path(own := _own()).exists() else None


def is_bare(path: str) -> bool:
    """Whether it is one without windows, Debian's or playwright's."""
    return "headless" in Path(path).name


@cache
def _own() -> str:
    """Where playwright keeps a Chromium of its own, or would."""
    # In a process of its own: a test may have playwright running already, and there can be only one.
    script = "from playwright.sync_api import sync_playwright as start\n"
    script += "with start() as playwright: print(playwright.chromium.executable_path)"
    return _says(sys.executable, "-c", script)


def _bare_beside(own: str) -> str | None:
    """The one without windows that playwright downloads with its own; None if it is not there."""
    if not own:
        return None
    folder = Path(own).parents[1]  # chromium-1255/chrome-linux64/chrome
    bare = folder.with_name(folder.name.replace("chromium-", "chromium_headless_shell-"))
    return next((str(path) for path in sorted(bare.glob("*/*headless*shell"))), None)


def _debian_has(package: str) -> bool:
    """Whether apt knows the package, or nothing yet: then it has to look first."""
    if not shutil.which("apt-cache"):
        return False
    return bool(_says("apt-cache", "show", package)) or not any(LISTS.glob("*_Packages*"))


def _chosen() -> str | None:
    if not (chosen := os.environ.get("CHROMIUM")):
        return None
    if not (path := shutil.which(chosen)):
        raise NoChromium(f"CHROMIUM={chosen} is not a program: unset CHROMIUM or correct it")
    return path


def _says(*command: str) -> str:
    """What a program prints; nothing if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _download() -> bool:
    return run(sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    try:
        print(bare_or_any())
    except NoChromium as problem:
        sys.exit(str(problem))
