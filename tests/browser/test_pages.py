"""Every page: nobody else is asked for anything, nothing sticks out, and axe finds no fault."""

import json
import re
from dataclasses import dataclass
from itertools import chain
from urllib.parse import parse_qsl, urljoin

import pytest

from tools.browser.axe import (
    COLOURS,
    EVERYTHING,
    NEEDS,
    SHAPES,
    faults,
    faults_in_both_schemes,
    overhang,
    suit,
)
from tools.browser.forms import clear, fill, one_for_each_verdict, open_form, submit
from tools.browser.visitor import DESK, PHONE, SAVING, fetch_search, fetch_theme, visitor
from tools.built_site import (
    CALCULATOR_PAGES,
    EMBEDS,
    MOST_BYTES,
    PAGES,
    SITE,
    TRANSLATED,
    asset,
    size_sent,
)
from tools.screenshot import EMBEDDED, KINDS
from website.cases import cases, given
from website.finish.tree import tree
from website.static_rules import LASTING

ALL_KINDS = {**KINDS, **EMBEDDED}.values()
SHORT_FORMS = ["betroffene/ablehnung"]  # a calculator's first questions, where they arise
CALLED = re.compile(r'(?:src|href)="([^":]+\.(?:css|js))"')
TABLET = {"width": 640, "height": 900}


@dataclass
class Visit:
    """What a page asked for and holds, when it is opened."""

    url: str
    requests: list[str]
    errors: list[str]
    cookies: int
    facts: dict


FACTS = """() => ({
    forms: document.querySelectorAll(".calculator").length,
    headings: document.querySelectorAll("h1").length,
    lang: document.documentElement.lang,
    title: document.title,
    description: document.querySelector('meta[name="description"]')?.content ?? "",
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    links: [...document.querySelectorAll("a[href]")].map((a) => [a.href, a.hash]),
    textIds: [...document.querySelectorAll("article [id]")].map((e) => e.id),
    textLinks: [...document.querySelectorAll("article a[href]")].map((a) => [a.href, a.hash]),
    unfocusable: [...document.querySelectorAll("article a[href^='#']")]
        .map((a) => a.hash.slice(1))
        .filter((id) => !document.getElementById(id)?.matches("[tabindex], a, button, input, summary")),
})"""

# Whether letters that no style changes are drawn in that size.
DRAWN_IN = """(size) => {
    const letters = document.createElement("i");
    letters.style.fontSize = "medium";
    document.body.append(letters);
    const drawn = getComputedStyle(letters).fontSize;
    letters.remove();
    return drawn === size;
}"""

# Comes even where a page never rests.
IDLE = "() => new Promise((done) => requestIdleCallback(done, { timeout: 10_000 }))"


@pytest.fixture(scope="session")
def visits(browser, base):
    """Every page of the site, visited by somebody whose browser keeps nothing.

    What the search asks for is the same everywhere, so it is asked for once and counted on each page.
    """
    found = {}
    # What the service worker keeps is looked at in test_offline.py.
    with visitor(browser, base, service_workers="block") as (page, record):
        page.add_init_script(SAVING)
        page.goto("")
        fetch_theme(page)
        requests = len(record.requests)
        fetch_search(page)
        of_the_search = record.requests[requests:]
        for path in PAGES:
            requests, errors = len(record.requests), len(record.errors)
            page.goto(f"{path}/" if path else "")
            fetch_theme(page)
            if page.locator(".calculator").count():  # what may come later comes there
                page.wait_for_load_state("networkidle")
            found[path] = Visit(
                page.url,
                record.requests[requests:] + of_the_search,
                record.errors[errors:],
                len(page.context.cookies()),
                page.evaluate(FACTS),
            )
    return found


def test_every_page_asks_only_this_site_and_makes_no_error(visits, base):
    for path, visit in visits.items():
        assert not [url for url in visit.requests if not url.startswith((base, "data:"))], path
        assert not [url for url in visit.requests if "?" in url], path
        assert not visit.errors, (path, visit.errors)
        assert not visit.cookies, path


def test_a_page_without_a_calculator_weighs_little(visits, base):
    for path, visit in visits.items():
        if not visit.facts["forms"] and not path.startswith("entwicklung"):
            files = {url.removeprefix(base).partition("#")[0] for url in visit.requests}
            sizes = [
                size_sent(SITE / file / ("" if "." in file else "index.html")) for file in files
            ]
            assert sum(sizes) <= MOST_BYTES, path


def test_every_script_and_sheet_has_a_name_that_changes_with_its_content():
    for page in SITE.rglob("*.html"):
        called = CALLED.findall(page.read_text("utf-8"))
        assert called, page
        assert not [place for place in called if not LASTING.search(f"/{place}")], page


