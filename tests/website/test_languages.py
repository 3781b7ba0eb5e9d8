"""A language beside German: what its folder and its pages may say, and how one site is made of all."""

import re
import tomllib
from datetime import date

import pytest
import yaml

from website import serve, static_rules
from website.finish import crawlers
from website.finish import languages as together
from website.finish.built import Built, Page
from website.languages import checks, config, languages, read, sources, stale
from website.npm import CannotBuild
from website.release import servers

PAGE = """---
title: Kosten
description: Was es kostet.
{head}---

# Kosten {{ #costs }}

{text}
"""
# Whatever the German page of costs says that no language may change, by its kind.
GERMAN = sources.german("betroffene/kosten.md")


@pytest.fixture
def home(tmp_path):
    """The folder of a language that can be built; the calculators speak German in it, as in the code."""
    folder = tmp_path / "probe"
    words = {**config.german_words(), **{name: name for name in config.BESIDE}}
    words |= {name: " ".join(parts) for name, parts in config.TO_BE_FILLED.items()}
    lines = [
        *('tag = "de"', 'dir = "rtl"', 'name = "Probe"', 'theme = "de"', 'translation = "whole"'),
        *('description = "…"', "[sections]", '"index.md" = "Anfang"', 'betroffene = "Für mich"'),
        *("[manifest]", 'name = "Probe"', "[words]"),
        *(f"{name} = '''{said}'''" for name, said in words.items()),
    ]
    (folder / "pages" / "betroffene").mkdir(parents=True)
    (folder / "language.toml").write_text("\n".join(lines), "utf-8")
    (folder / "glossar.toml").write_text("[term.copayment]\n", "utf-8")
    (folder / "pages/index.md").write_text(PAGE.format(head="", text=""), "utf-8")
    return folder


def write(home, place, text, head=""):
    path = home / "pages" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(head=head, text=text), "utf-8")


def change(home, old, new):
    path = home / "language.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# What a folder says


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('theme = "de"', "", "lacks theme"),
        ('theme = "de"', 'theme = "de"\nplural = 2', "plural, which nobody reads"),
        ('dir = "rtl"', 'dir = "left"', "dir is 'left'"),
        ('translation = "whole"', 'translation = "half"', "translation is 'half'"),
        ("[manifest]", '[reviewed]\nby = "N. N."\n[manifest]', "by and on"),
    ],
)
def test_a_folder_that_says_too_little_or_too_much_is_refused(home, old, new, said):
    change(home, old, new)
    with pytest.raises(CannotBuild, match=said):
        read(home)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nmenu = ", "\nmenus = ", "lacks menu"),
        ("\nmenu = ", "\nmenus = ''\nmenu = ", "has menus, which nobody says"),
        ("{other}", "anderswo", "crisis_talk lacks {other}"),
        ("{by} {day}", "{by}", "reviewed lacks {day}"),
    ],
)
def test_the_frame_says_all_its_words_and_no_others(home, old, new, said):
    change(home, old, new)
    with pytest.raises(CannotBuild, match=said):
        config.check_words(read(home))


def test_every_word_of_the_templates_is_one_of_the_frame():
    overrides = sources.DOCS / ".overrides"
    used = {
        name
        for path in overrides.rglob("*.html")
        for name in re.findall(r"config\.extra\.words\.(\w+)", path.read_text("utf-8"))
    }
    assert used - {*config.german_words(), *config.BESIDE} == set()
    assert {*config.german_words()} - used <= {
        "languages",  # finish/languages.py says it
    }


# How it is built


def test_its_navigation_is_the_german_one_as_far_as_there_are_pages(home):
    write(home, "betroffene/kosten.md", "")
    write(home, "betroffene/index.md", "")
    write(home, "krise.md", "", "from: [angehoerige/index.md]\nafter: betroffene/kosten.md\n")
    made = yaml.load(config.config_for(read(home), home), config.Reader)
    pages = ["betroffene/index.md", "betroffene/kosten.md", "krise.md"]
    assert made["nav"] == [{"Anfang": "index.md"}, {"Für mich": pages}]
    assert made["site_url"].endswith("/probe/")
    assert made["exclude_docs"] == ""
    duties = [duty["address"] for duty in made["extra"]["german_duties"]]
    assert duties == list(config.DUTIES.values())


