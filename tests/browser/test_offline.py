"""With the server stopped the site goes on; with the server there, nobody reads what is kept."""

import json
import re
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.browser.kept import (
    OPENED,
    PATIENCE,
    REGISTERED,
    STORED,
    Host,
    keeps,
    notice,
    ours,
    reads,
    until,
    version,
)
from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.forms import USUAL_DAY, fill, open_form, set_clock, submit
from tools.browser.visitor import MIDDLING, SAVING, visitor
from tools.built_site import PAGES, SITE, TRANSLATED
from website.cases import cases, given
from website.finish import service_worker
from website.finish.built import finishing
from website.static_rules import LASTING

proof = pytest.mark.proof(pages=OPENED)
INDEX = [f"{SITE.name}/search"]  # what is found in it is opened
EVERY_PAGE = pytest.mark.proof(pages=[f"{path or '.'}/" for path in PAGES], files=INDEX)
SEARCHED = pytest.mark.proof(pages=OPENED, files=INDEX)
FORM = "rechner/zuzahlung/"
TEXT = "betroffene/kosten/"
TEXT_OF_SEARCH = "search/search_index.json"


@pytest.fixture
def host(tmp_path, request):
    path, whole = getattr(request, "param", ("", False))
    hosted = Host(tmp_path / "host", path, whole=whole)
    hosted.start()
    yield hosted
    hosted.process.kill()
    hosted.process.wait()


@pytest.fixture
def reader(windowed, host):
    """A page in a new profile that may keep things."""
    with visitor(windowed, host.base) as (page, record):
        page.context.unroute_all()
        page.record = record
        yield page


# Offline


