"""Everything that belongs to one answer belongs to one version, whenever a new one comes to the host."""

import os
import shutil

import pytest

from tests.browser.faulty import FAULTS
from tests.browser.kept import (
    OPENED,
    UPDATED,
    Copy,
    deployed,
    keeping,
    keeps,
    notice,
    ours,
    until,
    version,
)
from tests.browser.versions import change_law
from tools.browser.forms import FIRST_ANSWER, fill, open_form, submit
from tools.browser.visitor import MIDDLING, SAVING, visitor
from website.cases import cases, given

pytestmark = pytest.mark.proof(pages=OPENED)
CASE = given(cases("copayment")[0])
TEN, FIFTEEN = "value = 10, source", "value = 15, source"
BY_TEN, BY_FIFTEEN = "6,20", "9,30"  # of 62 euros
FORM = "rechner/zuzahlung/"
RUNTIME = r"/assets/runtime/(worker|calculators)"


@pytest.fixture
def old(tmp_path):
    """The site of today."""
    return Copy(tmp_path / "old").site


@pytest.fixture(scope="session")
def fifteen_percent(tmp_path_factory):
    """The site once the law says fifteen percent in place of ten."""
    site = Copy(tmp_path_factory.mktemp("fifteen") / "site").site
    change_law(site, TEN, FIFTEEN)
    return site


@pytest.fixture
def new(tmp_path, fifteen_percent):
    """The same for one test, which may put files beside it."""
    return shutil.copytree(fifteen_percent, tmp_path / "new", copy_function=os.link)


@pytest.fixture
def host(old):
    """A host that has the site of today, and whatever a test gives it next."""
    with deployed(old) as hosted:
        yield hosted


@pytest.fixture
def reader(windowed, host):
    """A reader with a good line, whose browser may keep things."""
    with keeping(windowed, host.base) as page:
        yield page


@pytest.fixture
def unkept(browser, host):
    """A reader who asks for no Python before the button is pressed, and whose browser keeps nothing."""
    with visitor(browser, host.base, service_workers="block") as (page, _):
        page.context.unroute_all()
        page.add_init_script(SAVING)
        yield page


