"""Kept is only what is ours and whole; and where the host says that the site is gone, nothing is."""

import shutil

import pytest

from tests.browser.faulty import FAULTS
from tests.browser.kept import (
    DAMAGED,
    OPENED,
    REGISTERED,
    STORED,
    UPDATED,
    Copy,
    deployed,
    keeping,
    keeps,
    notice,
    ours,
    reads,
    until,
)
from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import visitor
from tools.built_site import asset
from website.cases import cases, given
from website.release.parts import HOSTING

pytestmark = pytest.mark.proof(pages=OPENED)
CASE = given(cases("copayment")[0])
FORM = "rechner/zuzahlung/"
TEXT = "betroffene/kosten/"
CONTROLLED = "navigator.serviceWorker.controller !== null"
ALL = ""
PAGES = r"/$"
FILES = r"[^/]$"
SERVICE_WORKER = r"/sw\.js$"
DOUBTED = "async () => Boolean(await caches.match(new URL('/sw.js/foreign', location)))"
LEFT = f"async () => !(await {REGISTERED}) && (await caches.keys()).join() === 'of another site'"


@pytest.fixture
def copy(tmp_path):
    """The site, whose service worker does not take long to be sure that the site is gone."""
    made = Copy(tmp_path / "site")

    def sure(code):
        assert "const SURE = 15_000;" in code
        return code.replace("const SURE = 15_000;", "const SURE = 1;")

    made.change("sw.js", sure)
    return made


@pytest.fixture
def host(copy):
    """Its host, whose faults a test sets."""
    with deployed(copy.site) as hosted:
        yield hosted


@pytest.fixture
def reader(windowed, host):
    """A page in a new profile that may keep things."""
    with keeping(windowed, host.base) as page:
        yield page


def answers(box):
    fill(box, "copayment", CASE)
    submit(box)
    assert "6,20" in box.locator(".verdict").inner_text()


def was_here(page):
    """Have a reader read a page and use a calculator, whose Python is then kept."""
    reads(page, TEXT)
    answers(open_form(page, "copayment"))
    keeps(page, "runtime")
    page.evaluate("caches.open('of another site')")


# Whole


def is_whole(host, page, name):
    """The file comes whole, and nothing damaged is kept."""
    told = page.evaluate("(path) => fetch(path).then((answer) => answer.text())", f"/{asset(name)}")
    assert told == (host.site / asset(name)).read_text("utf-8")
    assert page.evaluate(DAMAGED) == []
    assert host.base + asset(name) in page.evaluate(STORED)


@pytest.mark.parametrize("name", ["calculator.js", "python.js"])
def test_a_script_caught_half_copied_is_not_kept(host, reader, name):
    reads(reader, TEXT)
    until(reader, f"async () => {CONTROLLED}")
    host.faults.now = {asset(name): FAULTS["cut short"]}
    reader.goto(FORM, wait_until="networkidle")
    assert host.base + asset(name) not in reader.evaluate(STORED)
    host.faults.set()
    reader.goto(FORM, wait_until="networkidle")
    answers(open_form(reader, "copayment"))
    keeps(reader, "runtime")
    is_whole(host, reader, name)


@pytest.mark.parametrize("name", ["calculator.js", "site.css", "offline.js"])
def test_a_file_caught_half_copied_at_the_first_visit_is_whole_once_the_site_is_kept(
    host, reader, name
):
    host.faults.now = {asset(name): FAULTS["cut short"]}
    reader.goto(FORM, wait_until="networkidle")
    host.faults.set()
    reader.goto(FORM)
    keeps(reader, "site")
    reader.goto(FORM)
    is_whole(host, reader, name)
    answers(open_form(reader, "copayment"))


@pytest.mark.parametrize("name", ["calculator.js", "python.js"])
@pytest.mark.parametrize("fault", ["cut short", "missing"])
def test_a_script_that_lies_damaged_in_the_browser_is_fetched_past_its_cache(
    browser, host, name, fault
):
    with visitor(browser, host.base, service_workers="block") as (page, _):
        page.context.unroute_all()
        host.faults.now = {asset(name): FAULTS[fault]}
        page.goto(FORM, wait_until="networkidle")
        page.locator(".no-script-came").wait_for(state="attached")
        host.faults.set()
        page.goto(FORM, wait_until="networkidle")  # the page may load itself once more
        # Between two pages, too, there are no such words: but no calculator either.
        mended = page.locator(".calculator:not(:has(.no-script-came))")
        mended.wait_for()
        answers(mended)


@pytest.mark.parametrize("part", ["glue", "loader"])
def test_a_script_of_python_that_lies_damaged_in_the_browser_is_fetched_past_its_cache(
    browser, host, part
):
    half = []
    with visitor(browser, host.base, service_workers="block") as (page, record):
        page.context.unroute_all()

        def once(handler, answer):
            (FAULTS["well"] if half else FAULTS["cut short"])(handler, answer)
            half.append(part)

        host.faults.now = {FILES_OF_PYTHON[part]: once}
        answers(open_form(page, "copayment"))
        assert len(half) == 3  # past the cache once to mend it, once for this start
        assert not [url for url in record.requests if "asm.wasm" in url]


FILES_OF_PYTHON = {"glue": r"glue-\w+\.mjs$", "loader": r"pyodide\.mjs$"}


