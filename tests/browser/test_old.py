"""Old browsers: below the floor one true sentence and no megabytes, from the floor on every answer."""

import json
from functools import partial
from urllib.parse import urlsplit

import pytest

from calculators import web
from calculators.engine.text import texts
from calculators.registry import CALCULATORS
from tests.browser.remote import chromium_tab, firefox_tab, webkit_tab
from tools.browser import old
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from website import browser
from website.cases import cases, controls, given
from website.serve import Handler, Server, running
from website.static_rules import FOR_OTHER_SITES

OPENED = ("recht/", "recht/glossar/", "betroffene/kosten/", "einbetten/zuzahlung/")
# With these, every script that a page brings by itself but those of calculators.
WITH_SCRIPTS = ("", "betroffene/sagen/", "praxen/aushang/", "praxen/einbetten/", "recht/beispiele/")
pytestmark = pytest.mark.proof(
    pages=[*OPENED, *WITH_SCRIPTS, *(f"{path}/" for path in CALCULATOR_PAGES.values())],
    files=["docs/assets"],
)
SAY = texts("de")
CASE = given(cases("copayment")[0])
FORM = CALCULATOR_PAGES["copayment"]
ELSEWHERE = (
    "recht/"  # whoever leaves in a hurry goes to a page of this site here: no other is asked
)
# The last version below the floor, with what the core needs switched on: so far our own scripts reach,
# and those of Pyodide. What was an experiment there is compiled plainly, since its optimizer crashes on
# it. Iphones that cannot read newer syntax but can run the core are like it.
SWITCHED_ON = "--js-flags=--experimental-wasm-reftypes --experimental-wasm-eh --no-wasm-tier-up"
MOST = 700_000  # bytes for a page with a calculator and all that a browser fetches beside it

FILL = """(function (answers) {
    var form = document.querySelector(".calculator form");
    answers.forEach(function (answer) {
        var field = form.querySelector('[name="' + answer[0] + '"]');
        var tick = form.querySelector('[name="' + answer[0] + '"][value="' + answer[1] + '"]');
        if (tick) tick.checked = true; else field.value = answer[1];
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("button.submit").click();
})"""
ALL = """Promise.all(%s.map(async ([module, questions]) => {
    const { ask } = await import(module);
    const replies = [];
    for (const question of questions) replies.push((await ask(question, () => {})).html);
    return replies;
}))"""
KEPT = """navigator.serviceWorker.getRegistration().then(
    (worker) => worker && caches.match(new URL("sw.js/runtime", worker.scope)).then(Boolean)
)"""
# What somebody does who tries: each thing that can be reached is focused, hovered and pressed.
TRY = """[].forEach.call(document.querySelectorAll(".calculator *"), function (element) {
    if (element.focus) element.focus();
    element.dispatchEvent(new Event("pointerover", { bubbles: true }));
    element.dispatchEvent(new Event("focusin", { bubbles: true }));
})"""
SEEN = """[].filter.call(document.querySelectorAll(%s), function (element) {
    return element.getClientRects().length && getComputedStyle(element).visibility !== "hidden";
}).length"""
# What our own scripts throw; what the theme's do there, it does in every such browser.
LISTEN = """window.thrown = [];
addEventListener("error", function (event) {
    if (/assets[/][^/]+$/.test(event.filename)) thrown.push(event.filename + ": " + event.message);
})"""


class Host(Handler):
    """The site, and what it has sent; it can be out of reach."""

    def __init__(self, sent, reach, *arguments):
        self.sent, self.reach = sent, reach
        super().__init__(SITE, *arguments)

    def _send(self, status, body, headers):
        if not self.reach:
            self.close_connection = True
            return
        self.sent.append((urlsplit(self.path).path, len(body)))
        super()._send(status, body, headers)


