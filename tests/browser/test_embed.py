"""Calculators in other sites' pages: on a real host of another origin, however it is made."""

import base64
import hashlib
import json
import os
import re
from contextlib import contextmanager

import pytest

from calculators.engine.text import texts
from tests.browser.test_pages import IDLE
from tools.browser.axe import COLOURS, EVERYTHING, faults, overhang
from tools.browser.forms import FIRST_ANSWER, fill, one_for_each_verdict, open_form, submit
from tools.browser.visitor import visitor, watch
from tools.built_site import CALCULATOR_PAGES, PAGES, SITE
from tools.load.host import caddy, nginx
from website.cases import cases, given
from website.links import places, public_address, qr_codes, write
from website.markdown.configurator import SCRIPT, code, digest
from website.serve import serve

NARROW = {"width": 280, "height": 640}
HOST = {"width": 320, "height": 720}
PATHS = {name: f"einbetten/{place.slug}/" for name, place in places().items()}
# The digest of the first script that hosts load. It never changes: a new one gets a new name.
FIRST = "sha384-4UvL1xYwGyU8keF88InlvVNcG8ggd+CzP3dTM5+YSqyGis93Tr9CDVzbpYY+CL23"
STRICT = "default-src 'none'; frame-src {base}; script-src {base}assets/"
# What themes of many sites set for everything, frames included.
RESETS = """<style>
    *, *::before, *::after { margin: 0; padding: 0; border: 0; box-sizing: border-box; }
    iframe, img, video { max-width: 100%; height: auto; vertical-align: top; }
    body { font: 400 62.5%/1 serif; color: #eee; background: #111; }
    .entry-content > * { max-width: 300px; margin: 0 auto; }
</style>"""
PAGE = SITE.parent / "docs" / "praxen" / "einbetten.md"
# As that page recommends it.
OPEN_SANDBOX = re.search(r'sandbox="([^"]+)"', PAGE.read_text("utf-8"))[1]
HOSTS = {
    "plain": ("", ""),
    "strict": ('<meta http-equiv="Content-Security-Policy" content="' + STRICT + '">', ""),
    "resets": (RESETS, ""),
    "sandbox": ("", f'sandbox="{OPEN_SANDBOX}"'),
}


def embedding(base, name="copayment", answers="", attributes=""):
    """The code that the configurator offers, for the served site."""
    pasted = re.sub(r'src="http://[^/]+/', f'src="{base}', code(places()[name]))
    pasted = pasted.replace(f"{PATHS[name]}", f"{PATHS[name]}{answers}")
    return pasted.replace("<iframe", f"<iframe {attributes}".rstrip())


@contextmanager
def hosted(browser, folder, base, body, head="", site="other", **options):
    """A page of another origin with that body, opened on a narrow phone; and what it asked for."""
    head = f"<meta charset=utf-8><title>Praxis</title>{head.replace('{base}', base)}"
    body = f"<body><div class=entry-content>{body}</div></body>"
    html = f"<!doctype html><html lang=de><head>{head}</head>{body}</html>"
    (folder / "index.html").write_text(html, "utf-8")
    with serve(folder) as address:
        # Another site, not only another port.
        host = address.replace("127.0.0.1", "localhost") if site == "other" else address
        context = browser.new_context(**{"viewport": HOST, "locale": "de-DE", **options})
        page = context.new_page()
        record = watch(page)
        page.goto(host)
        yield page, record
        context.close()


def framed(page):
    return page.frame_locator("iframe")


def box_of(page, name="copayment"):
    return framed(page).locator(f'[data-calculator="{name}"]')


@pytest.mark.parametrize("kind", HOSTS)
def test_a_calculator_answers_in_the_page_of_another_site(browser, base, tmp_path, kind):
    head, attributes = HOSTS[kind]
    body = embedding(base, attributes=attributes)
    with hosted(browser, tmp_path, base, body, head) as (page, record):
        box = box_of(page)
        box.locator("#copayment-appointments").wait_for()
        frame = page.locator("iframe")
        assert frame.bounding_box()["height"] >= 600
        assert frame.bounding_box()["width"] <= HOST["width"]
        fill(box, "copayment", given(cases("copayment")[0]))
        box.locator("button.submit").click()
        box.locator(".answer .verdict", has_text="6,20").wait_for(timeout=FIRST_ANSWER)
        assert not [url for url in record.requests if "?" in url]
        # A host's strict policy may not let the frame's style attribute be; the frame is as well without.
        assert not [said for said in record.errors if "style" not in said]


