"""What pages say to other machines is well-formed, complete, and what they say to their readers."""

import json
import re
import struct
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from calculators.engine.form import each
from calculators.registry import CALCULATORS
from tools.browser.visitor import visitor
from tools.built_site import PAGES, SITE, TRANSLATED
from website.finish import policy
from website.finish.built import finishing
from website.finish.metadata import add, structured
from website.finish.tree import tree, words
from website.history import changed
from website.languages import languages
from website.links import places
from website.markdown.pages import build_day
from website.runtime import PACKAGE
from website.static_rules import FOR_OTHER_SITES, HEADERS_FILE
from website.written import DOCS

FOR_READERS = ("betroffene", "angehoerige", "verordnende")
FACTS = """() => {
    const text = (element) => {
        const shown = element.cloneNode(true);
        shown.querySelectorAll("[popover]").forEach((hidden) => hidden.remove());
        return shown.textContent.replace(/\\s+/g, " ").trim();
    };
    const blocks = (elements) => [...elements].map(text).join(" ").trim();
    return {
        data: [...document.querySelectorAll('script[type="application/ld+json"]')].map(text),
        questions: [...document.querySelectorAll("details.question")].map((details) => [
            text(details.querySelector("summary")),
            blocks([...details.children].filter((child) => child.tagName !== "SUMMARY")),
        ]),
        checked: document.querySelector(".checked")?.textContent ?? "",
        metas: Object.fromEntries(
            [...document.querySelectorAll("meta[property], meta[name]")].map(
                (meta) => [meta.getAttribute("property") ?? meta.name, meta.content]
            )
        ),
        canonical: document.querySelector('link[rel="canonical"]').href,
        title: document.title,
        lang: document.documentElement.lang,
    };
}"""


@pytest.fixture(scope="module")
def facts(browser, base):
    """Of each page what it says to its readers and what to machines, as a browser reads it."""
    with visitor(browser, base, service_workers="block") as (page, _):
        found = {}
        for path in PAGES:
            page.goto(f"{path}/" if path else "", wait_until="domcontentloaded")
            found[path] = page.evaluate(FACTS)
        return found


def test_every_page_has_one_address_and_a_picture_for_those_who_pass_it_on(facts):
    for path, said in facts.items():
        metas = said["metas"]
        assert said["canonical"].endswith(f"/{path}/" if path else "/")
        assert metas["og:url"] == said["canonical"], path
        assert said["title"].startswith(metas["og:title"]), path
        assert metas["og:description"] == metas["description"], path
        assert metas["og:type"] == ("article" if path else "website")
        assert metas["og:locale"].partition("_")[0] == said["lang"] == "de"
        root = said["canonical"].removesuffix(f"{path}/" if path else "")
        image = metas["og:image"]
        assert image.startswith(root)
        assert size(SITE / image.removeprefix(root)) == (1200, 630), path
        assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
        assert metas["og:image:alt"] and metas["og:site_name"]


def test_every_page_has_a_title_of_its_own_without_a_word_twice(facts):
    titles = [said["title"] for said in facts.values()]
    assert len(titles) == len(set(titles))
    for title in titles:
        parts = re.split(r"\s[–:|]\s|: ", title)
        assert len(parts) == len(set(parts)), title
        assert title.startswith("Soziotherapie") or title.endswith(" – Soziotherapie")


def test_a_page_is_either_listed_or_says_that_it_is_not_to_be():
    """Both would contradict each other: not to be listed, and to be listed under another address."""
    found = 0
    for path in sorted(SITE.rglob("*.html")):
        page = tree(path.read_text("utf-8"))
        robots = [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "robots"]
        canonical = [link for link in page.iter("link") if link.get("rel") == "canonical"]
        if path.parts[len(SITE.parts)] == FOR_OTHER_SITES:
            found += 1
            assert (robots, canonical) == (["noindex"], []), path
        elif path.name == "index.html":
            assert (robots, len(canonical)) == ([], 1), path
    assert found == len(CALCULATORS) + sum(len(places(one.tag)) for one in languages())


def test_the_list_of_pages_has_each_page_with_the_day_of_its_last_change(facts):
    listed = ElementTree.parse(SITE / "sitemap.xml").getroot()
    days = {}
    for entry in listed.findall("{*}url"):
        days[entry.findtext("{*}loc")] = entry.findtext("{*}lastmod")
    assert sorted(days) == sorted(said["canonical"] for said in facts.values())
    for path, said in facts.items():
        written_in = [
            place
            for place in (f"{path}.md", f"{path}/index.md")
            if (DOCS / place.lstrip("/")).exists()
        ]
        known = changed(written_in[0].lstrip("/"))
        told = days[said["canonical"]]
        assert told is None or known is None or told == known.isoformat(), path


def test_search_engines_are_shown_the_list_of_pages_and_kept_from_none(facts, base):
    [home] = [said["canonical"] for path, said in facts.items() if not path]
    robots = RobotFileParser()
    robots.parse((SITE / "robots.txt").read_text("utf-8").splitlines())
    folders = ["", *(f"{folder}/" for folder in TRANSLATED)]
    assert robots.site_maps() == [f"{home}{folder}sitemap.xml" for folder in folders]
    assert all(robots.can_fetch("any", said["canonical"]) for said in facts.values())


