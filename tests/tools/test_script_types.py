"""TypeScript sees what is wrong in a script, and no script is kept from it."""

import json
from pathlib import Path

import pytest

from tools import script_types

WEBSITE = Path(__file__).parents[2] / "website"
BASE = WEBSITE / "browser" / "tsconfig.base.json"
NO_TYPES = {
    # Other sites know its digest, so it stays as it is.
    WEBSITE / "browser" / "page" / "einbetten-1.js",
    # Put up by hand where the site is given up: a service worker alone.
    WEBSITE / "release" / "hosting" / "sw-retire.js",
}


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


def test_every_script_belongs_to_a_project():
    found = set()
    for project in script_types.PROJECTS:
        listed = script_types.compiled(project, "--listFilesOnly")
        assert not listed.returncode, listed.stdout
        found |= {Path(line) for line in listed.stdout.splitlines()}
    scripts = {path for ending in ("js", "mjs") for path in WEBSITE.rglob(f"*.{ending}")}
    assert scripts - found == NO_TYPES
