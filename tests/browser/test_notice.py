"""What is said at the lower edge of the screen: it hides nothing that has the focus."""

import pytest

from tools.browser.visitor import DESK, PHONE

MOST = 400  # keys until the end of a page must be reached
# As the service worker marks a page that it had kept.
KEPT = ("<html", "<html data-kept")
HIDDEN = """() => {
    const focused = document.activeElement;
    const notice = document.querySelector(".site-notice");
    if (focused === document.body || notice.contains(focused)) return undefined;
    const { top, bottom, left, right } = focused.getBoundingClientRect();
    const end = Math.min(bottom, innerHeight);
    const at = (x, y) => notice.contains(document.elementFromPoint(x, y));
    const hidden = [left + 1, (left + right) / 2, right - 1].every((x) => at(x, top + 1) && at(x, end - 1));
    return hidden ? focused.outerHTML.slice(0, 120) : "";
}"""


def kept(page, path):
    """A page that comes from what the browser has kept, with the notice that says so."""
    page.context.route(
        f"**/{path}",
        lambda route: route.fulfill(
            response=(response := route.fetch()), body=response.text().replace(*KEPT, 1)
        ),
    )
    page.goto(path)
    page.locator(".site-notice__one").wait_for()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("path", ["rechner/zuzahlung/", "betroffene/weg/"])
def test_no_focus_is_hidden_behind_it(page, path, key):
    kept(page, path)
    if key == "Shift+Tab":
        page.locator(".site-notice button").first.focus()
    reached, hidden = 0, []
    for _ in range(MOST):
        page.keyboard.press(key)
        found = page.evaluate(HIDDEN)
        if found is None and reached:
            break
        reached += 1
        hidden += [found] if found else []
    assert reached > 30  # all that can be reached, and not the head alone
    assert not hidden, (len(hidden), reached, hidden)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_has_the_focus_when_it_comes_is_not_hidden_and_the_room_is_given_back(page, size):
    page.set_viewport_size(size)
    kept(page, "rechner/zuzahlung/")
    padding = "parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom)"
    height = "document.querySelector('.site-notice').offsetHeight"
    page.wait_for_function(f"() => {padding} >= {height} - 1")
    page.locator(".site-notice__close").click()
    page.wait_for_function("() => document.documentElement.style.scrollPaddingBottom === ''")