# Every page in the root; in a subfolder, one of each depth shows that addresses are relative.
@pytest.mark.parametrize(
    ("host", "paths"),
    [
        pytest.param(("", True), PAGES, marks=EVERY_PAGE, id="root"),
        pytest.param(
            ("projekt/", False), ("", "rechner", TEXT.rstrip("/")), marks=SEARCHED, id="subfolder"
        ),
    ],
    indirect=["host"],
)
def test_after_one_visit_to_a_calculator_the_whole_site_works_without_the_server(
    host, reader, paths
):
    box = open_form(reader, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    keeps(reader, "runtime")
    host.stop()
    for path in paths:
        assert reader.goto(f"{path}/" if path else "./").ok, path
        assert reader.locator("main h1").count() == 1, path
        assert "gespeicherte Fassung" in notice(reader), path
        looks = "document.querySelectorAll('link[rel=stylesheet]').length === document.styleSheets.length"
        assert reader.evaluate(looks), path
    box = open_form(reader, "burden_limit")
    fill(box, "burden_limit", given(cases("burden_limit")[0]))
    submit(box)
    assert box.locator(".verdict").inner_text()
    reader.locator(".md-search__input").press_sequentially("Widerspruch")
    before = reader.url
    reader.locator(".md-search-result__link").first.click()
    reader.wait_for_url(lambda address: address != before)
    assert reader.locator("main h1").count() == 1


@proof
def test_what_is_kept_are_files_of_the_site_and_no_answers(host, reader):
    box = open_form(reader, "copayment")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    keeps(reader, "runtime")
    ours = {page.removesuffix("index.html") for page in files_of(host.site)}
    marks = {"sw.js/whole", "sw.js/frame", "sw.js/site", "sw.js/runtime"}
    assert {url.removeprefix(host.base) for url in reader.evaluate(STORED)} <= ours | marks
    assert not reader.context.cookies()
    # The theme notes there whether the page is light or dark.
    assert all(key.endswith(".__palette") for key in reader.evaluate("Object.keys(localStorage)"))


@proof
def test_a_page_that_is_not_kept_is_said_and_help_is_there(host, reader):
    reads(reader, TEXT)
    host.stop()
    reader.goto("recht/zahlen/")
    assert reader.url == host.base + "offline.html"
    assert "noch nicht auf Ihrem Gerät" in reader.locator("h1").inner_text()
    assert reader.locator(".crisis a[href='tel:112']").is_visible()
    reader.goto(TEXT)
    assert "gespeicherte Fassung" in notice(reader)


@proof
def test_on_a_dead_line_the_kept_page_opens_after_a_while(host, reader):
    reads(reader, TEXT)
    host.hold()
    reader.goto(TEXT)
    assert reader.locator("html[data-kept]").count() == 1
    assert "gespeicherte Fassung" in notice(reader)


@pytest.mark.parametrize(("days", "stale"), [(30, False), (31, True)])
@proof
def test_a_kept_page_older_than_thirty_days_says_so(host, reader, axe, days, stale):
    built = stopped_clock(reader) - timedelta(days=days)
    host.built(built)
    reads(reader, TEXT)
    reader.reload()
    assert not notice(reader)  # the server sent it, however old it is
    host.stop()
    reader.reload()
    assert f"{built.day}. " in notice(reader) and str(built.year) in notice(reader)
    assert ("Das Recht kann sich geändert haben" in notice(reader)) == stale
    assert not overhang(reader) and not faults_in_both_schemes(reader, axe)
    reader.locator(".site-notice__close").click()
    assert not notice(reader)


# With a line


@proof
def test_a_page_and_what_the_search_reads_are_fetched_afresh(host, reader):
    reads(reader, FORM)
    keeps(reader, "site")
    reader.goto(TEXT)
    host.change(TEXT + "index.html", lambda html: html.replace("<h1", "<h1 data-new"))
    host.change(TEXT_OF_SEARCH, lambda text: text + " ")
    reader.goto(TEXT)
    assert reader.locator("h1[data-new]").count() == 1
    assert not notice(reader)
    told = reader.evaluate(f"fetch('/{TEXT_OF_SEARCH}').then((response) => response.text())")
    assert told.endswith(" ")


@proof
def test_what_is_named_by_its_content_is_not_asked_for_again(host, reader):
    reads(reader, FORM)
    keeps(reader, "site")
    lasting = [path for path in host.site.glob("assets/*.*") if LASTING.search(path.as_posix())]
    assert {path.suffix for path in lasting} == {".css", ".js"}
    for path in lasting:
        path.unlink()
    reads(reader, FORM)
    fill(reader.locator(".calculator"), "copayment", given(cases("copayment")[0]))
    submit(reader.locator(".calculator"))
    assert not notice(reader) and not overhang(reader)


@proof
def test_opening_pages_fetches_no_python_and_turning_to_a_form_keeps_it(host, reader):
    # On a good line Python would come by itself, before anybody turns to the form.
    reader.add_init_script(MIDDLING)
    reads(reader, TEXT)
    assert not [url for url in reader.evaluate(STORED) if url.endswith("recht/zahlen/")]
    reads(reader, FORM)
    keeps(reader, "site")
    stored = set(reader.evaluate(STORED))
    assert {host.base + place.removeprefix("./") for place in OPENED} <= stored
    asked = [*stored, *reader.record.requests]
    assert not [url for url in asked if "/runtime/" in url]
    reader.locator(".calculator input").first.focus()
    keeps(reader, "runtime")
    assert [url for url in reader.evaluate(STORED) if url.endswith(".wasm")]


@proof
def test_who_saves_data_keeps_what_was_read_and_no_more(host, reader):
    reader.add_init_script(SAVING)
    reads(reader, FORM)
    reads(reader, TEXT)
    kept = {url.removeprefix(host.base) for url in reader.evaluate(STORED)}
    assert {FORM, TEXT} == {url for url in kept if url.endswith("/")}


# A new version


@proof
def test_a_new_version_is_offered_and_taken_only_when_asked_for(host, reader):
    reads(reader, FORM)
    keeps(reader, "site")
    reader.evaluate("caches.open('of another site')")
    reader.locator("#copayment-cost_per_day").fill("62")
    [old] = ours(reader)
    host.new_version()
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reader.locator(".site-notice__load").wait_for(timeout=PATIENCE)
    assert "neue Fassung" in notice(reader)
    assert reader.locator("#copayment-cost_per_day").input_value() == "62"
    assert version(reader) != "newer"
    assert old in ours(reader)
    with reader.expect_navigation():
        reader.locator(".site-notice__load").click()
    assert version(reader) == "newer"
    assert not notice(reader)
    keeps(reader, "site")
    assert len(ours(reader)) == 1 and old not in ours(reader)
    assert "of another site" in reader.evaluate("caches.keys()")
    host.stop()
    reader.goto("recht/zahlen/")
    assert version(reader) == "newer"


@proof
def test_a_new_version_can_wait_and_a_page_that_is_new_already_offers_nothing(host, reader):
    reads(reader, TEXT)
    [old] = ours(reader)
    host.new_version()
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reader.locator(".site-notice__close").click(timeout=PATIENCE)
    assert not notice(reader)
    assert version(reader) != "newer"
    reader.reload(wait_until="networkidle")
    assert version(reader) == "newer"
    until(reader, "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)")
    assert old in ours(reader)
    assert not notice(reader)


@proof
def test_what_is_old_says_so_even_where_a_new_version_waits(host, reader):
    host.built(stopped_clock(reader) - timedelta(days=31))
    reads(reader, TEXT)
    host.new_version()
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reader.locator(".site-notice__load").wait_for(timeout=PATIENCE)
    host.stop()
    reader.reload()
    reader.locator(".site-notice__load").wait_for(timeout=PATIENCE)
    assert "Das Recht kann sich geändert haben" in notice(reader)


def stopped_clock(page):
    """The day that it is for the reader from now on, whatever midnight may come."""
    set_clock(page, USUAL_DAY)
    return USUAL_DAY


# Who keeps nothing


ASKING = """
const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (...given) {
    top.asked = true;
    return register.apply(this, given);
};
"""


@proof
def test_a_page_in_another_page_keeps_nothing(host, reader):
    (host.site / "_headers").unlink()
    (host.site / "frame.html").write_text(f'<iframe src="{TEXT}"></iframe>', "utf-8")
    shutil.copytree(host.site / TEXT, host.site / "einbetten" / "x")
    reader.add_init_script(ASKING)
    reader.clock.install()
    for path, asks in (("frame.html", False), ("einbetten/x/", False), (TEXT, True)):
        reader.goto(path)
        reader.clock.run_for(60_000)
        assert bool(reader.evaluate("window.asked")) == asks, path


@proof
def test_where_nothing_may_be_kept_pages_and_calculators_work(host, reader):
    session = reader.context.new_cdp_session(reader)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.base, "quotaSize": 0})
    answers_and_complains_of_nothing(reader)


