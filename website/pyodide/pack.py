"""Packs Python modules as a zip of compiled code. Runs in Pyodide, whose Python must read it.

The zip is stored, not deflated: a web server compresses the whole far better. Nothing in it tells
when or where it was made, so the same source makes the same bytes.
"""

import ast
import gc
import importlib.util
import inspect
import io
import marshal
import opcode
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType

UNCHECKED_HASH = (1).to_bytes(4, "little")  # PEP 552: the importer need not look for the source
# What asks for it copes without: asyncio, and those that unpack archives, of which ours is stored.
NEEDLESS = re.compile(r"(ssl|bz2|lzma)\.py|compression/")
# What tells an error.
TELLING = {"traceback", "linecache"}
# Of this one the package calls only one function. The others would bring a table of 61 kB.
ONE_FUNCTION = {"html"}

Change = Callable[[CodeType], CodeType]


def package(folder: str) -> bytes:
    """A package and its data files, whole; line numbers stay, so that an error can be found."""
    return _packed(folder, lambda path: True)


def travelling(folder: str) -> bytes:
    """The same without the modules that answering does not need, such as a command line."""
    needed = _needed(folder)
    return _packed(folder, lambda path: path.suffix != ".py" or path in needed)


def _packed(folder: str, comes_along: Callable[[Path], bool]) -> bytes:
    root = Path(folder)
    found = {
        path.relative_to(root.parent).as_posix(): path.read_bytes()
        for path in root.rglob("*.*")
        if comes_along(path)
    }
    return _zip(dict(_compiled(path, data, lambda code: code) for path, data in found.items()))


def _needed(folder: str) -> set[Path]:
    """The modules of a package that have been imported, and all that these might import later on."""
    root = Path(folder)
    waiting = [name for name in sys.modules if _top(name) == root.name]
    found = set[Path]()
    while waiting:
        path = root.parent.joinpath(*waiting.pop().split("."))
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if module.is_file() and module not in found:  # what is imported from one may be a function
            found.add(module)
            waiting += _imports(module)
    return found


def standard_library(archive: str, folder: str, used: Iterable[str]) -> bytes:
    """What has been imported from the standard library, without docstrings and line numbers.

    A module that the package in ``folder`` imports, or of which a file was ``used`` in an answer, stays
    whole: what an answer will call depends on what somebody types. Of the others, which only start
    Python, a function that never ran is left out; one that only says so stands in its place.
    """
    whole = TELLING | _imported(folder) | {_top(f.removeprefix(f"{archive}/")) for f in used}
    idle = _never_run()
    with zipfile.ZipFile(archive) as stock:
        # A module that is frozen into the interpreter says so in place of where it came from.
        specs = [module.__spec__ for module in sys.modules.values()]
        origins = [spec.origin for spec in specs if spec and spec.origin]
        inside = {o.removeprefix(f"{archive}/") for o in origins if o.startswith(f"{archive}/")}
        files = {path: stock.read(path) for path in inside if not NEEDLESS.match(path)}
    return _zip(
        dict(
            _compiled(
                path,
                data,
                _without_lines_in
                if _top(path) in whole - ONE_FUNCTION
                else _slimmer(archive, path, idle),
            )
            for path, data in files.items()
        )
    )


def _imported(folder: str) -> set[str]:
    """The names before the first dot of all modules that those of a package import which are needed."""
    return {_top(name) for module in _needed(folder) for name in _imports(module)}


def _imports(module: Path) -> Iterator[str]:
    """The names that a module imports, wherever it does, with and without what it takes from them."""
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _top(place: str) -> str:
    """The outermost package or module of a dotted name or of a path."""
    return re.split(r"[./]", place)[0]


def _left_out(*_: object, **__: object) -> None:
    # Not an Exception, which a caller might take for a common failure and go on.
    raise BaseException("left out of stdlib.zip")  # noqa: TRY002


def _never_run() -> set[object]:
    """The functions that are in memory and have not run, by where their code stands.

    The first instruction of each function becomes another one when it runs for the first time.
    """
    first = opcode._specialized_opmap["RESUME_CHECK"]  # type: ignore[attr-defined]
    ran: dict[object, bool] = {}
    for function in gc.get_objects():
        if isinstance(function, FunctionType):
            for code in _all_code(function.__code__):
                here = first in code._co_code_adaptive[::2]  # type: ignore[attr-defined]
                ran[_place(code)] = here or ran.get(_place(code), False)
    return {place for place, has_run in ran.items() if not has_run}


def _all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _all_code(inner)


def _place(code: CodeType) -> object:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _slimmer(archive: str, path: str, idle: set[object]) -> Change:
    """How to make the code of a module smaller."""
    left_out = _without_lines(_left_out.__code__).replace(co_filename=path)

    def slimmer(code: CodeType) -> CodeType:
        place = (f"{archive}/{path}", code.co_qualname, code.co_firstlineno)
        if place in idle and code.co_flags & inspect.CO_OPTIMIZED:  # a function, not a class
            return left_out
        return _without_lines_in(code, slimmer)

    return slimmer


def _without_lines_in(code: CodeType, change: Change | None = None) -> CodeType:
    """Without lines, and so is all code inside, or as ``change`` has it."""
    change = change or _without_lines_in
    inner = (change(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    return _without_lines(code).replace(co_consts=tuple(inner))


def _compiled(path: str, data: bytes, change: Change) -> tuple[str, bytes]:
    """A module without its docstrings, which only the build shows; another file as it is."""
    if not path.endswith(".py"):
        return path, data
    code = change(compile(data, path, "exec", dont_inherit=True, optimize=2))
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(data)
    return f"{path}c", head + marshal.dumps(code)


def _without_lines(code: CodeType) -> CodeType:
    """The same code, whose table of lines says of each instruction that its place is not known.

    Without any table, tracebacks could not be written.
    """
    eights, rest = divmod(len(code.co_code) // 2, 8)
    unknown = b"\xff" * eights + bytes([0xF8 + rest - 1] if rest else [])  # 0xF8 + length - 1
    return code.replace(co_linetable=unknown)


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path), files[path])  # dated 1980-01-01
    return packed.getvalue()
