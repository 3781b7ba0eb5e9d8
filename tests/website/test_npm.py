"""Packages from npm: only what was locked, and nothing that names where it was fetched."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from website import npm
from website.cache import folder, write

ROOT = Path(__file__).parents[2]
FAKE = npm.Locked("fake", "1.0.0", "sha512-" + "A" * 86 + "==")


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own: no test may spoil the developer's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "soziotherapie"


def test_a_spoilt_package_in_the_cache_is_fetched_anew(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = npm.tarball(npm.locked("ws"))  # the smallest of them
    kept = next((own_cache / "npm").glob("ws-*.tgz"))
    kept.write_bytes(good[:-1] + b"!")
    fetches = []
    monkeypatch.setattr(npm, "fetch", lambda wanted: fetches.append(wanted.name) or good)
    assert npm.tarball(npm.locked("ws")) == good
    assert fetches == ["ws"]
    assert kept.read_bytes() == good


def test_a_package_that_is_not_the_locked_one_is_refused(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "fetch", lambda wanted: b"something else")
    write(folder("npm") / "fake-1.0.0.tgz", b"something else again")
    with pytest.raises(npm.CannotBuild, match=r"fake 1\.0\.0 .* sha512 differs"):
        npm.tarball(FAKE)
    assert list((own_cache / "npm").iterdir()) == []


def test_without_node_one_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    npm.environment.cache_clear()
    try:
        with pytest.raises(npm.CannotBuild, match=r"\A.*requirements-node\.txt\Z"):
            npm.tool("npm")
    finally:
        npm.environment.cache_clear()


def test_an_old_node_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        script = tmp_path / name
        script.write_text("#!/bin/sh\necho v18.20.4\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    npm.environment.cache_clear()
    try:
        assert npm.environment()["PATH"].split(":")[0] == str(Path(sys.executable).parent)
    finally:
        npm.environment.cache_clear()


@pytest.mark.parametrize("folder", [".", "tools/bench", "tools/audit"])
def test_every_npm_package_is_locked_by_hash_and_by_no_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
    asked = json.loads((ROOT / folder / "package.json").read_text("utf-8"))["devDependencies"]
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert lock["lockfileVersion"] == 3
    assert {f"node_modules/{name}" for name in asked} <= packages.keys()
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_every_python_package_is_pinned_by_hash() -> None:
    for path in ROOT.glob("requirements*.txt"):
        blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        assert blocks
        for block in blocks:
            assert re.match(r"[\w.-]+==\S+( ;[^\n]+)? \\\n +--hash=sha256:", block), block


def test_no_file_names_the_host_of_a_package_registry() -> None:
    # Written so that this file does not name them either.
    hosts = re.compile(r"npm[j]s\.|yarn[p]kg\.|py[p]i\.|python[h]osted\.|js[d]elivr\.|un[p]kg\.")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = [
        name
        for name in listed.stdout.split("\0")
        if (file := ROOT / name).is_file() and hosts.search(file.read_text("utf-8", "ignore"))
    ]
    assert found == []
