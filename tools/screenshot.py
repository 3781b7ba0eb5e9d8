"""Takes pictures of the built site: ``python -m tools.screenshot [FOLDER=pictures]``.

One picture of each kind of page and of each form's states, on a phone and on a desk, light and dark;
the picture in the README, which shows an answer on a phone; and the icons of the installed site.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.browser.chromium import ARGUMENTS, with_windows
from tools.browser.forms import fill, open_form, submit
from tools.browser.visitor import DESK, PHONE
from tools.built_site import CALCULATOR_PAGES, SITE
from website.cases import cases, given
from website.serve import serve
from website.static_rules import FOR_OTHER_SITES

IMAGES = SITE.parent / "docs" / "assets" / "images"
README_PICTURE = IMAGES / "antwort.png"
# One page of each kind.
KINDS = {
    "start": "",
    "path": "betroffene/weg/",
    "cost": "betroffene/kosten/",
    "letter": "betroffene/ablehnung/",
    "phrases": "betroffene/sagen/",
    "relatives": "angehoerige/",
    "prescribers": "verordnende/",
    "sheet": "verordnende/karte/",
    "practices": "praxen/",
    "configurator": "praxen/einbetten/",
    "poster": "praxen/aushang/",
    "law": "recht/",
    "figures": "recht/zahlen/",
    "changes": "recht/aenderungen/",
    "glossary": "recht/glossar/",
    "imprint": "ueber/impressum/",
    "calculators": "rechner/",
    "calculator": "rechner/zuzahlung/",
}
EMBEDDED = {"embedded": f"{FOR_OTHER_SITES}/zuzahlung/"}


def main(folder: Path) -> None:
    """Take every picture into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with serve(SITE, port=0) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=with_windows(), args=list(ARGUMENTS))
        for device, size in (("phone", PHONE), ("desk", DESK)):
            for scheme in ("light", "dark"):
                page = _open(browser, base, size, scheme)
                for kind, path in {**KINDS, **EMBEDDED}.items():
                    page.goto(path)
                    page.screenshot(path=folder / f"{kind}-{device}-{scheme}.png", full_page=True)
                for name in CALCULATOR_PAGES:
                    _states(page, name, folder, f"{device}-{scheme}")
        _readme(_open(browser, base, PHONE, "light", scale=2))
        for name, width, share in (
            ("icon-192", 192, 1),
            ("icon-512", 512, 1),
            ("icon-mask", 512, 0.8),
        ):
            _icon(browser, IMAGES / f"{name}.png", width, share)
        browser.close()


def _open(browser: Browser, base: str, size: ViewportSize, scheme: str, scale: int = 1) -> Page:
    return browser.new_page(
        viewport=size,
        color_scheme=scheme,  # type: ignore[arg-type]
        base_url=base,
        device_scale_factor=scale,
        reduced_motion="reduce",
    )


def _states(page: Page, name: str, folder: Path, look: str) -> None:
    box = open_form(page, name)
    submit(box)
    box.screenshot(path=folder / f"{name}-errors-{look}.png")
    page.reload()
    fill(box, name, given(cases(name)[0]))
    submit(box)
    box.screenshot(path=folder / f"{name}-answer-{look}.png")


def _readme(page: Page) -> None:
    box = open_form(page, "copayment")
    over_the_turn_of_the_year = next(
        case for case in cases("copayment") if "by_year" in case["expect"]
    )
    fill(box, "copayment", given(over_the_turn_of_the_year))
    submit(box)
    page.screenshot(path=README_PICTURE)


def _icon(browser: Browser, path: Path, size: int, share: float) -> None:
    """The site's own icon; as a mask with room around it, because devices cut such icons to shape."""
    drawing = (IMAGES / "favicon.svg").read_text("utf-8")
    ground = "transparent" if share == 1 else "#10514d"
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(
        f"<style>body {{ margin: 0; height: 100vh; display: grid; place-items: center; "
        f"background: {ground} }} svg {{ width: {share:.0%} }}</style>{drawing}"
    )
    page.screenshot(path=path, omit_background=True)
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
