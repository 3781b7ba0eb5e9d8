"""Would a test notice if the law were computed wrongly? ``python -m tests.mutants [--new] [MODULE ...]``.

Each mutant is a law module with one small change: ``<`` for ``<=``, ``and`` for ``or``, 1 for 0. It
lives in a copy of the project, and the cases and properties are run against it. A mutant that they
do not kill either shows a case that is missing, or changes nothing: then ``mutants.toml`` says why.

The cases come first and are quick; what survives them meets the properties, half a minute for each that
survives those too. ``--new`` takes those that ``mutants.toml`` names at their word once they survived the
cases.
"""

import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from calculators import CALCULATORS

ROOT = Path(__file__).parents[1]
PYTHON_THAT_MAKES = ROOT / ".venv-mutants" / "bin" / "python"
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
    believed = "--new" in names
    names = [name for name in names if name != "--new"] or law_modules()
    listed = tomllib.loads((ROOT / "tests/mutants.toml").read_text("utf-8"))["equivalent"]
    reasons = {Mutant(each["module"], each["was"], each["becomes"]): each["why"] for each in listed}
    return max([_report(name, reasons, believed) for name in names])


def _report(module: str, reasons: Mapping[Mutant, str], believed: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        verdicts = list(_verdicts(module, reasons if believed else {}, Path(folder)))
    survivors = [mutant for mutant, killed in verdicts if not killed]
    missed = [mutant for mutant in survivors if mutant not in reasons]
    needless = [each for each in reasons if each.module == module and each not in survivors]
    for mutant in survivors:
        print(f"{mutant}\n  = {reasons.get(mutant, 'SURVIVED: a case is missing')}\n")
    for mutant in needless:
        print(f"{mutant}\n  mutants.toml names it, but it did not survive\n")
    able = len(verdicts) - (len(survivors) - len(missed))
    share = 100 * (able - len(missed)) / able
    print(f"{module}: {len(verdicts)} mutants, {len(verdicts) - able} of them change nothing")
    print(
        f"killed: {able - len(missed)} of {able}, {share:.1f} % ({REQUIRED} % required)", flush=True
    )
    return int(share < REQUIRED or bool(needless))


def law_modules() -> list[str]:
    """The names of the modules that hold rules, and so compute law."""
    paths = sorted((ROOT / "calculators").glob("*.py"))
    return [path.stem for path in paths if "@rule(" in path.read_text("utf-8")]


def users(module: str) -> list[str]:
    """The calculators that compute with a law module: itself, or all that import it."""
    found = [module] if module in CALCULATORS else []
    for name in CALCULATORS:
        if f"from calculators.{module} " in (ROOT / f"calculators/{name}.py").read_text("utf-8"):
            found.append(name)
    return found


def _verdicts(
    module: str, believed: Container[Mutant], folder: Path
) -> Iterator[tuple[Mutant, bool]]:
    """Of each mutant whether it was killed; those ``believed`` not to be by any test meet the cases alone."""
    survivors = list[tuple[Mutant, str]]()
    made = list(_made(module))
    print(f"{module}: {len(made)} mutants", flush=True)
    with judging(module, folder) as killed:
        for mutant, source in made:
            if killed(source):
                yield mutant, True
            elif mutant in believed:
                yield mutant, False
            else:
                survivors.append((mutant, source))
        print(f"{len(survivors)} mutants meet more than the cases", flush=True)
        for mutant, source in survivors:
            verdict = killed(source, TESTS)
            if not verdict:
                print(f"survived: {mutant}", flush=True)
            yield mutant, verdict


def _made(module: str) -> Iterator[tuple[Mutant, str]]:
    """The mutants of a module, each with its source."""
    script, path = ROOT / "tests/mutants_made.py", ROOT / f"calculators/{module}.py"
    making = [PYTHON_THAT_MAKES, script, path, "|".join(LEFT_OUT)]
    made = subprocess.run(making, check=True, stdout=subprocess.PIPE, text=True).stdout
    for found in map(json.loads, made.splitlines()):
        yield Mutant(module, found["was"], found["becomes"]), found["source"]


@contextmanager
def judging(module: str, folder: Path) -> Iterator[Callable[..., bool]]:
    """Whether a source of the module is killed: by the cases, or by the tests named."""
    for tree in ("calculators", "tests"):
        shutil.copytree(ROOT / tree, folder / tree)
    shutil.copy(ROOT / "pyproject.toml", folder)
    # Once, and not for each mutant; the module itself is compiled anew each time.
    compileall.compile_dir(folder, quiet=1)
    path = folder / f"calculators/{module}.py"
    Path(cache_from_source(path)).unlink(missing_ok=True)
    unchanged = path.read_text("utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.mutants_judge", module, *users(module)],
        cwd=folder,
        # CI: Hypothesis then tries the same examples every time, so the result does not waver.
        env={**os.environ, "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as judge:
        tried = set[Sequence[str]]()

        def ask(source: str, tests: Sequence[str]) -> bool:
            assert judge.stdin and judge.stdout
            print(json.dumps({"source": source, "tests": tests}), file=judge.stdin, flush=True)
            return {"killed": True, "lives": False}[judge.stdout.readline().strip()]

        def killed(source: str, tests: Sequence[str] = ()) -> bool:
            if tests not in tried:
                assert not ask(unchanged, tests), "something fails without any mutant"
                tried.add(tests)
            return ask(source, tests)

        yield killed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