class Site:
    """Its address, what it has sent so far, and whether it can be reached."""

    def __init__(self, address, sent, reach):
        self.address, self.sent, self._reach = address, sent, reach

    def disappear(self):
        self._reach.clear()


@pytest.fixture
def site():
    sent, reach = [], ["there"]
    with running(Server(("127.0.0.1", 0), partial(Host, sent, reach))) as address:
        yield Site(address, sent, reach)


def seen(tab, selector):
    """How many elements of that kind a reader can see."""
    return tab.value(SEEN % json.dumps(selector))


def has_old(version):
    """Every test run asks a few of them, the audit all."""
    return pytest.param(version, id=f"chromium-{version}")


@pytest.fixture
def tab(request, tmp_path):
    """A tab of the browser that a test is about: a version, a version with arguments, or an engine."""
    version, *arguments = request.param if isinstance(request.param, tuple) else (request.param,)
    engines = {"firefox": firefox_tab, "webkit": webkit_tab}
    if version in engines:
        opened = engines[version](tmp_path)
    else:
        opened = chromium_tab(old.path(version), tmp_path, *arguments)
    with opened as made:
        yield made


BELOW = [has_old(version) for version in old.asked() if version < old.FLOOR]
FROM = [has_old(version) for version in old.asked() if version >= old.FLOOR]
LAST_BELOW = BELOW[-1].values[0]
OUR_FLOOR = pytest.param((LAST_BELOW, SWITCHED_ON), id=f"chromium-{LAST_BELOW} with a newer core")


@pytest.mark.parametrize("tab", BELOW, indirect=True)
@pytest.mark.parametrize("name", CALCULATORS)
def test_below_the_floor_one_sentence_says_so_and_nothing_large_is_fetched(tab, site, name):
    place = CALCULATOR_PAGES[name]
    tab.goto(f"{site.address}{place}/")
    words = tab.value("document.querySelector('.unfit').innerText")
    assert words.startswith(SAY("page.unfit.too_old.why"))
    assert tab.value("document.querySelector('.unfit a').hash") == f"#{name}-answers"
    assert seen(tab, f"#{name}-answers table")
    human = SAY("page.human_telephone")
    if SAY.has(f"{name}.human"):
        assert SAY(f"{name}.human") in words
    else:
        assert tab.value("document.querySelector('.unfit a[href^=\"tel:\"]').innerText") == human
    for way in SAY.all("page.unfit.too_old.ways"):
        assert way in words
    # No control that would do nothing, and no other sentence.
    assert not seen(tab, ".calculator form, .calculator button, .calculator input, .share")
    assert not seen(tab, ".no-script-came, .link-told:not(:empty), .calculator .status")
    tab.value(f"{TRY} || true")
    tab.value("new Promise(function (done) { setTimeout(done, 0) })")
    assert not [path for path, _ in site.sent if "/runtime/" in path]
    # No script of ours is one that it cannot read; the page would take it for a torn one.
    assert not tab.value("history.state && history.state.mended")
    assert sum(size for _, size in site.sent) < MOST


@pytest.mark.parametrize("tab", BELOW, indirect=True)
def test_below_the_floor_every_other_page_is_there_at_once_and_whole(tab, site):
    tab.beforehand(LISTEN)
    for page in (*OPENED, *WITH_SCRIPTS):
        tab.goto(f"{site.address}{page}")
        # A script that the browser cannot read is taken for a torn one, and loads the page once more.
        tab.value("new Promise(function (done) { setTimeout(done, 0) })")
        assert not tab.value("history.state && history.state.mended"), page
        assert tab.value("thrown") == [], page


@pytest.mark.parametrize("tab", BELOW, indirect=True)
def test_in_a_frame_of_another_site_it_is_said_too(tab, site):
    slug = FORM.rpartition("/")[2]
    tab.goto(f"{site.address}{FOR_OTHER_SITES}/{slug}/")
    words = tab.value("document.querySelector('.unfit').innerText")
    assert words.startswith(SAY("page.unfit.too_old.why"))
    assert not seen(tab, ".calculator form, .calculator button")
    assert not [path for path, _ in site.sent if "/runtime/" in path]