def test_what_an_older_version_kept_damaged_is_not_carried_over(host, copy, reader):
    was_here(reader)
    address = host.base + asset("calculator.js")
    reader.evaluate(
        """async (address) => {
            const [name] = (await caches.keys()).filter((each) => each.startsWith("soziotherapie "));
            const headers = { "Content-Type": "text/javascript" };
            await (await caches.open(name)).put(address, new Response("half a scr", { headers }));
        }""",
        address,
    )
    assert reader.evaluate(DAMAGED) == [address]
    copy.new_version()
    assert reader.evaluate(UPDATED) == "installed"
    assert reader.evaluate(DAMAGED) == [address]  # in the store of before alone
    assert len(ours(reader)) == 2


def test_a_version_that_cannot_be_installed_leaves_nothing_behind(host, copy, reader):
    was_here(reader)
    [whole] = ours(reader)
    reader.evaluate(f"caches.open('{whole} broken off')")
    copy.new_version()
    host.faults.now = {r"search/.*\.json$": FAULTS["another page"]}
    assert reader.evaluate(UPDATED) == "redundant"
    assert ours(reader) == [whole]
    host.faults.set()
    assert reader.evaluate(UPDATED) == "installed"


# Ours


def test_a_captive_portal_changes_nothing_that_is_kept(host, reader):
    was_here(reader)
    before = set(reader.evaluate(STORED))
    host.faults.set("", "another page")
    for path in (TEXT, FORM):
        reader.goto(path)
        assert reader.title() == "Welcome"
    until(reader, DOUBTED)
    assert reader.evaluate(REGISTERED) == 1
    assert set(reader.evaluate(STORED)) >= before
    host.faults.set("", "gone")
    reader.goto(TEXT)
    assert "gespeicherte Fassung" in notice(reader)
    answers(open_form(reader, "copayment"))
    host.faults.set()
    reader.goto(TEXT)
    assert not notice(reader)
    until(reader, f"async () => !(await ({DOUBTED})())")


def test_a_page_that_another_says_is_missing_stays_kept_and_what_we_say_is_gone_goes(
    host, copy, reader
):
    was_here(reader)
    host.faults.now = {TEXT: FAULTS["missing"]}
    assert reader.goto(TEXT).status == 404
    reader.goto(FORM, wait_until="networkidle")
    host.faults.set("", "gone")
    reader.goto(TEXT)
    assert "gespeicherte Fassung" in notice(reader)
    host.faults.set()
    (copy.site / TEXT / "index.html").unlink()
    assert reader.goto(TEXT).status == 404
    until(reader, "async () => !(await caches.match(location.href))")


def test_a_portal_that_answers_for_files_alone_does_not_come_between(host, reader):
    was_here(reader)
    host.faults.now = {FILES: FAULTS["another page"]}
    reader.goto(FORM)
    told = reader.evaluate("fetch('/search/search_index.json').then((answer) => answer.json())")
    assert told["docs"]
    answers(open_form(reader, "copayment"))


# The end


@pytest.mark.parametrize("fault", ["missing", "taken down"])
def test_where_the_host_says_that_the_site_is_gone_nothing_is_left(host, reader, fault):
    was_here(reader)
    host.faults.set("", fault)
    reader.goto(TEXT)
    until(reader, LEFT)
    reader.goto(FORM)
    assert reader.locator("body").inner_text().startswith("gone")
    assert reader.locator(".calculator").count() == 0
    host.faults.set()
    reads(reader, TEXT)
    assert reader.evaluate(REGISTERED) == 1


def test_the_errors_of_another_site_at_the_address_are_not_hidden(host, reader):
    was_here(reader)
    host.faults.now = {SERVICE_WORKER: FAULTS["missing"], ALL: FAULTS["unavailable"]}
    assert reader.goto(TEXT).status == 503
    until(reader, LEFT)


def test_an_error_of_our_own_host_is_no_end(host, reader):
    was_here(reader)
    host.faults.set("", "unavailable")
    reader.goto(TEXT)
    assert "gespeicherte Fassung" in notice(reader)
    host.faults.set()
    reader.goto(TEXT, wait_until="networkidle")
    assert not notice(reader)
    assert reader.evaluate(REGISTERED) == 1


def test_an_address_that_has_been_anothers_for_very_long_is_given_up(host, reader):
    was_here(reader)
    host.faults.set("", "another page")
    reader.goto(TEXT)
    until(reader, DOUBTED)
    reader.evaluate(
        """async () => {
            const [name] = (await caches.keys()).filter((each) => each.startsWith("soziotherapie "));
            const since = Date.now() - 31 * 86_400_000;
            await (await caches.open(name)).put("/sw.js/foreign", new Response(since));
        }"""
    )
    reader.goto(TEXT)
    until(reader, LEFT)


def test_the_file_that_retires_the_site_leaves_nothing(host, reader, tmp_path):
    was_here(reader)
    another = tmp_path / "another"
    another.mkdir()
    (another / "index.html").write_text("<title>Another site</title>", "utf-8")
    shutil.copy(HOSTING / "sw-retire.js", another / "sw.js")
    host.deploy(another)
    reader.goto(host.base)
    until(reader, LEFT)
    assert reader.title() == "Another site"
