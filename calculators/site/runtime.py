"""What the browser loads to run the calculators: Pyodide, a slim standard library, the package."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from calculators.site import npm
from calculators.site.cache import SCRATCH, folder, write
from calculators.site.npm import CannotBuild

HERE = Path(__file__).parent
CALCULATORS = HERE.parent
FOLDER = "assets/runtime"
BUILDERS = ("slim.mjs", "pack.py", "exercise.py")
KEPT_BUILDS = 8
# The command line is of no use in a browser.
AT_THE_DESK = ("__main__.py", "command.py")

NOTICE = """\
{folder} holds Pyodide {version}, unmodified, under the Mozilla Public License 2.0.
Its source: https://github.com/pyodide/pyodide, tag {version}.
The licence: https://www.mozilla.org/MPL/2.0/

{stdlib} holds parts of the standard library of CPython {python}, compiled, under the
Python Software Foundation License Version 2, and Python modules of Pyodide, compiled, under the
Mozilla Public License 2.0. CPython is also part of Pyodide's pyodide.asm.wasm.
Its source: https://github.com/python/cpython, tag v{python}.
The licence: https://docs.python.org/3/license.html
"""


def files() -> dict[str, Path]:
    """The files of the browser runtime by their place in the site. Raises CannotBuild."""
    locked, pyodide = npm.locked("pyodide"), npm.package("pyodide")
    info = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    archives = slim(locked.integrity, pyodide)
    home = f"pyodide-{locked.version}-{hashlib.sha256(locked.integrity.encode()).hexdigest()[:8]}"
    names = {
        "loader": f"{home}/pyodide.mjs",
        "glue": f"{home}/pyodide.asm.mjs",
        "wasm": f"{home}/pyodide.asm.wasm",
        "stdlib": archives["stdlib"].name,
        "calculators": archives["calculators"].name,
    }
    runtime = {**names, "folder": f"{home}/", "lock": {"info": info, "packages": {}}}
    worker = f"const RUNTIME = {json.dumps(runtime)};\n" + (HERE / "worker.js").read_text("utf-8")
    notice = NOTICE.format(
        folder=home,
        version=locked.version,
        stdlib=names["stdlib"],
        python=info["python"],
    )
    made = {
        **{names[part]: pyodide / Path(names[part]).name for part in ("loader", "glue", "wasm")},
        **{archive.name: archive for archive in archives.values()},
        "worker.js": _generated("worker.js", worker),
        "NOTICE.txt": _generated("NOTICE.txt", notice),
    }
    return {f"{FOLDER}/{name}": path for name, path in made.items()}


def slim(integrity: str, pyodide: Path, package: Path = CALCULATORS) -> dict[str, Path]:
    """The archives "stdlib" and "calculators", from the cache or made. Raises CannotBuild."""
    sources = list(shipped(package))
    parts = [integrity.encode(), *(HERE.joinpath(name).read_bytes() for name in BUILDERS)]
    for source in sources:
        parts += [source.relative_to(package).as_posix().encode(), source.read_bytes()]
    key = _digest(b"".join(hashlib.sha256(part).digest() for part in parts))
    builds = folder("runtime")
    kept = builds / key
    if (found := _intact(kept)) is None:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(exist_ok=True)
        for name, data in build(pyodide, package).items():
            write(kept / f"{name}-{_digest(data)}.zip", data)
        _forget(builds)
        if (found := _intact(kept)) is None:
            raise CannotBuild(f"{kept} was changed by someone else during the build: try again")
    return found


def build(pyodide: Path, package: Path = CALCULATORS) -> dict[str, bytes]:
    """Make both archives in Pyodide, run by node. Raises CannotBuild with the end of its output."""
    npm.package("ws")  # Pyodide asks for it in node
    with tempfile.TemporaryDirectory() as out:
        staged = Path(out, "calculators")
        for source in shipped(package):
            target = staged / source.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        command = [npm.tool("node"), str(HERE / "slim.mjs"), str(pyodide), str(staged), out]
        done = subprocess.run(
            command, env=npm.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = (done.stdout + done.stderr).splitlines()[-30:]
            raise CannotBuild("\n".join(["The calculators do not run in Pyodide:", *said]))
        return {name: Path(out, f"{name}.zip").read_bytes() for name in ("stdlib", "calculators")}


def shipped(package: Path = CALCULATORS) -> Iterable[Path]:
    """The files of the package that go to the browser: all code and data but what builds the site."""
    found = (path for pattern in ("*.py", "*.toml") for path in package.rglob(pattern))
    return sorted(
        path
        for path in found
        if path.relative_to(package).parts[0] != "site" and path.name not in AT_THE_DESK
    )


def _intact(kept: Path) -> dict[str, Path] | None:
    """Both archives, if they are there and hold what their names say."""
    found = {path.stem.partition("-")[0]: path for path in kept.glob("*.zip")}
    for name, path in found.items():
        if path.stem != f"{name}-{_digest(path.read_bytes())}":
            return None
    return found if found.keys() == {"stdlib", "calculators"} else None


def _forget(builds: Path) -> None:
    """Keep only the latest builds."""
    for old in sorted(builds.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_BUILDS]:
        shutil.rmtree(old, ignore_errors=True)


def _generated(name: str, text: str) -> Path:
    path = Path(SCRATCH.name, name)
    path.write_text(text, "utf-8")
    return path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
