"""What all tests have in common."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from calculators.law import figures
from tests import proofs
from website.cache import folder

# How long an example takes says more of the machine than of the code: "make speed" measures that.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

SITE = Path(__file__).parents[1] / os.environ.get("SITE_DIR", "site")
# What "make quick" leaves out beside browsers and proofs: it has no node, no built site, no minute to lose.
NOT_QUICK = {
    "test_runtime": "fetches and makes Pyodide",
    "test_syntax": "asks esbuild",
    "test_script_types": "asks TypeScript",
    "test_release": "asks npm",
    "test_reading_level": "reads the built site",
    "test_easy_pages": "reads the built site",
    "test_tools": "runs each tool for a moment",
    "test_hosting": "serves a site",
    "test_combinations": "asks thousands of combinations of answers",
    "test_glossary": "writes every page",
}
# The files whose tests take longest: they begin, so that at the end no processor waits for one of them.
LONGEST = (
    *("test_runtime", "test_pages", "test_kept", "test_versions", "test_offline", "test_starts"),
    *("test_old", "test_time", "test_engines", "test_year", "test_faults", "test_embed"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """What ``make test`` says, and nobody else need."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="only law, words and promises: no browser, no node, no built site, no proof",
    )
    parser.addoption(
        "--unless-proved",
        action="store_true",
        help="leave out what passed before and rests on nothing that has changed since",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep stamps of what was proved."""
    proofs.use(config, folder("proofs"), SITE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what is not quick."""
    slow = collection_path.stem in NOT_QUICK or collection_path.name == "browser"
    return True if config.getoption("quick") and slow else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests that take longest first; of what is quick, leave out the proofs."""
    if config.getoption("quick"):
        items[:] = [item for item in items if not item.get_closest_marker("proof")]
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONGEST)))


@pytest.fixture
def figures_of_2026(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What each year brings anew is known up to 2026: for sentences that say that the next is not."""
    known = {
        name: replace(history, values=tuple(f for f in history.values if f.since.year <= 2026))
        if history.lapses
        else history
        for name, history in figures.histories().items()
    }
    monkeypatch.setattr(figures, "histories", lambda: known)
    figures._changes.cache_clear()
    yield
    figures._changes.cache_clear()
