"""The search finds what people look for in their own words, and tells nobody what that was."""

import json
import re
import tomllib

import pytest

from calculators.law.diagnoses import diagnoses
from tools.built_site import CALCULATOR_PAGES, PAGES, SITE
from tools.search import IN_LANGUAGES, QUERIES, missed, results
from website.finish.search import CODES, FIELD, INDEX, WORDS, write
from website.finish.searchable import Reader
from website.npm import CannotBuild


def test_everyday_queries_lead_to_the_right_page_among_the_first_three(page):
    assert len(QUERIES) >= 60
    assert not missed(results(page))


@pytest.mark.parametrize("folder", IN_LANGUAGES)
def test_everyday_queries_in_another_language_lead_to_its_right_page(page, folder):
    queries = IN_LANGUAGES[folder]
    assert len(queries) >= 40
    assert not missed(results(page, queries, f"{folder}/"), queries)


def test_words_that_stand_apart_on_a_page_are_apart_in_what_is_found():
    reader = Reader()
    reader.feed(
        '<h1 id="a">Was</h1><table><tr><th>Tag</th><td>Brief</td></tr></table><label>Ja</label>'
        "<div data-search-exclude><div>Nie</div><br>Nie</div><p>Doch <b>e</b>ins</p>"
        "<template><p>Nie</p></template><div hidden><p>Nie</p></div>"
    )
    reader.close()
    [section] = reader.data
    assert "".join(section.text).split() == ["Tag", "Brief", "Ja", "<p>Doch", "eins</p>"]


def test_a_word_that_a_touch_explains_is_a_word_of_its_sentence():
    reader = Reader()
    reader.feed(
        '<h1 id="a">Was</h1><p>Sie brauchen eine <button type="button" class="term">Verordnung</button>.'
        ' <span class="bound">(<button class="term more">Muster 26</button></span>).</p>'
        "<button>Drucken</button><button>Kopieren</button>"
    )
    reader.close()
    [section] = reader.data
    said = "".join(section.text)
    assert "eine Verordnung. (Muster 26)." in said
    assert said.split()[-2:] == ["Drucken", "Kopieren"]


def test_no_page_in_the_index_has_a_space_before_a_full_stop():
    for index in SITE.rglob(INDEX):
        for entry in json.loads(index.read_text("utf-8"))["docs"]:
            assert not re.search(r"\w [.;](?:\s|$)", entry["text"]), entry["location"]


def test_nothing_of_a_form_and_no_table_of_days_is_in_the_index():
    index = json.loads((SITE / INDEX).read_text("utf-8"))
    for entry in index["docs"]:
        assert not re.search(r"[a-zäöüß](\d{1,2}\. )?[A-Z][a-zäöü]+ 20\d\d\d", entry["text"])
        if entry["location"] in {f"{path}/" for path in CALCULATOR_PAGES.values()}:
            assert "Eine Frage nach der anderen" not in entry["text"]
            assert "Die häufigsten Antworten" not in entry["text"]


FOR_NOBODY = ("recht/beispiele", "ueber/impressum")  # who asks for help
FOR_FEW = (*FOR_NOBODY, "recht/rechenwege")


def test_who_asks_in_everyday_words_meets_no_example_no_rule_and_no_imprint_first(page):
    found = {query: places for query, places in results(page).items() if query != "Impressum"}
    assert not {
        query: places[:2]
        for query, places in found.items()
        if places[0].startswith(FOR_FEW) or (places[1:2] and places[1].startswith(FOR_NOBODY))
    }


def test_every_query_has_a_page_that_is_there():
    assert not [query for query, wanted in QUERIES.items() if not set(wanted) & set(PAGES)]


def test_a_query_that_leads_elsewhere_is_missed():
    right = {query: [wanted[0]] for query, wanted in QUERIES.items()}
    assert not missed(right)
    first = next(iter(QUERIES))
    wrong = ["praxen", "ueber", "recht/zahlen"]
    assert missed({**right, first: [*wrong, QUERIES[first][0]]}) == {first: wrong}


def test_a_reader_who_types_a_query_sees_the_page_and_goes_there(page, base):
    page.goto("ueber/")
    page.locator(".md-search__input").press_sequentially("Zettel vom Arzt")
    found = page.locator(".md-search-result__item").first.locator("a").first
    found.wait_for()
    assert "Der Weg in drei Schritten" in found.inner_text()
    assert "Es fehlt" not in found.inner_text()
    # What somebody looked for is nobody's business, the server's included.
    assert found.get_attribute("href") == f"{base}betroffene/weg/"


def test_a_slip_is_understood_and_nothing_is_said_to_be_missing(page):
    page.goto("ueber/")
    field = page.locator(".md-search__input")
    field.fill("zuzalung")
    field.press("End")
    found = page.locator(".md-search-result__item").first
    found.wait_for()
    assert "uzahlung" in found.inner_text()
    assert not page.locator(".md-search-result__terms").count()


def test_what_is_spelt_rightly_is_looked_for_as_it_is(page):
    asked = []
    page.expose_function("noted", lambda query: asked.append(query))
    page.add_init_script(
        """window.Worker = class extends Worker {
            postMessage(message) {
                if (message.type === 2) noted(message.data);
                super.postMessage(message);
            }
        };"""
    )
    page.goto("ueber/")
    field = page.locator(".md-search__input")
    result = page.locator(".md-search-result__meta")
    for words, told in (("Zuzahlung", "Suchergebnisse"), ("Quaxoflux", "Keine Suchergebnisse")):
        field.fill(words)
        field.press("End")
        result.filter(has_text=re.compile(f"{told}$|^{told}")).wait_for()
    # What nobody wrote is not found by asking for it again and again.
    assert "Zuzahlung" in asked
    assert [query for query in asked if "~" in query] == ["quaxoflux~2"]


def test_the_words_are_in_the_index_as_a_field_of_their_own_and_on_no_page():
    index = json.loads((SITE / INDEX).read_text("utf-8"))
    words = tomllib.loads(WORDS.read_text("utf-8"))
    assert FIELD in index["config"]["fields"]
    held = {entry["location"]: entry[FIELD] for entry in index["docs"] if FIELD in entry}
    # The codes of the diagnoses are the law's data, written nowhere twice.
    by_code = {place for place, sayings in words.items() if CODES in sayings}
    assert by_code
    for place in by_code:
        codes = {code for found in diagnoses() for code in (found.code, found.code[:3])}
        written = [word for word in words[place] if word != CODES]
        assert {"F20", "F20.0"} <= codes <= set(held[place])
        assert [word for word in held[place] if word not in codes] == written
    assert {place: held[place] for place in held if place not in by_code} == {
        place: words[place] for place in words if place not in by_code
    }
    html = (SITE / "betroffene/weg/index.html").read_text("utf-8")
    assert ", ".join(words["betroffene/weg/"][:2]) not in html
    assert f'"{FIELD}"' not in html


def test_words_for_a_page_that_is_not_there_fail_the_build(tmp_path):
    words = tmp_path / "words.toml"
    words.write_text('"gone/" = ["x"]', "utf-8")
    (tmp_path / "search").mkdir()
    (tmp_path / INDEX).write_text('{"config": {"fields": {}}, "docs": []}', "utf-8")
    with pytest.raises(CannotBuild, match="gone/"):
        write(tmp_path, words)


def test_a_site_without_such_an_index_is_left_alone(tmp_path):
    write(tmp_path)
    assert not list(tmp_path.iterdir())
