"""``make preview``: what is saved is on the page that is served, be it in a page, in what many share or in
the plan."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

NEEDED = (
    "calculators",
    "website",
    "docs",
    "languages",
    "tools",
    "mkdocs.yml",
    "package-lock.json",
)
pytestmark = pytest.mark.proof(site=False, files=[*NEEDED, "tests/tools/test_live_preview.py"])
ROOT = Path(__file__).parents[2]
# The folders of other languages, which are built likewise.
OTHERS = [path.parent.name for path in (ROOT / "languages").glob("*/language.toml")]
PATIENCE = 600
Until = Callable[[str, str], str]
PAGE, PLACE = "docs/betroffene/kosten.md", "betroffene/kosten/"
SHARED = "docs/.shared/kosten-vier-zeilen.md"
TEXTS, EXAMPLES = "calculators/texts/de.toml", "recht/beispiele/zuzahlung/"
HEADLINE = "zahlen Sie für alles zusammen höchstens"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, Until]]:
    """A copy of the project, and what waits until a page of it has some words, and gives it."""
    for name in NEEDED:
        if (source := ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", *OTHERS)
            shutil.copytree(source, tmp_path / name, ignore=ignore)
        elif source.is_file():
            shutil.copy(source, tmp_path / name)
    told = tmp_path / "told"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        [sys.executable, "-m", "tools.live_preview", "--port", port],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "STOCK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=told.open("w"),
    ) as shown:

        def until(place: str, words: str) -> str:
            last, html = time.monotonic() + PATIENCE, ""
            while words not in html:
                assert time.monotonic() < last and shown.poll() is None, told.read_text()
                with suppress(OSError):  # not yet, or beginning again
                    address = f"http://127.0.0.1:{port}/{place}"
                    html = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
                time.sleep(0.05)
            return html

        yield tmp_path, until
        shown.kill()


def change(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    path.write_text(change(before), "utf-8")
    assert path.read_text("utf-8") != before


def test_what_is_saved_is_shown(preview: tuple[Path, Until]) -> None:
    project, until = preview
    until(PLACE, "<h1")
    change(project / PAGE, lambda text: f"{text}\nEin neuer Satz steht am Ende.\n")
    until(PLACE, "Ein neuer Satz steht am Ende.")
    change(project / SHARED, lambda text: text.replace("- **", "- **Neu geteilt: ", 1))
    until(PLACE, "Neu geteilt: ")
    # What no other language says yet stops no preview.
    change(project / TEXTS, lambda text: text.replace(HEADLINE, f"{HEADLINE} 99 Mal"))
    until(EXAMPLES, f"{HEADLINE} 99 Mal")
    change(project / "mkdocs.yml", lambda text: text.replace("site_name: ", "site_name: Neu ", 1))
    until(PLACE, "Neu Soziotherapie</title>")
    assert "version of the worker" not in until("assets/python.js", "runtime/worker.js")
