"""The site with Pyodide as it is: built without making it small, and its calculators answer all the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import visitor
from website import runtime
from website.cases import cases, given
from website.npm import CannotBuild
from website.serve import serve

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stock_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``STOCK=1 make site`` builds it."""
    site = tmp_path_factory.mktemp("stock")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "STOCK": "1"},
        check=True,
    )
    return site


@pytest.mark.falls_back  # what stands in elsewhere is all there is here
def test_a_calculator_answers_and_turns_from_nothing(windowed, stock_site):
    case = given(cases("copayment")[0])
    with (
        serve(stock_site, port=0) as address,
        visitor(windowed, address, service_workers="block") as (page, record),
    ):
        warnings = []
        page.on("console", lambda said: said.type == "warning" and warnings.append(said.text))
        box = open_form(page, "copayment")
        fill(box, "copayment", case)
        submit(box)
        assert box.locator(".verdict:visible").count() == 1
        assert not warnings
        assert not [url for url in record.requests if "undefined" in url or "snapshot" in url]


def test_it_holds_no_part_of_the_small_pyodide_and_says_whose_the_rest_is(stock_site):
    folder = stock_site / "assets/runtime"
    assert {path.name.split("-")[0] for path in folder.glob("*-*.*") if path.is_file()} == {
        "calculators",
        "texts",
        "worker",
    }
    notice = (folder / "NOTICE.txt").read_text("utf-8")
    assert "Mozilla Public License" in notice and "Python Software" in notice
    assert "{" not in notice


def test_readers_never_get_it(monkeypatch):
    monkeypatch.setenv("STOCK", "1")
    monkeypatch.setenv("RELEASE", "1")
    with pytest.raises(CannotBuild, match="STOCK=1"):
        runtime.files()


def test_without_the_switch_or_with_it_off_pyodide_is_made_small(monkeypatch):
    for value in (None, "", "0"):
        monkeypatch.delenv("STOCK", raising=False)
        if value is not None:
            monkeypatch.setenv("STOCK", value)
        assert not runtime.stock_alone()
