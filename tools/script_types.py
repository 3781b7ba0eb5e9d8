"""Check the types of all scripts, with TypeScript: python -m tools.script_types

A folder with scripts says in its tsconfig.json what the platform is there. Exits with 1 if a script does
not fit its types.
"""

import subprocess
import sys
from pathlib import Path

from website import npm

ROOT = Path(__file__).parents[1]
PROJECTS = sorted((ROOT / "website").glob("*/**/tsconfig.json"))


def faults(project: Path) -> str:
    """What TypeScript says of the scripts of one project; empty where all is well. Raises CannotBuild."""
    done = compiled(project)
    if done.returncode and not done.stdout:
        raise npm.CannotBuild(f"TypeScript on {project}: {done.stderr[:1000]}")
    return done.stdout


def compiled(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What TypeScript makes of a project; of node it knows what @types/node says."""
    compiler = npm.package("typescript") / "bin" / "tsc"
    types = npm.package("@types/node").parent
    npm.package("undici-types")  # asked for by these
    command = [npm.tool("node"), str(compiler), "--project", str(project), "--pretty", "false"]
    return subprocess.run(
        [*command, "--typeRoots", str(types), *options],
        env=npm.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> int:
    """Print what does not fit; the exit status."""
    found = [said for said in map(faults, PROJECTS) if said]
    print("".join(found), end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
