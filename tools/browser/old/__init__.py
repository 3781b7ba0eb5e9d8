"""Old Chromiums, from npm: ``python -m tools.browser.old`` has those here that the tests ask."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tools.browser import chromium
from website import npm
from website.cache import folder

LOCK = Path(__file__).with_name("package-lock.json")
NAME = "chromium-"
# Every version that package.json pins.
VERSIONS = tuple(
    int(name.removeprefix(NAME))
    for name in json.loads(LOCK.read_text("utf-8"))["packages"][""]["devDependencies"]
)
# The calculators run from this one on; package.json has none between it and the one before.
FLOOR = 102
# The oldest of all, the last one below the floor, and the floor: every test run asks these.
ALWAYS = (min(VERSIONS), max(version for version in VERSIONS if version < FLOOR), FLOOR)
# Whoever wants all of them asked says so; the audit does.
ALL = "ALL_OLD_BROWSERS"
UNPACK = """
const { readFileSync, writeFileSync } = require("node:fs");
const [packed, unpacked] = process.argv.slice(1);
writeFileSync(unpacked, require("node:zlib").brotliDecompressSync(readFileSync(packed)));
"""


def asked() -> tuple[int, ...]:
    """The versions that this run asks, the oldest first."""
    return VERSIONS if os.environ.get(ALL) else ALWAYS


def path(version: int) -> Path:
    """The program, unpacked from the tarball that is locked.

    Raises CannotBuild if npm cannot bring it.
    """
    locked = npm.locked(f"{NAME}{version}", LOCK)
    here = folder(f"chromium/{locked.sha512[:16]}") / f"{NAME}{version}"
    if not here.exists():
        (packed,) = npm.package(f"{NAME}{version}", LOCK).glob("bin/chromium*.br")
        with tempfile.TemporaryDirectory(dir=here.parent) as half:
            unpacked = Path(half, "unpacked")
            subprocess.run(
                [npm.tool("node"), "-e", UNPACK, str(packed), str(unpacked)],
                env=npm.environment(),
                check=True,
            )
            unpacked.chmod(0o755)
            unpacked.replace(here)
    return here


def install() -> None:
    """Have those here that this run asks, before tests that run side by side need them.

    Raises CannotBuild if npm cannot bring them, NoChromium if what they share with today's is missing.
    """
    chromium.with_windows()  # its libraries are theirs
    for version in asked():
        path(version)
