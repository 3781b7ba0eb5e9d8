"""Packs Python modules as a zip of compiled code. Runs in Pyodide, whose Python must read it.

The zip is stored, not deflated: a web server compresses the whole far better. Nothing in it tells
when or where it was made, so the same source makes the same bytes.
"""

import gc
import importlib.util
import inspect
import io
import marshal
import opcode
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType

UNCHECKED_HASH = (1).to_bytes(4, "little")  # PEP 552: the importer need not look for the source
# What asks for it copes without: only asyncio.
NEEDLESS = ("ssl.py",)

Change = Callable[[CodeType], CodeType]


def package(folder: str) -> bytes:
    """A package and its data files; line numbers stay, so that an error can be found."""
    root = Path(folder)
    found = {p.relative_to(root.parent).as_posix(): p.read_bytes() for p in root.rglob("*.*")}
    return _zip(dict(_compiled(path, data, lambda code: code) for path, data in found.items()))


def standard_library(archive: str) -> bytes:
    """What has been imported from the standard library, without docstrings and line numbers.

    A function that never ran is left out, too: one that only says so stands in its place.
    """
    idle = _never_run()
    with zipfile.ZipFile(archive) as stock:
        # A module that is frozen into the interpreter says so in place of where it came from.
        specs = [module.__spec__ for module in sys.modules.values()]
        origins = [spec.origin for spec in specs if spec and spec.origin]
        inside = {o.removeprefix(f"{archive}/") for o in origins if o.startswith(f"{archive}/")}
        files = {path: stock.read(path) for path in inside.difference(NEEDLESS)}
    return _zip(
        dict(_compiled(path, data, _slimmer(archive, path, idle)) for path, data in files.items())
    )


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
        inner = (slimmer(c) if isinstance(c, CodeType) else c for c in code.co_consts)
        return _without_lines(code).replace(co_consts=tuple(inner))

    return slimmer


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