def test_python_is_not_fetched_by_opening_a_page_and_the_script_only_where_a_form_is(visits):
    for path, visit in visits.items():
        assert not [url for url in visit.requests if "/runtime/" in url], path
        scripts = [url for url in visit.requests if url.endswith(asset("calculator.js"))]
        assert bool(scripts) == bool(visit.facts["forms"]), path
    forms = {path: visit.facts["forms"] for path, visit in visits.items() if visit.facts["forms"]}
    assert forms == dict.fromkeys([*CALCULATOR_PAGES.values(), *SHORT_FORMS], 1)


def test_on_a_good_line_python_comes_by_itself_but_only_where_a_form_is(browser, base):
    for path, expected in (("rechner/zuzahlung", True), ("rechner", False), ("", False)):
        with visitor(browser, base) as (page, record):
            page.goto(f"{path}/", wait_until="networkidle")
            page.evaluate(IDLE)
            assert any("/runtime/" in url for url in record.requests) == expected, path


def test_links_and_anchors_within_the_site_lead_somewhere(visits, base):
    every = (*PAGES, *chain(*TRANSLATED.values()), *EMBEDS)
    written = {path: tree((SITE / path / "index.html").read_text("utf-8")) for path in every}
    address = {path: f"{base}{path}/" if path else base for path in every}
    anchors = {address[path]: {*page.xpath("//@id")} for path, page in written.items()}
    controls = {address[path]: {*page.xpath("//form//@name")} for path, page in written.items()}
    links = {
        *(
            (address[path], href)
            for path, page in written.items()
            for href in page.xpath("//a/@href")
        ),
        *((visit.url, href) for visit in visits.values() for href, _ in visit.facts["links"]),
    }
    for path, visit in visits.items():
        anchors[address[path]] |= {*visit.facts["ids"]}
    for page, href in links:
        target, _, anchor = urljoin(page, href).partition("#")
        if target.startswith(base) and not (SITE / target.removeprefix(base)).is_file():
            assert target in anchors, (page, href)
            if "=" in anchor:  # answers to the form there
                assert {name for name, _ in parse_qsl(anchor)} <= controls[target], (page, href)
            else:
                assert not anchor or anchor in anchors[target], (page, href)


def test_an_anchor_that_a_text_leads_to_is_in_a_text_and_not_in_the_frame_around_it(visits):
    """The frame is one generator's: with another, whoever follows the link would arrive nowhere."""
    anchors = {visit.url: set(visit.facts["textIds"]) for visit in visits.values()}
    for path, visit in visits.items():
        for href, anchor in visit.facts["textLinks"]:
            target = href.partition("#")[0]
            if anchor and "=" not in anchor and target in anchors:
                assert anchor[1:] in anchors[target], (path, href)


def test_what_a_link_leads_to_on_its_page_can_have_the_focus(visits):
    """Else it stays nowhere: a screen reader would go on reading at the beginning of the page."""
    for path, visit in visits.items():
        assert not visit.facts["unfocusable"], path