@proof
def test_where_no_service_worker_may_be_pages_and_calculators_work(host, reader):
    reader.add_init_script(
        "navigator.serviceWorker.register = async () => { throw new DOMException('no', 'SecurityError') }"
    )
    answers_and_complains_of_nothing(reader)
    assert reader.evaluate(REGISTERED) == 0


def answers_and_complains_of_nothing(page):
    for _ in range(2):
        box = open_form(page, "copayment")
        fill(box, "copayment", given(cases("copayment")[0]))
        submit(box)
        assert "6,20" in box.locator(".verdict").inner_text()
    assert not page.record.errors
    assert not notice(page)


# Installed


@proof
def test_the_site_can_be_installed(host, reader):
    reads(reader, "./")
    session = reader.context.new_cdp_session(reader)
    found = session.send("Page.getAppManifest")
    assert not found["errors"]
    assert found["url"] == host.base + "manifest.webmanifest"
    named = json.loads(found["data"])
    assert named["name"] and named["lang"] == "de"
    for icon in named["icons"]:
        drawn = reader.evaluate(
            """async (url) => {
                const icon = new Image();
                icon.src = url;
                await icon.decode();
                return `${icon.naturalWidth}x${icon.naturalHeight}`;
            }""",
            host.base + icon["src"],
        )
        assert icon["sizes"] in (drawn, "any")
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The tests' profiles are private ones, in which nothing is installed.
    assert {problem["errorId"] for problem in problems} <= {"in-incognito"}


# How it is built


def files_of(site):
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def known(site):
    return json.loads(
        (site / "sw.js").read_text("utf-8").split(";\n")[0].removeprefix("const SITE = ")
    )


def test_all_that_is_to_be_kept_is_there_and_every_page_is_to_be_kept():
    parts = known(SITE)
    places = {place for part in service_worker.PARTS for place in parts[part]}
    for folder, pages in {"": PAGES, **TRANSLATED}.items():
        own = parts["languages"][f"{folder}/" if folder else ""]
        index = {f"{path}/" if path else "./" for path in pages}
        kept = {place for place in own["site"] if place.endswith("/")}
        assert kept == index, folder
        places |= {place for part in own.values() for place in part}
        assert f"{folder}/offline.html".removeprefix("/") in own["frame"]
    assert {place for place in places if not place.endswith("/")} <= files_of(SITE)
    assert [place for place in parts["runtime"] if place.endswith(".wasm")]


def test_the_version_changes_with_the_content_and_not_with_the_day(tmp_path):
    versions = []
    for day, text in ((1, "a"), (2, "a"), (2, "b")):
        (tmp_path / "index.html").write_text(f"<head></head>{text}", "utf-8")
        built = date(2090, 1, day)
        with finishing(tmp_path) as site:
            service_worker.add(site, built)
        versions.append(known(tmp_path)["version"])
        assert f'content="{built}"' in (tmp_path / "index.html").read_text("utf-8")
    assert versions[0] == versions[1] != versions[2]


def test_the_pages_know_the_day_they_were_built():
    html = (SITE / "index.html").read_text("utf-8")
    built = date.fromisoformat(re.search(r'"build-day" content="([\d-]+)"', html)[1])
    assert built <= datetime.now(UTC).date()
