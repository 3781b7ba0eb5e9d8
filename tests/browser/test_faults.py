"""Whatever goes wrong, a sentence says so, what was typed stays, and a second try works."""

import json

import pytest
from playwright.sync_api import Error

from calculators.engine.text import texts
from calculators.site import pages, shortcodes
from calculators.site.pages import cases, given
from tests.browser.chromium import ARGUMENTS, with_windows
from tests.browser.conftest import CALCULATOR_PAGES, PHONE, SITE, asset, visitor, watch
from tests.browser.faulty import FILES, faulty
from tests.browser.forms import FIRST_ANSWER, fill, open_form, submit

CASE = given(cases("copayment")[0])


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
    """A sentence, what was typed, the table and the way there, and the button."""
    status = box.locator(f'.status[data-state="{state}"]')
    status.wait_for(timeout=FIRST_ANSWER)
    assert status.inner_text().count(".") >= 2
    stays(box)
    assert status.get_by_role("link").get_attribute("href") == "#copayment-answers"
    assert box.page.locator("#copayment-answers table").first.is_visible()
    assert box.locator("button.submit").is_enabled()
    assert "Traceback" not in box.page.locator("body").inner_text()
    assert box.locator(".answer:not([data-outdated])").is_hidden()


def stays(box):
    assert box.locator("#copayment-cost_per_day").input_value() == "62"
    assert box.locator("#copayment-appointments").input_value() == CASE["appointments"][0]


def answers(box):
    submit(box)
    assert "6,20" in box.locator(".verdict").inner_text()
    stays(box)


def pythons(page):
    return [worker for worker in page.workers if "/runtime/worker.js" in worker.url]


# A file


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


def test_on_a_line_that_goes_dead_without_a_word_the_button_starts_afresh(page, faults):
    page.clock.install()
    box = loading(page, faults)
    assert "geladen" in box.locator(".status").inner_text()
    page.clock.fast_forward(12_500)
    says(box, "slow")
    faults.set()
    answers(box)
    assert len(pythons(page)) == 1


# The browser


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


def test_where_memory_is_refused_a_sentence_says_so_and_a_second_try_works(page, faults):
    faults.set("worker", "no memory")
    box = filled_in(page)
    press(box)
    says(box, "failed")
    faults.set()
    answers(box)


def test_without_webassembly_a_sentence_and_the_table_remain_and_nothing_is_fetched(page):
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.add_init_script("delete window.WebAssembly")
    page.clock.install()
    box = filled_in(page)
    page.clock.run_for(1_000)  # by now an answer would follow by itself
    press(box)
    says(box, "unsupported")
    assert asked and not [url for url in asked if "/assets/runtime/" in url]


def test_where_no_worker_can_be_made_a_sentence_says_so_and_a_second_try_works(page):
    page.add_init_script("window.TheWorker = Worker; delete window.Worker")
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
    assert words.get_by_role("link").get_attribute("href") == "#copayment-answers"
    assert page.locator("#copayment-answers table").first.is_visible()


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
        page.reload()
        fill(box, "copayment", CASE)
        answers(box)


# The reader


def test_a_tab_in_the_background_goes_on_where_it_was(page, faults):
    box = loading(page, faults)
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    faults.go_on.set()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    stays(box)
    answers(box)


def test_after_a_reload_in_the_middle_the_form_is_empty_and_answers(page, faults):
    box = loading(page, faults)
    faults.set()
    page.reload()
    assert box.locator("#copayment-cost_per_day").input_value() == ""
    fill(box, "copayment", CASE)
    answers(box)


def test_going_back_and_forth_ten_times_leaves_one_python_and_no_error(page):
    record = watch(page)
    box = filled_in(page)
    answers(box)
    page.locator('.md-content a[href^="../"]:visible').first.click()
    for _ in range(10):
        page.go_back()
        box.locator("button.submit").wait_for()
        page.go_forward()
    page.go_back()
    fill(box, "copayment", CASE)
    answers(box)
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
