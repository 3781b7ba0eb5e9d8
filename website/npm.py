"""Packages from npm, without node_modules: the tarball that a package-lock.json names, verified."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from website.cache import SCRATCH, folder, write

LOCK = Path(__file__).parents[1] / "package-lock.json"


class CannotBuild(Exception):
    """The site cannot be built here; the message says why, and what to do, in one line."""


class Locked(NamedTuple):
    """One package as a package-lock.json pins it."""

    name: str
    version: str
    integrity: str

    def matches(self, data: bytes) -> bool:
        """Whether this is the tarball that was locked."""
        return hashlib.sha512(data).hexdigest() == self.sha512

    @property
    def sha512(self) -> str:
        """The digest of the tarball, in hexadecimal."""
        return base64.b64decode(self.integrity.removeprefix("sha512-")).hex()


@cache
def package(name: str, lock: Path = LOCK) -> Path:
    """The folder of an unpacked package. It is unpacked afresh from the verified tarball.

    Raises CannotBuild if the package cannot be fetched or is not the one that was locked.
    """
    target = Path(SCRATCH.name, "node_modules", name)  # where node finds one package from another
    target.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO(tarball(locked(name, lock)))
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as fresh, tarfile.open(fileobj=data) as tar:
        # Python 3.11.0 to 3.11.3 have no filter; the hash has vouched for the content anyway.
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        tar.extractall(fresh)
        (whole,) = Path(fresh).iterdir()  # most call it "package", some by another name
        whole.rename(target)
    return target


def locked(name: str, lock: Path = LOCK) -> Locked:
    """What package-lock.json says of a package, by the name that it has there."""
    entry = json.loads(lock.read_text("utf-8"))["packages"][f"node_modules/{name}"]
    return Locked(entry.get("name", name), entry["version"], entry["integrity"])


def tarball(wanted: Locked) -> bytes:
    """The tarball: the cached one if its hash is right, else fetched again. Raises CannotBuild."""
    kept = folder("npm") / f"{wanted.name.replace('/', '-')}-{wanted.version}.tgz"
    if kept.exists():
        data = kept.read_bytes()
        if wanted.matches(data):
            return data
        kept.unlink(missing_ok=True)
    data = fetch(wanted)
    if not wanted.matches(data):
        raise CannotBuild(
            f"{wanted.name} {wanted.version} as fetched is not the package that package-lock.json "
            "names (its sha512 differs): do not use it, and ask who serves it"
        )
    write(kept, data)
    return data


def fetch(wanted: Locked) -> bytes:
    """Fetch a tarball through npm, running none of its scripts. Raises CannotBuild."""
    spec = f"{wanted.name}@{wanted.version}"
    with tempfile.TemporaryDirectory() as empty:
        command = [tool("npm"), "pack", spec, "--ignore-scripts", "--pack-destination", empty]
        done = subprocess.run(
            command, cwd=empty, env=environment(), capture_output=True, text=True, check=False
        )
        fetched = list(Path(empty).glob("*.tgz"))
        if done.returncode or len(fetched) != 1:
            lines = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
            raise CannotBuild(f"npm could not fetch {spec}: {' '.join(lines[:2]) or done.stderr}")
        return fetched[0].read_bytes()


def tool(name: str) -> str:
    """Where node or npm is. Raises CannotBuild if there is none that is new enough."""
    found = shutil.which(name, path=environment()["PATH"])
    if found is None:
        raise CannotBuild(
            "node 20 or newer with npm is missing: "
            f"{sys.executable} -m pip install --require-hashes -r requirements-node.txt"
        )
    return found


@cache
def environment() -> dict[str, str]:
    """The environment for node and npm: those on PATH if new enough, else the venv's own."""
    path, own = os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)
    return {**os.environ, "PATH": path if _new_enough(path) else f"{own}{os.pathsep}{path}"}


def _new_enough(path: str) -> bool:
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    version = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= 20
