"""Makes what is handed on, in the folder release: ``python -m website.release``.

The same commit makes the same bytes, whenever and wherever: all times in it are that of the commit,
or SOURCE_DATE_EPOCH (seconds). RELEASE=1 tells the build that this is for readers, so that it
refuses while nobody says in mkdocs.yml who is responsible.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from website import compress
from website.links import LOCAL, site_url
from website.npm import CannotBuild
from website.release import parts, servers
from website.release.parts import HOSTING, ROOT
from website.static_rules import TYPES

TARGET = ROOT / "release"
WEB, OFFLINE = "Soziotherapie-web", "Soziotherapie-offline"
CHECKSUMS = "SHA256SUMS"
LICENCES = "LIZENZEN.txt"
SBOM = "sbom.cdx.json"
# What no page asks for: maps of the theme's scripts, its search in other languages.
LEFT_OUT = (
    "**/*.map",
    "assets/javascripts/lunr/*.js",
    "assets/javascripts/lunr/min/lunr.??.min.js",
    "assets/javascripts/lunr/min/lunr.multi.min.js",
)
KEPT = "lunr.de.min.js"
LINK = re.compile(r'(<a\b[^>]*?\bhref=")(?![a-z]+:|[#/])([^"#?]*)', re.IGNORECASE)
STORED = {".br", ".gz", ".png", ".webp", ".zip"}
EXECUTABLE = {".py"}


def main() -> None:
    """Make a release; leaves with a few words if that cannot be."""
    shutil.rmtree(TARGET, ignore_errors=True)
    try:
        now = moment()
        make(TARGET, now)
    except CannotBuild as problem:
        sys.exit(str(problem))
    print((TARGET / CHECKSUMS).read_text("utf-8"), end="")


def make(target: Path, now: int) -> None:
    """Make a release of that moment in a new folder. Raises CannotBuild."""
    with tempfile.TemporaryDirectory() as scratch:
        built, away = Path(scratch, "site"), Path(scratch, OFFLINE)
        build(built, now)
        web(built, target / WEB)
        offline(built, away)
        for folder in (target / WEB, away):
            _date(folder, now)
            pack(folder, target / f"{folder.name}.zip", now)
    shutil.copyfile(target / WEB / "site" / LICENCES, target / LICENCES)
    from website.release import sbom  # what it imports takes longer than all else here

    (target / SBOM).write_text(sbom.sbom(now), "utf-8")
    (target / CHECKSUMS).write_text(checksums(target), "utf-8")


def moment() -> int:
    """The time of everything in a release, in seconds: of the commit, unless SOURCE_DATE_EPOCH says.

    Raises CannotBuild where files differ from the commit: what they make would bear a wrong time,
    and a browser that asks whether a page has changed would be told it has not.
    """
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    changed = _git("status", "--porcelain")
    if changed:
        raise CannotBuild(f"commit this first, or set SOURCE_DATE_EPOCH:\n{changed}")
    return int(_git("log", "-1", "--format=%ct"))


def build(target: Path, now: int) -> None:
    """Build the site as readers shall get it. Raises CannotBuild; of the site's, MkDocs has said why."""
    if site_url() == LOCAL:
        raise CannotBuild(
            "Set SITE_URL to the address at which readers will find the site: "
            "it stands in its links, QR codes and the code for other sites"
        )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = {**os.environ, "RELEASE": "1", "SOURCE_DATE_EPOCH": str(now)}
    done = subprocess.run(
        [*command, "--site-dir", str(target)], cwd=ROOT, env=environment, check=False
    )
    if done.returncode:
        raise CannotBuild("There is no release: the site could not be built (see above)")
    for pattern in LEFT_OUT:
        for path in target.glob(pattern):
            if path.name != KEPT:
                path.unlink()
    (target / LICENCES).write_text(parts.licences(), "utf-8")


def web(built: Path, target: Path) -> None:
    """A folder for a server: the site with all of it compressed, too, and what configures it."""
    shutil.copytree(built, target / "site")
    compress.beside(target / "site")
    for name in ("Containerfile", "nginx-main.conf", "sw-retire.js"):
        shutil.copyfile(HOSTING / name, target / name)
    (target / "nginx.conf").write_text(servers.nginx(built), "utf-8")
    (target / "Caddyfile").write_text(servers.caddy(built), "utf-8")


def offline(built: Path, target: Path) -> None:
    """A folder for a machine that is offline: the site and a small program that shows it."""
    shutil.copytree(built, target / "site")
    for page in (target / "site").rglob("*.html"):
        page.write_text(for_files(page.read_text("utf-8")), "utf-8")
    for file in (HOSTING / "offline").iterdir():
        shutil.copyfile(file, target / file.name)
    (target / "dateitypen.json").write_text(json.dumps(TYPES, indent=1), "utf-8")


def for_files(html: str) -> str:
    """The page with links that also lead somewhere when it is opened as a file: to index.html."""
    return LINK.sub(lambda link: link[1] + _file(link[2]), html)


def pack(folder: Path, target: Path, now: int) -> None:
    """Pack a folder as a zip that tells nothing but its content and ``now``."""
    day = datetime.fromtimestamp(now, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, day)
            entry.create_system = 3  # so that the rights below count
            entry.external_attr = (0o755 if path.suffix in EXECUTABLE else 0o644) << 16
            stored = path.suffix in STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)


def checksums(folder: Path) -> str:
    """The SHA-256 of each file in a folder, as sha256sum --check reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != CHECKSUMS)
    return "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files)


def _file(address: str) -> str:
    """A relative address; of a folder, the page in it."""
    last = address.rpartition("/")[2]
    if last not in ("", ".", ".."):
        return address
    return f"{address.rstrip('/')}/index.html" if address else address


def _date(folder: Path, now: int) -> None:
    """Give everything in a folder that time: servers make of it what tells versions apart."""
    for path in folder.rglob("*"):
        os.utime(path, (now, now))


def _git(*command: str) -> str:
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild("This is no git repository: set SOURCE_DATE_EPOCH (seconds)")
    return done.stdout.strip()
