"""Scripts in a syntax that older browsers read, too: esbuild rewrites what is newer, once at the build.

It rewrites syntax alone. A method that a browser lacks it still lacks.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from website import cache, npm
from website.npm import CannotBuild
from website.static_rules import ASSETS, VERSIONED

# The first that reads import.meta; whatever reads modules at all is then not far.
PAGES = ("chrome64",)
# The first ones that could run the core; what Pyodide's scripts have of later ones is rewritten.
PYTHON = ("chrome92", "firefox114", "safari15.4")

OPTIONS = ("--minify-whitespace", "--charset=utf8", "--log-level=warning")


def write(site: Path) -> None:
    """Rewrite the scripts of a built site's pages where they lie, but those whose digest others know.

    Raises CannotBuild if one cannot be.
    """
    paths = [path for path in (site / ASSETS).glob("*.js") if not fnmatchcase(path.name, VERSIONED)]
    texts = {path.name: path.read_text("utf-8") for path in paths}
    for name, text in lowered(texts, PAGES).items():
        (site / ASSETS / name).write_text(text, "utf-8")


def lowered(scripts: Mapping[str, str], targets: Iterable[str]) -> dict[str, str]:
    """The scripts by their names, for browsers as esbuild names them.

    Raises CannotBuild if esbuild cannot read a script, or not put it into such a syntax.
    """
    options = _options(targets)
    way = mark(targets)
    kept = {
        name: cache.folder("syntax") / f"{cache.digest(f'{way} {text}'.encode())}.js"
        for name, text in scripts.items()
    }
    if missing := {name: scripts[name] for name, path in kept.items() if not path.exists()}:
        for name, text in _rewritten(missing, options).items():
            cache.write(kept[name], text.encode())
    return {name: path.read_text("utf-8") for name, path in kept.items()}


def mark(targets: Iterable[str]) -> str:
    """Changes with whatever changes what becomes of a script: esbuild, and what it is told."""
    return cache.digest(f"{npm.locked('esbuild-wasm').integrity} {_options(targets)}".encode())


def _options(targets: Iterable[str]) -> tuple[str, ...]:
    return (f"--target={','.join(targets)}", *OPTIONS)


def _rewritten(scripts: Mapping[str, str], options: Iterable[str]) -> dict[str, str]:
    esbuild = npm.package("esbuild-wasm") / "bin" / "esbuild"
    with tempfile.TemporaryDirectory(dir=cache.SCRATCH.name) as place:
        paths = {name: Path(place, f"{number}.js") for number, name in enumerate(scripts)}
        for name, path in paths.items():
            path.write_text(scripts[name], "utf-8")
        out = Path(place, "out")
        files = [*map(str, paths.values()), f"--outdir={out}"]
        command = [npm.tool("node"), str(esbuild), *files, *options]
        said = subprocess.run(
            command, env=npm.environment(), capture_output=True, text=True, check=False
        )
        if said.returncode or said.stderr:
            raise CannotBuild(f"esbuild on {', '.join(scripts)}: {said.stderr[:1000]}")
        return {name: (out / path.name).read_text("utf-8") for name, path in paths.items()}
