"""Whatever goes wrong, a sentence says so, what was typed stays, and a second try works."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Error

from calculators.engine.text import texts
from tests.browser.faulty import FAULTS, FILES, PIECES, faulty
from tools.browser.chromium import ARGUMENTS, with_windows
from tools.browser.forms import FIRST_ANSWER, fill, open_form, submit
from tools.browser.visitor import PHONE, visitor, watch
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from website.cases import cases, given
from website.markdown import pages, shortcodes

pytestmark = pytest.mark.proof(pages=[f"{path}/" for path in CALCULATOR_PAGES.values()])
CASE = given(cases("copayment")[0])
SAY = texts("de")


@pytest.fixture
def host():
    """The site on a host whose faults a test sets; its address, its faults."""
    with faulty(SITE) as (address, faults):
        yield address, faults


@pytest.fixture
def faults(host):
    """The faults of the host on which the page is."""
    return host[1]


@pytest.fixture
def page(browser, host):
    """A page of that host."""
    with visitor(browser, host[0], service_workers="block") as (opened, _):
        yield opened


# As a browser does that knows of workers and may make none.
REFUSE_WORKERS = """window.TheWorker = Worker;
window.Worker = function (address, { type }) { throw new Error(`no worker of type ${type}`); };"""


def filled_in(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", CASE)
    return box


def loading(page, faults):
    """A form whose answer is on its way; a file that it needs has stopped half-way."""
    faults.set("wasm", "held")
    box = filled_in(page)
    box.locator("button.submit").click()
    box.locator('.status[data-state="loading"]').wait_for()
    return box


def press(box):
    """Press the button and wait until it has had its effect."""
    box.locator("button.submit").click()
    box.page.wait_for_function(
        "box => !box.hasAttribute('aria-busy')", arg=box.element_handle(), timeout=FIRST_ANSWER
    )


def says(box, state):
    """A sentence, what was typed, the way to the table, which unfolds it, and the button."""
    status = box.locator(f'.status[data-state="{state}"]')
    status.wait_for(timeout=FIRST_ANSWER)
    assert status.inner_text().count(".") >= 2
    stays(box)
    leads_to_the_table(status)
    assert box.locator("button.submit").is_enabled()
    assert "Traceback" not in box.page.locator("body").inner_text()
    assert box.locator(".answer:not([data-outdated])").is_hidden()


def leads_to_the_table(words):
    """Whoever presses the link in these words sees the table of the commonest answers."""
    link = words.get_by_role("link")
    assert link.get_attribute("href") == "#copayment-answers"
    link.click()
    words.page.locator("#copayment-answers table").first.wait_for()


def stays(box):
    assert box.locator("#copayment-cost_per_day").input_value() == "62"
    assert box.locator("#copayment-appointments").input_value() == CASE["appointments"][0]


def answers(box):
    submit(box)
    assert "6,20" in box.locator(".verdict").inner_text()
    stays(box)


def pythons(page):
    return [worker for worker in page.workers if "/runtime/worker-" in worker.url]


# A file


@pytest.mark.falls_back
@pytest.mark.parametrize("fault", ["missing", "another page", "dropped", "cut short", "garbled"])
def test_whichever_file_has_a_fault_a_sentence_says_so_and_a_second_try_works(page, faults, fault):
    faults.set("worker", fault)
    box = filled_in(page)
    for file in FILES.keys() - {"snapshot"}:
        faults.set(file, fault)
        press(box)
        says(box, "failed")
    faults.set()
    answers(box)


# As a file that went up to the host cut short, and a page of the host's in place of a file.
KEPT_WITH_A_FAULT = [("glue", "cut short"), ("wasm", "another page")]


@pytest.mark.falls_back
@pytest.mark.parametrize(("file", "fault"), KEPT_WITH_A_FAULT)
def test_a_fault_that_the_browser_has_kept_is_gone_after_the_second_try(browser, host, file, fault):
    address, faults = host
    with visitor(browser, address) as (page, record):
        page.context.unroute_all()
        faults.set(file, fault)
        page.goto("rechner/zuzahlung/")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.reload()
        box = filled_in(page)
        press(box)
        says(box, "failed")
        faults.set()
        answers(box)
        record.errors.clear()
        answers(filled_in(page))
        assert not record.errors


# The line


def test_without_a_line_a_sentence_says_so_and_once_python_is_there_none_is_needed(page, faults):
    box = open_form(page, "copayment")
    faults.set("", "gone")
    fill(box, "copayment", CASE)
    press(box)
    says(box, "failed")
    faults.set()
    answers(box)
    faults.set("", "gone")
    box.locator("#copayment-cost_per_day").fill("84")
    press(box)
    assert "8,40" in box.locator(".verdict").inner_text()


@pytest.mark.falls_back
def test_on_a_slow_line_whoever_presses_again_throws_nothing_away(page, faults):
    started = pythons_started(page)
    box, shares = trickling(page, faults)
    for _ in range(5):  # a minute in which now and then something comes
        page.clock.run_for(8_000)
        share = next(shares)
        page.clock.run_for(4_500)
        says(box, "coming")
        assert box.locator(".status .share-loaded").first.inner_text() == f"{int(100 * share)}"
        for _ in range(3):
            box.locator("button.submit").click()
            says(box, "coming")
        told = box.locator(".status .share-loaded").all_inner_texts()
        assert told == [f"{int(100 * share)}"] * 2  # one to see, one to hear
    faults.let_all_come()
    page.clock.resume()
    box.locator(".answer:visible").wait_for(timeout=FIRST_ANSWER)
    assert "6,20" in box.locator(".verdict").inner_text()
    assert len(started) == 1
    again = [path for path, times in faults.sent.items() if times > 1 and "/runtime/" in path]
    assert not again, "was sent for more than once"


def test_once_nothing_comes_for_ten_seconds_the_button_starts_afresh(page, faults):
    started = pythons_started(page)
    box, shares = trickling(page, faults)
    page.clock.run_for(8_000)
    next(shares)
    page.clock.run_for(9_000)
    says(box, "coming")
    page.clock.run_for(2_000)
    says(box, "slow")
    next(shares)
    page.clock.run_for(1_000)
    says(box, "coming")
    page.clock.run_for(11_000)
    says(box, "slow")
    assert len(started) == 1
    faults.set()
    page.clock.resume()
    answers(box)
    assert len(started) == 2
    assert len(pythons(page)) == 1


@pytest.mark.falls_back
def test_what_stands_in_for_the_quickest_way_tells_that_it_comes_too(page, faults):
    hold_the_clock(page)
    started = pythons_started(page)
    faults.now = {
        FILES["snapshot"]: FAULTS["missing"],
        "/stdlib-": FAULTS["garbled"],
        "/python_stdlib": FAULTS["trickled"],
    }
    box = filled_in(page)
    box.locator("button.submit").click()
    there = ["stockWasm", "calculators"]
    shares = shares_that_come(box, faults, "stockLibrary", there=there)
    for _ in range(5):
        next(shares)
        page.clock.run_for(9_000)
    says(box, "coming")
    assert len(started) == 1


def hold_the_clock(page):
    """From now on, the page's time stands still but for what a test lets pass."""
    page.clock.install(time=datetime(2026, 12, 1, tzinfo=UTC))
    page.clock.pause_at(datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC))


