"""What was proved is left out only while all that it rests on is as it was; a run that ended early proves
nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof(site=False, files=["tests/proofs.py"])
ROOT = Path(__file__).parents[1]
CONFTEST = """
from pathlib import Path
from tests import proofs
import beside

HERE = Path(__file__).parent

def pytest_addoption(parser):
    parser.addoption("--unless-proved", action="store_true")

def pytest_configure(config):
    config.addinivalue_line("markers", "proof: x")
    (HERE / ".kept").mkdir(exist_ok=True)
    proofs.use(config, HERE / ".kept", HERE / "site", HERE)
"""
MODULE = """
import pytest
from checks import helper

@pytest.mark.proof(pages=["read/"], files=["more"])
def test_it():
    assert helper.holds()

def test_another():
    pass
"""
PAGE = '<meta name="build-day" content="2090-01-01"><meta name="build-version" content="0a">'
# A project in which a test rests on all that a test may rest on.
FILES = {
    "conftest.py": CONFTEST,
    "beside.py": "",
    "checks/__init__.py": "",
    "checks/test_it.py": MODULE,
    "checks/helper.py": "from checks.deep import further\n\nholds = further.holds\n",
    "checks/deep/__init__.py": "",
    "checks/deep/further.py": "def holds():\n    return True\n",
    "checks/deep/data.json": "{}",
    "checks/other.py": "",
    "calculators/law/figures.toml": "a = 1",
    "calculators/copayment/copayment.toml": "",
    "more/text.md": "",
    "package-lock.json": "{}",
    "site/read/index.html": PAGE,
    "site/unread/index.html": PAGE,
    "site/assets/site.css": "",
    "site/assets/runtime/calculators.zip": "",
    "site/sw.js": 'const SITE = {"version": "0a", "site": []};',
    "site/search/search_index.json": "{}",
}
LEFT_OUT = "1 proofs were left out"


@pytest.fixture
def project(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(project, *options):
    """How pytest ends in that project, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "checks"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": f"{project}{os.pathsep}{ROOT}", "CHROMIUM": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 2, 4), done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def lean(project, *options):
    """Whether the one proof of the project is left out."""
    _, said = run(project, "--unless-proved", *options)
    return LEFT_OUT in said


def test_what_passed_is_left_out_until_somebody_asks_for_all(project):
    assert not lean(project)
    assert lean(project)
    assert "2 passed" in run(project)[1]
    assert lean(project, "--numprocesses=2")


RESTS_ON = (
    *("checks/test_it.py", "checks/helper.py", "checks/deep/further.py", "checks/deep/data.json"),
    *(
        "checks/deep/new.json",
        "conftest.py",
        "beside.py",
        "package-lock.json",
        "calculators/law/figures.toml",
    ),
    *(
        "calculators/new.py",
        "website/new.mjs",
        "more/text.md",
        "calculators/copayment/copayment.toml",
    ),
    *(
        "calculators/copayment/new.toml",
        "site/read/index.html",
        "site/assets/site.css",
        "site/sw.js",
    ),
    *("site/assets/runtime/calculators.zip",),
)


def test_whatever_a_proof_rests_on_makes_its_stamp_stale(project):
    run(project)
    for name in RESTS_ON:
        (project / name).parent.mkdir(exist_ok=True)
        with (project / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert not lean(project), name
    assert lean(project)


def test_what_it_does_not_rest_on_does_not(project):
    run(project)
    for name in ("checks/other.py", "site/unread/index.html", "site/search/search_index.json"):
        (project / name).write_text("x = 1\n", "utf-8")
    for name in ("site/read/index.html", "site/sw.js"):  # another build of the same
        text = re.sub("2090-01-01", "2091-02-02", FILES[name]).replace("0a", "0b")
        (project / name).write_text(text, "utf-8")
    assert lean(project)


def test_another_browser_is_another_proof(project, monkeypatch, tmp_path):
    run(project)
    for name in ("firefox-esr", "chromium"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text("#!/bin/sh\n", "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        assert not lean(project)
        assert lean(project)


@pytest.mark.parametrize(
    "changes",
    [
        {"assert helper.holds()": "assert not helper.holds()"},
        {"assert helper.holds()": "pytest.skip('x')"},
        {"def test_it():": "@pytest.mark.xfail\ndef test_it():", "helper.holds()": "False"},
        {
            "@pytest.mark.proof": "@pytest.fixture\ndef late():\n    yield\n    assert False\n\n"
            "@pytest.mark.proof",
            "def test_it():": "def test_it(late):",
        },
        {"assert helper.holds()": "import os; os._exit(2)"},
        {"assert helper.holds()": "pytest.exit('enough', 2)"},
        {"assert helper.holds()": "raise KeyboardInterrupt"},
    ],
    ids=["fails", "is skipped", "is expected to fail", "fails as it ends", "dies", "stops", "^C"],
)
def test_what_did_not_pass_from_beginning_to_end_leaves_no_stamp(project, changes):
    text = MODULE
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    (project / "checks/test_it.py").write_text(text, "utf-8")
    run(project)
    assert not list((project / ".kept").iterdir())


def test_what_was_written_while_a_test_ran_was_not_proved(project):
    text = MODULE.replace(
        "assert helper.holds()", "open('calculators/law/figures.toml', 'a').write('b = 2')"
    )
    (project / "checks/test_it.py").write_text(text, "utf-8")
    assert "2 passed" in run(project)[1]
    assert not list((project / ".kept").iterdir())


@pytest.mark.parametrize("place", ["site/unread/index.html", "checks/other.py"])
def test_who_opens_what_the_mark_does_not_name_proves_nothing_and_is_told(project, place):
    text = MODULE.replace("assert helper.holds()", f"open({str(project / place)!r}).close()")
    (project / "checks/test_it.py").write_text(text, "utf-8")
    _, said = run(project)
    assert "2 passed" in said and f"no proof, for it opened {place} too" in said
    assert not lean(project)


def test_the_index_of_the_search_comes_to_every_page_and_is_looked_at_by_who_names_it(project):
    index = project / "site/search/search_index.json"
    text = MODULE.replace("assert helper.holds()", f"open({str(index)!r}).close()")
    for names, rests in (("'more'", False), ("'more', 'site/search'", True)):
        (project / "checks/test_it.py").write_text(text.replace('"more"', names), "utf-8")
        run(project)
        assert lean(project)
        index.write_text(f"{index.read_text('utf-8')}\n", "utf-8")
        assert lean(project) is not rests


def test_a_page_that_is_not_there_cannot_be_named(project):
    (project / "site/read/index.html").unlink()
    code, said = run(project)
    assert code == 4 and "read/index.html: no such page is built" in said
