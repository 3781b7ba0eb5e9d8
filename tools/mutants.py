"""Would a test notice if the law were computed wrongly? ``python -m tools.mutants [--new] [SUBJECT ...]``.

Each mutant is a module of law with one small change: ``<`` for ``<=``, ``and`` for ``or``, 1 for 0. It
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

from calculators.law.rule import subject as subject_of
from calculators.registry import CALCULATORS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "calculators"
PYTHON_THAT_MAKES = ROOT / ".venv-mutants" / "bin" / "python"
TESTS = (
    "tests/test_properties.py",
    "tests/test_first_look.py",
    "tests/law/test_periods.py",
    "tests/law/test_workdays.py",
    "tests/engine/test_ics.py",
    "tests/engine/test_rows.py",
    "tests/test_deadlines.py",
    "tests/engine/test_pictures.py",
)
REQUIRED = 95  # percent
# Left out: what no one mistypes, or what Python refuses at once and any test would kill.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_(BitOr|Pow)_.*",  # `Decimal | None` and `**result`
    "core/ReplaceBinaryOperator_.*_(BitAnd|BitOr|BitXor|LShift|RShift|Pow)",
    "core/ReplaceComparisonOperator_(Eq|NotEq|Lt|LtE|Gt|GtE)_(Is|IsNot)",
    "core/ReplaceUnaryOperator_USub_.*",
    # Yes, no, None and a member of an Enum equal themselves alone, and are in no order.
    "core/ReplaceComparisonOperator_(Is_Eq|IsNot_NotEq)",
    "core/ReplaceComparisonOperator_(Is|IsNot)_(Lt|LtE|Gt|GtE)",
)


@dataclass(frozen=True)
class Mutant:
    """One change to one line of the law about something: its subject, as its rules are named."""

    subject: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.subject}\n  - {self.was}\n  + {self.becomes}"


def main(names: Sequence[str]) -> int:
    """Make and judge the mutants of the modules named, or of all; returns the exit status."""
    believed = "--new" in names
    names = [name for name in names if name != "--new"] or law_modules()
    listed = tomllib.loads((ROOT / "tools/mutants.toml").read_text("utf-8"))["equivalent"]
    reasons = {
        Mutant(each["subject"], each["was"], each["becomes"]): each["why"] for each in listed
    }
    return max([_report(name, reasons, believed) for name in names])


def _report(subject: str, reasons: Mapping[Mutant, str], believed: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        verdicts = list(_verdicts(subject, reasons if believed else {}, Path(folder)))
    survivors = [mutant for mutant, killed in verdicts if not killed]
    missed = [mutant for mutant in survivors if mutant not in reasons]
    needless = [each for each in reasons if each.subject == subject and each not in survivors]
    for mutant in survivors:
        print(f"{mutant}\n  = {reasons.get(mutant, 'SURVIVED: a case is missing')}\n")
    for mutant in needless:
        print(f"{mutant}\n  mutants.toml names it, but it did not survive\n")
    able = len(verdicts) - (len(survivors) - len(missed))
    share = 100 * (able - len(missed)) / able
    print(f"{subject}: {len(verdicts)} mutants, {len(verdicts) - able} of them change nothing")
    print(
        f"killed: {able - len(missed)} of {able}, {share:.1f} % ({REQUIRED} % required)", flush=True
    )
    return int(share < REQUIRED or bool(needless))


def law_modules() -> list[str]:
    """What the modules with rules are about, as their rules are named: each once."""
    ruling = [p for p in PACKAGE.rglob("*.py") if "@rule(" in p.read_text("utf-8")]
    return sorted({subject_of(".".join(p.relative_to(ROOT).with_suffix("").parts)) for p in ruling})


def files(subject: str) -> list[str]:
    """The modules that compute law about something: the folder of a calculator, what it shares, or both."""
    found = [*(PACKAGE / subject).rglob("[a-z]*.py"), PACKAGE / "law" / f"{subject}.py"]
    return sorted(p.relative_to(ROOT).as_posix() for p in found if p.exists())


def users(subject: str) -> list[str]:
    """The calculators that compute with these modules: their own, and all that import one."""
    found = []
    for name in CALCULATORS:
        code = "".join(path.read_text("utf-8") for path in (PACKAGE / name).rglob("*.py"))
        if name == subject or f"from calculators.law.{subject} " in code:
            found.append(name)
    return found


def _verdicts(
    subject: str, believed: Container[Mutant], folder: Path
) -> Iterator[tuple[Mutant, bool]]:
    """Of each mutant whether it was killed; those ``believed`` not to be by any test meet the cases alone."""
    survivors = list[tuple[Mutant, str, str]]()
    made = list(_made(subject))
    print(f"{subject}: {len(made)} mutants", flush=True)
    with judging(subject, folder) as killed:
        for mutant, path, source in made:
            if killed(path, source):
                yield mutant, True
            elif mutant in believed:
                yield mutant, False
            else:
                survivors.append((mutant, path, source))
        print(f"{len(survivors)} mutants meet more than the cases", flush=True)
        for mutant, path, source in survivors:
            verdict = killed(path, source, TESTS)
            if not verdict:
                print(f"survived: {mutant}", flush=True)
            yield mutant, verdict


def _made(subject: str) -> Iterator[tuple[Mutant, str, str]]:
    """The mutants, each with the path of its module and with its source."""
    for path in files(subject):
        making = [PYTHON_THAT_MAKES, ROOT / "tools/mutants_made.py", ROOT / path]
        made = subprocess.run(
            [*making, "|".join(LEFT_OUT)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        for found in map(json.loads, made.splitlines()):
            yield Mutant(subject, found["was"], found["becomes"]), path, found["source"]


@contextmanager
def judging(subject: str, folder: Path) -> Iterator[Callable[..., bool]]:
    """Whether another source of one of its modules is killed: by the cases, or by the tests named."""
    for tree in ("calculators", "languages", "website", "tools", "tests"):
        shutil.copytree(ROOT / tree, folder / tree)
    shutil.copy(ROOT / "pyproject.toml", folder)
    # Once, and not for each mutant; what is changed is compiled anew each time.
    compileall.compile_dir(folder, quiet=1)
    for path in files(subject):
        Path(cache_from_source(folder / path)).unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "tools.mutants_judge", subject, *users(subject)],
        cwd=folder,
        # CI: Hypothesis then tries the same examples every time, so the result does not waver.
        env={**os.environ, "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as judge:
        tried = set[Sequence[str]]()

        def ask(path: str, source: str, tests: Sequence[str]) -> bool:
            assert judge.stdin and judge.stdout
            asked = {"path": path, "source": source, "tests": tests}
            print(json.dumps(asked), file=judge.stdin, flush=True)
            return {"killed": True, "lives": False}[judge.stdout.readline().strip()]

        def killed(path: str, source: str, tests: Sequence[str] = ()) -> bool:
            if tests not in tried:
                unchanged = (ROOT / path).read_text("utf-8")
                assert not ask(path, unchanged, tests), "something fails without any mutant"
                tried.add(tests)
            return ask(path, source, tests)

        yield killed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