def trickling(page, faults):
    """A form whose answer is on its way; of one file a piece has come, of which another comes for each share.

    The page's time stands still but for what a test lets pass.
    """
    hold_the_clock(page)
    faults.now = {FILES["snapshot"]: FAULTS["missing"], FILES["wasm"]: FAULTS["trickled"]}
    box = filled_in(page)
    box.locator("button.submit").click()
    shares = shares_that_come(box, faults, "wasm", missing=["snapshot"])
    next(shares)
    return box, shares


def shares_that_come(box, faults, part, there=(), missing=()):
    """How much is there after each piece of one file, once the page knows; the rest is there or missing."""
    [worker] = SITE.glob("assets/runtime/worker*.js")
    runtime = json.loads(re.match(r"const RUNTIME = (.*);\n", worker.read_text("utf-8"))[1])
    sizes, whole = runtime["sizes"], runtime["bytes"][part]
    for pieces in range(1, PIECES + 1):
        arrived = min(pieces * -(-whole // PIECES), whole) / whole
        come = sum(sizes[name] for name in there) + arrived * sizes[part]
        share = come / sum(sizes[name] for name in (part, *there, *missing))
        box.page.wait_for_function(
            "([box, share]) => Math.abs(box.querySelector('.status progress')?.value - share) < 1e-6",
            arg=[box.element_handle(), share],
            timeout=FIRST_ANSWER,
        )
        yield share
        faults.let_a_piece_come()


def pythons_started(page):
    """Every worker that the page starts from now on."""
    started = []
    page.on("worker", lambda worker: "/runtime/worker" in worker.url and started.append(worker))
    return started


# The browser


@pytest.mark.falls_back
def test_python_raising_is_said_without_a_traceback_and_starts_afresh(page):
    box = filled_in(page)
    answers(box)
    box.evaluate("box => { box.lang = 'xx' }")  # a language that Python does not have
    box.locator("#copayment-appointments").fill("2")
    box.locator('.status[data-state="failed"]').wait_for(timeout=FIRST_ANSWER)
    assert box.locator(".answer[data-outdated]").is_visible()
    box.locator("#copayment-appointments").fill(CASE["appointments"][0])
    press(box)
    says(box, "failed")
    box.evaluate("box => { box.lang = 'de' }")
    answers(box)


@pytest.mark.falls_back
def test_where_memory_is_refused_a_sentence_says_so_and_a_second_try_works(page, faults):
    faults.set("worker", "no memory")
    box = filled_in(page)
    press(box)
    says(box, "failed")
    faults.set()
    answers(box)


def test_with_webassembly_switched_off_words_and_the_table_remain_and_nothing_is_fetched(page):
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.add_init_script("delete window.WebAssembly")
    box = open_form(page, "copayment")
    words = box.locator(".unfit")
    assert SAY("page.unfit.switched_off.why") in words.inner_text()
    assert words.locator("a").first.get_attribute("href") == "#copayment-answers"
    assert page.locator("#copayment-answers table").first.is_visible()
    assert not box.locator("form, button:visible").count()
    assert not page.locator(".share").is_visible()
    page.goto(CALCULATOR_PAGES["copayment"] + "/#cost_per_day=62")
    page.reload()
    box.locator(".unfit").hover()
    assert not page.locator(".link-told").inner_text()
    assert asked and not [url for url in asked if "/assets/runtime/" in url]


@pytest.mark.falls_back
def test_what_has_failed_is_sent_for_again_by_the_button_alone(page, host):
    _, faults = host
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    faults.set("glue", "missing")
    page.clock.install()
    box = filled_in(page)
    press(box)
    says(box, "failed")
    tried = len(asked)
    box.locator("#copayment-cost_per_day").fill("84")
    for field in box.locator("input:visible").all():
        field.focus()
        field.hover()
    page.clock.run_for(60_000)  # by then the answer would have followed what was typed
    page.evaluate("() => fetch(location).then((response) => response.text())")
    assert not [url for url in asked[tried:] if "/assets/runtime/" in url]
    box.locator("#copayment-cost_per_day").fill("62")
    faults.set()
    answers(box)


def test_where_no_worker_can_be_made_a_sentence_says_so_and_a_second_try_works(page):
    page.add_init_script(REFUSE_WORKERS)
    box = filled_in(page)
    press(box)
    says(box, "failed")
    page.evaluate("() => { window.Worker = window.TheWorker }")
    answers(box)


@pytest.mark.parametrize("name", CALCULATOR_PAGES)
def test_without_javascript_the_form_sends_nothing_and_the_table_answers(browser, base, name):
    with visitor(browser, base, java_script_enabled=False) as (page, _):
        page.goto(CALCULATOR_PAGES[name] + "/")
        address = page.url
        box = page.locator(f'[data-calculator="{name}"]')
        assert box.locator("noscript").inner_text()
        fill(box, name, given(cases(name)[0]))
        box.locator("button.submit").click()
        assert page.url == address
        assert page.locator(f"#{name}-answers table").first.is_visible()


def test_where_the_script_does_not_come_words_say_so_and_the_table_answers(page):
    page.route(f"**/{asset('calculator.js')}", lambda route: route.abort())
    box = open_form(page, "copayment")
    words = box.locator(".no-script-came")
    assert not words.is_visible()
    words.locator("visible=true").wait_for()
    leads_to_the_table(words)


def test_where_the_script_came_no_words_say_otherwise(page):
    box = open_form(page, "copayment")
    box.locator(".today:visible").first.wait_for()
    assert box.locator(".no-script-came").count() == 0


def test_where_nothing_may_be_stored_the_calculator_answers(browser, base, tmp_path):
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked), "utf-8")
    with browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=with_windows(),
        args=list(ARGUMENTS),
        base_url=base,
        viewport=PHONE,
    ) as context:
        page = context.new_page()
        box = filled_in(page)
        for store in ("localStorage", "caches.keys()"):
            with pytest.raises(Error, match="SecurityError"):
                page.evaluate(f"() => {store}")
        answers(box)
        answers(filled_in(page))