def test_a_page_for_every_reader_stands_in_no_part_of_the_navigation_and_is_quiet(home):
    write(home, "betroffene/index.md", "")
    quiet = config.german_config()["extra"]["quiet"]
    write(home, "krise.md", "", "from: [ueber/index.md]\nafter: ueber/barrierefreiheit.md\n")
    made = yaml.load(config.config_for(read(home), home), config.Reader)
    assert made["nav"] == [
        {"Anfang": "index.md"},
        {"Für mich": ["betroffene/index.md"]},
        "krise.md",
    ]
    assert made["extra"]["quiet"] == [*quiet, "krise/"]


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.folder)
def test_help_in_a_crisis_and_with_the_translation_is_under_nobodys_title(language, tmp_path):
    made = yaml.load(config.config_for(language, tmp_path), config.Reader)
    own = config.on_their_own(language)
    assert own <= {entry for entry in made["nav"] if isinstance(entry, str)}


def test_a_part_of_the_navigation_has_a_title_and_an_own_page_its_place(home):
    write(home, "rechner/index.md", "")
    with pytest.raises(CannotBuild, match=r"\[sections\] lacks rechner"):
        config.config_for(read(home), home)
    (home / "pages/rechner/index.md").unlink()
    write(home, "krise.md", "", "from: [angehoerige/index.md]\n")
    with pytest.raises(CannotBuild, match=r"krise.md does not say behind which page"):
        config.config_for(read(home), home)


def test_a_page_whose_calculator_has_no_words_is_not_there(home, monkeypatch):
    write(home, "betroffene/kosten.md", "[[calculator copayment]]\n\n[[answers copayment]]")
    language = read(home)
    assert "betroffene/kosten.md" in sources.places(language)
    silent = sources.texts("de")
    # Of a calculator that the language lacks there may be what others say of it: its rules.
    monkeypatch.setattr(silent.__class__, "has", lambda _, key: key != "copayment.verdict")
    language = read(home)
    assert sources.left_out(language) == ["betroffene/kosten.md"]
    assert "kosten" not in str(yaml.load(config.config_for(language, home), config.Reader)["nav"])


def test_only_german_is_searched_by_its_stems(home):
    def search(language):
        made = yaml.load(config.config_for(language, home), config.Reader)
        return next(entry["search"] for entry in made["plugins"] if "search" in entry)

    assert search(read(home))["lang"] == "de"
    change(home, 'tag = "de"', 'tag = "ar"')
    language = read(home)
    config.places.cache_clear()
    assert not language.is_german
    assert config._plugin({"search": {"lang": "de"}}, language)["search"]["lang"] == "en"


def test_a_language_says_which_words_of_a_question_are_not_looked_for(home):
    def left_of(query, language):
        separator = config._plugin({"search": {"lang": "de"}}, language)["search"]["separator"]
        return [part for word in query.split() for part in re.split(separator, word) if part]

    change(home, 'tag = "de"', 'tag = "ar"')
    assert left_of("How do I begin?", read(home)) == ["How", "do", "I", "begin"]
    change(home, 'dir = "rtl"', 'dir = "rtl"\nunsought = ["how", "i"]')
    assert left_of("How do I begin?", read(home)) == ["do", "begin"]
    assert left_of("show income", read(home)) == ["show", "income"]


# What its pages may say


