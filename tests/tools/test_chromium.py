"""Which Chromium the tests take: the quickest there is."""

import shutil
from pathlib import Path

import pytest

from tools.browser import chromium

WINDOWS = "chromium-1/chrome-linux64/chrome"
BARE = "chromium_headless_shell-1/chrome-headless-shell-linux64/chrome-headless-shell"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Playwright's folder, on a machine with no other Chromium and no Debian."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "_own", lambda: str(tmp_path / WINDOWS))
    return tmp_path


def laid(path: Path) -> str:
    path.parent.mkdir(parents=True)
    path.touch()
    return str(path)


def test_the_one_without_windows_that_playwright_keeps_goes_before_the_one_with(own: Path) -> None:
    windowed, bare = laid(own / WINDOWS), laid(own / BARE)
    assert chromium.bare_or_any() == bare
    assert chromium.with_windows() == windowed


def test_where_there_is_none_without_windows_the_one_with_does(own: Path) -> None:
    windowed = laid(own / WINDOWS)
    assert chromium.bare_or_any() == windowed


def test_whoever_needs_windows_is_not_given_what_was_chosen_without(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windowed, bare = laid(own / WINDOWS), laid(own / BARE)
    monkeypatch.setenv("CHROMIUM", bare)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == bare else None)
    assert chromium.bare_or_any() == bare
    assert chromium.with_windows() == windowed


def test_where_apt_knows_nothing_yet_it_is_asked_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "_own", lambda: "")
    monkeypatch.setattr(chromium, "_says", lambda *command: "")
    monkeypatch.setattr(chromium, "LISTS", tmp_path)
    here = {"apt-cache": "apt-cache"}
    monkeypatch.setattr(shutil, "which", here.get)

    def install(packages: list[str]) -> bool:
        asked.extend(packages)
        here[chromium.BARE] = chromium.BARE
        return True

    monkeypatch.setattr(chromium, "apt", install)
    assert chromium.bare_or_any() == chromium.BARE
    assert asked == [chromium.BARE]
