"""What was proved stays proved until something that it rests on changes: stamps, as make keeps them.

A test marked ``proof`` leaves a stamp in the kept folder ``proofs`` once it has passed, setting up and
clearing away included. With ``--unless-proved``, which ``make test`` says, a test whose stamp is there
is left out, and the end of the run says how many were. The name of a stamp is a hash of the name of the
test and of all that the test rests on, so that whatever changes, it is another stamp that would be needed:

- every file of what is built and of what builds it (BUILT_FROM), what npm and pip have locked;
- the module of the test, each of ours that it imports, however indirectly, and the data beside them;
- what the mark names besides: ``proof(files=["docs"])``;
- of the built site all but the pages and what is made of all of them, and those pages that the mark
  names: ``proof(pages=["rechner/"])``. A proof that never looks at the site says ``proof(site=False)``;
- Python, the browsers, what Debian has installed, and the month: no proof rests on an old one for ever.

A page says when it was built, and of which version of the site it is: that alone is no other page.
A proof that opens another file of the project than these leaves no stamp, and a warning says which. Only
the index of the search comes to every page that is opened: a proof that searches in it names it.
"""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
BUILT_FROM = ("calculators", "languages", "website", "package.json", "mkdocs.yml")
LOCKED = ("pyproject.toml", "requirements*.txt", "package-lock.json")
BROWSERS = (
    *("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"),
    *("firefox-esr", "firefox", "node"),
)
# What no proof reads, though it lies beside what they read.
LEFT_OUT = ("__pycache__", "mutants.toml")
# Made of every page, and so another one whenever any page is.
OF_ALL_PAGES = re.compile(r"^(search/.*|sitemap\.xml(\.gz)?|.*\.html)$")
OF_THIS_BUILD = re.compile(
    rb'(?<=build-day" content=")[\d-]+|(?<=build-version" content=")\w+|(?<="version": ")\w+'
)
DAYS_KEPT = 62


class Looks(NamedTuple):
    """How a file looks from outside; if it looks the same, nobody has written into it meanwhile."""

    modified: int
    size: int


def rests_on(
    test: Path,
    site: Path | None,
    pages: Iterable[str] = (),
    others: Iterable[str] = (),
    root: Path = ROOT,
) -> list[Path]:
    """The files on which the outcome of the tests of that module rests, in order.

    ``site`` is the built site or None, ``pages`` are paths in it such as ``"rechner/"``, and ``"./"``;
    ``others`` are further files and folders of the project. Raises UsageError for a page that is not there.
    """
    found = {path for name in (*BUILT_FROM, *others) for path in _files(root / name)}
    found |= {path for pattern in LOCKED for path in root.glob(pattern)}
    for module in modules(test, root):
        deep = len(module.relative_to(root).parts) > 2  # of our own folders, not of the project's
        beside = _files(module.parent, deep=deep)
        found |= {path for path in beside if path.suffix != ".py"}
        found.add(module)
        found |= _beside(module, root, "__init__.py")
    if site is not None:
        places = {path.relative_to(site).as_posix(): path for path in _files(site)}
        named = {f"{page.removeprefix('./')}index.html" for page in pages}
        if unknown := named - places.keys():
            raise pytest.UsageError(
                f"a proof names {', '.join(sorted(unknown))}: no such page is built"
            )
        found |= {
            path
            for place, path in places.items()
            if place in named or not OF_ALL_PAGES.match(place)
        }
    return sorted(found)


def modules(test: Path, root: Path = ROOT) -> set[Path]:
    """The module, what pytest reads beside it, and all of the project that these import, by way of others
    too."""
    found: set[Path] = set()
    waiting = [test, *_beside(test, root, "conftest.py")]
    while waiting:
        if (path := waiting.pop()) not in found:
            found.add(path)
            waiting += _imported(path, root)
    return found


def digest(files: Iterable[Path], root: Path = ROOT) -> str:
    """Of the names and the contents of these files."""
    told = hashlib.sha256()
    for path in files:
        name = path.relative_to(root) if path.is_relative_to(root) else path
        told.update(f"{name.as_posix()} {_content(path, _looks(path))}\n".encode())
    return told.hexdigest()


@cache
def surroundings() -> str:
    """Of this machine and this month, what may change the outcome of a test."""
    said = [sys.version, f"{datetime.now(UTC):%Y-%m}"]
    chosen = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else []
    for name in (*chosen, *BROWSERS):
        if path := shutil.which(name):
            real = Path(path).resolve()
            said.append(f"{real} {_looks(real)}")
    if lists := shutil.which("dpkg-query"):
        said.append(
            subprocess.run([lists, "-W"], check=True, capture_output=True, text=True).stdout
        )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


class Rest(NamedTuple):
    """What a proof rests on: how that is called, and how the files look."""

    digest: str
    looks: dict[Path, Looks | None]