def test_a_page_that_says_what_the_german_one_says_is_right(home):
    write(home, "betroffene/kosten.md", GERMAN.text.split("\n", 2)[2])
    assert list(checks.wrongs(read(home), "betroffene/kosten.md")) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[[figure referral_hours]]", "figures and norms that"),
        ("[[norm § 1 SGB I]]", "figures and norms that"),
        ("[110](tel:110)", "telephone numbers that"),
        ("[da](https://example.org/x)", "links to others that"),
        ("[da](../praxen/index.md)", "links to pages that"),
        ("höchstens 3.000 €", "sums that"),
        ("at most €3,000", "sums that"),
        ("## Ohne Namen", "no id of its own"),
        ("[[refusal]]", "is led to"),
    ],
)
def test_a_whole_page_says_nothing_more(home, more, said):
    write(home, "betroffene/kosten.md", GERMAN.text.split("\n", 2)[2] + "\n\n" + more)
    [wrong] = checks.wrongs(read(home), "betroffene/kosten.md")
    assert said in wrong


@pytest.mark.parametrize("kind", ["figures and norms", "links to pages"])
def test_a_whole_page_says_nothing_less_and_a_shorter_one_may(home, kind):
    write(home, "betroffene/kosten.md", "Nichts davon.")
    assert any(
        f"{kind} of the German page" in w for w in checks.wrongs(read(home), "betroffene/kosten.md")
    )
    write(home, "betroffene/kosten.md", "Nichts davon.", "translation: shorter\n")
    assert list(checks.wrongs(read(home), "betroffene/kosten.md")) == []


def test_a_shorter_page_has_figures_only_of_what_it_was_made_of(home):
    head = "translation: shorter\n"
    write(home, "betroffene/kosten.md", "[[norm § 39 SGB X]]", head)
    assert list(checks.wrongs(read(home), "betroffene/kosten.md"))
    write(home, "betroffene/kosten.md", "Nichts.", head + "from: [betroffene/nirgends.md]\n")
    with pytest.raises(CannotBuild, match="there is none such"):
        list(checks.wrongs(read(home), "betroffene/kosten.md"))


def test_a_page_without_a_german_one_says_of_which_it_was_made(home):
    write(home, "krise.md", "")
    with pytest.raises(CannotBuild, match="has to say of which it was made"):
        sources.made_of(read(home), "krise.md")


def test_what_is_included_has_to_be_there(home):
    write(home, "betroffene/kosten.md", "{!shared/hilfe.md!}")
    with pytest.raises(CannotBuild, match=r"includes shared/hilfe\.md"):
        checks.check(read(home))


def test_words_that_mislead_stand_nowhere(home):
    (home / "avoid.toml").write_text('[avoid]\n"burden limit" = "bears nothing"\n', "utf-8")
    write(home, "index.md", "The Burden\nlimit is 2.", "translation: shorter\n")
    with pytest.raises(CannotBuild, match=r"index.md: “burden limit” misleads: bears nothing"):
        checks.check(read(home))


# Whether it is made of the German of today


def test_what_is_sought_is_a_page_of_the_language(home):
    (home / "suchwoerter.toml").write_text('"krise/#now" = ["Not"]\n"" = ["Start"]\n', "utf-8")
    (home / "queries.toml").write_text('"Was kostet es" = ["", "betroffene/kosten"]\n', "utf-8")
    found = [fault for fault in checks.faults(read(home)) if "there is no page" in fault]
    assert found == [
        "suchwoerter.toml: there is no page at 'krise/#now'",
        "queries.toml: there is no page at 'betroffene/kosten/'",
    ]
    write(home, "krise.md", "", "from: [angehoerige/index.md]\nafter: betroffene/kosten.md\n")
    write(home, "betroffene/kosten.md", "")
    assert not [fault for fault in checks.faults(read(home)) if "there is no page" in fault]


def test_what_nobody_has_looked_at_is_new_and_what_changed_since_is_stale(home, monkeypatch):
    write(home, "betroffene/kosten.md", "")
    language = read(home)
    assert {one.is_new for one in stale.behind(language)} == {True}
    stale.renew(language, [stale.ALL])
    assert stale.behind(language) == ()
    monkeypatch.setattr(stale, "of_page", lambda _, place: f"{place} is another")
    stale.behind.cache_clear()
    assert [one.name for one in stale.behind(language)] == ["betroffene/kosten.md", "index.md"]
    assert stale.is_stale(language, "betroffene/kosten.md")
    stale.renew(language, ["index.md"])
    assert [one.name for one in stale.behind(language)] == ["betroffene/kosten.md"]
    with pytest.raises(CannotBuild, match=r"has no nirgends\.md"):
        stale.renew(language, ["nirgends.md"])


