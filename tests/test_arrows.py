"""Who may import whom: the arrows between the houses run one way, and no script looks further down either."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculators.registry import CALCULATORS

ROOT = Path(__file__).parents[1]
LIBRARY = "the standard library"
LIBRARIES = "other libraries"
LAW_ALONE = {LIBRARY, "calculators/law"}
# Where a module lies, and what it may import; the first that fits. A module may always import its own house.
MAY = {
    "calculators/__main__.py": {LIBRARY, "calculators"},
    "calculators/law/": {LIBRARY, "calculators/law"},
    "calculators/engine/": {LIBRARY, "calculators/law"},
    **{
        f"calculators/{name}/rules": LAW_ALONE | {f"calculators/{name}/(?!answer).*"}
        for name in CALCULATORS
    },
    # No calculator asks another one: what two need is law.
    **{
        f"calculators/{name}/": {LIBRARY, "calculators/law", "calculators/engine"}
        for name in CALCULATORS
    },
    "calculators/registry.py": {LIBRARY, "calculators/engine"},
    "calculators/": {LIBRARY, "calculators"},
    # It makes Pyodide small for any package.
    "website/pyodide/": {LIBRARY, "website/npm.py", "website/cache.py", "website/syntax.py"},
    "website/static_rules.py": {LIBRARY},
    "website/serve.py": {LIBRARY, "website/static_rules.py"},
    "website/markdown/": {
        LIBRARY,
        LIBRARIES,
        "calculators",
        "website/[a-z_]+.py",
        "website/browser",
        "website/languages",
    },
    "website/languages/": {LIBRARY, LIBRARIES, "calculators", "website/[a-z_]+.py"},
    "website/finish/": {
        *(LIBRARY, LIBRARIES, "calculators", "website/[a-z_]+.py", "website/browser"),
        "website/markdown",
        "website/languages",
    },
    "website/release/hosting/": {LIBRARY},
    "website/": {LIBRARY, LIBRARIES, "calculators", "website"},
    # It runs the tests.
    "tools/mutants_judge.py": {LIBRARY, LIBRARIES, "calculators", "website", "tools", "tests"},
    "tools/": {LIBRARY, LIBRARIES, "calculators", "website", "tools"},
}
# What is above all rooms of the house, so that none of them may ask it.
ABOVE = re.compile(r"website/(plugin|__main__|runtime|release/.*)")
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for house in ("calculators", "website", "tools")
    for path in (ROOT / house).rglob("*.py")
)


def imports(place: str) -> Iterator[str]:
    """What a module imports, wherever it does: files of ours by their place, others by their name."""
    for node in ast.walk(ast.parse((ROOT / place).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_place(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{place} imports by dots"
            for alias in node.names:
                deeper = _place(f"{node.module}.{alias.name}")
                yield deeper if deeper.endswith(".py") else _place(node.module)


def _place(module: str) -> str:
    path = ROOT.joinpath(*module.split("."))
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((p.relative_to(ROOT).as_posix() for p in found if p.is_file()), module)


def kind(name: str) -> str:
    """What stands in MAY for something imported."""
    if name.endswith(".py"):
        return name
    return LIBRARY if name.partition(".")[0] in sys.stdlib_module_names else LIBRARIES


def allowed(place: str, name: str) -> bool:
    """Whether a module may import that."""
    home, may = next((home, may) for home, may in MAY.items() if place.startswith(home))
    wanted = kind(name)
    if home.endswith("/") and home.count("/") > 1 and wanted.startswith(home):
        return True
    if home.count("/") > 1 and ABOVE.match(wanted):
        return False
    return any(wanted == rule or re.match(rf"{rule}(/|$)", wanted) for rule in may)


@pytest.mark.parametrize("place", MODULES)
def test_no_arrow_runs_up(place):
    assert not [name for name in imports(place) if not allowed(place, name)]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("calculators/law/periods.py", "calculators/engine/form.py"),
        ("calculators/copayment/rules.py", "calculators/engine/form.py"),
        ("calculators/deadlines/rules/letter.py", "calculators/engine/form.py"),
        ("calculators/deadlines/rules/letter.py", "calculators/deadlines/answer.py"),
        ("calculators/copayment/rules.py", "calculators/copayment/answer.py"),
        ("calculators/copayment/answer.py", "calculators/burden_limit/rules.py"),
        ("calculators/copayment/answer.py", "calculators/registry.py"),
        ("calculators/copayment/answer.py", "website/npm.py"),
        ("calculators/engine/form.py", "calculators/copayment/rules.py"),
        ("calculators/engine/form.py", "calculators/registry.py"),
        ("calculators/registry.py", "calculators/web.py"),
        ("calculators/engine/form.py", "yaml"),
        ("website/serve.py", "website/npm.py"),
        ("website/npm.py", "tools/fuzz.py"),
        ("website/npm.py", "tests/cases.py"),
        ("website/markdown/pages.py", "website/finish/policy.py"),
        ("website/markdown/pages.py", "website/plugin.py"),
        ("website/languages/config.py", "website/finish/policy.py"),
        ("website/languages/checks.py", "website/markdown/pages.py"),
        ("website/pyodide/__init__.py", "calculators/__init__.py"),
        ("website/pyodide/__init__.py", "website/links.py"),
        ("tools/fuzz.py", "tests/cases.py"),
    ],
)
def test_an_arrow_that_runs_up_would_be_seen(place, name):
    assert not allowed(place, name)


def test_what_makes_pyodide_small_knows_no_calculator():
    for path in (ROOT / "website" / "pyodide").iterdir():
        if path.suffix in {".py", ".mjs"}:
            assert not re.search("calculator|soziotherap", path.read_text("utf-8").lower()), path


def test_a_script_imports_only_what_runs_where_it_does():
    """Those of the pages each other, without folders: they lie beside each other in the built site."""
    imported = re.compile(
        r'^\s*(?:import|export)\b[^"=]*"([^"]+)";|\bimport\("([^"]+)"\)', re.MULTILINE
    )
    found = 0
    for path in (ROOT / "website" / "browser").rglob("*.js"):
        for name in map("".join, imported.findall(path.read_text("utf-8"))):
            assert re.fullmatch(r"\./[\w-]+\.js", name), (path, name)
            assert (path.parent / name).is_file(), (path, name)
            found += 1
    assert found
