"""Makes Pyodide small for one Python package: ``build(package, questions)``. README.md explains.

It knows nothing of what the package computes. What the package is asked meanwhile is handed in.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from website import npm, syntax
from website.cache import SCRATCH, digest, folder, write
from website.npm import CannotBuild

HERE = Path(__file__).parent
BUILDERS = (
    "interpreter.mjs",
    "slim.mjs",
    "pack.py",
    "core.mjs",
    "snapshot.mjs",
    "restore.mjs",
    "tidy.py",
    "reach.mjs",
    "foreign.mjs",
    "wasm.mjs",
    "sections.mjs",
)
# What whoever starts Python in a browser needs of ours, as text to put before it.
IN_THE_BROWSER = (HERE / "restore.mjs", HERE / "sections.mjs")
# Beside them, the archive of the package has the package's name.
MADE = {"glue": ".mjs", "wasm": ".wasm", "rest": ".bin", "stdlib": ".zip", "snapshot": ".bin"}
STOCK = {
    "loader": "pyodide.mjs",
    "stockGlue": "pyodide.asm.mjs",
    "stockWasm": "pyodide.asm.wasm",
    "stockLibrary": "python_stdlib.zip",
}
# Put into an older syntax, as our own glue is.
SCRIPTS = ("loader", "stockGlue")
KEPT_BUILDS = 8


def build(package: Path, questions: Path, at_home: str = "") -> dict[str, Path]:
    """The small Pyodide for a package: MADE and, under the package's name, its archive.

    Found again if nothing it is made of has changed, else made, which takes a minute.

    ``questions``: a folder with two modules, which run in Pyodide. ``exercise`` asks the package all
    kinds of things: ``exercise()`` returns what it answered, as one text; ``used_in_answers()`` lists
    the files of all functions that run for that; ``fail()`` raises what ``ERROR`` names.
    ``commonest.answer_all()`` asks what the snapshot shall be ready for. What else lies in that folder
    lies beside them there, too.
    ``at_home``: how files of the package are called that do not come along.

    Raises CannotBuild if the package does not run in Pyodide, or answers otherwise with less of it.
    """
    key = _key(package, questions, at_home)
    builds = folder("runtime")
    kept = builds / key
    if (found := _intact(kept, package)) is None:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(exist_ok=True)
        for name, data in make(package, questions, at_home).items():
            write(kept / f"{name}-{digest(data)}{parts(package)[name]}", data)
        _forget(builds)
        if (found := _intact(kept, package)) is None:
            raise CannotBuild(f"{kept} was changed by someone else during the build: try again")
    return found


def make(package: Path, questions: Path, at_home: str = "") -> dict[str, bytes]:
    """Make them in Pyodide, run by node. Raises CannotBuild with the end of its output."""
    pyodide = npm.package("pyodide")
    npm.package("ws")  # Pyodide asks for it in node
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as folder_out:
        out = Path(folder_out)
        made = {name: out / f"{name}{suffix}" for name, suffix in parts(package).items()}
        staged = out / package.name
        for source in files(package, at_home):
            target = staged / source.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        _node("slim.mjs", pyodide, staged, questions, made["stdlib"], made[package.name])
        core = out / "core"
        snapshot(core, package.name, questions, made)
        given = (made[name] for name in ("stdlib", package.name, "snapshot", "wasm", "rest"))
        _node("reach.mjs", pyodide, core, questions, *given)
        return {name: path.read_bytes() for name, path in made.items()}


def snapshot(core: Path, archive: str, questions: Path, made: Mapping[str, Path]) -> None:
    """Make the glue, and the snapshot of the two archives, by way of a new folder ``core``.

    ``made`` says where they are and shall be, ``archive`` which of them is the package's. Raises
    CannotBuild.
    """
    _node("core.mjs", npm.package("pyodide"), core)
    made["glue"].write_text(lowered(core / STOCK["stockGlue"]), "utf-8")
    origin = json.dumps(made_from(archive, made))
    given = (made[name] for name in ("stdlib", archive, "snapshot"))
    _node("snapshot.mjs", core, questions, *given, origin)


def made_from(archive: str, built: Mapping[str, Path]) -> list[str]:
    """The hashes of the files that a snapshot is made from; with any others it is of no use.

    Of the WebAssembly, it is the stock one: without what never runs, it has the same memory.
    """
    stock = npm.package("pyodide") / STOCK["stockWasm"]
    return [
        digest(part.read_bytes())
        for part in (stock, *(built[n] for n in ("glue", "stdlib", archive)))
    ]


def parts(package: Path) -> dict[str, str]:
    """What is made, each with the suffix of its file."""
    return {**MADE, package.name: ".zip"}


def files(package: Path, at_home: str = "") -> list[Path]:
    """The files of a package that may go to the browser: modules, and the data that lie beside a module.

    A folder that holds data alone is no part of the package, as Python sees it.
    """
    modules = list(package.rglob("*.py"))
    folders = {path.parent for path in modules}
    data = (path for folder in folders for path in folder.glob("*.toml") if path.name != at_home)
    return sorted([*modules, *data])


def lowered(script: Path) -> str:
    """One of Pyodide's scripts for older browsers. Raises CannotBuild."""
    return syntax.lowered({script.name: script.read_text("utf-8")}, syntax.PYTHON)[script.name]


def _key(package: Path, questions: Path, at_home: str) -> str:
    """Changes with all that a build depends on."""
    sources = [HERE / name for name in BUILDERS]
    contents = [
        npm.locked("pyodide").integrity.encode(),
        syntax.mark(syntax.PYTHON).encode(),
        *(source.read_bytes() for source in sources),
    ]
    for source in sorted(path for path in questions.iterdir() if path.is_file()):
        contents += [source.name.encode(), source.read_bytes()]
    for source in files(package, at_home):
        contents += [source.relative_to(package).as_posix().encode(), source.read_bytes()]
    return digest(b"".join(hashlib.sha256(content).digest() for content in contents))


def _node(script: str, *arguments: object) -> None:
    command = [npm.tool("node"), str(HERE / script), *map(str, arguments)]
    done = subprocess.run(
        command, env=npm.environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr).splitlines()[-30:]
        raise CannotBuild("\n".join(["The package does not run in Pyodide:", *said]))


def _intact(kept: Path, package: Path) -> dict[str, Path] | None:
    """What was made, if all of it is there and holds what the names say."""
    found = {path.stem.rpartition("-")[0]: path for path in kept.glob("[!.]*-*")}
    suffixes = parts(package)
    for name, path in found.items():
        if path.name != f"{name}-{digest(path.read_bytes())}{suffixes.get(name)}":
            return None
    return found if found.keys() == suffixes.keys() else None


def _forget(builds: Path) -> None:
    """Keep only the latest builds."""
    for old in sorted(builds.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_BUILDS]:
        shutil.rmtree(old, ignore_errors=True)
