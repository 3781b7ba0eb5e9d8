"""Shows the pages as they are written: ``python -m tools.live_preview [--port 8000]``.

Whoever saves a page sees it in the browser a second or two later. After a change to what many pages
share, to a style or a script all of them are written anew, and after one to the calculators or to what
builds the site the program begins again; both take as long as a build. What makes the site ready for
readers is left out: the search, the names of files that change with their content, the security policy,
what is kept in the browser, and other languages, which may still say what German said before. Calculators
work. ``STOCK=1`` takes Pyodide as it is, where the build knows that.
"""

import argparse
import logging
import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from website import browser, runtime
from website.languages import HOME

ROOT = Path(__file__).parents[1]
# What is read into the program as it begins.
BEGINS_WITH = ("calculators", "website", "mkdocs.yml", "tools/live_preview.py")
SCRIPT = "assets/python.js"
EXPECTED = "version of the worker"
SAID = re.compile(r'"version": "([0-9a-f]{16})"')


class Watch:
    """Knows of files whether one of them was written since it looked last."""

    def __init__(self, *places: str, pages: bool) -> None:
        self.places, self.pages = places, pages
        self.looks = self._look()

    def has_changed(self) -> bool:
        """Whether that is so; asked again, it is not."""
        before, self.looks = self.looks, self._look()
        return before != self.looks

    def _look(self) -> dict[Path, int]:
        files = (
            path
            for place in self.places
            for path in ((ROOT / place).rglob("*") if (ROOT / place).is_dir() else [ROOT / place])
        )
        return {
            path: path.stat().st_mtime_ns
            for path in files
            if path.is_file()
            and "__pycache__" not in path.parts
            and (self.pages or path.suffix != ".md" or ".shared" in path.parts)
        }


program = Watch(*BEGINS_WITH, pages=True)
shared = Watch("docs", pages=False)


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin again where the program itself would be another one."""
    if program.has_changed():
        shutil.rmtree(config.site_dir)
        os.execv(sys.executable, [sys.executable, "-m", "tools.live_preview", *sys.argv[1:]])


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the scripts and Python, and write every page anew where something changed that any of them may have
    in it."""
    for place, path in _runtime().items():
        files.append(File.generated(config, place, abs_src_path=str(path)))
    if shared.has_changed():
        for file in files:
            file.is_modified = lambda: True  # type: ignore[method-assign]
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Tell the script which worker there is."""
    site = Path(config.site_dir)
    script, worker = site / SCRIPT, site / "assets/runtime/worker.js"
    if found := SAID.search(worker.read_text("utf-8")):
        script.write_text(script.read_text("utf-8").replace(EXPECTED, found[1]), "utf-8")


@cache
def _runtime() -> dict[str, Path]:
    return {**browser.scripts(), **runtime.files([HOME])}


def main(arguments: list[str] | None = None) -> None:
    """Serve until somebody ends it."""
    parser = argparse.ArgumentParser(prog="python -m tools.live_preview")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    os.chdir(ROOT)
    address = f"127.0.0.1:{port}"
    config: dict[str, Any] = {
        "dev_addr": address,
        "site_url": f"http://{address}/",
        "plugins": [],
        "hooks": ["tools/live_preview.py"],
    }
    serve.serve("mkdocs.yml", build_type="dirty", watch=list(BEGINS_WITH[:1]), **config)


if __name__ == "__main__":
    main()
