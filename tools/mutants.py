"""Would a test notice if the law were computed wrongly? ``python -m tools.mutants [MODULE ...]``.

Each mutant is a law module with one small change: ``<`` for ``<=``, ``and`` for ``or``, 1 for 0. It
lives in a copy of the project, and the cases and properties are run against it. A mutant that they
do not kill either shows a case that is missing, or changes nothing: then ``mutants.toml`` says why.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calculators.registry import CALCULATORS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "calculators"
COSMIC_RAY = ROOT / ".venv-mutants" / "bin"
TESTS = (
    "tests/test_properties.py",
    "tests/test_rows.py",
    "tests/test_deadlines.py",
    "tests/test_pictures.py",
)
REQUIRED = 95  # percent
# Left out: what no one mistypes, or what Python refuses at once and any test would kill.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_(BitOr|Pow)_.*",  # `Decimal | None` and `**result`
    "core/ReplaceBinaryOperator_.*_(BitAnd|BitOr|BitXor|LShift|RShift|Pow)",
    "core/ReplaceComparisonOperator_(Eq|NotEq|Lt|LtE|Gt|GtE)_(Is|IsNot)",
    "core/ReplaceUnaryOperator_USub_.*",
    # Yes, no, None and a member of an Enum equal themselves alone.
    "core/ReplaceComparisonOperator_(Is_Eq|IsNot_NotEq)",
)
SETTINGS = """
[cosmic-ray]
module-path = {paths}
timeout = 300.0
test-command = "sh -c '{cases} && {tests}'"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {left_out}
"""


@dataclass(frozen=True)
class Mutant:
    """One change to one line of a law module."""

    module: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.module}\n  - {self.was}\n  + {self.becomes}"


def main(names: Sequence[str]) -> int:
    """Make and judge the mutants of the modules named, or of all; returns the exit status."""
    names = names or law_modules()
    verdicts = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            verdicts += _verdicts(name, Path(folder))
    reasons = {
        Mutant(entry["module"], entry["was"], entry["becomes"]): entry["why"]
        for entry in tomllib.loads((ROOT / "tools/mutants.toml").read_text("utf-8"))["equivalent"]
        if entry["module"] in names
    }
    survivors = [mutant for mutant, killed in verdicts if not killed]
    missed = [mutant for mutant in survivors if mutant not in reasons]
    needless = [mutant for mutant in reasons if mutant not in survivors]
    for mutant in survivors:
        print(f"{mutant}\n  = {reasons.get(mutant, 'SURVIVED: a case is missing')}\n")
    for mutant in needless:
        print(f"{mutant}\n  mutants.toml names it, but it did not survive\n")
    able = len(verdicts) - (len(survivors) - len(missed))
    share = 100 * (able - len(missed)) / able
    print(f"{len(verdicts)} mutants, {len(survivors) - len(missed)} of them change nothing")
    print(f"killed: {able - len(missed)} of {able}, {share:.1f} % ({REQUIRED} % required)")
    return int(share < REQUIRED or bool(needless))


def law_modules() -> list[str]:
    """What the modules with rules are about, as their rules are named: each once."""
    ruling = [p for p in PACKAGE.rglob("*.py") if "@rule(" in p.read_text("utf-8")]
    return sorted({p.parent.name if p.parent.name in CALCULATORS else p.stem for p in ruling})


def files(subject: str) -> list[str]:
    """The modules that compute law about something: the folder of a calculator, what it shares, or both."""
    found = [*(PACKAGE / subject).glob("[a-z]*.py"), PACKAGE / "law" / f"{subject}.py"]
    return sorted(p.relative_to(ROOT).as_posix() for p in found if p.exists())


def users(subject: str) -> list[str]:
    """The calculators that compute with these modules: their own, and all that import one."""
    found = []
    for name in CALCULATORS:
        code = "".join(path.read_text("utf-8") for path in (PACKAGE / name).glob("*.py"))
        if name == subject or f"from calculators.law.{subject} " in code:
            found.append(name)
    return found


def _verdicts(module: str, folder: Path) -> list[tuple[Mutant, bool]]:
    for tree in ("calculators", "website", "tools", "tests"):
        shutil.copytree(ROOT / tree, folder / tree, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    settings = SETTINGS.format(
        paths=json.dumps(files(module)),
        cases=f"{sys.executable} -m tests.test_cases {' '.join(users(module))}",
        tests=f"{sys.executable} -m pytest --exitfirst --assert=plain -p no:cacheprovider {' '.join(TESTS)}",
        left_out=json.dumps(LEFT_OUT),
    )
    (folder / "settings.toml").write_text(settings, "utf-8")

    def cosmic_ray(command: str, *arguments: str) -> str:
        # CI: Hypothesis then tries the same examples every time, so the result does not waver.
        return subprocess.run(
            [COSMIC_RAY / command, *arguments],
            cwd=folder,
            env={**os.environ, "CI": "1"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    cosmic_ray("cosmic-ray", "baseline", "settings.toml")
    cosmic_ray("cosmic-ray", "init", "settings.toml", "session")
    cosmic_ray("cr-filter-operators", "session", "settings.toml")
    print(
        f"{module}: a second for each mutant, half a minute for one that survives the cases",
        flush=True,
    )
    cosmic_ray("cosmic-ray", "exec", "settings.toml", "session")
    lines = [json.loads(line) for line in cosmic_ray("cosmic-ray", "dump", "session").splitlines()]
    return [
        (_mutant(module, result["diff"]), _killed(result))
        for _, result in lines
        if result["worker_outcome"] != "skipped"
    ]


def _mutant(module: str, diff: str) -> Mutant:
    was, becomes = (
        " ".join(
            line[1:].strip()
            for line in diff.splitlines()
            if line.startswith(sign) and not line.startswith((sign * 3, "--- mutation"))
        )
        for sign in "-+"
    )
    return Mutant(module, was, becomes)


def _killed(result: dict[str, str]) -> bool:
    assert result["worker_outcome"] == "normal", result
    return result["test_outcome"] != "survived"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
