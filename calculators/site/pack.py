"""Packs Python modules as a zip of compiled code. Runs in Pyodide, whose Python must read it.

The zip is stored, not deflated: a web server compresses the whole far better. Nothing in it tells
when or where it was made, so the same source makes the same bytes.
"""

import importlib.util
import io
import marshal
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import CodeType

UNCHECKED_HASH = (1).to_bytes(4, "little")  # PEP 552: the importer need not look for the source


def package(folder: str) -> bytes:
    """A package and its data files; line numbers stay, so that an error can be found."""
    root = Path(folder)
    found = {p.relative_to(root.parent).as_posix(): p.read_bytes() for p in root.rglob("*.*")}
    return _zip(dict(_compiled(path, data) for path, data in found.items()))


def standard_library(archive: str) -> bytes:
    """What has been imported from the standard library, without docstrings and line numbers."""
    with zipfile.ZipFile(archive) as stock:
        # A module that is frozen into the interpreter says so in place of where it came from.
        specs = [module.__spec__ for module in sys.modules.values()]
        origins = [spec.origin for spec in specs if spec and spec.origin]
        inside = [o.removeprefix(f"{archive}/") for o in origins if o.startswith(f"{archive}/")]
        return _zip(dict(_compiled(path, stock.read(path), lines=False) for path in inside))


def _compiled(path: str, data: bytes, *, lines: bool = True) -> tuple[str, bytes]:
    """A module without its docstrings, which only the build shows; another file as it is."""
    if not path.endswith(".py"):
        return path, data
    code = compile(data, path, "exec", dont_inherit=True, optimize=2)
    if not lines:
        code = _without_lines(code)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(data)
    return f"{path}c", head + marshal.dumps(code)


def _without_lines(code: CodeType) -> CodeType:
    """The same code, whose table of lines says of each instruction that its place is not known.

    Without any table, tracebacks could not be written.
    """
    inner = (_without_lines(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    eights, rest = divmod(len(code.co_code) // 2, 8)
    unknown = b"\xff" * eights + bytes([0xF8 + rest - 1] if rest else [])  # 0xF8 + length - 1
    return code.replace(co_linetable=unknown, co_consts=tuple(inner))


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path), files[path])  # dated 1980-01-01
    return packed.getvalue()