def test_lines_that_break_elsewhere_are_the_same_words(home, monkeypatch):
    language = read(home)
    before = stale.digests(language)
    text = stale.of_page
    monkeypatch.setattr(stale, "of_page", lambda *page: text(*page).replace(" ", "\n"))
    assert stale.digests(language) == before


@pytest.mark.parametrize(
    ("key", "is_legal"),
    [
        ("copayment.verdict.due.headline", True),
        ("deadlines.because.end", True),
        ("eligibility.verdict.likely.next_wish", True),
        ("burden_limit.note.partner", True),
        ("deadlines.record.refused", True),
        ("copayment.ask.first_day.label", False),
        ("page.link.title", False),
    ],
)
def test_what_the_law_means_for_somebody_is_legal(key, is_legal):
    assert stale.Behind(stale.TEXTS, key, is_new=False).is_legal == is_legal


def test_a_release_does_not_say_what_another_law_meant(home, monkeypatch):
    language = read(home)
    stale.renew(language, [stale.ALL])
    monkeypatch.setenv("RELEASE", "1")
    stale.refuse_release(language)
    path = home / stale.NAME
    taken = tomllib.loads(path.read_text("utf-8"))[stale.TEXTS]
    legal = next(key for key in taken if stale.LEGAL.search(key))
    path.write_text(path.read_text("utf-8").replace(taken[legal], "0" * 16), "utf-8")
    stale.behind.cache_clear()
    with pytest.raises(CannotBuild, match=legal):
        stale.refuse_release(language)
    monkeypatch.delenv("RELEASE")
    stale.refuse_release(language)


# How one site is made of all

HEAD = '<!doctype html><html lang="de" class="no-js"><head></head><body>'
SWITCHED = "\n    <template data-languages></template>"


def page(heading, inside=""):
    return f"{HEAD}{SWITCHED}<article><h1>{heading}</h1>{inside}</article></body></html>"


@pytest.fixture
def site(home, tmp_path, monkeypatch):
    """A built site with German pages and those of the language, before they are put together."""
    write(home, "betroffene/index.md", "")
    language = read(home)
    monkeypatch.setattr(together, "languages", lambda: (language,))
    monkeypatch.setattr(crawlers, "languages", lambda: (language,))
    stale.renew(language, [stale.ALL])
    built = Built(tmp_path / "nothing")
    built.folder.mkdir()
    for place in (
        "index.html",
        "betroffene/index.html",
        "betroffene/kosten/index.html",
        "404.html",
    ):
        built.pages[place] = Page(page(place))
    link = '<a href="german:betroffene/kosten/#costs">x</a><img src="../assets/x.svg">'
    built.pages["betroffene/kosten/index.html"].html += '<p id="costs">'
    built.pages["probe/index.html"] = Page(page("Anfang"))
    built.pages["probe/betroffene/index.html"] = Page(page("Für mich", link))
    built.pages["probe/404.html"] = Page(page("?", '<img src="/probe/assets/x.svg">'))
    return built


def test_a_page_of_a_language_says_which_and_finds_what_all_share(site):
    together.assemble(site)
    html = site.pages["probe/betroffene/index.html"].html
    assert '<html lang="de" dir="rtl" class="no-js">' in html
    assert 'src="../../assets/x.svg"' in html
    assert 'href="../../betroffene/kosten/#costs"' in html
    assert 'src="/assets/x.svg"' in site.pages["probe/404.html"].html


