""" "Schnell verlassen": at hand where clients read, and afterwards the tab shows nothing of this site."""

import gzip
import queue
import re
import threading
from functools import partial
from http import HTTPStatus

import pytest

from tests.browser import tabs
from tests.browser.tabs import SHOWN, Tab
from tools.browser.visitor import DESK, PHONE, visitor
from tools.built_site import SITE, asset, language_of
from website.serve import Handler, Server, running

CONFIG = (SITE.parent / "mkdocs.yml").read_text("utf-8")
ADDRESS = re.search(r"^  exit: (\S+)$", CONFIG, re.MULTILINE)[1]
MOST = 100  # keys until it must be reached
ELSEWHERE = "recht/"  # the tests leave for a page of this site: nobody else is asked for anything

CLICK_AND_LOOK = """link => {
    link.click();
    return [document.body.innerText, history.state, document.title];
}"""


AT_SHOW = """addEventListener("pageshow", ({ persisted }) => {
    const { opacity, visibility } = getComputedStyle(document.documentElement);
    if (persisted) window.atShow = opacity + visibility;
});"""
LETTER = "betroffene/ablehnung/"
VOICES = "Ich höre Stimmen"


class Elsewhere(Handler):
    """The other side, which may take its time."""

    def __init__(self, asked, go_on, *arguments):
        self.asked, self.go_on = asked, go_on
        super().__init__(*arguments)

    def do_GET(self):
        """Say who this is, once it may be said."""
        if self.path == "/":
            self.asked.put(self.path)
            self.go_on.wait()
        body = b"<!doctype html><title>Elsewhere</title><p>Hello</p>"
        self._send(HTTPStatus.OK, body, {"Content-Type": "text/html"})


class WithAnotherWayOut(Handler):
    """The site, but that its way out leads to the other side that the tests have."""

    def __init__(self, address, *arguments):
        self.address = address
        super().__init__(*arguments)

    def _send(self, status, body, headers):
        if headers.get("Content-Encoding") == "gzip":
            body, headers = gzip.decompress(body), {**headers, "Content-Encoding": "identity"}
        super()._send(status, body.replace(ADDRESS.encode(), self.address.encode()), headers)


class Away:
    """The other side: its address, who asked for it, and whether it answers yet."""

    def __init__(self):
        self.asked = queue.Queue()
        self.go_on = threading.Event()
        self.go_on.set()
        self.address = ""


@pytest.fixture(scope="module")
def away():
    side = Away()
    handler = partial(Elsewhere, side.asked, side.go_on, SITE)
    with running(Server(("127.0.0.1", 0), handler)) as address:
        side.address = address.replace("127.0.0.1", "localhost")  # another site
        yield side
        side.go_on.set()


@pytest.fixture(scope="module")
def home(away):
    site = partial(WithAnotherWayOut, away.address, SITE)
    with running(Server(("127.0.0.1", 0), site)) as address:
        yield address


@pytest.fixture(scope="module", params=[True, False], ids=["kept as it was", "loaded anew"])
def kept(request):
    """Whether the browser keeps pages as they are for whoever goes back, or loads them anew."""
    return request.param


@pytest.fixture(scope="module")
def keeping(kept, browser):
    with tabs.chromium(browser.browser_type, keeps=kept) as opened:
        yield opened


@pytest.fixture
def tab(keeping, away):
    """A new tab in a profile without a past."""
    away.go_on.set()
    context = keeping.new_context(viewport=PHONE, locale="de-DE", service_workers="block")
    context.add_init_script(AT_SHOW)
    yield Tab(context.new_page())
    context.close()


def leave(page, how):
    link = page.locator(".site-exit")
    link.evaluate("(link, to) => { link.href = new URL(to, location.origin) }", f"/{ELSEWHERE}")
    how(link)


# Those who read here for their work need no way out; to some pages of the law those for clients lead, too.
AT_WORK = re.compile(
    r"(verordnende|praxen|recht(?!/(glossar|offene-fragen|aenderung-2027)/)|entwicklung|rechner/verordnung)/"
)


def pages():
    """Every page of the site and where it lies, but those for a frame of somebody else's page.

    Of such a page a link in the frame could not be the way out.
    """
    for path in SITE.rglob("*.html"):
        place = path.relative_to(SITE).as_posix()
        if not place.startswith("einbetten/"):
            yield place, path.read_text("utf-8")


