"""Films the first answer on the slowed-down phone: ``python -m tools.bench.strip``.

The site's own page and, below it, the same page with Pyodide as it comes. The button is pressed as soon
as the page stands. One picture of both goes into docs/entwicklung/leistung.md.
"""

import base64
from typing import Any, NamedTuple

from playwright.sync_api import Playwright, sync_playwright

from tools.bench.host import Host, Line, hosted
from tools.bench.processes import slowed
from tools.bench.report import REPORT, write
from tools.bench.variants import HERE, OURS, PHONE, PYODIDE, STOCK_PAGE, VARIANTS, files
from tools.bench.visit import visitor

PICTURE = REPORT.with_name("erste-antwort.webp")
SCREEN = {"width": 360, "height": 600}
MOMENTS = (0, 0.5, 1, 2)
QUALITY = 35
PAGES = {OURS: VARIANTS[OURS], PYODIDE: STOCK_PAGE}
# Where a reader presses the button it is in sight, and it takes a moment to find it.
LOOK = """window.beforehand = async () => {
    const button = document.querySelector(".calculator button.submit");
    button.scrollIntoView({ block: "center", behavior: "instant" });
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 500));
}"""


class Frame(NamedTuple):
    """What was on the screen since then: seconds after the page stood."""

    since: float
    picture: str


class Film(NamedTuple):
    """All frames, and when the answer was there."""

    frames: list[Frame]
    answered: float

    def at(self, moment: float) -> Frame:
        """What was on the screen at that moment; at first, the first there was."""
        past = [frame for frame in self.frames if frame.since <= moment]
        return past[-1] if past else self.frames[0]

    def shots(self) -> list[tuple[str, Frame]]:
        """The pictures of the strip, with what to say above each."""
        answer = next(frame for frame in self.frames if frame.since >= self.answered)
        return [
            *((f"{_de(moment)} s", self.at(moment)) for moment in MOMENTS),
            (f"Antwort: {_de(self.answered)} s", answer),
        ]


def take(playwright: Playwright, address: str, host: Host) -> None:
    """Film both pages, and put the strip into the report."""
    films = {name: _film(playwright, address + place, host) for name, place in PAGES.items()}
    PICTURE.write_bytes(_joined(playwright, films))
    ours, stock = (_de(films[name].answered) for name in (OURS, PYODIDE))
    write(
        "make strip",
        f"![Zwei Reihen aus je fünf Bildern eines Handys, nach 0, 0,5, 1 und 2 Sekunden und bei der "
        f"Antwort. Oben diese Seite: Die Antwort kommt nach {ours} Sekunden. Unten dieselbe Seite mit "
        f"Pyodide, wie es kommt: Sie kommt nach {stock} Sekunden.]({PICTURE.name})",
    )


def _film(playwright: Playwright, address: str, host: Host) -> Film:
    host.encoding, host.line = PHONE.encoding, Line(PHONE.megabits, PHONE.delay)
    drawn: list[tuple[float, str]] = []
    with visitor(playwright, viewport=SCREEN) as context:
        context.add_init_script(LOOK)
        page = context.new_page()
        film = context.new_cdp_session(page)

        def keep(frame: dict[str, Any]) -> None:
            drawn.append((frame["metadata"]["timestamp"], frame["data"]))
            film.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

        film.on("Page.screencastFrame", keep)
        film.send("Page.startScreencast", {"format": "jpeg", "quality": 90})
        with slowed(PHONE.slower):
            page.goto(address, wait_until="commit")
            page.evaluate("answered")
            page.wait_for_timeout(2000)
        began, seen = page.evaluate("[performance.timeOrigin, measured]")
    stood = (began + seen["stands"]) / 1000
    frames = [Frame(time - stood, picture) for time, picture in drawn]
    return Film(frames, (seen["first"] - seen["stands"]) / 1000)


def _joined(playwright: Playwright, films: dict[str, Film]) -> bytes:
    rows = "".join(
        f"<h1>{name}</h1><div>{''.join(_figure(*shot) for shot in film.shots())}</div>"
        for name, film in films.items()
    )
    with visitor(playwright) as context:
        page = context.new_page()
        page.set_content((HERE / "strip.html").read_text("utf-8").replace("ROWS", rows))
        page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
        box = page.evaluate("document.body.getBoundingClientRect().toJSON()")
        clip = {side: box[side] for side in ("x", "y", "width", "height")}
        options = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True}
        taken = context.new_cdp_session(page).send(
            "Page.captureScreenshot", {**options, "clip": {**clip, "scale": 1}}
        )
    return base64.b64decode(taken["data"])


def _figure(said: str, frame: Frame) -> str:
    drawn = max(frame.since, 0)
    return (
        f"<figure><figcaption>{said}<small>gezeichnet nach {_de(drawn)} s</small></figcaption>"
        f'<img src="data:image/jpeg;base64,{frame.picture}"></figure>'
    )


def _de(seconds: float) -> str:
    return f"{seconds:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def main() -> None:
    """Only the strip, without measuring."""
    with hosted(files()) as (address, host), sync_playwright() as playwright:
        host.pack([PHONE.encoding])
        take(playwright, address, host)


if __name__ == "__main__":
    main()