def test_every_page_has_a_title_a_description_one_heading_and_german_as_its_language(visits):
    for path, visit in visits.items():
        assert visit.facts["lang"] == "de", path
        assert visit.facts["title"], path
        assert len(visit.facts["description"]) > 30, path
        assert visit.facts["headings"] == 1, path
    titles = [visit.facts["title"] for visit in visits.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_an_answer_is_worked_out_without_asking_anyone_else(browser, base, name):
    with visitor(browser, base) as (page, record):
        page.add_init_script(SAVING)
        box = open_form(page, name)
        assert not [url for url in record.requests if "/runtime/" in url]
        fill(box, name, given(cases(name)[0]))
        submit(box)
        assert [url for url in record.requests if url.endswith(".wasm")]
        assert not record.errors
        assert "?" not in "".join([*record.requests, page.url])
        assert not page.context.cookies()


def address(path):
    """Where a page lies, of which PAGES has the folder."""
    return f"{path}/" if path else "./"


def each(paths):
    """These pages one by one, as parameters: what is proved of one rests on no other."""
    return [
        pytest.param(path, marks=pytest.mark.proof(pages=[address(path)]), id=path or "start")
        for path in paths
    ]


def shown(path):
    """What a style sheet may find on a page: the kinds of elements and their classes."""
    html = (SITE / address(path) / "index.html").read_text("utf-8")
    classes = {name for names in re.findall(r' class="([^"]*)"', html) for name in names.split()}
    return classes | set(re.findall(r"<(\w+)", html))


def with_every_look(pages=PAGES):
    """Those pages that between them show all that any of them shows, so that each look is seen somewhere.

    The first of each folder and one of each kind are among them.
    """
    kinds = {place.rstrip("/") for place in KINDS.values()}
    chosen = [path for path in pages if "/" not in path or path in kinds]
    looks = {path: shown(path) for path in pages}
    left = set().union(*looks.values()) - set().union(*(looks[path] for path in chosen))
    while left:
        chosen.append(max(pages, key=lambda path: len(looks[path] & left)))
        left -= looks[chosen[-1]]
    return chosen


@pytest.mark.parametrize("path", each(PAGES))
def test_nothing_sticks_out_of_a_page(page, path):
    """However large the text is."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(address(path))
    fetch_theme(page)  # it changes tables
    for size in (PHONE, TABLET, DESK):
        page.set_viewport_size(size)
        assert not overhang(page)
    page.set_viewport_size(PHONE)
    assert not overhang_of_large_text(page)


@pytest.mark.parametrize("path", each(with_every_look()))
def test_axe_finds_nothing_wherever_something_looks_otherwise(page, axe, path):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address(path))
    fetch_theme(page)
    assert not faults(page, axe, SHAPES)
    assert not weak_contrasts(page, axe)
    if "/" not in path:  # around the other pages of a folder, a desk shows the same
        page.set_viewport_size(DESK)
        assert not faults(page, axe, SHAPES)
        assert not weak_contrasts(page, axe)


@pytest.mark.parametrize("path", each(sorted(place.rstrip("/") for place in ALL_KINDS)))
def test_axe_finds_nothing_on_any_kind_of_page_for_those_who_need_it_otherwise(page, axe, path):
    page.goto(address(path))
    for need in NEEDS:
        suit(page, need)
        assert not overhang(page), need
        assert not faults(page, axe, SHAPES), need


@pytest.mark.parametrize("need", NEEDS)
def test_axe_finds_nothing_in_an_answer_for_those_who_need_it_otherwise(page, axe, need):
    suit(page, need)
    box = open_form(page, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    assert not overhang(page)
    assert not faults(page, axe, SHAPES)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.proof(pages=[f"{path}/"]))
        for name, path in CALCULATOR_PAGES.items()
    ],
)
def test_axe_finds_nothing_in_any_state_of_a_form(page, axe, size, name):
    page.set_viewport_size(size)
    box = open_form(page, name)
    submit(box)
    assert box.locator(".problem-summary").is_visible()
    assert not faults_in_both_schemes(page, axe), "errors"
    # Every verdict on a phone, where most readers are; on a desk the same parts only stand wider.
    states = one_for_each_verdict(cases(name))
    for case in states if size is PHONE else states[:1]:
        clear(box)
        fill(box, name, given(case))
        submit(box)
        box.locator(".answer details").evaluate_all("all => all.forEach(d => { d.open = true })")
        # Around the answer, the page stays as it was.
        place = f'[data-calculator="{name}"] .answer'
        assert not faults_in_both_schemes(page, axe, place), case["shows"]
        assert not overhang(page), case["shows"]


def test_the_page_that_is_not_there_helps_on(page, axe):
    response = page.goto("gibt-es-nicht/")
    assert response.status == 404
    assert page.locator("main a").count() > 0
    assert not faults_in_both_schemes(page, axe)


def test_a_page_is_as_dark_as_the_device_from_the_start_unless_its_reader_chose(page):
    script = re.compile(r"/assets/javascripts/bundle\.")
    page.route(script, lambda route: route.abort())  # it comes late
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)
        page.goto("")
        assert page.locator("body").get_attribute("data-md-color-scheme") == name
    page.unroute(script)
    page.goto("")
    fetch_theme(page)
    page.get_by_title("zu hellen Farben wechseln").click()
    page.wait_for_selector("body[data-md-color-scheme=default]")
    page.route(script, lambda route: route.abort())
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_axe_would_notice_a_contrast_below_7_to_1_and_a_field_without_a_label(page, axe):
    page.goto("")
    page.evaluate(
        """() => {
            const heading = document.querySelector("main h1");
            heading.insertAdjacentHTML("afterend", '<p>Zu blass</p><input type="text">');
            Object.assign(heading.nextElementSibling.style, { color: "#666", background: "#fff" });
        }"""
    )
    found = {fault for fault, _ in faults(page, axe, EVERYTHING)}
    assert {"color-contrast-enhanced", "label"} <= found


def test_the_search_index_knows_every_page_for_readers_and_no_other():
    index = json.loads((SITE / "search" / "search_index.json").read_text("utf-8"))
    known = {entry["location"].partition("#")[0].rstrip("/") for entry in index["docs"]}
    # What is for those who work on the site would only be in the way of everybody else.
    assert known == {path for path in PAGES if path.split("/")[0] != "entwicklung"}


# As "only the text" in a browser's settings does it: what is measured against the screen stays as it was.
ENLARGE = """() => {
    const all = [...document.querySelectorAll("body *")];
    const sizes = all.map((each) => parseFloat(getComputedStyle(each).fontSize));
    all.forEach((each, place) => { each.style.fontSize = `${2 * sizes[place]}px`; });
}"""


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_with_text_twice_as_large_no_answer_scrolls_sideways(page, name):
    box = open_form(page, name)
    fill(box, name, given(cases(name)[0]))
    submit(box)
    assert not overhang_of_large_text(page)


def overhang_of_large_text(page):
    """By how many pixels the page is too wide with the font, and with the text alone, twice as large."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    found = {}
    for standard, fixed in ((32, 26), (16, 13)):
        fonts = {"standard": standard, "fixed": fixed}
        session.send("Page.setFontSizes", {"fontSizes": fonts})
        page.wait_for_function(DRAWN_IN, arg=f"{standard}px")
        found[standard] = overhang(page)
    page.evaluate(ENLARGE)
    return {**found, "text alone": overhang(page)} if any(found.values()) else overhang(page)


def test_a_heading_is_called_what_it_says_and_its_link_is_no_stop_for_the_keyboard(page):
    for path in ("betroffene/kosten/", "rechner/zuzahlung/", "recht/glossar/"):
        page.goto(path)
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        names = {n["role"]["value"]: [] for n in nodes if not n["ignored"]}
        for node in nodes:
            if not node["ignored"]:
                names[node["role"]["value"]].append(node.get("name", {}).get("value", ""))
        assert names["heading"]
        assert not [name for name in names["heading"] + names["link"] if "¶" in name]
        links = page.locator(".headerlink")
        assert links.count()
        assert set(links.evaluate_all("all => all.map((link) => link.tabIndex)")) == {-1}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_switch_of_colours_has_its_place_from_the_start_and_works_before_its_script(page, size):
    page.set_viewport_size(size)
    held = []
    script = re.compile(r"/assets/javascripts/bundle\.")
    page.route(script, lambda route: held.append(route))  # it comes late
    page.emulate_media(color_scheme="light")
    page.goto("", wait_until="domcontentloaded")  # the page is complete once that script is
    switch = page.locator(".md-header__option label:visible")
    assert switch.count() == 1
    places = [page.locator(".site-header__home").bounding_box(), switch.bounding_box()]
    switch.click()
    while not held:
        page.evaluate("new Promise(requestAnimationFrame)")
    held.pop().continue_()
    page.wait_for_function(
        "() => document.querySelector('[name=__palette]:checked + label')?.hidden === false"
    )
    assert (
        page.locator("body").get_attribute("data-md-color-media") == "(prefers-color-scheme: light)"
    )
    assert [page.locator(".site-header__home").bounding_box(), switch.bounding_box()] == places
    # What was chosen stays chosen, and the switch says so at once.
    page.route(script, lambda route: route.abort())
    page.reload()
    assert "Helle Farben" in switch.get_attribute("title")


def weak_contrasts(page, axe):
    """What axe finds in the colours of a page, light and dark."""
    return faults_in_both_schemes(page, axe, first=COLOURS)


HIDDEN = """() => {
    const shown = (element) => getComputedStyle(element).display !== "none";
    const told = (element) => element.outerHTML.slice(0, 100);
    const found = [...document.querySelectorAll("[hidden]")].filter(shown).map(told);
    const all = [...document.querySelectorAll("body *")];
    for (const element of all) element.setAttribute("hidden", "");
    return [...found, ...all.filter(shown).map((element) => `if hidden: ${told(element)}`)];
}"""


def test_without_javascript_nothing_hidden_is_shown_nor_would_anything_be(browser, base):
    every_one = [*PAGES, *chain(*TRANSLATED.values()), *EMBEDS]
    with visitor(browser, base, java_script_enabled=False) as (page, _):
        for path in ["404.html", "offline.html", *map(address, with_every_look(every_one))]:
            page.goto(path, wait_until="load")
            for size in (
                DESK,
                PHONE,
            ):  # the first look leaves all hidden, the second sees whether it is
                page.set_viewport_size(size)
                assert not (found := page.evaluate(HIDDEN)), (path, size, found[:5])
