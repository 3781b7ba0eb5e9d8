"""When a page was changed last, as the history of the repository tells it."""

import re
import subprocess
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from website.written import DOCS

INCLUDED = re.compile(r"\{!(\S+)!(?:lines=[\d -]+)?\}")


def changed(place: str, docs: Path = DOCS) -> date | None:
    """The day on which the page at ``place`` below docs/ was changed last, or what it includes.

    None where nobody knows: without the whole history, as in a release made from an archive, and where
    something is not committed yet.
    """
    text = (docs / place).read_text("utf-8")
    days = [_days(docs).get(part) for part in (place, *INCLUDED.findall(text))]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None


@cache
def _days(docs: Path) -> Mapping[str, date]:
    """The day of the last commit for each file below docs/ that is as that commit left it."""
    whole = _git(docs, "rev-parse", "--is-shallow-repository") == "false\n"
    listed = _git(docs, "log", "--format=\t%cs", "--name-only", "--relative", "--", ".")
    if not whole or listed is None:
        return {}
    days: dict[str, date] = {}
    day = date.min
    for line in listed.splitlines():
        if line.startswith("\t"):
            day = date.fromisoformat(line.strip())
        elif line:
            days.setdefault(line, day)
    for line in (
        _git(docs, "diff", "HEAD", "--name-only", "--relative", "--", ".") or ""
    ).splitlines():
        days.pop(line, None)
    return days


def _git(folder: Path, *command: str) -> str | None:
    """What git says there, or None if it does not: there is none, or no repository."""
    told = ["git", "-c", "core.quotePath=off", *command]
    try:
        done = subprocess.run(
            told, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout
