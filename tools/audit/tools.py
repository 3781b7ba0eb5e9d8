"""The tools of others, from npm, as package-lock.json pins them; none of their own scripts is run."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from website import npm

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
LOCK = HERE / "package-lock.json"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install() -> None:
    """Have the tools here, as they are locked. Raises CannotBuild if npm cannot bring them."""
    done = MODULES / ".installed"
    if done.exists() and done.read_bytes() == LOCK.read_bytes():
        return
    command = [npm.tool("npm"), "--prefix", str(HERE), *INSTALL]
    said = subprocess.run(
        command, cwd=HERE, env=npm.environment(), capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise npm.CannotBuild(f"npm could not install the tools of the audit: {said.stderr}")
    done.write_bytes(LOCK.read_bytes())


def run(name: str, *arguments: str, fine: Sequence[int] = (0,), **environment: str) -> str:
    """What a tool prints. Raises RuntimeError if it ends in another way than is ``fine``."""
    done = subprocess.run(
        [npm.tool("node"), str(MODULES / ".bin" / name), *arguments],
        env={**npm.environment(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in fine:
        raise RuntimeError(f"{name}: {done.stderr or done.stdout}")
    return done.stdout
