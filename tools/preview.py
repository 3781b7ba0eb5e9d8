"""Draws the picture that others show with a link to the site: ``python -m tools.preview``.

From our own drawing, our own colours and the first words of the start page.
"""

from playwright.sync_api import Browser, sync_playwright

from tools.browser.chromium import ARGUMENTS, with_windows
from tools.built_site import SITE
from website.serve import serve

IMAGES = SITE.parent / "docs" / "assets" / "images"
PICTURE = IMAGES / "vorschau.png"
SIZE = {"width": 1200, "height": 630}
STYLE = """
    * { margin: 0; box-sizing: border-box }
    body { width: 1200px; height: 630px; overflow: hidden; background: #faf6ef; color: #10514d;
        font: 600 36px/1.2 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif }
    header { display: flex; align-items: center; gap: 18px; padding: 44px 0 0 56px }
    header svg { width: 60px }
    h1 { position: relative; z-index: 1; width: 740px; padding: 24px 0 0 56px;
        font-size: 52px; line-height: 1.1 }
    main > svg { position: absolute; left: 0; bottom: 0; width: 1200px }
"""


def main() -> None:
    """Draw it anew."""
    with serve(SITE, port=0) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=with_windows(), args=list(ARGUMENTS))
        draw(browser, base)
        browser.close()


def draw(browser: Browser, base: str) -> None:
    """Draw it with the words of the site at ``base``."""
    page = browser.new_page(viewport=SIZE, base_url=base)  # type: ignore[arg-type]
    page.goto("", wait_until="domcontentloaded")
    name = page.locator('meta[property="og:site_name"]').get_attribute("content")
    words = page.locator("h1").evaluate("heading => heading.firstChild.textContent")
    page.goto("about:blank")
    icon, drawing = (
        (IMAGES / f"{picture}.svg").read_text("utf-8") for picture in ("favicon", "weg-light")
    )
    page.set_content(
        f"<style>{STYLE}</style><header>{icon}{name}</header><main><h1>{words}</h1>{drawing}</main>"
    )
    page.screenshot(path=PICTURE)
    page.close()


if __name__ == "__main__":
    main()
