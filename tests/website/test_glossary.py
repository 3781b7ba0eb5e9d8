"""The glossary: short, without doubles, and in every page at the first mention of each term."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from calculators.engine.text import texts
from calculators.law.citation import link
from website.markdown import glossary
from website.markdown.glossary import explained, mentions, terms, text_of
from website.markdown.inline import filled

ROOT = Path(__file__).parents[2]
SHORTCODES = "website.markdown.shortcodes"
SAY = texts("de")
FIND = {name: re.compile(term.pattern) for name, term in terms().items() if term.in_text}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {
    *("a", "abbr", "blockquote", "button", "caption", "cite", "code", "data", "dt", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "label", "option", "pre", "script", "style"),
    *("summary", "svg"),
    *(
        "template",
        "textarea",
        "th",
        "time",
        ".admonition-title",
        ".answers",
        ".cards",
        ".checked",
        ".sheet",
    ),
    *(
        ".examples",
        ".figures-of-law",
        ".glossary",
        ".rules",
        ".term-notes",
        ".timeline",
    ),
}


class Reader(HTMLParser):
    """Reads a page from its start: what is explained where, and what is running text."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[set[str]] = []
        self.explained: list[str] = []
        self.misplaced: list[str] = []
        self.too_late: list[tuple[str, str]] = []
        self.words = ""
        self.notes: dict[str, str] = {}
        self.note = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        classes = {f".{name}" for name in (given.get("class") or "").split()}
        if ".term" in classes:
            self.explained.append(given["popovertarget"].removeprefix("term-"))
            self.misplaced += [self.explained[-1]] * self.silent()
        if ".term-note" in classes:
            self.note = given["id"].removeprefix("term-")
            assert self.note not in self.notes, "explained twice"
            self.notes[self.note] = ""
        if tag not in VOID:
            self.path.append({tag, *classes})

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        self.path.pop()

    def handle_data(self, data):
        if any(".term-notes" in marks for marks in self.path):
            self.notes[self.note] += data
        else:
            assert not (self.notes and data.strip()), "words behind the explanations"
            self.words += data
        if not self.silent():
            found = {name for name, pattern in FIND.items() if pattern.search(data)}
            self.too_late += [(name, data) for name in found - {*self.explained}]

    def silent(self):
        return any(marks & SILENT for marks in self.path)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.path, reader.path
    return reader


@pytest.fixture(scope="module")
def pages():
    """Every page as the site has it, by its file."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    extensions = list(dict.fromkeys([*config.markdown_extensions, SHORTCODES]))
    found = {}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        place = path.relative_to(ROOT / "docs").as_posix()
        if not place.startswith("."):
            body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
            page = Markdown(extensions=extensions, extension_configs=config.mdx_configs)
            found[place] = page.convert(body)
    return found


def test_each_page_explains_each_term_once_where_its_text_first_mentions_it(pages):
    for place, html in pages.items():
        reader = read(html)
        doubles = [name for name, count in Counter(reader.explained).items() if count > 1]
        assert not doubles, place
        assert not reader.too_late, place
        assert not reader.misplaced, place


def test_what_a_term_means_stands_once_and_outside_the_sentences_of_a_page(pages):
    told = {name: as_read(filled(term.says, SAY)) for name, term in terms().items()}
    for place, html in pages.items():
        reader = read(html)
        assert sorted(reader.notes) == sorted(reader.explained), place
        for name, note in reader.notes.items():
            assert told[name] in as_read(note), (place, name)
        if place == "recht/glossar.md":
            continue
        text = as_read(reader.words)
        assert not [name for name, says in told.items() if says in text], place


def as_read(html):
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_every_term_is_used(pages):
    words = "\n".join(
        read(html).words for place, html in pages.items() if place != "recht/glossar.md"
    )
    assert not [name for name, term in terms().items() if not re.search(term.pattern, words)]


def test_the_glossary_lists_every_term_and_leads_on_to_pages_that_speak_of_it(pages):
    page = pages["recht/glossar.md"]
    assert set(re.findall(r'<dt id="([^"]+)"', page)) == set(terms())
    assert mentions(terms()["burden-limit"])
    for term in terms().values():
        for written in mentions(term):
            assert re.search(term.pattern, text_of(written))


def test_no_form_belongs_to_two_terms_or_stands_twice():
    forms = Counter(form for term in terms().values() for form in term.forms)
    assert not [form for form, count in forms.items() if count > 1]


@pytest.mark.parametrize("name", terms())
def test_an_explanation_is_two_sentences_at_most_without_a_typed_figure(name):
    term = terms()[name]
    assert re.fullmatch(r"[a-z]+(-[a-z\d]+)*", name)
    assert term.says.endswith(".")
    assert len(re.split(r"[.?!] ", term.says)) <= 2
    assert all(len(sentence.split()) <= 20 for sentence in re.split(r"[.?!] ", term.says))
    assert not re.search(r"\d", re.sub(r"\[\[[^]]*\]\]|Muster 2\d", "", term.says))
    assert term.norm is None or link(term.norm)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Ein Widerspruch. Ein Widerspruch.</p>", ["objection"]),
        ("<p>Muster&nbsp;26 und Muster\n28</p>", ["form-26", "form-28"]),
        ("<h2>Widerspruch</h2><p>des Widerspruchs</p>", ["objection"]),
        ('<p><a href="x">Widerspruch</a></p>', []),
        ('<p title="Widerspruch > Klage">nichts</p>', []),
        ("<table><tr><th>Klage</th><td>Klage</td></tr></table>", ["suit"]),
        ("<p><code>Klage</code> <br> <strong>Klage</strong></p>", ["suit"]),
        ('<form><p>Klage</p><input name="Klage"></form><!-- Klage -->', []),
        ('<div class="grid cards"><ul><li>Klage</li></ul></div><p>Klage</p>', ["suit"]),
        ("<p>Untätigkeitsklage, Anklage, Klageschrift, Klage-Frist</p>", ["inaction-suit"]),
        ("<p>nach der ST-RL, der Soziotherapie-Richtlinie</p>", ["directive"]),
    ],
)
def test_only_whole_words_of_running_text_are_explained(html, expected):
    assert read(explained(html, SAY, "")).explained == expected


def test_a_table_of_contents_explains_nothing():
    page = Markdown(extensions=["toc", SHORTCODES])
    html = page.convert("# Klage\n\nKlage\n")
    assert read(html).explained == ["suit"]
    assert page.toc_tokens[0]["name"] == page.toc_tokens[0]["html"] == "Klage"
    assert read(page.convert("Klage")).explained == ["suit"]


def test_explaining_changes_no_word_of_the_page():
    html = "<p>Wer&nbsp;zahlt? Die <em>Zuzahlung</em> &amp; mehr: <data>Klage</data>, (Klage).</p>"
    assert read(explained(html, SAY, "")).words == read(html).words


def test_a_bracket_stays_with_the_term_behind_it():
    assert '<span class="bound">(<button' in explained("<p>Danach (Klage)</p>", SAY, "")
    assert "bound" not in explained("<p>Danach Klage</p>", SAY, "")


def test_a_language_may_have_no_term_yet(monkeypatch):
    monkeypatch.setattr(glossary, "shared", lambda *_: {})
    assert glossary.terms.__wrapped__("en") == {}
    monkeypatch.setattr(glossary, "terms", lambda _: {})
    html = "<p>Sociotherapy (Soziotherapie)</p>"
    assert glossary.explained(html, texts("en"), "") == html