@pytest.mark.parametrize("server", [nginx, caddy])
def test_it_answers_there_and_at_home_from_the_servers_that_are_recommended(
    browser, tmp_path, server
):
    case = given(cases("copayment")[0])
    with server(SITE) as base:
        with visitor(browser, base, service_workers="block") as (page, record):
            box = open_form(page, "copayment")
            fill(box, "copayment", case)
            submit(box)
            assert "6,20" in box.locator(".verdict").inner_text()
            assert not record.errors
        head, _ = HOSTS["strict"]
        closed = f'<iframe id=closed src="{base}{CALCULATOR_PAGES["copayment"]}/"></iframe>'
        body = embedding(base).replace("<iframe", "<iframe id=open") + closed
        with hosted(browser, tmp_path, base, body, head) as (page, record):
            inside = page.frame_locator("#open").locator(".calculator")
            fill(inside, "copayment", case)
            inside.locator("button.submit").click()
            inside.locator(".answer .verdict", has_text="6,20").wait_for(timeout=FIRST_ANSWER)
            assert page.frame_locator("#closed").locator(".calculator").count() == 0
            assert [said for said in record.errors if "frame-ancestors" in said]


def fitted(page, name="copayment"):
    """Wait until the frame is as high as its content; its height."""
    inside = page.frames[1]
    box_of(page, name).locator("button.submit").wait_for()
    inside.wait_for_function("() => Math.abs(innerHeight - document.body.offsetHeight) < 2")
    return page.locator("iframe").bounding_box()["height"]


def test_the_script_fits_the_height_of_the_page_as_it_came(browser, base, tmp_path):
    with hosted(browser, tmp_path, base, embedding(base)) as (page, record):
        before = fitted(page)
        assert before > 900
        page.set_viewport_size({"width": 600, "height": 720})  # before anybody has used it
        page.wait_for_function(
            "before => document.querySelector('iframe').offsetHeight < before", arg=before
        )
        narrower = fitted(page)
        # What is unfolded or typed changes it no more: it scrolls within the frame.
        framed(page).locator("details.more > summary").click()
        framed(page).locator("details.more[open] input:visible").first.wait_for()
        page.frames[1].wait_for_function("() => document.body.offsetHeight > innerHeight + 50")
        drawn(page)
        assert page.locator("iframe").bounding_box()["height"] == narrower
        assert not record.errors


def rested(page):
    """Wait until what both pages had put off until they rest has been done."""
    for each in (*page.frames, *page.frames):
        each.evaluate(IDLE)
    drawn(page)


def drawn(page):
    """Wait until both pages have been drawn once more, and each has heard the other."""
    for each in (*page.frames, *page.frames):
        each.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


LISTEN = """<script>
    heard = [];
    addEventListener("message", ({ data }) => heard.push(JSON.stringify(data)));
</script>"""


def visited(browser, folder, base, name, answers):
    """What a host can see of a visit: what it was told, how high the frame is, where its page stands."""
    around = f"{LISTEN}<p>Praxis</p>{embedding(base, name)}<div style='height: 3000px'></div>"
    with hosted(browser, folder, base, around) as (page, _):
        fitted(page, name)
        box = box_of(page, name)
        began = look_at_the_button(page)
        page.evaluate("heard.length = 0")
        answer_from(page, box, name, answers)
        # The driver itself scrolls to what it types into: so back to where the reader began.
        page.evaluate("began => scrollTo(0, began)", began)
        box.locator("button.submit").evaluate("button => button.click()")
        box.locator(".answer:visible").wait_for(timeout=FIRST_ANSWER)
        page.frames[1].wait_for_function(
            "() => document.activeElement.matches('.verdict')", timeout=FIRST_ANSWER
        )
        in_sight(page)
        drawn(page)
        height = page.evaluate("document.querySelector('iframe').style.height")
        return (*page.evaluate("heard"), height, page.evaluate("scrollY") - began)


def look_at_the_button(page):
    """Scroll the host's page until the button of the empty form can be seen; how far that was."""
    page.evaluate("by => scrollBy(0, by)", top_in_view(page, "button.submit") - 300)
    return page.evaluate("scrollY")


