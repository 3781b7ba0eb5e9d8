"""Programs that a test needs are installed, or named in one line with the command that installs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

APT = ("apt-get", "install", "-y", "--no-install-recommends")


def apt(packages: Sequence[str]) -> bool:
    """Install Debian's packages; whether that succeeded."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return False
    return run(*sudo, "apt-get", "update") and run(*sudo, *APT, *packages)


def run(*command: str) -> bool:
    """Run a command that may say much; only if it fails is that shown. Whether it succeeded."""
    print(f"Not here yet: {' '.join(command)}", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(*done.stderr.splitlines()[-5:], sep="\n", file=sys.stderr)
    return done.returncode == 0
