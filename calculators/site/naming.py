"""Gives our scripts and style sheets names that change with their content.

A browser that has such a file need not ask whether it still holds; a second visit then waits for less.
"""

import re
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from pathlib import Path

from calculators.site.cache import digest
from calculators.site.policy import ASSETS, VERSIONED

SUFFIXES = {".css", ".js"}
IMPORT = re.compile(r'(?<=")\./([\w-]+\.js)(?=";)')
IN_A_PAGE = re.compile(rf'((?:href|src)="[^":]*{ASSETS}/)([\w-]+\.(?:css|js))(?=")')


def write(site: Path) -> None:
    """Rename them in a built site, and wherever its pages and they themselves call them.

    Raises CycleError if two scripts import each other: neither name could come first.
    """
    folder = site / ASSETS
    sources = {path.name: path.read_text("utf-8") for path in folder.iterdir() if _is_ours(path)}
    imports = {name: set(IMPORT.findall(text)) for name, text in sources.items()}
    names: dict[str, str] = {}
    for name in TopologicalSorter(imports).static_order():
        text = IMPORT.sub(lambda found: f"./{names[found[1]]}", sources[name])
        names[name] = _named(name, text)
        (folder / name).unlink()
        (folder / names[name]).write_text(text, "utf-8")
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        page.write_text(
            IN_A_PAGE.sub(lambda found: found[1] + names.get(found[2], found[2]), html), "utf-8"
        )


def _is_ours(path: Path) -> bool:
    """The theme names its own in the same way; other sites know those that never change."""
    return path.suffix in SUFFIXES and not fnmatchcase(path.name, VERSIONED)


def _named(name: str, text: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{digest(text.encode())}{dot}{suffix}"
