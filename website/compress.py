"""Compresses beforehand, as well as can be: a server then only hands out what lies ready."""

import gzip
import json
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from website import npm
from website.cache import SCRATCH, digest, folder, write
from website.static_rules import PACKED, TYPES

# On the standard input it is told which file to read and which to write, as pairs.
BROTLI = """
const { constants: c, brotliCompressSync } = require("zlib");
const { readFileSync, writeFileSync } = require("fs");
const params = { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24 };
for (const [source, target] of JSON.parse(readFileSync(0, "utf8"))) {
    writeFileSync(target, brotliCompressSync(readFileSync(source), { params }));
}
"""


def beside(site: Path) -> None:
    """Put .br and .gz beside each file of a site that gets smaller by it. Raises CannotBuild."""
    files = [path for path in sorted(site.rglob("*")) if PACKED.match(TYPES.get(path.suffix, ""))]
    plain = [path.read_bytes() for path in files]
    for path, data, brotli in zip(files, plain, brotlied(plain), strict=True):
        for packed in (brotli, gzipped(data)):
            if packed.stat().st_size < len(data):
                path.with_name(path.name + packed.suffix).write_bytes(packed.read_bytes())


def gzipped(data: bytes) -> Path:
    """A file with this compressed by gzip, from the cache or made."""
    kept = _kept(data, ".gz")
    if not kept.exists():
        write(kept, gzip.compress(data, 9, mtime=0))
    return kept


def brotlied(all_data: Iterable[bytes]) -> list[Path]:
    """Files with each of these compressed by brotli, from the cache or made by node.

    It takes half a minute for the largest. Raises CannotBuild without node.
    """
    given = [(_kept(data, ".br"), data) for data in all_data]
    missing = {kept: data for kept, data in given if not kept.exists()}
    if missing:
        with tempfile.TemporaryDirectory(dir=SCRATCH.name) as scratch:
            pairs = [(Path(scratch, kept.stem), Path(scratch, kept.name)) for kept in missing]
            for (source, _), data in zip(pairs, missing.values(), strict=True):
                source.write_bytes(data)
            _node(json.dumps(pairs, default=str))
            for kept, (_, target) in zip(missing, pairs, strict=True):
                write(kept, target.read_bytes())
    return [kept for kept, _ in given]


def _node(pairs: str) -> None:
    command = [npm.tool("node"), "-e", BROTLI]
    subprocess.run(command, env=npm.environment(), input=pairs, text=True, check=True)


def _kept(data: bytes, suffix: str) -> Path:
    return folder("compressed") / f"{digest(data)}{suffix}"