def filled_in(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", CASE)
    return box


def press(box):
    """Press the button and wait until it has had its effect."""
    box.locator("button.submit").click()
    idle(box)


def idle(box):
    box.page.wait_for_function(
        "box => !box.hasAttribute('aria-busy')", arg=box.element_handle(), timeout=FIRST_ANSWER
    )


def says(box, state):
    box.locator(f'.status[data-state="{state}"]').wait_for(timeout=FIRST_ANSWER)
    assert box.locator(".answer").is_hidden()


def verdict(box):
    return box.locator(".verdict").inner_text()


def was_here(page):
    """Have a reader get an answer whose Python is then kept."""
    box = filled_in(page)
    submit(box)
    keeps(page, "runtime")
    return verdict(box)


# A new page, and parts of the version before


@pytest.mark.parametrize("fault", ["unavailable", "missing", "gone", "dropped", "cut short"])
def test_where_the_worker_of_a_new_page_does_not_come_no_other_law_answers(
    host, reader, new, fault
):
    assert BY_TEN in was_here(reader)
    host.deploy(new)
    host.faults.set("worker", fault)
    box = filled_in(reader)
    assert not notice(reader)
    press(box)
    says(box, "failed")
    host.faults.set()
    press(box)
    assert BY_FIFTEEN in verdict(box)


def test_where_the_worker_of_a_new_page_is_slow_it_is_waited_for(host, reader, new):
    was_here(reader)
    host.deploy(new)
    host.faults.set("worker", "held")
    box = filled_in(reader)
    box.locator("button.submit").click()
    box.locator('.status[data-state="slow"]').wait_for(timeout=FIRST_ANSWER)
    host.faults.go_on.set()
    idle(box)
    assert BY_FIFTEEN in verdict(box)


def of_another_version(old, new):
    """A fault: the old worker in place of the one asked for, on a host where the old parts still are."""
    for path in (old / "assets/runtime").glob("*-*.*"):
        if not (there := new / "assets/runtime" / path.name).exists():
            shutil.copy(path, there)
    (worker,) = old.glob("assets/runtime/worker*.js")
    return lambda _: worker.read_bytes()


def test_a_worker_of_another_version_is_fetched_past_the_caches_before_anybody_is_told(
    host, unkept, old, new
):
    host.deploy(new)
    change, asked = of_another_version(old, new), []

    def once(code):
        asked.append(code)
        return change(code) if len(asked) == 1 else code

    host.faults.change("worker", once)
    box = filled_in(unkept)
    press(box)
    assert BY_FIFTEEN in verdict(box)
    assert len(asked) == 2


def test_a_worker_that_stays_of_another_version_gives_no_answer_and_a_sentence_says_so(
    host, unkept, old, new
):
    host.deploy(new)
    host.faults.change("worker", of_another_version(old, new))
    box = filled_in(unkept)
    press(box)
    says(box, "failed")
    press(box)
    says(box, "failed")
    host.faults.set()
    press(box)
    assert BY_FIFTEEN in verdict(box)


# An old page, and a new version on the host


def test_an_old_page_whose_worker_is_gone_says_that_there_is_a_new_version(host, unkept, new):
    box = open_form(unkept, "copayment")
    host.deploy(new)
    fill(box, "copayment", CASE)
    press(box)
    says(box, "replaced")
    assert "neu" in box.locator(".status").inner_text()
    unkept.reload()
    box = filled_in(unkept)
    press(box)
    assert BY_FIFTEEN in verdict(box)


@pytest.mark.falls_back
def test_an_old_page_whose_parts_are_gone_says_that_there_is_a_new_version(host, unkept, old, new):
    box = open_form(unkept, "copayment")
    (worker,) = old.glob("assets/runtime/worker-*.js")
    shutil.copy(worker, new / "assets/runtime")  # as where a cache on the way still has it
    host.deploy(new)
    fill(box, "copayment", CASE)
    press(box)
    says(box, "replaced")


def test_an_old_page_answers_by_its_own_law_from_what_is_kept(host, reader, new):
    reader.add_init_script(MIDDLING)
    was_here(reader)
    box = open_form(reader, "copayment")
    host.deploy(new)
    fill(box, "copayment", CASE)
    press(box)
    assert BY_TEN in verdict(box)
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reader.locator(".site-notice__load").wait_for(timeout=FIRST_ANSWER)


@pytest.mark.falls_back
def test_of_two_tabs_each_answers_by_its_own_law_or_says_that_it_is_old(host, reader, new):
    reader.add_init_script(MIDDLING)
    was_here(reader)
    old_tab = open_form(reader, "copayment")
    host.deploy(new)
    other = reader.context.new_page()
    other.add_init_script(MIDDLING)
    box = filled_in(other)
    submit(box)
    assert BY_FIFTEEN in verdict(box)
    assert reader.evaluate(UPDATED) == "installed"
    other.evaluate(TAKE_OVER)
    until(other, "async () => (await caches.keys()).length === 1")
    fill(old_tab, "copayment", CASE)
    press(old_tab)
    # The browser may still have the old parts in a cache of its own.
    told = old_tab.locator('.status[data-state="replaced"], .verdict:visible')
    told.wait_for(timeout=FIRST_ANSWER)
    assert BY_FIFTEEN not in told.inner_text()
    press(filled_in(reader))
    assert BY_FIFTEEN in verdict(reader.locator(".calculator"))


TAKE_OVER = """async () => {
    const { waiting } = await navigator.serviceWorker.getRegistration();
    waiting.postMessage({ takeOver: true });
}"""


# A host in between


def test_on_a_half_uploaded_host_nothing_half_is_kept_and_then_the_new_law_answers(
    host, reader, new
):
    was_here(reader)
    before = ours(reader)
    host.deploy(new)
    host.faults.now = {RUNTIME: FAULTS["missing"]}
    box = filled_in(reader)
    assert reader.evaluate(UPDATED) == "redundant"
    assert ours(reader) == before
    press(box)
    says(box, "failed")
    host.faults.set()
    press(box)
    assert BY_FIFTEEN in verdict(box)
    assert reader.evaluate(UPDATED) == "installed"
    assert len(ours(reader)) == 2


def test_after_a_downgrade_the_older_law_answers(host, reader, old, new):
    host.deploy(new)
    assert BY_FIFTEEN in was_here(reader)
    newer = version(reader)
    host.deploy(old)
    box = filled_in(reader)
    press(box)
    assert BY_TEN in verdict(box)
    assert version(reader) != newer
    assert not notice(reader)
