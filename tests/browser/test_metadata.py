"""What pages say to other machines is well-formed, complete, and what they say to their readers."""

import json
import struct
from datetime import date

import pytest

from calculators.site.metadata import structured, write
from calculators.site.pages import build_day
from calculators.site.policy import HEADERS_FILE
from calculators.site.policy import write as write_policy
from calculators.site.tree import tree, words
from tests.browser.conftest import PAGES, SITE, visitor

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
            assert pairs == said["questions"], path
            assert all(question and answer for question, answer in pairs), path


def test_a_page_on_health_names_its_readers_and_the_day_it_was_checked(facts):
    for path, said in facts.items():
        if path.startswith(FOR_READERS):
            data = json.loads(said["data"][0])
            assert data["audience"]["@type"] == "MedicalAudience"
            assert data["audience"]["audienceType"] == said["metas"]["audience"]
            day = date.fromisoformat(data["lastReviewed"])
            assert f"am {day.day}. " in said["checked"] and f" {day.year}" in said["checked"]
            assert day <= build_day(), path


# How it is written

PAGE = """<!doctype html><html lang="de"><head><meta name="description" content="D">{}</head>
<body><article>{}</article></body></html>"""
QUESTION = (
    '<details class="question"><summary>A &lt;/script&gt;?</summary><p>B, <b>c</b>.</p></details>'
)


def test_data_cannot_end_the_script_they_stand_in_and_need_no_leave_to_run(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(PAGE.format("", QUESTION), "utf-8")
    write(tmp_path)
    html = page.read_text("utf-8")
    assert html.count("</script>") == 1
    script = next(tree(html).iter("script"))
    answered = json.loads(script.text)["mainEntity"][0]
    assert answered["name"] == "A </script>?"
    assert answered["acceptedAnswer"]["text"] == "B, c."
    write_policy(tmp_path)
    assert "sha256" not in (tmp_path / HEADERS_FILE).read_text("utf-8")


def test_a_page_without_readers_or_without_a_day_is_no_page_on_health():
    readers, day = '<meta name="audience" content="X">', '<p class="checked">Am 3. März 2026.</p>'
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