def way_out(place):
    """Where the way out of a page leads: to a page in its language, if the language names one."""
    language = language_of(place)
    return (language and language.exit) or ADDRESS


def is_at_work(place):
    """Whether whoever reads there does so for their work, in whatever language."""
    language = language_of(place)
    return AT_WORK.match(place.removeprefix(f"{language.folder}/") if language else place)


def test_every_page_for_clients_and_relatives_has_the_way_out_and_no_page_for_work():
    seen = {}
    for place, html in pages():
        count = html.count('class="site-exit"')
        assert count == (0 if is_at_work(place) else 1), place
        assert count == html.count(f'<a href="{way_out(place)}" class="site-exit"'), place
        seen[place] = count
    assert (
        seen["index.html"] and seen["angehoerige/index.html"] and seen["rechner/fristen/index.html"]
    )
    assert len([place for place in seen if is_at_work(place)]) > 20


def test_every_page_can_be_put_away_by_another_and_tells_nobody_where_a_reader_comes_from():
    for place, html in pages():
        assert f'data-exit="{way_out(place)}"' in html.partition("</head>")[0], place
        assert '<meta name="referrer" content="no-referrer">' in html, place


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_is_in_the_head_in_sight_wherever_one_is_on_the_page(page, size):
    page.set_viewport_size(size)
    page.goto("betroffene/weg/")
    for where in (0, 0.5, 1):
        page.evaluate("where => scrollTo(0, where * document.body.scrollHeight)", where)
        place = page.locator(".md-header .site-exit").bounding_box()
        head = page.locator(".md-header").bounding_box()
        assert place["height"] >= 44
        assert place["x"] >= 0 and place["x"] + place["width"] <= size["width"]
        assert 0 <= head["y"] <= place["y"]
        assert place["y"] + place["height"] <= head["y"] + head["height"]


