"""TypeScript sees what is wrong in a script, and no script is kept from it."""

import json
import subprocess
from pathlib import Path

import pytest

from tools import script_types
from website import npm

BROWSER = Path(__file__).parents[2] / "website" / "browser"
BASE = BROWSER / "tsconfig.base.json"
# Other sites know its digest, so it stays as it is.
NEVER_CHANGED = {BROWSER / "page" / "einbetten-1.js"}


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("export const twice = (number) => 2 * number;\n", "implicitly has an 'any' type"),
        ('document.querySelector(".nowhere").remove();\n', "is possibly 'null'"),
        ("/** @param {number} n */\nexport const one = (n) => n;\none('1');\n", "not assignable"),
        ("/** @param {number} n */\nexport const one = (n) => n;\none(1);\n", ""),
    ],
    ids=["no type", "may be missing", "another type", "none"],
)
def test_what_does_not_fit_is_told(tmp_path, script, fault):
    (tmp_path / "script.js").write_text(script, "utf-8")
    project = tmp_path / "tsconfig.json"
    options = {"lib": ["ES2022", "DOM"]}
    project.write_text(json.dumps({"extends": str(BASE), "compilerOptions": options}), "utf-8")
    said = script_types.faults(project)
    assert (fault in said) if fault else not said


def test_every_script_of_the_site_belongs_to_a_project():
    found = set()
    compiler = npm.package("typescript") / "bin" / "tsc"
    for project in script_types.PROJECTS:
        listed = subprocess.run(
            [npm.tool("node"), str(compiler), "--listFilesOnly", "--project", str(project)],
            env=npm.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        found |= {Path(line) for line in listed.stdout.splitlines()}
    assert set(BROWSER.rglob("*.js")) - found == NEVER_CHANGED
