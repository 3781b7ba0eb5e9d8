"""Gives our scripts and style sheets names that change with their content.

A browser that has such a file need not ask whether it still holds; a second visit then waits for less.
And what belongs to one answer belongs to one version: a page names its scripts, these the worker of the
calculators, and that one names all that it loads.
"""

import base64
import hashlib
import re
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from pathlib import Path

from website.cache import digest
from website.finish.built import Built
from website.npm import CannotBuild
from website.static_rules import ASSETS, VERSIONED

SUFFIXES = {".css", ".js"}
WORKER = "runtime/worker.js"
IMPORT = re.compile(r'(?<=")\./([\w-]+\.js)(?=";)')
STARTED = re.compile(rf'(?<="){re.escape(WORKER)}(?=";)')
# Where the worker says which version it is, and where a script is told which one to expect.
SAID = re.compile(r'"version": "([0-9a-f]{16})"')
EXPECTED = re.compile(r'(?<=")version of the worker(?=";)')
IN_A_PAGE = re.compile(
    rf'(<(?:link|script)\b[^>]*?\b(?:href|src)="[^":]*{ASSETS}/)([\w-]+\.(?:css|js))"'
)


def rename(site: Built) -> None:
    """Rename them in a built site, and wherever its pages and they themselves call them.

    Raises CycleError if two scripts import each other: neither name could come first. Raises
    CannotBuild if the worker does not say which version it is: no page could tell it from another.
    """
    folder = site.folder / ASSETS
    sources = {path.name: path.read_text("utf-8") for path in folder.iterdir() if _is_ours(path)}
    worker = (folder / WORKER).read_text("utf-8")
    imports = {name: set(IMPORT.findall(text)) for name, text in sources.items()}
    names = {WORKER: _renamed(folder, WORKER, worker)}
    for name in TopologicalSorter(imports).static_order():
        text = IMPORT.sub(lambda found: f"./{names[found[1]]}", sources[name])
        text = STARTED.sub(names[WORKER], EXPECTED.sub(version(worker), text))
        names[name] = _renamed(folder, name, text)
    calls = {old: _call(folder / new) for old, new in names.items()}
    for page in site.pages.values():
        page.html = IN_A_PAGE.sub(
            lambda found: found[1] + calls.get(found[2], f'{found[2]}"'), page.html
        )


def version(worker: str) -> str:
    """What a worker with that code says it is, as runtime.py wrote it there. Raises CannotBuild."""
    if not (said := SAID.search(worker)):
        raise CannotBuild(f"{WORKER} does not say which version it is")
    return said[1]


def integrity(script: bytes) -> str:
    """The digest by which a browser refuses a script that is not whole, as HTML has it.

    Half a script may be a script, too: nothing else would tell that it was cut short.
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}"


def _call(path: Path) -> str:
    """The end of an attribute with that file in it. Style sheets have to do when opened as a file, too."""
    if path.suffix != ".js":
        return f'{path.name}"'
    return f'{path.name}" integrity="{integrity(path.read_bytes())}"'


def _is_ours(path: Path) -> bool:
    """The theme names its own in the same way; other sites know those that never change."""
    return path.suffix in SUFFIXES and not fnmatchcase(path.name, VERSIONED)


def _renamed(folder: Path, name: str, text: str) -> str:
    """Put this text in place of a file; its new name."""
    stem, dot, suffix = name.rpartition(".")
    named = f"{stem}-{digest(text.encode())}{dot}{suffix}"
    (folder / name).unlink()
    (folder / named).write_text(text, "utf-8")
    return named
