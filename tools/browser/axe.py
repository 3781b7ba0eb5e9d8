"""What axe finds on a page, and how those see it who need it otherwise."""

from collections.abc import Mapping
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize

from tools.browser.visitor import PHONE

# All of WCAG 2.0 to 2.2 up to AA, best practices, and of AAA the contrast of 7:1.
CONTRAST = ["color-contrast", "color-contrast-enhanced"]
EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": True} for rule in CONTRAST},
    "resultTypes": ["violations"],
}
# A larger page has the same colours; in the reader's own, axe takes some of ours for them.
SHAPES = {**EVERYTHING, "rules": {rule: {"enabled": False} for rule in CONTRAST}}
# In the other colour scheme the page is the same but for its colours.
COLOURS = {"runOnly": {"type": "rule", "values": CONTRAST}, "resultTypes": ["violations"]}
# As readers have it who need it larger, or in colours of their own. Who enlarges a page of 1280 by 900
# pixels twice or four times has so much less room: 640 and 320 pixels.
NEEDS: dict[str, tuple[ViewportSize, Literal["active", "none"]]] = {
    "200 %": ({"width": 640, "height": 450}, "none"),
    "400 %": ({"width": 320, "height": 225}, "none"),
    "forced colours": (PHONE, "active"),
}


def suit(page: Page, need: str) -> None:
    """Show pages as somebody needs them."""
    size, colours = NEEDS[need]
    page.set_viewport_size(size)
    page.emulate_media(forced_colors=colours)


def faults_in_both_schemes(
    page: Page, axe: str, place: str = "html", first: Mapping[str, Any] = EVERYTHING
) -> list[tuple[str, str, str]]:
    """What axe finds there in light and in dark colours: rule, and the first place.

    ``first``: what it looks for in the light ones; in the dark ones it is their contrast.
    """
    found: list[tuple[str, str, str]] = []
    schemes: tuple[tuple[Literal["light", "dark"], str, Mapping[str, Any]], ...] = (
        ("light", "default", first),
        ("dark", "slate", COLOURS),
    )
    for scheme, name, options in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_selector(f':is(html, body)[data-md-color-scheme="{name}"]')
        found += [(scheme, *fault) for fault in faults(page, axe, options, place)]
    return found


def faults(
    page: Page, axe: str, options: Mapping[str, Any], place: str = "html"
) -> list[tuple[str, str]]:
    """What axe finds: rule, and the first place."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe)
    scrolled = page.evaluate("scrollY")
    page.evaluate("scrollTo(0, 0)")  # what the head covers while somebody scrolls is no fault
    found = page.evaluate("([place, options]) => axe.run(place, options)", [place, options])
    page.evaluate("(scrolled) => scrollTo(0, scrolled)", scrolled)
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