def test_a_german_page_stays_as_it_was_but_for_the_ways_to_others(site):
    together.assemble(site)
    html = site.pages["betroffene/index.html"].html
    assert html.startswith(HEAD.partition("</head>")[0])
    way = '<a href="../probe/betroffene/" hreflang="de" lang="de" class="carries" data-offer="{}">'
    assert f"{way.format(together.languages()[0].words['languages_offer'])}Probe</a>" in html
    assert "of-translation" not in html


def test_without_other_languages_a_german_page_stays_as_it_was(site, monkeypatch):
    monkeypatch.setattr(together, "languages", lambda: ())
    before = {place: p.html for place, p in site.pages.items() if not place.startswith("probe/")}
    for place in [place for place in site.pages if place.startswith("probe/")]:
        del site.pages[place]
    together.assemble(site)
    after = {place: p.html for place, p in site.pages.items()}
    assert after == {place: html.replace(SWITCHED, "") for place, html in before.items()}


def test_the_switch_leads_to_the_nearest_page_that_is_there_and_says_which(site):
    together.assemble(site)
    html = site.pages["betroffene/kosten/index.html"].html
    assert (
        '<a href="../../probe/betroffene/" hreflang="de" lang="de">Probe<span> (Für mich)</span></a>'
        in html
    )
    assert "hreflang" not in html.partition("</head>")[0]


def test_only_pages_that_are_there_are_said_to_be_the_same(site):
    together.assemble(site)
    head = site.pages["betroffene/index.html"].html.partition("</head>")[0]
    assert head.count('hreflang="x-default"') == 1
    assert head.count("<link") == 3
    assert "hreflang" not in site.pages["probe/404.html"].html.partition("</head>")[0]


@pytest.mark.parametrize(
    "lead",
    [
        '<a href="german:betroffene/nirgends/">x</a>',
        '<a href="nirgends/">x</a>',
        '<a href="#nirgends">x</a>',
        '<a href="../#nirgends">x</a>',
    ],
)
def test_a_link_that_leads_nowhere_is_refused(site, lead):
    site.pages["probe/betroffene/index.html"].html = page("Für mich", lead)
    with pytest.raises(CannotBuild, match="nirgends"):
        together.assemble(site)


def test_a_page_says_what_its_words_are_worth(site, home):
    together.assemble(site)
    html = site.pages["probe/betroffene/index.html"].html
    assert "<p>german_counts</p><p>unreviewed</p>" in html
    assert 'class="stale"' not in html


def test_a_page_says_that_the_german_one_is_newer(site, home, monkeypatch):
    monkeypatch.setattr(stale, "is_stale", lambda *_: True)
    monkeypatch.setattr(stale, "changed_on", lambda *_: date(2026, 3, 1))
    together.assemble(site)
    html = site.pages["probe/betroffene/index.html"].html
    assert '</h1><p class="stale" role="note"' in html
    assert "1. März 2026" in html
    assert '<a href="../../betroffene/" hreflang="de">stale_link</a>' in html


# How servers send it


def test_a_wrong_address_is_answered_in_its_language(tmp_path):
    for folder in ("", "en/"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "404.html").write_text(folder, "utf-8")
    assert static_rules.missing_pages(tmp_path) == ["en"]
    handler = serve.Handler.__new__(serve.Handler)
    handler.folder = tmp_path
    assert handler._missing("/en/x/").read_text("utf-8") == "en/"
    assert handler._missing("/x/").read_text("utf-8") == ""
    assert '"~^/en/" "/en/404.html";' in servers.nginx(tmp_path)
    assert "rewrite /en/* /en/404.html" in servers.caddy(tmp_path)
    assert "rewrite @german /404.html" in servers.caddy(tmp_path)


def test_the_languages_that_are_there_are_as_they_have_to_be():
    for language in languages():
        config.check_words(language)
        checks.check(language)


def test_forms_begin_with_one_question_where_the_language_says_so(home):
    assert "data-one-question" not in together.attributes(read(home))
    change(home, 'theme = "de"', 'theme = "de"\none_question = true')
    assert together.attributes(read(home)) == 'lang="de" dir="rtl" data-one-question'
