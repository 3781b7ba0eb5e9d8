""" "Schnell verlassen": at hand on every page, and the page is gone from the history of the tab."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import DESK, PHONE, SITE, visitor

CONFIG = (SITE.parent / "mkdocs.yml").read_text("utf-8")
ADDRESS = re.search(r"^  exit: (\S+)$", CONFIG, re.MULTILINE)[1]
MOST = 100  # keys until it must be reached
ELSEWHERE = "recht/"  # the tests leave for a page of this site: nobody else is asked for anything

CLICK_AND_LOOK = """link => {
    link.click();
    return [document.body.innerText, history.state, document.title];
}"""


def leave(page, how):
    link = page.locator(".site-exit")
    link.evaluate("(link, to) => { link.href = new URL(to, location.origin) }", f"/{ELSEWHERE}")
    how(link)


def test_every_page_has_the_way_out():
    # But not in a frame of somebody else's page, of which it could not be the way out.
    pages = [
        path
        for path in SITE.rglob("*.html")
        if "einbetten" not in path.parts or "praxen" in path.parts
    ]
    assert pages
    for path in pages:
        html = path.read_text("utf-8")
        assert html.count('class="site-exit"') == 1, path
        assert f'<a href="{ADDRESS}" class="site-exit"' in html, path
        assert '<meta name="referrer" content="no-referrer">' in html, path


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_is_in_sight_wherever_one_is_on_the_page(page, size):
    page.set_viewport_size(size)
    page.goto("betroffene/weg/")
    for where in (0, 0.5, 1):
        page.evaluate("where => scrollTo(0, where * document.body.scrollHeight)", where)
        place = page.locator(".site-exit").bounding_box()
        assert place["height"] >= 44
        assert place["x"] >= 0 and place["x"] + place["width"] <= size["width"]
        assert place["y"] >= 0 and place["y"] + place["height"] <= size["height"]
    # And the last line of the page is not behind it.
    last = page.locator(".site-footer a").last.bounding_box()
    assert last["y"] + last["height"] <= place["y"]


def test_back_does_not_lead_to_the_page_that_was_left(page, base):
    page.goto("")
    page.goto("rechner/zuzahlung/")
    page.locator("#copayment-appointments").fill("3")
    leave(page, lambda link: link.click())
    page.wait_for_url(base + ELSEWHERE)
    page.go_back()
    assert page.url == base


def test_nothing_can_be_seen_while_the_other_page_is_on_its_way(page, base):
    page.goto("rechner/zuzahlung/")
    page.locator("#copayment-appointments").fill("3")
    page.wait_for_function("() => history.state?.typed")
    page.context.route(f"{base}{ELSEWHERE}", never_comes)
    # Asked in the same breath: whoever asks later waits for the other page, too.
    shown = []
    leave(page, lambda link: shown.extend(link.evaluate(CLICK_AND_LOOK)))
    assert shown == ["", None, "127.0.0.1"]


def never_comes(route):
    with suppress(Error):  # by then the page may be closed
        route.request.frame.page.wait_for_timeout(5_000)
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
