"""What the browser loads to run the calculators: a small Pyodide, the package, and the worker.

``website.pyodide`` makes Pyodide small. Stock Pyodide lies beside it, for when something is missing;
with ``STOCK=1`` it is all there is: built in seconds, for whoever works on a page or a sentence.
docs/entwicklung/leistung.md says what each part is worth.
"""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from website import browser, compress, npm, pyodide, syntax, texts
from website.cache import SCRATCH, digest
from website.npm import CannotBuild
from website.pyodide import STOCK

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "calculators"
QUESTIONS = HERE / "questions"
FOLDER = "assets/runtime"
# One file: all of it is of one build.
IN_THE_WORKER = (*pyodide.IN_THE_BROWSER, HERE / "browser" / "worker" / "worker.js")
# Without it, these would come as they are from a host that does not compress what it does not know.
ALSO_COMPRESSED = ("wasm", "rest", "stdlib", PACKAGE.name, "snapshot")
# Pyodide's scripts are not among them: they cannot be imported from where they were checked.
CHECKED = (*ALSO_COMPRESSED, "stockWasm", "stockLibrary")
# What the snapshot spares at the start, on a weak and on a strong processor, as leistung.md measures it.
SECONDS_SPARED = {"weak": 3.0, "strong": 1.0}
# Which modules travel, their imports say, and of the words a reader gets one language; this tests them.
AT_HOME = "cases.toml"

NOTICE_OF_STOCK = """\
{folder} holds Pyodide {version} under the Mozilla Public License 2.0, unmodified but for the
syntax of its scripts, which esbuild rewrote for older browsers.
"""
NOTICE_OF_SLIM = """\
{glue}, {wasm} and {rest} are its pyodide.asm.mjs and pyodide.asm.wasm, apart from and without what
the calculators do not use, the script rewritten likewise, under the same licence.
"""
NOTICE_OF_PYODIDE = """\
Its source: https://github.com/pyodide/pyodide, tag {version}.
The licence: https://www.mozilla.org/MPL/2.0/

"""
NOTICE_OF_LIBRARY = """\
{stdlib} holds parts of the standard library of CPython {python}, compiled, under the
Python Software Foundation License Version 2, and Python modules of Pyodide, compiled, under the
Mozilla Public License 2.0. CPython is also part of Pyodide's WebAssembly.
{snapshot} holds what these become in memory, under the same licences.
"""
NOTICE_OF_STOCK_LIBRARY = """\
Its standard library and its WebAssembly hold CPython {python}, under the Python Software Foundation
License Version 2.
"""
NOTICE_OF_PYTHON = """\
Its source: https://github.com/python/cpython, tag v{python}.
The licence: https://docs.python.org/3/license.html
"""


def files(languages: Iterable[str] | None = None) -> dict[str, Path]:
    """The files of the browser runtime by their place in the site, with the texts of all or these languages.

    Raises CannotBuild.
    """
    locked, package = npm.locked("pyodide"), npm.package("pyodide")
    info = json.loads((package / "pyodide-lock.json").read_text("utf-8"))["info"]
    made_by = f"{locked.integrity} {syntax.mark(syntax.PYTHON)}"
    home = f"pyodide-{locked.version}-{digest(made_by.encode())[:8]}"
    slim = not stock_alone()
    words = texts.files(languages)
    built = small() if slim else {PACKAGE.name: _packed()}
    paths = {
        **{part: (f"{home}/{name}", package / name) for part, name in STOCK.items()},
        **{part: (path.name, path) for part, path in built.items()},
        **{part: (_named(path), path) for part, path in words.items()},
    }
    for part in pyodide.SCRIPTS:
        name, script = paths[part]
        paths[part] = (name, _generated(script.name, pyodide.lowered(script)))
    names = {part: name for part, (name, _) in paths.items()}
    checked = [part for part in (*CHECKED, *words) if part in paths]
    compressed = {part: compress.gzipped(paths[part][1].read_bytes()) for part in checked}
    runtime = {
        "names": names,
        "digests": {part: digest(paths[part][1].read_bytes()) for part in checked},
        "folder": f"{home}/",
        "lock": {"info": info, "packages": {}},
        "madeFrom": pyodide.made_from(PACKAGE.name, built) if slim else [],
        "bytes": {part: paths[part][1].stat().st_size for part in checked},
        "sizes": {part: path.stat().st_size for part, path in compressed.items()},
        "secondsSpared": SECONDS_SPARED,
    }
    told = notice(slim).format(**names, folder=home, version=locked.version, python=info["python"])
    made = {
        **dict(paths.values()),
        **{
            f"{names[part]}.gz": compressed[part]
            for part in (*ALSO_COMPRESSED, *words)
            if part in paths
        },
        "worker.js": _generated("worker.js", worker(runtime)),
        "NOTICE.txt": _generated("NOTICE.txt", told),
    }
    return {f"{FOLDER}/{name}": path for name, path in made.items()}


def small(package: Path = PACKAGE) -> dict[str, Path]:
    """The small Pyodide for the calculators. Raises CannotBuild."""
    return pyodide.build(package, asked(), AT_HOME)


def asked() -> Path:
    """A folder with what they are asked while it is made, and beside it the words of each language."""
    folder = Path(SCRATCH.name, QUESTIONS.name)
    folder.mkdir(exist_ok=True)
    for path in (*QUESTIONS.glob("*.py"), *texts.files().values()):
        shutil.copyfile(path, folder / path.name)
    return folder


def stock_alone() -> bool:
    """Whether Pyodide shall come as it is: ``STOCK=1``. Raises CannotBuild where readers would get it."""
    if os.environ.get("STOCK", "0") in ("", "0"):
        return False
    if os.environ.get("RELEASE"):
        raise CannotBuild("STOCK=1 is for looking at pages: a release has the small Pyodide")
    return True


def notice(slim: bool) -> str:
    """Whose work the files are, with places for their names."""
    of_pyodide = NOTICE_OF_STOCK + (NOTICE_OF_SLIM if slim else "") + NOTICE_OF_PYODIDE
    return of_pyodide + (NOTICE_OF_LIBRARY if slim else NOTICE_OF_STOCK_LIBRARY) + NOTICE_OF_PYTHON


def worker(runtime: Mapping[str, object]) -> str:
    """The code of the worker: one file, so that all of it is of one build; it can say of which."""
    parts = [browser.without_types(path) for path in IN_THE_WORKER]
    version = digest("\n".join([json.dumps(runtime), *parts]).encode())
    told = json.dumps({**runtime, "version": version})
    return "\n".join([f"const RUNTIME = {told};\n", *parts])


def _packed() -> Path:
    """The package as it is, in an archive that says nothing of when it was made."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for path in pyodide.files(PACKAGE, AT_HOME):
            place = path.relative_to(PACKAGE.parent).as_posix()
            archive.writestr(zipfile.ZipInfo(place), path.read_bytes())
    made = Path(SCRATCH.name, f"{PACKAGE.name}-{digest(held.getvalue())}.zip")
    made.write_bytes(held.getvalue())
    return made


def _named(path: Path) -> str:
    return f"{path.stem}-{digest(path.read_bytes())}{path.suffix}"


def _generated(name: str, text: str) -> Path:
    path = Path(SCRATCH.name, name)
    path.write_text(text, "utf-8")
    return path
