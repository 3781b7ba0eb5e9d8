"""What the browser loads to run the calculators: a slim Pyodide and standard library, the package.

And a snapshot of the memory of a Python that has started and answered. Stock Pyodide lies beside
them, for when something is missing. docs/entwicklung/leistung.md says what each of them is worth.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from website import compress, npm, syntax
from website.cache import SCRATCH, digest, folder, write
from website.npm import CannotBuild

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "calculators"
BUILD = HERE / "pyodide"
WORKER = HERE / "browser" / "worker" / "worker.js"
FOLDER = "assets/runtime"
BUILDERS = (
    "interpreter.mjs",
    "slim.mjs",
    "pack.py",
    "exercise.py",
    "core.mjs",
    "snapshot.mjs",
    "restore.mjs",
    "warm.py",
    "reach.mjs",
    "foreign.mjs",
    "wasm.mjs",
    "sections.mjs",
)
# One file: all of it is of one build.
IN_THE_WORKER = (BUILD / "restore.mjs", BUILD / "sections.mjs", WORKER)
MADE = {
    "glue": ".mjs",
    "wasm": ".wasm",
    "rest": ".bin",
    "stdlib": ".zip",
    "calculators": ".zip",
    "snapshot": ".bin",
}
STOCK = {
    "loader": "pyodide.mjs",
    "stockGlue": "pyodide.asm.mjs",
    "stockWasm": "pyodide.asm.wasm",
    "stockLibrary": "python_stdlib.zip",
}
# Put into an older syntax, as our own glue is. They keep their names; their folder says what became of them.
STOCK_SCRIPTS = ("loader", "stockGlue")
# Without it, these would come as they are from a host that does not compress what it does not know.
ALSO_COMPRESSED = ("wasm", "rest", "stdlib", "calculators", "snapshot")
# Pyodide's scripts are not among them: they cannot be imported from where they were checked.
CHECKED = (*ALSO_COMPRESSED, "stockWasm", "stockLibrary")
# What the snapshot spares at the start, on a weak and on a strong processor, as leistung.md measures it.
SECONDS_SPARED = {"weak": 3.0, "strong": 1.0}
KEPT_BUILDS = 8
# The command line is of no use in a browser.
AT_THE_DESK = ("__main__.py", "command.py")

NOTICE = """\
{folder} holds Pyodide {version} under the Mozilla Public License 2.0, unmodified but for the
syntax of its scripts, which esbuild rewrote for older browsers.
{glue}, {wasm} and {rest} are its pyodide.asm.mjs and pyodide.asm.wasm, apart from and without what
the calculators do not use, the script rewritten likewise, under the same licence.
Its source: https://github.com/pyodide/pyodide, tag {version}.
The licence: https://www.mozilla.org/MPL/2.0/

{stdlib} holds parts of the standard library of CPython {python}, compiled, under the
Python Software Foundation License Version 2, and Python modules of Pyodide, compiled, under the
Mozilla Public License 2.0. CPython is also part of Pyodide's WebAssembly.
{snapshot} holds what these become in memory, under the same licences.
Its source: https://github.com/python/cpython, tag v{python}.
The licence: https://docs.python.org/3/license.html
"""


def files() -> dict[str, Path]:
    """The files of the browser runtime by their place in the site. Raises CannotBuild."""
    locked, pyodide = npm.locked("pyodide"), npm.package("pyodide")
    info = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    made_by = f"{locked.integrity} {syntax.mark(syntax.PYTHON)}"
    home = f"pyodide-{locked.version}-{digest(made_by.encode())[:8]}"
    built = slim(locked.integrity, pyodide)
    paths = {
        **{part: (f"{home}/{name}", pyodide / name) for part, name in STOCK.items()},
        **{part: (path.name, path) for part, path in built.items()},
    }
    for part in STOCK_SCRIPTS:
        name, script = paths[part]
        paths[part] = (name, _generated(script.name, lowered(script)))
    names = {part: name for part, (name, _) in paths.items()}
    compressed = {part: compress.gzipped(paths[part][1].read_bytes()) for part in CHECKED}
    runtime = {
        "names": names,
        "digests": {part: digest(paths[part][1].read_bytes()) for part in CHECKED},
        "folder": f"{home}/",
        "lock": {"info": info, "packages": {}},
        "madeFrom": made_from(pyodide, built),
        "bytes": {part: paths[part][1].stat().st_size for part in CHECKED},
        "sizes": {part: path.stat().st_size for part, path in compressed.items()},
        "secondsSpared": SECONDS_SPARED,
    }
    notice = NOTICE.format(
        **names,
        folder=home,
        version=locked.version,
        python=info["python"],
    )
    made = {
        **dict(paths.values()),
        **{f"{names[part]}.gz": compressed[part] for part in ALSO_COMPRESSED},
        "worker.js": _generated("worker.js", worker(runtime)),
        "NOTICE.txt": _generated("NOTICE.txt", notice),
    }
    return {f"{FOLDER}/{name}": path for name, path in made.items()}


def lowered(script: Path) -> str:
    """One of Pyodide's scripts for older browsers. Raises CannotBuild."""
    return syntax.lowered({script.name: script.read_text("utf-8")}, syntax.PYTHON)[script.name]


