"""Does the same commit make the same release? ``python -m tools.reproducible``.

Makes two releases of what is committed, in two folders, with nothing alike that should not matter: the
name of the folder, the time zone, the language, the order of sets, the rights of new files; each with
its own cache, so that all is made anew. Then compares their checksums. Takes some minutes.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from website import release
from website.cache import folder
from website.release.parts import ROOT

NOON = "1795348800"  # 22 November 2026
# Who is responsible, for a release that nobody gets: made up.
OPERATOR = """\
extra:
  operator:
    name: Probelauf
    address: [Musterstraße 1, 12345 Musterstadt]
    email: probe@example.org
    phone: "+49 30 00000"
    responsible: Probelauf
    server: Niemand bekommt diese Fassung.
"""
SURROUNDINGS = (
    ("a", 0o022, {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("another", 0o077, {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
)


def main() -> None:
    """Make both and compare; leaves with the names of the files that differ."""
    committed = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory() as scratch:
        found = []
        for name, umask, surroundings in SURROUNDINGS:
            copy = Path(scratch, name)
            with tarfile.open(fileobj=BytesIO(committed)) as tar:
                tar.extractall(copy, filter="data")
            found.append(_released(copy, umask, surroundings))
    differing = {line.split()[1] for line in found[0] ^ found[1]}
    if differing:
        sys.exit(f"Not the same twice: {', '.join(sorted(differing))}")
    print("\n".join(sorted(found[0])))


def _released(copy: Path, umask: int, surroundings: dict[str, str]) -> set[str]:
    """The checksums of a release that is made there."""
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("extra:\n", OPERATOR, 1), "utf-8")
    cache = copy.with_name(f"{copy.name}-cache")
    shutil.copytree(folder("npm"), cache / "soziotherapie" / "npm")
    environment = {
        **os.environ,
        **surroundings,
        "PYTHONPATH": str(copy),
        "SITE_URL": "https://soziotherapie.example/",
        "SOURCE_DATE_EPOCH": NOON,
        "XDG_CACHE_HOME": str(cache),
    }
    command = [sys.executable, "-m", "website.release"]
    quiet = subprocess.DEVNULL
    subprocess.run(command, cwd=copy, env=environment, umask=umask, check=True, stdout=quiet)
    return set((copy / "release" / release.CHECKSUMS).read_text("utf-8").splitlines())


if __name__ == "__main__":
    main()
