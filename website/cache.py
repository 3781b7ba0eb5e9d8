"""Folders outside the repository, one that outlives a build and one for this build; names for files."""

import hashlib
import os
import tempfile
from pathlib import Path

SCRATCH = tempfile.TemporaryDirectory(prefix="soziotherapie-")  # gone when the build is over


def folder(name: str) -> Path:
    """The cache folder of that name, made if need be: below $XDG_CACHE_HOME, else ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    made = Path(base, "soziotherapie", name)
    made.mkdir(parents=True, exist_ok=True)
    return made


def digest(data: bytes) -> str:
    """What stands in the name of a file that changes its name with its content: 16 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:16]


def write(path: Path, data: bytes) -> None:
    """Write a whole file or none: another build may read or write the same one right now."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".half-", delete=False) as half:
        half.write(data)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(path)