def worker(runtime: Mapping[str, object]) -> str:
    """The code of the worker: one file, so that all of it is of one build; it can say of which."""
    parts = [path.read_text("utf-8") for path in IN_THE_WORKER]
    version = digest("\n".join([json.dumps(runtime), *parts]).encode())
    told = json.dumps({**runtime, "version": version})
    return "\n".join([f"const RUNTIME = {told};\n", *parts])


def made_from(pyodide: Path, built: Mapping[str, Path]) -> list[str]:
    """The hashes of the files that a snapshot is made from; with any others it is of no use.

    Of the WebAssembly, it is the stock one: without what never runs, it has the same memory.
    """
    parts = (pyodide / STOCK["stockWasm"], built["glue"], built["stdlib"], built["calculators"])
    return [digest(part.read_bytes()) for part in parts]


def slim(integrity: str, pyodide: Path, package: Path = PACKAGE) -> dict[str, Path]:
    """What MADE names, from the cache or made. Raises CannotBuild."""
    sources = list(shipped(package))
    parts = [
        integrity.encode(),
        syntax.mark(syntax.PYTHON).encode(),
        *(BUILD.joinpath(name).read_bytes() for name in BUILDERS),
    ]
    for source in sources:
        parts += [source.relative_to(package).as_posix().encode(), source.read_bytes()]
    key = digest(b"".join(hashlib.sha256(part).digest() for part in parts))
    builds = folder("runtime")
    kept = builds / key
    if (found := _intact(kept)) is None:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(exist_ok=True)
        for name, data in build(pyodide, package).items():
            write(kept / f"{name}-{digest(data)}{MADE[name]}", data)
        _forget(builds)
        if (found := _intact(kept)) is None:
            raise CannotBuild(f"{kept} was changed by someone else during the build: try again")
    return found


def build(pyodide: Path, package: Path = PACKAGE) -> dict[str, bytes]:
    """Make them in Pyodide, run by node. Raises CannotBuild with the end of its output."""
    npm.package("ws")  # Pyodide asks for it in node
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as folder_out:
        out = Path(folder_out)
        made = {name: out / f"{name}{suffix}" for name, suffix in MADE.items()}
        staged = out / "calculators"
        for source in shipped(package):
            target = staged / source.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        _node("slim.mjs", pyodide, staged, out)
        core = out / "core"
        snapshot(pyodide, core, made)
        parts = (made[name] for name in ("stdlib", "calculators", "snapshot", "wasm", "rest"))
        _node("reach.mjs", pyodide, core, *parts)
        return {name: path.read_bytes() for name, path in made.items()}


def snapshot(pyodide: Path, core: Path, made: Mapping[str, Path]) -> None:
    """Make the glue, and the snapshot of the two archives, by way of a new folder ``core``.

    ``made`` says where they are and shall be. Raises CannotBuild.
    """
    _node("core.mjs", pyodide, core)
    made["glue"].write_text(lowered(core / STOCK["stockGlue"]), "utf-8")
    origin = json.dumps(made_from(pyodide, made))
    _node("snapshot.mjs", core, made["stdlib"], made["calculators"], made["snapshot"], origin)


def _node(script: str, *arguments: object) -> None:
    command = [npm.tool("node"), str(BUILD / script), *map(str, arguments)]
    done = subprocess.run(
        command, env=npm.environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr).splitlines()[-30:]
        raise CannotBuild("\n".join(["The calculators do not run in Pyodide:", *said]))


def shipped(package: Path = PACKAGE) -> Iterable[Path]:
    """The files of the package that go to the browser: all code and data but what is for the desk."""
    found = (path for pattern in ("*.py", "*.toml") for path in package.rglob(pattern))
    return sorted(path for path in found if path.name not in AT_THE_DESK)


def _intact(kept: Path) -> dict[str, Path] | None:
    """What was made, if all of it is there and holds what the names say."""
    found = {path.stem.partition("-")[0]: path for path in kept.glob("[!.]*-*")}
    for name, path in found.items():
        if path.name != f"{name}-{digest(path.read_bytes())}{MADE.get(name)}":
            return None
    return found if found.keys() == MADE.keys() else None


def _forget(builds: Path) -> None:
    """Keep only the latest builds."""
    for old in sorted(builds.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_BUILDS]:
        shutil.rmtree(old, ignore_errors=True)


def _generated(name: str, text: str) -> Path:
    path = Path(SCRATCH.name, name)
    path.write_text(text, "utf-8")
    return path