@pytest.mark.parametrize("tab", [*BELOW, *FROM, "firefox", "webkit"], indirect=True)
def test_the_exit_leads_away_and_back_does_not_lead_here(tab, site):
    tab.goto(f"{site.address}{FORM}/")
    tab.value(
        f"document.querySelector('.site-exit').setAttribute('href', '/{ELSEWHERE}') || "
        "document.querySelector('.site-exit').click()"
    )
    tab.until(f"location.pathname === '/{ELSEWHERE}' && document.readyState === 'complete'")
    before = tab.value("history.length")
    tab.value("setTimeout(function () { history.back() })")
    tab.until(f"location.pathname !== '/{ELSEWHERE}' || history.length === 1")
    assert before == tab.value("history.length")
    assert FORM not in tab.value("location.pathname")


@pytest.mark.parametrize("tab", [*BELOW, *FROM], indirect=True)
def test_a_term_can_be_looked_up_and_no_note_stands_in_the_sentence(tab, site):
    tab.goto(f"{site.address}betroffene/kosten/")
    tab.until(
        "document.documentElement.matches('.no-popover') || 'popover' in HTMLElement.prototype"
    )
    assert not seen(tab, ".term-note")
    assert seen(tab, ".term")
    term = "getComputedStyle(document.querySelector('.term'))"
    assert tab.value(f"{term}.pointerEvents") == "auto"
    assert "underline" in tab.value(f"{term}.textDecoration")
    tab.value("document.querySelector('.term').click()")
    tab.until("location.pathname === '/recht/glossar/' && document.querySelector('dt:target')")
    assert tab.value("document.querySelector('dt:target').innerText")


@pytest.mark.parametrize("tab", [OUR_FLOOR, *FROM], indirect=True)
def test_from_the_floor_on_every_case_is_answered_as_in_cpython(tab, site):
    questions = [
        {"name": name, "language": "de", "answers": web.pairs(given(case))}
        for name in CALCULATORS
        for case in cases(name)
    ]
    tab.goto(f"{site.address}{FORM}/")
    module = f"/{asset('python.js')}"
    (replies,) = tab.value(ALL % json.dumps([[module, questions]]))
    expected = [json.loads(web.answer(*question.values()))["html"] for question in questions]
    assert replies == expected
    assert not [path for path, _ in site.sent if "asm.wasm" in path]


@pytest.mark.parametrize("tab", [OUR_FLOOR, *FROM, "firefox", "webkit"], indirect=True)
def test_form_answer_and_the_same_without_a_line(tab, site):
    answers = json.dumps(list(controls("copayment", CASE)))
    tab.goto(f"{site.address}{FORM}/")
    answered = (
        "document.querySelector('.answer:not([hidden]) .verdict').innerText.indexOf('6,20') > 0"
    )
    tab.value(f"{FILL}({answers})")
    tab.until(answered)
    tab.until(KEPT)
    site.disappear()
    sent = len(site.sent)
    tab.goto(f"{site.address}betroffene/kosten/")
    assert seen(tab, "h1")
    tab.goto(f"{site.address}{FORM}/")
    tab.value(f"{FILL}({answers})")
    tab.until(answered)
    assert len(site.sent) == sent


@pytest.mark.parametrize("script", sorted(browser.INLINE.glob("*.js")), ids=lambda path: path.stem)
def test_what_stands_in_a_page_is_written_for_the_oldest_and_the_page_can_hold_it(script):
    code = script.read_text("utf-8")
    assert browser.inline(script.stem).startswith("<script>(function () {")
    for young in ("=>", "let ", "const ", "`", "?.", "async ", "class "):
        assert young not in "\n".join(
            line for line in code.splitlines() if not line.strip().startswith("//")
        )
