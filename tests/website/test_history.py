"""The day on which a page was changed last is that of its commit, or not told."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from website.history import changed

ROOT = Path(__file__).parents[2]
PAGES = {"a.md": "one", "b/ä.md": "{!.shared/help.md!lines=1}\n", ".shared/help.md": "help"}


def git(folder, *command, day="2026-03-01"):
    moment = {
        "GIT_AUTHOR_DATE": f"{day}T23:30:00+0100",
        "GIT_COMMITTER_DATE": f"{day}T23:30:00+0100",
    }
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", *who, *command], cwd=folder, env={"PATH": "/usr/bin:/bin", **moment}, check=True
    )


@pytest.fixture
def docs(tmp_path):
    """Pages in a repository, changed on different days."""
    folder = tmp_path / "repository/docs"
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    git(folder.parent, "init", "-q")
    for name, day in {"a.md": "2026-01-10", ".": "2026-02-20"}.items():
        git(folder, "add", name, day=day)
        git(folder, "commit", "-q", "-m", day, day=day)
    return folder


def test_each_page_has_the_day_of_its_own_last_commit(docs):
    assert changed("a.md", docs) == date(2026, 1, 10)
    assert changed("b/ä.md", docs) == date(2026, 2, 20)


def test_what_a_page_includes_changes_it(docs):
    (docs / ".shared/help.md").write_text("more help")
    git(docs, "commit", "-q", "-a", "-m", "help", day="2026-03-05")
    assert changed("a.md", docs) == date(2026, 1, 10)
    assert changed("b/ä.md", docs) == date(2026, 3, 5)


def test_no_day_is_made_up_where_nobody_knows_it(docs, tmp_path):
    (docs / "a.md").write_text("not committed")
    (docs / "new.md").write_text("not committed either")
    assert changed("a.md", docs) is changed("new.md", docs) is None
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", (docs.parent).as_uri(), str(shallow))
    assert changed("b/ä.md", shallow / "docs") is None
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.md").write_text("one")
    assert changed("a.md", tmp_path / "archive") is None


@pytest.mark.proof(
    site=False,
    files=["docs", "languages", "mkdocs.yml", "package.json", "package-lock.json", "LICENSE"],
)
def test_without_any_history_the_site_is_built_and_no_day_of_a_page_is_made_up(tmp_path):
    """As somebody has it who was sent the files without their repository."""
    copy = tmp_path / "copy"
    for name in ("calculators", "docs", "website"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    # German alone: the days of the others' pages are looked up likewise.
    (copy / "languages").mkdir()
    for path in (ROOT / "languages").glob("*.toml"):
        shutil.copy(path, copy / "languages")
    for name in ("mkdocs.yml", "package.json", "package-lock.json", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=copy,
        env={**os.environ, "STOCK": "1", "PYTHONPATH": str(copy), "SITE_DIR": "site"},
        check=True,
    )
    listed = (copy / "site/sitemap.xml").read_text("utf-8")
    assert "<loc>" in listed and "<lastmod>" not in listed