# The reader


def test_a_tab_in_the_background_goes_on_where_it_was(page, faults):
    box = loading(page, faults)
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    faults.go_on.set()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    stays(box)
    answers(box)


def test_a_reload_in_the_middle_forgets_what_was_typed_and_the_next_answer_comes(page, faults):
    box = loading(page, faults)
    faults.set()
    page.reload()
    assert box.locator("#copayment-cost_per_day").input_value() == ""
    answers(filled_in(page))


def test_going_back_and_forth_ten_times_leaves_one_python_and_no_error(page):
    record = watch(page)
    box = filled_in(page)
    answers(box)
    page.locator('.md-content a[href^="../"]:visible').first.click()
    for _ in range(10):
        page.go_back()
        page.go_forward()
    page.go_back()
    answers(filled_in(page))
    assert len(pythons(page)) == 1
    assert not record.errors


def test_two_calculators_on_a_page_have_answers_of_their_own(page, base):
    say = texts("de")
    calculator = shortcodes.calculator("burden_limit", say, "../../")
    other = calculator + pages.answers("burden_limit", say)
    html = (SITE / "rechner/zuzahlung/index.html").read_text("utf-8")
    both = html.replace("</article>", f"{other}</article>", 1)
    page.context.route(
        "**/rechner/zuzahlung/", lambda route: route.fulfill(body=both, content_type="text/html")
    )
    box = filled_in(page)
    second = page.locator('[data-calculator="burden_limit"]')
    fill(second, "burden_limit", given(cases("burden_limit")[0]))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    for each in (box, second):
        each.locator("button.submit").click()
    assert "467,38" in second.locator(".verdict").inner_text(timeout=FIRST_ANSWER)
    answers(box)
    assert "467,38" in second.locator(".verdict").inner_text()
    second.locator("#burden_limit-income").fill("abc")
    submit(second)
    assert second.locator(".problem-summary").is_visible()
    assert box.locator(".problem-summary").is_hidden()
    assert "6,20" in box.locator(".verdict").inner_text()


def test_ten_thousand_appointments_are_answered_and_one_more_is_said_beside_the_field(page):
    box = filled_in(page)
    box.locator("#copayment-appointments").fill("10000")
    submit(box)
    assert "€" in box.locator(".verdict").inner_text()
    box.locator("#copayment-appointments").fill("10001")
    submit(box)
    assert "10000" in box.locator('[data-question="appointments"] .problem').inner_text()
    assert box.locator("#copayment-appointments").input_value() == "10001"
