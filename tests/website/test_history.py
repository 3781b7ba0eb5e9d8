"""The day on which a page was changed last is that of its commit, or not told."""

import subprocess
from datetime import date

import pytest

from website.history import changed

PAGES = {"a.md": "one", "b/ä.md": "{!.shared/help.md!}\n", ".shared/help.md": "help"}


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
