"""The head of a page is read once, and everywhere the same."""

from pathlib import Path

import pytest

from website import links, written
from website.languages.sources import source
from website.markdown import every

TITLE = "Kosten: was bleibt"
HEAD = f'---\ntitle: "{TITLE}"\ndescription: Ein Satz.\nlisted:\n  name: Kosten\n---\n'
PAGE = f"{HEAD}\n# Kosten\n\n[[calculator copayment]]\n\n---\ntitle: kein Kopf\n---\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages of which one is that of a calculator, with a title that YAML wants in quotation marks."""
    (tmp_path / "rechner").mkdir()
    (tmp_path / "rechner" / "kosten.md").write_text(PAGE, "utf-8")
    for module in (links, written, every):
        monkeypatch.setattr(module, "pages_in", lambda _: tmp_path)
    return tmp_path


def test_every_reader_of_a_page_takes_its_title_for_the_same(docs: Path) -> None:
    (page,) = written.written.__wrapped__()
    place = links.places.__wrapped__()["copayment"]
    head = source(docs, "rechner/kosten.md", docs).head
    assert {page.title, place.title, head["title"]} == {TITLE}
    assert every._head("rechner/kosten", "de") == head


def test_a_page_is_parted_at_the_end_of_its_head_and_nowhere_else() -> None:
    head, below = written.parted(PAGE)
    assert head["listed"] == {"name": "Kosten"} and below == PAGE.removeprefix(HEAD)
    for without in (below, "", "---\n---\n", " " + PAGE):
        assert written.parted(without) == ({}, without)


@pytest.mark.parametrize("said", ["# nothing", ""])
def test_a_head_that_says_nothing_is_one_all_the_same(said: str) -> None:
    assert written.parted(f"---\n{said}\n---\nText") == ({}, "Text")
