"""The pages in Einfache Sprache, as they are built, keep its rules."""

import re

import pytest

from tools import easy_language as easy
from tools.reading_level import SITE

PAGES = easy.pages() if (SITE / easy.FOLDER).is_dir() else {}
WRITTEN = sorted((easy.LANGUAGE / "pages").rglob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_easy_and_short(name):
    page = PAGES[name]
    assert not easy.breaches(page.sentences)
    assert not easy.out_of_limits(easy.measured(page.sentences))
    assert not page.too_much


def test_every_page_that_is_written_is_built():
    built = {f"{name}/index.md".removeprefix("/") for name in PAGES}
    built |= {f"{name}.md" for name in PAGES}
    assert {path.relative_to(easy.LANGUAGE / "pages").as_posix() for path in WRITTEN} <= built


@pytest.mark.parametrize("name", ["betroffene/weg", "betroffene/ablehnung"])
def test_each_step_has_a_drawing(name):
    steps = [h for h in PAGES[name].headings if re.match(r"Schritt \d|\d\.", h)]
    assert len(steps) == 3
    assert PAGES[name].drawings == len(steps)