def answer_from(page, box, name, answers):
    fill(box, name, answers)
    page.frames[1].evaluate("document.activeElement.blur()")


def top_in_view(page, what=".answer"):
    """Where the top of it lies, in pixels below the upper edge of the host's window."""
    frame = page.locator("iframe").evaluate("frame => frame.getBoundingClientRect().top")
    inner = page.frames[1].evaluate(
        "what => document.querySelector(what).getBoundingClientRect().top", what
    )
    return frame + inner


def in_sight(page, what=".answer"):
    """Wait until its top can be seen; where it is then."""
    for _ in range(MOST):
        drawn(page)
        top = top_in_view(page, what)
        if 0 <= top < page.viewport_size["height"] / 2:
            return top
    return pytest.fail(f"{what} is {top} px below the edge")


MOST = 400  # pictures until a page has come to rest
EVERY_CASE = "EVERY_CASE" in os.environ  # else one for each verdict


@pytest.mark.parametrize("name", ["eligibility", "copayment"])
def test_a_host_sees_the_same_whatever_was_typed_and_answered(browser, base, tmp_path, name):
    tried = cases(name) if EVERY_CASE else one_for_each_verdict(cases(name))
    seen = {
        visited(browser, tmp_path, base, name, given(case)): case["expect"]["verdict"]
        for case in tried
    }
    assert len({case["expect"]["verdict"] for case in tried}) > 2
    assert len(seen) == 1, seen


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
@pytest.mark.parametrize("site", ["other", "same"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_the_top_of_the_answer_is_where_the_reader_looks(
    browser, base, tmp_path, size, site, script
):
    code = embedding(base) if script else re.sub(r"<script.*", "", embedding(base))
    body = f"<div style='height: 900px'></div>{code}<div style='height: 3000px'></div>"
    viewport = dict(zip(("width", "height"), size, strict=True))
    with hosted(browser, tmp_path, base, body, viewport=viewport, site=site) as (page, _):
        box = box_of(page)
        page.locator("iframe").scroll_into_view_if_needed()  # it is not fetched before
        box.locator("button.submit").wait_for()
        if script:
            fitted(page)
        fill(box, "copayment", given(cases("copayment")[0]))
        box.locator("button.submit").click()
        page.frames[1].wait_for_function(
            "() => document.activeElement.matches('.verdict')", timeout=FIRST_ANSWER
        )
        in_sight(page)
        # And back to the form, and to what is wrong there.
        box.locator('[data-act="change"]').click()
        in_sight(page, "form")
        box.locator("#copayment-cost_per_day").fill("x")
        box.locator("button.submit").click()
        page.frames[1].wait_for_function("() => document.activeElement.matches('.problem-summary')")
        in_sight(page, ".problem-summary")


def test_a_host_cannot_take_away_or_change_what_was_typed(browser, base, tmp_path):
    body = embedding(base, answers="#cost_per_day=62")
    with hosted(browser, tmp_path, base, body) as (page, record):
        box = box_of(page)
        framed(page).locator(".price-told", has_text="6,20").wait_for()
        framed(page).locator(".price-form > summary").click()
        box.locator("#copayment-appointments").fill("37")
        assert box.locator("#copayment-cost_per_day").input_value() == "62"
        page.evaluate("document.querySelector('iframe').src += '0&appointments=5&farben=dunkel'")
        framed(page).locator("html[data-md-color-scheme=slate]").wait_for()
        drawn(page)
        assert box.locator("#copayment-appointments").input_value() == "37"
        assert box.locator("#copayment-cost_per_day").input_value() == "62"
        assert not record.errors


def test_a_height_from_anybody_else_is_not_heard(browser, base, tmp_path):
    says = "parent.postMessage({soziotherapie:'height',height:5},'*')"
    other = f'<iframe id=other srcdoc="<script>{says}</script>"></iframe>'
    with hosted(browser, tmp_path, base, embedding(base) + other) as (page, _):
        page.wait_for_function("() => document.querySelector('iframe').style.height !== '700px'")
        fitted = page.evaluate("document.querySelector('iframe').style.height")
        page.evaluate("""() => {
            window.last = new Promise((heard) =>
                addEventListener("message", ({ data }) => data === "last" && heard())
            );
            postMessage({ soziotherapie: "height", height: 9 }, "*");
        }""")
        for message in ("'height', height: '9px'", "'height', height: 1e9", "'else', height: 9"):
            page.frames[1].evaluate(f"parent.postMessage({{ soziotherapie: {message} }}, '*')")
        page.frames[1].evaluate("parent.postMessage('last', '*')")
        page.evaluate("last")
        assert page.evaluate("document.querySelector('iframe').style.height") == fitted
        assert page.evaluate("document.querySelector('#other').style.height") == ""


def test_a_changed_script_does_not_run(browser, base, tmp_path):
    body = embedding(base).replace(digest(), "sha384-" + "A" * 64)
    with hosted(browser, tmp_path, base, body) as (page, record):
        box_of(page).locator("#copayment-appointments").wait_for()
        assert page.locator("iframe").evaluate("frame => frame.style.height") == "700px"
        assert [said for said in record.errors if "integrity" in said]


def test_without_the_script_the_frame_scrolls(browser, base, tmp_path):
    body = re.sub(r"<script.*", "", embedding(base))
    with hosted(browser, tmp_path, base, body) as (page, _):
        box_of(page).locator("#copayment-appointments").wait_for()
        assert page.locator("iframe").bounding_box()["height"] == 700
        inside = page.frames[1]
        assert inside.evaluate("document.documentElement.scrollHeight > innerHeight")
        framed(page).locator(".embed-crisis summary").scroll_into_view_if_needed()
        assert inside.evaluate("scrollY > 0")


def test_in_a_locked_frame_it_says_where_it_can_compute(browser, base, tmp_path):
    body = embedding(base, attributes='sandbox="allow-scripts"')
    with hosted(browser, tmp_path, base, body) as (page, _):
        said = framed(page).locator(".embed-notices")
        said.get_by_role("link").wait_for()
        assert "Auf unserer Seite geht es" in said.inner_text()
        assert framed(page).locator(".calculator").is_hidden()
        assert framed(page).locator("#copayment-answers").is_visible()


def test_without_javascript_the_commonest_answers_are_there(browser, base, tmp_path):
    with hosted(browser, tmp_path, base, embedding(base), java_script_enabled=False) as (page, _):
        assert framed(page).locator("h1").inner_text() == places()["copayment"].title
        assert framed(page).locator("#copayment-answers").is_visible()
        assert "kein JavaScript" in framed(page).locator("noscript").inner_text()


def test_the_price_of_the_host_is_filled_in_and_fetches_no_python(browser, base, tmp_path):
    body = embedding(base, answers="#cost_per_day=62&amp;farben=dunkel")
    with hosted(browser, tmp_path, base, body) as (page, record):
        cost = box_of(page).locator("#copayment-cost_per_day")
        framed(page).locator(".price-told", has_text="6,20").wait_for()
        assert cost.input_value() == "62"
        assert not framed(page).locator(".link-told").inner_text(), "nothing is wrong with it"
        rested(page)
        assert not [url for url in record.requests if "/runtime/" in url]
        assert framed(page).locator("html[data-md-color-scheme=slate]").count() == 1
        with page.expect_request(lambda request: "/runtime/" in request.url):
            framed(page).locator(".price-form > summary").click()
            cost.focus()


def test_links_leave_the_frame_and_the_host_stays(browser, base, tmp_path):
    with hosted(browser, tmp_path, base, embedding(base)) as (page, _):
        link = framed(page).locator("footer a").first
        with page.context.expect_page() as opened:
            link.click()
        assert opened.value.url == f"{base}{places()['copayment'].path}/"
        assert page.frames[1].url.startswith(f"{base}{PATHS['copayment']}")


def test_the_keyboard_enters_the_frame_and_leaves_it(browser, base, tmp_path):
    around = '<a id=before href="#">vor</a>' + embedding(base) + '<a id=after href="#">nach</a>'
    with hosted(browser, tmp_path, base, around) as (page, _):
        box_of(page).locator("#copayment-appointments").wait_for()
        assert page.locator("iframe").get_attribute("title") == places()["copayment"].title
        page.locator("#before").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "IFRAME"
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "after":
                return
        pytest.fail("the keyboard does not leave the frame")


def test_nothing_is_registered_or_kept_by_it(browser, base, tmp_path):
    with hosted(browser, tmp_path, base, embedding(base)) as (page, _):
        box_of(page).locator("#copayment-appointments").wait_for()
        rested(page)
        assert not page.context.service_workers
        assert not page.context.cookies()


# Opened as a page


@pytest.mark.parametrize("name", PATHS)
def test_it_is_a_page_of_its_own_without_a_fault(page, axe, name):
    page.set_viewport_size(NARROW)
    page.goto(PATHS[name])
    page.locator(".calculator").wait_for()
    assert page.locator("h1").count() == page.locator("main").count() == 1
    assert page.locator("header, nav, .md-search").count() == 0
    assert page.locator('meta[name="robots"][content="noindex"]').count() == 1
    assert not overhang(page)
    for scheme, shown, options in (("light", "default", EVERYTHING), ("dark", "slate", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_selector(f'html[data-md-color-scheme="{shown}"]')
        assert not faults(page, axe, options)


def test_an_answer_fits_280_pixels(page, axe):
    page.set_viewport_size(NARROW)
    page.goto(PATHS["copayment"])
    box = page.locator(".calculator")
    submit(box)
    assert not overhang(page)
    case = next(case for case in cases("copayment") if "by_year" in case["expect"])
    fill(box, "copayment", given(case))
    submit(box)
    assert not overhang(page)
    assert not faults(page, axe, EVERYTHING)
    heading = box.locator(".answer").bounding_box()
    assert 0 <= heading["y"] < NARROW["height"] / 2
    page.locator("footer a").first.click()
    assert page.url.endswith(f"{places()['copayment'].path}/")


def test_a_readable_colour_is_taken_and_another_refused_in_words(page):
    accent = "getComputedStyle(document.querySelector('button.submit')).backgroundColor"
    for colour, look, shown, refused in (
        ("7a0040", "hell", "rgb(122, 0, 64)", False),
        ("7a0040", "dunkel", "rgb(159, 216, 203)", True),
        ("ffd9e8", "dunkel", "rgb(255, 217, 232)", False),
        ("777777", "hell", "rgb(16, 81, 77)", True),
        ("777777", "", "rgb(16, 81, 77)", True),
        ("7a0040", "", "rgb(122, 0, 64)", False),
        ("red;background:url(x)", "", "rgb(16, 81, 77)", True),
        ("", "hell", "rgb(16, 81, 77)", False),
    ):
        page.goto("about:blank")
        page.goto(f"{PATHS['copayment']}#farben={look}&farbe={colour}")
        page.locator(".calculator").wait_for()
        page.wait_for_function(f"() => {accent} === '{shown}'")
        said = page.locator(".embed-notices").inner_text()
        assert ("zu schwer zu lesen" in said) == refused, (colour, look)
    # What the device wants counts where the host wants nothing: there the colour is our own again.
    page.goto("about:blank")
    page.goto(f"{PATHS['copayment']}#farbe=7a0040")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => {accent} === 'rgb(159, 216, 203)'")
    assert page.locator(".embed-notices").inner_text() == ""


@pytest.mark.parametrize("look", ["hell", "dunkel"])
def test_all_of_a_page_stays_readable_in_a_colour_of_the_host(page, axe, look):
    page.goto(
        f"{PATHS['copayment']}#farben={look}&farbe={'0a2f7a' if look == 'hell' else 'ffd27f'}"
    )
    box = page.locator(".calculator")
    fill(box, "copayment", given(cases("copayment")[0]))
    submit(box)
    assert not faults(page, axe, COLOURS)


# How it is built and sent


def test_it_is_in_no_list_of_the_site(base):
    worker = (SITE / "sw.js").read_text("utf-8")
    known = worker.split(";\n")[0]
    assert "einbetten/" not in known.replace("praxen/einbetten/", "")
    assert "/einbetten/zu" not in (SITE / "sitemap.xml").read_text("utf-8")
    index = json.loads((SITE / "search" / "search_index.json").read_text("utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith("einbetten/")]
    assert not [path for path in PAGES if path.startswith("einbetten")]
    assert PATHS.keys() == CALCULATOR_PAGES.keys()


def test_every_site_may_frame_it_and_no_other_page(page, base):
    for path, closed in ((PATHS["copayment"], False), ("", True), ("rechner/zuzahlung/", True)):
        policy = page.request.get(base + path).headers["content-security-policy"]
        assert ("frame-ancestors 'none'" in policy) == closed, path
        assert "default-src 'none'" in policy


def test_the_script_for_hosts_is_the_one_that_was_published_and_may_be_kept_forever(page, base):
    sent = page.request.get(base + SCRIPT)
    found = base64.b64encode(hashlib.sha384(sent.body()).digest()).decode()
    assert digest() == f"sha384-{found}" == FIRST
    assert "immutable" in sent.headers["cache-control"]
    assert sent.headers["access-control-allow-origin"] == "*"


# The page on which hosts get their code


def test_the_configurator_writes_what_was_chosen(browser, base):
    with visitor(browser, base, service_workers="block") as (page, record):
        page.goto("praxen/einbetten/")
        page.locator(".configurator__choices").wait_for()
        pasted = page.locator("#embed-code")
        link = page.locator("#embed-link")
        expected = re.sub(r'src="http://[^/]+/', f'src="{base}', code(places()["copayment"]))
        assert pasted.input_value() == expected
        page.locator("#embed-price").fill("62,50")
        page.get_by_label("Immer hell").check()
        page.locator("#embed-colour").fill("#7a0040")
        page.locator("#embed-height").fill("900")
        chosen = pasted.input_value()
        assert (
            f'{PATHS["copayment"]}#cost_per_day=62%2C50&amp;farben=hell&amp;farbe=7a0040"' in chosen
        )
        assert 'height="900"' in chosen and "height: 900px" in chosen
        assert link.input_value().endswith("rechner/zuzahlung/#cost_per_day=62%2C50")
        page.locator("#embed-colour").fill("#999")
        assert "zu schwer zu lesen" in page.locator("#embed-colour-said").inner_text()
        assert "farbe=" not in pasted.input_value()
        page.locator("#embed-price").fill('"><script>')
        assert "in Zahlen" in page.locator("#embed-price-said").inner_text()
        assert "cost_per_day" not in pasted.input_value()
        page.locator("#embed-height").fill("9")
        assert 'height="700"' in pasted.input_value()
        page.get_by_label("Die Höhe dem Inhalt anpassen").uncheck()
        assert "<script" not in pasted.input_value()
        page.locator("#embed-calculator").select_option("fristen")
        assert page.locator("#embed-price").is_hidden()
        assert f"{PATHS['deadlines']}#farben=hell" in pasted.input_value()
        assert not [url for url in record.requests if "/einbetten/fristen" in url]
        page.locator(".configurator__preview summary").click()
        preview = page.frame_locator(".configurator__preview iframe")
        preview.locator('[data-calculator="deadlines"]').wait_for()
        assert not record.errors


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("62 €", "62"), ("62,00", "62"), ("62 Euro", "62"), ("62,5 €", "62,50"), ("48.50", "48,50")],
)
def test_the_configurator_reads_a_price_as_people_write_it(page, typed, answer):
    page.goto("praxen/einbetten/")
    page.locator(".configurator__choices").wait_for()
    page.locator("#embed-price").fill(typed)
    assert page.locator("#embed-price-said").inner_text() == ""
    link = page.locator("#embed-link").input_value()
    assert link.endswith(f"#cost_per_day={answer.replace(',', '%2C')}")


@pytest.mark.parametrize("path", [PATHS["copayment"], "rechner/zuzahlung/"])
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-28", "heute 6,20 € selbst. Ab dem 1. Januar 2027 sind es 7,50 €."),
        ("2027-01-01", "Davon zahlen Sie 7,50 € selbst. Im Jahr"),
    ],
)
def test_from_the_price_alone_it_says_at_once_what_a_day_costs(browser, base, path, day, said):
    """Before Python is there, and without a day or a number of days; the table computes with it, too."""
    with visitor(browser, base, service_workers="block") as (page, record):
        page.clock.set_fixed_time(f"{day}T12:00:00")
        waiting = []  # Python never comes
        page.route("**/assets/runtime/**", lambda route: waiting.append(route))
        page.goto(f"{path}#cost_per_day=62")
        told = page.locator(".price-told")
        told.wait_for()
        words = told.inner_text().replace("\xa0", " ")
        assert words.startswith("Ein Tag mit Terminen kostet 62 €. ") and said in words
        assert told.bounding_box()["y"] < page.locator(".calculator").bounding_box()["y"]
        page.locator(".answers summary").click()
        cells = page.locator(".answers tbody td, .answers tbody th").all_inner_texts()
        assert [cell.replace("\xa0", " ") for cell in cells] == ["62,00 €", "6,20 €", "7,50 €"]
        assert not record.errors


def test_with_a_price_the_frame_asks_for_nothing_before_it_is_opened(page):
    page.goto(f"{PATHS['copayment']}#cost_per_day=62")
    page.locator(".price-told", has_text="6,20").wait_for()
    assert page.locator("#copayment-appointments").is_hidden()
    page.locator(".price-form > summary").click()
    assert page.locator("#copayment-appointments").is_visible()


def test_without_a_price_nothing_is_said_of_one_and_the_table_is_whole(page):
    page.goto(PATHS["copayment"])
    page.locator(".calculator").wait_for()
    assert page.locator("#copayment-appointments").is_visible()
    assert page.locator(".price-form > summary").is_hidden(), "there is nothing to fold"
    assert page.locator(".price-told").is_hidden()
    assert page.locator(".answers tbody tr").count() > 1


@pytest.mark.parametrize("path", ["praxen/einbetten", "betroffene/kosten", "ar/betroffene/kosten"])
def test_on_a_phone_the_way_back_to_the_top_floats_over_nothing(browser, base, path):
    with visitor(browser, base, viewport={"width": 360, "height": 740}) as (page, _):
        page.goto(f"{path}/")
        top = page.locator(".md-top")
        top.scroll_into_view_if_needed()
        position = top.evaluate("each => getComputedStyle(each).position")
        below = page.locator(".md-content").bounding_box()
        assert position == "static"
        assert top.bounding_box()["y"] >= below["y"] + below["height"] - 1


@pytest.mark.parametrize("path", ["praxen/einbetten", "praxen/aushang"])
def test_a_practice_finds_no_word_for_whoever_runs_the_site(page, base, path):
    """The code and the link have the address at which the page is read."""
    page.goto(f"{path}/")
    assert "SITE_URL" not in page.locator("main").inner_text()
    if path.endswith("einbetten"):
        assert f"{base}einbetten" in page.locator("#embed-code").input_value()
        for field in ("#embed-code", "#embed-link"):
            assert "[" not in page.locator(field).input_value()


@pytest.mark.parametrize("name", PATHS)
def test_in_a_narrow_frame_help_in_a_crisis_is_one_line_that_opens(browser, base, name):
    with visitor(browser, base, viewport={"width": 360, "height": 700}) as (page, _):
        page.goto(PATHS[name])
        box = page.locator(".embed-crisis")
        assert "112 · 116" in box.locator("summary").inner_text()
        assert box.bounding_box()["height"] <= 60
        assert not box.locator("a").first.is_visible()
        box.locator("summary").click()
        for number in ("112", "116117", "08001110111", "08001110222"):
            assert box.locator(f'a[href="tel:{number}"]').is_visible()


def test_without_javascript_there_is_an_example_to_copy(browser, base):
    context = browser.new_context(java_script_enabled=False, base_url=base)
    page = context.new_page()
    page.goto("praxen/einbetten/")
    example = page.locator("#embed-code").input_value()
    if public_address():
        assert example == code(places()["copayment"])
    else:
        assert "https://[Adresse dieser Website]/einbetten/zuzahlung/" in example
        assert (
            "Für „[Adresse dieser Website]“" in page.locator(".configurator noscript").inner_text()
        )
    shown = page.locator("main").inner_text() + example
    shown += page.locator("#embed-link").input_value()
    assert public_address() or not re.search(r"SITE_URL|127\.0\.0\.1|localhost", shown)
    assert page.locator(".configurator__choices").is_hidden()
    codes = page.locator(".qr-codes img").count()
    assert codes == (len(PATHS) if public_address() else 0)
    context.close()


def test_each_qr_code_is_a_picture_that_a_browser_draws(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://soziotherapie.example/")
    write(tmp_path)
    (tmp_path / "index.html").write_text(f"<!doctype html>{qr_codes(texts('de'), '')}", "utf-8")
    with (
        serve(tmp_path, port=0) as address,
        visitor(browser, f"{address}/", service_workers="block") as (page, _),
    ):
        page.goto("")
        for picture, place in zip(page.locator("img").all(), places().values(), strict=True):
            page.wait_for_function("each => each.naturalWidth > 0", arg=picture.element_handle())
            assert picture.get_attribute("alt").endswith(f"{place.path}/")