@pytest.mark.parametrize("path", ["", "rechner/zuzahlung/"])
def test_nothing_else_floats_over_a_page(page, path):
    page.goto(path)
    fixed = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((e) => getComputedStyle(e).position === "fixed" && e.checkVisibility())
            .filter((e) => !e.closest(".md-search, .md-header, .md-skip, .md-dialog, .md-overlay"))
            .map((e) => e.className)"""
    )
    assert not [name for name in fixed if "md-toggle" not in name]


def test_shift_three_times_leaves_and_a_capital_letter_does_not(page, base):
    page.goto("rechner/zuzahlung/")
    link = page.locator(".site-exit")
    assert "dreimal Umschalt" in link.get_attribute("title")
    link.evaluate("(link, to) => { link.href = new URL(to, location.origin) }", f"/{ELSEWHERE}")
    page.locator("#copayment-appointments").focus()
    for _ in range(5):
        page.keyboard.press("Shift+A")
    for _ in range(2):
        page.keyboard.press("Shift")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift")
    assert page.url == f"{base}rechner/zuzahlung/"
    assert page.locator("main").is_visible()
    for _ in range(2):
        page.keyboard.press("Shift")
    page.wait_for_url(base + ELSEWHERE)
    page.go_back()  # before the page that was left there is only the empty one of a new tab
    page.wait_for_url("about:blank")


def test_where_there_is_no_way_out_the_key_does_nothing(page, base):
    page.goto("verordnende/")
    for _ in range(6):
        page.keyboard.press("Shift")
    assert page.url == f"{base}verordnende/"
    assert page.locator("main h1").is_visible()


def shown(tab, address, what="true"):
    """Wait until that page of the site is there, whole."""
    tab.wait(f"location.href === '{address}' && document.readyState === 'complete' && {what}")


def read(tab, address):
    tab.open(address)
    shown(tab, address)


def type_in(tab, field, text):
    tab.ask(f"document.querySelector(`{field}`).closest(`details`)?.setAttribute(`open`, ``)")
    tab.ask(f"document.querySelector(`{field}`).focus()")
    tab.session.send("Input.insertText", {"text": text})
    assert tab.ask(f"document.querySelector(`{field}`).value") == text


def tap(tab, link):
    """Follow a link of the page."""
    address = tab.ask(f"document.querySelector(`{link}`).href")
    tab.ask(f"document.querySelector(`{link}`).click()")
    shown(tab, address)


def arrive(tab, away):
    tab.wait("document.title === 'Elsewhere'")
    while not away.asked.empty():
        away.asked.get()


def flee(tab, away):
    tab.ask("document.querySelector('.site-exit').click()")
    arrive(tab, away)


def shows_nothing(tab, home, away, way):
    """Come back to a page of the site: on a slow line, too, it shows nothing and is elsewhere."""
    away.go_on.clear()
    tab.seen.clear()
    way()

    def ours():
        return [seen for seen in tab.seen if seen["address"].startswith(home)]

    tab.look(lambda: not away.asked.empty() and ours() and ours()[-1]["title"] == "localhost")
    away.go_on.set()
    arrive(tab, away)
    assert {seen["text"] for seen in ours()} == {""}
    assert {seen["title"] for seen in ours()[1:]} <= {"localhost"}


def test_nobody_who_did_not_leave_in_a_hurry_is_kept_from_a_page(tab, home, kept):
    read(tab, f"{home}{LETTER}")
    type_in(tab, "#letter-own", VOICES)
    tab.ask("window.mark = true")
    tap(tab, ".md-content a[href$='fristen/']")
    tab.go(-1)
    shown(tab, f"{home}{LETTER}")
    is_as_it_was = bool(tab.ask("window.mark"))
    assert is_as_it_was == kept
    if is_as_it_was:
        assert tab.ask("window.atShow") == "0hidden", "put away unseen"
        assert VOICES in tab.ask(SHOWN)
        assert [seen for seen in tab.seen if VOICES in seen["text"]], "what is shown is seen"
    assert "Der Brief zum Ausfüllen" in tab.ask(SHOWN)
    assert tab.ask("document.documentElement.style.cssText") == ""
    assert tab.ask("JSON.stringify([{ ...sessionStorage }, history.state])") == "[{},null]"
    tab.reload()
    shown(tab, f"{home}{LETTER}", "!window.mark")
    assert "Der Brief zum Ausfüllen" in tab.ask(SHOWN)


def test_after_an_anchor_was_tapped_the_page_does_not_come_back(tab, home, away):
    read(tab, f"{home}rechner/zuzahlung/")
    type_in(tab, "#copayment-appointments", "37")
    tap(tab, "a[href$='#krise']")
    flee(tab, away)
    shows_nothing(tab, home, away, lambda: tab.go(-1))
    assert not [address for address in tab.addresses() if address.startswith(home)]


def test_after_an_anchor_was_tapped_the_page_does_not_come_back_by_loading_it_anew(tab, home, away):
    read(tab, f"{home}rechner/zuzahlung/")
    type_in(tab, "#copayment-appointments", "37")
    tap(tab, "a[href$='#krise']")
    flee(tab, away)
    away.go_on.clear()
    tab.go(-1)
    tab.look(lambda: not away.asked.empty())
    away.asked.get()
    shows_nothing(tab, home, away, tab.reload)


def test_pages_before_it_do_not_come_back_either_whatever_was_typed_there(tab, home, away):
    read(tab, f"{home}{LETTER}")
    type_in(tab, "#letter-own", VOICES)
    type_in(tab, "#letter-number", "A123456789")
    tap(tab, ".md-content a[href$='fristen/']")
    read(tab, f"{home}rechner/verordnung/#icd=F20.0&gaf=30")
    read(tab, f"{home}rechner/")
    flee(tab, away)
    for _ in range(3):
        shows_nothing(tab, home, away, lambda: tab.go(-1))
    assert not [address for address in tab.addresses() if address.startswith(home)]


def test_forward_leads_to_no_page_either(tab, home, away):
    read(tab, f"{home}betroffene/")
    read(tab, f"{home}{LETTER}")
    type_in(tab, "#letter-own", VOICES)
    tap(tab, "a[href$='#krise']")
    tap(tab, ".md-content a[href$='fristen/']")
    tab.go(-3)
    shown(tab, f"{home}betroffene/")
    flee(tab, away)
    for _ in range(3):
        shows_nothing(tab, home, away, lambda: tab.go(1))


def test_an_answer_and_a_page_for_other_sites_do_not_come_back(tab, home, away):
    day = "first_day.day=1&first_day.month=12&first_day.year=2026"
    read(tab, f"{home}rechner/zuzahlung/#{day}&appointments=10&cost_per_day=62")
    tab.wait("!!document.querySelector('.answer .verdict')")
    read(tab, f"{home}einbetten/zuzahlung/#cost_per_day=62")
    read(tab, f"{home}")
    flee(tab, away)
    for _ in range(2):
        shows_nothing(tab, home, away, lambda: tab.go(-1))


def test_whoever_comes_anew_in_that_tab_can_read_and_go_back_but_not_to_what_was_left(
    tab, home, away
):
    read(tab, f"{home}{LETTER}")
    read(tab, f"{home}rechner/")
    flee(tab, away)
    read(tab, f"{home}betroffene/weg/")
    assert "Soziotherapie" in tab.ask(SHOWN)
    tap(tab, "a[href$='#krise']")
    tab.wait("history.state")
    tab.reload()
    shown(tab, f"{home}betroffene/weg/#krise")
    tap(tab, ".md-content a[href$='suchen/']")
    tab.go(-1)
    shown(tab, f"{home}betroffene/weg/#krise")
    assert "Soziotherapie" in tab.ask(SHOWN)
    tab.go(-2)
    arrive(tab, away)
    shows_nothing(tab, home, away, lambda: tab.go(-1))
    # And a second time.
    read(tab, f"{home}betroffene/kosten/")
    flee(tab, away)
    tab.go(-1)
    arrive(tab, away)


def test_another_tab_goes_on(tab, home, away, keeping):
    read(tab, f"{home}{LETTER}")
    context = keeping.contexts[-1]
    other = Tab(context.new_page())
    read(other, f"{home}rechner/zuzahlung/")
    type_in(other, "#copayment-appointments", "37")
    flee(tab, away)
    assert "37" in other.ask(SHOWN)
    other.reload()
    shown(other, f"{home}rechner/zuzahlung/")
    assert "Zuzahlung" in other.ask(SHOWN)


def test_where_nothing_may_be_stored_the_button_leads_away_all_the_same(browser, base):
    with visitor(browser, base, service_workers="block") as (page, _):
        page.add_init_script(
            "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no') } })"
        )
        page.goto("rechner/zuzahlung/")
        page.locator("#copayment-appointments").fill("3")
        leave(page, lambda link: link.click())
        page.wait_for_url(base + ELSEWHERE)


def test_it_is_written_for_every_browser_that_shows_the_page():
    script = (SITE.parent / "website/browser/page/exit.js").read_text("utf-8")
    code = re.sub(r"//.*", "", script)
    assert not re.findall(
        r"=>|\blet\b|\bconst\b|`|\?\.[^\d]|\?\?|replaceChildren|closest|forEach", code
    )
    head = (SITE / "index.html").read_text("utf-8").partition("</head>")[0]
    script = rf'<script[^>]* src="{re.escape(asset("exit.js"))}"[^>]*>'
    tag = re.search(script, head)
    assert f'data-exit="{ADDRESS}"' in tag[0]
    assert tag and tag.start() < head.index('rel="stylesheet"')


def test_nothing_can_be_seen_while_the_other_page_is_on_its_way(page, base):
    page.goto("rechner/zuzahlung/")
    page.locator("#copayment-appointments").fill("3")
    held = []
    page.context.route(f"{base}{ELSEWHERE}", lambda route: held.append(route))
    # Asked in the same breath: whoever asks later waits for the other page, too.
    shown = []
    leave(page, lambda link: shown.extend(link.evaluate(CLICK_AND_LOOK)))
    assert shown == ["", None, "127.0.0.1"]
    for route in held:
        route.abort()


def test_the_keyboard_reaches_it_before_the_content(page, base):
    page.set_viewport_size(DESK)
    page.goto("")
    is_focused = "document.activeElement.matches('{}')"
    for _ in range(MOST):
        page.keyboard.press("Tab")
        assert not page.evaluate(is_focused.format("main *"))
        if page.evaluate(is_focused.format(".site-exit")):
            break
    leave(page, lambda _: page.keyboard.press("Enter"))
    page.wait_for_url(base + ELSEWHERE)


def test_without_a_script_it_is_a_link_like_any_other(browser, base):
    with visitor(browser, base, java_script_enabled=False) as (page, _):
        page.goto("rechner/zuzahlung/")
        link = page.locator(".site-exit")
        assert link.is_visible() and link.get_attribute("href") == ADDRESS
