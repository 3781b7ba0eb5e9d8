"""What the published site holds of others: name, version, licence. ``hosting/parts.toml`` lists it."""

import json
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from website import npm

ROOT = Path(__file__).parents[2]
HOSTING = Path(__file__).with_name("hosting")
LICENCES = HOSTING / "licences"
OURS = ("LICENSE", "LICENSE-TEXTS.md")

HEAD = """\
Was auf dieser Seite von wem stammt, und was Sie damit tun dürfen
=================================================================

Programm: MIT. Texte: CC BY 4.0. Beides steht im Wortlaut gleich hier unten.
Danach folgt, was von anderen stammt, und am Ende deren Lizenzen.

Das WebAssembly von Pyodide enthält auch die C-Bibliotheken, mit denen Pyodide
Python übersetzt. Welche das sind, steht in Pyodides Quelltext.

"""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the site that others made; ``inside`` names the part it comes with."""

    name: str
    licence: str
    where: str = ""
    source: str = ""
    holder: str = ""
    inside: str = ""
    version: str = ""
    package: str = ""  # its package URL
    sha512: str = ""  # of the package it was taken from, where that is known


def parts() -> list[Part]:
    """All of them, with their versions. Raises CannotBuild if Pyodide cannot be fetched."""
    listed = tomllib.loads((HOSTING / "parts.toml").read_text("utf-8"))["part"]
    return [Part(**_found(entry.pop("from", ""), entry["name"]), **entry) for entry in listed]


def licences() -> str:
    """Who made what, under which licence, and the text of each licence."""
    listed = parts()
    ours = [(ROOT / name).read_text("utf-8") for name in OURS]
    texts = [
        _headed(name, (LICENCES / f"{name}.txt").read_text("utf-8"))
        for name in sorted({part.licence for part in listed})
    ]
    return HEAD + "\n\n".join([*ours, *map(_entry, listed), *texts])


def _found(origin: str, name: str) -> dict[str, str]:
    """The version of a part, and the package it comes from."""
    if origin == "npm":
        locked = npm.locked(name)
        package = f"pkg:npm/{name}@{locked.version}"
        return {"version": locked.version, "package": package, "sha512": locked.sha512}
    if origin == "python":
        return {"version": version(name), "package": f"pkg:pypi/{name}@{version(name)}"}
    if origin == "pyodide":
        told = json.loads((npm.package("pyodide") / "pyodide-lock.json").read_text("utf-8"))
        python = told["info"]["python"]
        return {"version": python, "package": f"pkg:github/python/cpython@v{python}"}
    return {}


def _entry(part: Part) -> str:
    lines = {
        "Lizenz": part.licence,
        "Urheber": part.holder,
        "Teil von": part.inside,
        "Liegt in": part.where,
        "Quelle": part.source,
    }
    told = [f"  {label + ':':<10}{value}" for label, value in lines.items() if value]
    return "\n".join([f"{part.name} {part.version}".strip(), *told])


def _headed(name: str, text: str) -> str:
    return f"{name}\n{'-' * len(name)}\n\n{text.strip()}\n"
