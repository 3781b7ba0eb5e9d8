"""Scripts are put into an older syntax; those that are not have none that is newer."""

import re
from pathlib import Path

import pytest

from website import runtime, syntax
from website.finish import service_worker
from website.npm import CannotBuild

NEWEST = ("esnext",)
# The parts of workers, which the build takes as they are.
AS_THEY_ARE = (*runtime.IN_THE_WORKER, service_worker.SOURCE)
ASSETS = Path(__file__).parents[2] / "website" / "browser" / "page"
# What no rewriting makes older, and old browsers lack: in patterns, looking back, names and kinds of
# letters, and young methods. Of those of the DOM TypeScript does not know the age.
TOO_YOUNG = re.compile(
    r"\(\?<|\\[pP]\{|\.(?:replaceChildren|toggleAttribute)\b|\bstructuredClone\b"
    r"|\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced)\b"
)
YOUNG = "export class Name { static { found ??= page?.at(0); } }"


def one(text, targets):
    return syntax.lowered({"script.js": text}, targets)["script.js"]


def test_newer_syntax_is_rewritten_and_calls_stay():
    old = one(YOUNG, syntax.PAGES)
    assert not [sign for sign in ("??", "?.", "static") if sign in old]
    assert ".at(0)" in old
    assert "static" not in one(YOUNG, syntax.PYTHON)


def test_imports_stay_as_the_naming_of_scripts_looks_for_them():
    text = 'import { ask } from "./python.js";\nexport const again = () => ask?.();\n'
    assert '"./python.js";' in one(text, syntax.PAGES)


@pytest.mark.parametrize("path", AS_THEY_ARE, ids=lambda path: path.name)
def test_what_is_not_rewritten_needs_no_rewriting(path):
    text = path.read_text("utf-8")
    assert one(text, syntax.PYTHON) == one(text, NEWEST)


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_no_script_needs_what_the_oldest_browsers_lack(path):
    assert not TOO_YOUNG.findall(path.read_text("utf-8"))


def test_what_cannot_be_rewritten_fails_the_build():
    with pytest.raises(CannotBuild, match="destructuring"):
        one("export const [before] = [0];", ("chrome40",))


def test_a_script_that_is_none_fails_the_build():
    with pytest.raises(CannotBuild):
        one("export const = 1;", syntax.PAGES)