class Proofs:
    """Leaves out what is proved, and stamps what has just been."""

    def __init__(
        self, folder: Path, known: Iterable[str], site: Path, root: Path, *, leave_out: bool
    ) -> None:
        self.folder, self.known, self.site, self.root = folder, frozenset(known), site, root
        self.leave_out = leave_out
        self.left_out = 0
        self.open: dict[str, tuple[str, Rest]] = {}
        self.failed: set[str] = set()
        self.opened: set[str] | None = None
        self._rests: dict[Any, Rest] = {}

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Take those out whose stamp was there when the run began: all processes of it agree on that."""
        left, proved = [], []
        for item in items:
            mark = item.get_closest_marker("proof")
            if mark and self.site.is_dir():
                rest = self._rest(item.path, **mark.kwargs)
                stamp = stamped(item.nodeid, rest.digest)
                if self.leave_out and stamp in self.known:
                    proved.append(item)
                    continue
                self.open[item.nodeid] = stamp, rest
            left.append(item)
        self.left_out = len(proved)
        items[:] = left
        if proved:
            config.hook.pytest_deselected(items=proved)
        if self.open:
            sys.addaudithook(self._note)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Look from now on at which files are opened."""
        self.opened = set() if nodeid in self.open else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Stamp a test whose three parts have passed while no file that it rests on was written."""
        report: Any = yield
        test = item.nodeid
        if not report.passed:
            self.failed.add(test)
        if test in self.open and report.when == "teardown" and test not in self.failed:
            stamp, rest = self.open[test]
            if strays := self._strays(rest):
                item.warn(pytest.PytestWarning(f"no proof, for it opened {', '.join(strays)} too"))
            elif all(_looks(path) == looks for path, looks in rest.looks.items()):
                (self.folder / stamp).touch()
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the process that controls this one, if there is one."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["left_out"] = self.left_out

    def _rest(
        self, test: Path, *, site: bool = True, pages: Iterable[str] = (), files: Iterable[str] = ()
    ) -> Rest:
        key = (test, site, tuple(sorted(pages)), tuple(files))
        if key not in self._rests:
            paths = rests_on(test, self.site if site else None, key[2], key[3], self.root)
            looks = {path: _looks(path) for path in paths}
            self._rests[key] = Rest(digest(paths, self.root), looks)
        return self._rests[key]

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and self.opened is not None and isinstance(arguments[0], str | Path):
            self.opened.add(str(arguments[0]))

    def _strays(self, rest: Rest) -> list[str]:
        """What was opened in the project and is no part of what the proof rests on."""
        places = {
            path: path.relative_to(self.root).parts
            for path in map(Path, self.opened or ())
            if path.is_relative_to(self.root)
            and path not in rest.looks
            and path.is_file()
            and not path.is_relative_to(self.site / "search")
        }
        return sorted(
            "/".join(parts)
            for parts in places.values()
            if not parts[0].startswith(".") and not set(LEFT_OUT) & set(parts)
        )


def stamped(test: str, rest: str) -> str:
    """The name of the stamp of that test, where it rests on that."""
    return hashlib.sha256(f"{test} {rest} {surroundings()}".encode()).hexdigest()


class Controller:
    """Tells the processes of a run which stamps there are, and its reader what was left out."""

    def __init__(self, folder: Path, known: list[str], proofs: Proofs) -> None:
        self.folder, self.known, self.proofs = folder, known, proofs

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Before a process of xdist starts."""
        node.workerinput["proved"] = self.known

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """When it has ended."""
        self.proofs.left_out = getattr(node, "workeroutput", {}).get("left_out", 0)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what was left out, and how to have it asked all the same."""
        if count := self.proofs.left_out:
            terminalreporter.write_line(
                f"{count} proofs were left out: they passed, and nothing they rest on has changed "
                "since (AFRESH=1 make test asks them too)"
            )

    def pytest_sessionfinish(self) -> None:
        """Forget the stamps that nobody can need any more."""
        end = time.time() - DAYS_KEPT * 86_400
        for stamp in self.folder.iterdir():
            with suppress(OSError):
                if stamp.stat().st_mtime < end:
                    stamp.unlink()


def use(config: pytest.Config, folder: Path, site: Path, root: Path = ROOT) -> None:
    """Keep stamps in this run of pytest, of the tests of the project in ``root`` and its built site."""
    told = getattr(config, "workerinput", None)
    known = told["proved"] if told else sorted(path.name for path in folder.iterdir())
    proofs = Proofs(folder, known, site, root, leave_out=config.getoption("unless_proved"))
    config.pluginmanager.register(proofs, "proofs")
    if told is None:
        config.pluginmanager.register(Controller(folder, known, proofs), "proofs-controller")


def _beside(module: Path, root: Path, name: str) -> set[Path]:
    """The files of that name in the folder of a module and in those above."""
    folders = [folder for folder in module.parents if folder.is_relative_to(root)]
    return {path for folder in folders if (path := folder / name).is_file()}


def _imported(path: Path, root: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path} imports by dots"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            place = root.joinpath(*name.split("."))
            for found in (place.with_suffix(".py"), place / "__init__.py"):
                if found.is_file():
                    yield found


def _files(folder: Path, *, deep: bool = True) -> list[Path]:
    if folder.is_file():
        return [folder]
    return [
        path
        for path in (folder.rglob("*") if deep else folder.glob("*"))
        if path.is_file() and not set(LEFT_OUT) & set(path.parts)
    ]


@cache
def _content(path: Path, _: Looks | None) -> str:
    data = path.read_bytes()
    if path.suffix in (".html", ".js"):
        data = OF_THIS_BUILD.sub(b"", data)
    return hashlib.sha256(data).hexdigest()


def _looks(path: Path) -> Looks | None:
    with suppress(OSError):
        told = path.stat()
        return Looks(told.st_mtime_ns, told.st_size)
    return None