def test_structured_data_say_what_the_page_says(facts):
    for path, said in facts.items():
        due = path.startswith(FOR_READERS) or bool(said["questions"])
        assert len(said["data"]) == due, path
        if not due:
            continue
        data = json.loads(said["data"][0])
        assert data["@context"] == "https://schema.org"
        assert data["url"] == said["canonical"]
        assert data["name"] == said["metas"]["og:title"]
        assert data["description"] == said["metas"]["description"]
        assert data["inLanguage"] == said["lang"]
        assert ("FAQPage" in data["@type"]) == bool(said["questions"]), path
        assert ("MedicalWebPage" in data["@type"]) == path.startswith(FOR_READERS), path


def test_questions_and_answers_are_those_of_the_page(facts):
    assert any(said["questions"] for said in facts.values())
    for path, said in facts.items():
        if said["questions"]:
            questions = json.loads(said["data"][0])["mainEntity"]
            assert {q["@type"] for q in questions} == {"Question"}
            assert {q["acceptedAnswer"]["@type"] for q in questions} == {"Answer"}
            pairs = [[q["name"], q["acceptedAnswer"]["text"]] for q in questions]
            assert len(pairs) == len(said["questions"]), path
            for (question, answer), (asked, shown) in zip(pairs, said["questions"], strict=True):
                assert question == asked and answer, path
                assert answer.endswith((".", "!", "?", "“")), (path, answer)
                led_on = shown.removeprefix(answer)
                assert shown.startswith(answer) and not re.search("[.!?]", led_on), (path, led_on)


def test_a_page_on_health_names_its_readers_and_the_day_it_was_checked(facts):
    for path, said in facts.items():
        if path.startswith(FOR_READERS):
            data = json.loads(said["data"][0])
            assert data["audience"]["@type"] == "MedicalAudience"
            assert data["audience"]["audienceType"] == said["metas"]["audience"]
            day = date.fromisoformat(data["lastReviewed"])
            assert f"am {day.day}. " in said["checked"] and f" {day.year}" in said["checked"]
            assert day <= build_day(), path


# Names of the code

CODE = {"code", "pre", "script", "style", "template", "textarea"}


def said(element):
    """What a page says to its readers, but for what is code."""
    if element.tag not in CODE:
        yield element.text or ""
        for child in element:
            yield from said(child)
            yield child.tail or ""


def names_of_the_code():
    """What questions and answers are called in the code, where no German sentence says it, too."""
    questions = [question for module in CALCULATORS.values() for question in each(module.Case)]
    names = {name for q in questions for name in (q.key.rpartition(".")[2], *q.choices)}
    german = re.findall(r'"([^"\n]*)"', (PACKAGE / "texts/de.toml").read_text("utf-8"))
    words = set(re.findall(r"\w+", " ".join(german)))
    return {name for name in names if len(name) > 3 and name.islower()} - words


@pytest.mark.parametrize("path", [p for p in PAGES if not p.startswith("entwicklung")])
def test_no_name_of_the_code_is_said_to_readers(path):
    page = tree((SITE / path / "index.html").read_text("utf-8"))
    words_said = " ".join(" ".join(said(page)).split())
    plain = set(re.findall(r"\b[a-zäöüß]+\b", words_said)) & names_of_the_code()
    marked = re.findall(r"\b[a-z]+(?:_[a-z]+)+\b|\b\w+\.(?:toml|py|js)\b", words_said)
    assert not plain | set(marked)


# How it is written

PAGE = """<!doctype html><html lang="de"><head><meta name="description" content="D">{}</head>
<body><article>{}</article></body></html>"""
QUESTION = (
    '<details class="question"><summary>A &lt;/script&gt;?</summary><p>B, <b>c</b>.</p></details>'
)


def test_data_cannot_end_the_script_they_stand_in_and_need_no_leave_to_run(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(PAGE.format("", QUESTION), "utf-8")
    with finishing(tmp_path) as site:
        add(site)
    html = page.read_text("utf-8")
    assert html.count("</script>") == 1
    script = next(tree(html).iter("script"))
    answered = json.loads(script.text)["mainEntity"][0]
    assert answered["name"] == "A </script>?"
    assert answered["acceptedAnswer"]["text"] == "B, c."
    with finishing(tmp_path) as site:
        policy.add(site)
    assert "sha256" not in (tmp_path / HEADERS_FILE).read_text("utf-8")


def test_a_page_without_readers_or_without_a_day_is_no_page_on_health():
    readers = '<meta name="audience" content="X">'
    day = '<p class="checked">Am <time datetime="2026-03-03">3. März 2026</time>.</p>'
    assert structured(tree(PAGE.format(readers, ""))) is None
    assert structured(tree(PAGE.format("", day))) is None
    found = structured(tree(PAGE.format(readers, day)))
    assert found["@type"] == ["MedicalWebPage"]
    assert found["lastReviewed"] == "2026-03-03"


def test_a_page_is_read_as_a_browser_reads_it():
    found = tree(
        '<html><body><p>A<br>b<img src="x"/></p> <svg><path d=""/></svg>c<i popover>d</i></body></html>'
    )
    assert [element.tag for element in found.iter()] == [
        "html",
        "body",
        "p",
        "br",
        "img",
        "svg",
        "path",
        "i",
    ]
    assert words(found) == "Ab c"


def size(picture):
    """Width and height of a PNG, as its head says."""
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    return struct.unpack(">II", data[16:24])
