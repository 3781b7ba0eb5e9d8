"""Sheets to print: each comes out as one page of paper, with what was typed and nothing of the page around
it."""

import re
from itertools import chain

import pytest

from tools.browser.visitor import visitor
from tools.built_site import PAGES, SITE, TRANSLATED

SHEETS = [
    path
    for path in (*PAGES, *chain(*TRANSLATED.values()))
    if re.search(r'class="sheet[ "]', (SITE / path / "index.html").read_text("utf-8"))
]
CARD, HANDOUTS = "verordnende/karte", "praxen/aushang"
A4, A5 = (210, 297), (148, 210)
# What of the page can be seen, by the ends of the tree: what is in no sheet, and what a sheet shows.
SEEN = """() => {
    const sheets = [...document.querySelectorAll(".sheet")];
    const seen = [...document.body.querySelectorAll("*")].filter(
        (element) => element.checkVisibility() && element.getClientRects().length
    );
    return {
        sheets: sheets.filter((sheet) => sheet.checkVisibility()).length,
        around: seen.filter((element) => !sheets.some(
            (sheet) => sheet.contains(element) || element.contains(sheet)
        )).map((element) => element.outerHTML.slice(0, 80)),
        typed: seen.filter((element) => element.matches("input, textarea")).map((element) => element.value),
    };
}"""

KEPT = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])"
WIDE_MARGINS = """() => {
    const wide = new CSSStyleSheet();
    wide.replaceSync("@page, @page dense, @page poster { margin: 20mm 18mm }");
    document.adoptedStyleSheets = [wide];
}"""


def test_there_are_sheets():
    assert {CARD, HANDOUTS} <= set(SHEETS)


@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_is_printed_alone_on_one_page(page, path):
    page.goto(f"{path}/")
    page.emulate_media(media="print")
    seen = page.evaluate(SEEN)
    assert not seen["around"]
    assert printed(page) == [A4] * seen["sheets"]


@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_fits_one_page_even_if_the_browser_chooses_the_margins(page, path):
    page.goto(f"{path}/")
    page.evaluate(WIDE_MARGINS)
    assert printed(page) == [A4] * page.locator(".sheet").count()


def test_the_sheet_on_the_change_has_the_price_of_the_practice_on_one_page(page):
    page.clock.set_fixed_time("2026-11-28T12:00:00")
    page.goto(f"{HANDOUTS}/")
    page.get_by_label("Neue Zuzahlung").check()
    assert page.locator(".sheet .price-told").is_hidden()
    page.get_by_label("Was kostet bei Ihnen ein Tag").fill("62 €")
    words = page.locator(".sheet").inner_text().replace("\xa0", " ")
    assert "Davon zahlen Sie heute 6,20 € selbst. Ab dem 1. Januar 2027 sind es 7,50 €." in words
    assert "Mit Grundsicherung:" in words and "Hilfe, die bis zur" not in words
    assert "(Wert für 2026)" not in words and "für 2027" in words, "the sheet is for 2027"
    assert printed(page) == [A4]


def test_the_title_of_each_large_sheet_is_larger_than_all_else_on_it(page):
    page.goto(f"{HANDOUTS}/")
    for kind in ("poster", "change"):
        page.locator(f"#format-{kind}").check()
        page.emulate_media(media="print")
        sizes = page.locator(".sheet--flyer :is(p, li):visible").evaluate_all(
            "all => all.map((each) => [each.className, parseFloat(getComputedStyle(each).fontSize)])"
        )
        titles = [size for name, size in sizes if "sheet__title" in name]
        assert len(titles) == 1, kind
        assert titles[0] > max(size for name, size in sizes if "sheet__title" not in name)
        page.emulate_media(media="screen")


def test_the_contents_of_the_page_name_no_sheet_that_may_not_be_chosen(page):
    page.goto(f"{HANDOUTS}/")
    contents = page.locator(".md-sidebar--secondary").first.text_content()
    assert "Nächster Schritt" in contents
    headings = page.locator(".sheet :is(h2, [role=heading])").all()
    assert len(headings) == 2
    for heading in headings:
        assert heading.text_content().rstrip("¶").strip() not in contents


@pytest.mark.parametrize("path", SHEETS)
def test_no_sheet_shows_an_address_that_nobody_else_can_open(page, path):
    """Nor a word for whoever runs the site: what hangs on a wall is true for the practice."""
    page.goto(f"{path}/")
    for sheet in page.locator(".sheet").all():
        assert not re.search(r"127\.0\.0\.1|localhost|SITE_URL", sheet.inner_html())


def test_the_handout_is_a_small_sheet(page):
    page.goto(f"{HANDOUTS}/")
    poster = page.locator(".on-poster ol")
    assert poster.is_visible()
    page.get_by_label("Handzettel").check()
    assert not poster.is_visible()
    assert page.locator(".on-handout").is_visible()
    assert printed(page) == [A5]


@pytest.mark.parametrize("kind", ["Aushang", "Handzettel"])
def test_what_a_practice_types_is_printed_and_goes_nowhere(browser, base, kind):
    given = ["Praxis für Psychiatrie und Psychotherapie " * 2, "0300000000", "praxis.example"]
    with visitor(browser, base, service_workers="block") as (page, record):
        page.goto(f"{HANDOUTS}/", wait_until="networkidle")
        methods = []
        page.on("request", lambda request: methods.append(request.method))
        page.get_by_label(kind).check()
        for label, words in zip(("Name", "Telefon", "Adresse"), given, strict=True):
            page.locator(".sheet").get_by_label(label).fill(words)
        page.emulate_media(media="print")
        assert page.evaluate(SEEN)["typed"] == given
        name = page.locator(".sheet textarea")
        assert name.evaluate("field => field.scrollHeight <= field.clientHeight + 1")
        assert len(printed(page)) == 1
        page.emulate_media(media="screen")
        # The theme's own script may come late; of what was typed, nothing goes with it.
        assert set(methods) <= {"GET"}
        assert not [url for url in record.requests if "?" in url or given[1] in url]
        assert given[1] not in page.evaluate(KEPT)
        assert not record.errors


@pytest.mark.parametrize("path", [path for path in SHEETS if path.endswith(f"/{HANDOUTS}")])
@pytest.mark.parametrize(("kind", "size"), [("Aushang", A4), ("Handzettel", A5)])
def test_in_another_language_a_sheet_is_one_page_and_has_the_german_words(page, path, kind, size):
    page.goto(f"{path}/")
    page.get_by_label(kind).check()
    page.locator(".sheet").get_by_label("Name der Praxis").fill("Praxis für Psychiatrie " * 3)
    assert printed(page) == [size]
    german = " ".join(page.locator(".sheet [lang=de]:visible").all_inner_texts())
    for word in ("Soziotherapie", "Verordnung", "Krankenkasse", "Ich schaffe es nicht allein"):
        assert word in german, word


# As long as the field takes it: each line as wide as the sheet.
LONG_NAME = "\n".join(["Praxis für Soziotherapie und Psychotherapie am alten Marktpla"[:60]] * 3)
# As where the site has an address of its own.
QR = """() => {
    const place = document.createElement("figure");
    place.className = "sheet__qr";
    place.innerHTML = '<svg viewBox="0 0 9 9"></svg><figcaption>soziotherapie.example</figcaption>';
    if (!document.querySelector(".sheet__qr")) document.querySelector(".sheet__sender").prepend(place);
}"""


@pytest.mark.parametrize("kind", ["poster", "handout", "change"])
@pytest.mark.parametrize("path", [path for path in SHEETS if path.endswith(HANDOUTS)])
def test_with_a_name_of_three_lines_it_is_still_one_page(page, path, kind):
    if kind == "change" and path != HANDOUTS:
        return  # only the German page has that sheet
    page.goto(f"{path}/")
    page.locator(f"#format-{kind}").check()
    if kind == "change":
        page.locator("#practice-price").fill("62 €")
    page.locator("#practice-name").fill(LONG_NAME)
    assert page.locator("#practice-name").input_value() == LONG_NAME
    page.locator("#practice-phone").fill("030 1234567")
    page.locator("#practice-web").fill("https://www.praxis-soziotherapie.example")
    page.evaluate(QR)
    assert printed(page) == [A5 if kind == "handout" else A4]
    if kind != "handout":
        page.evaluate(WIDE_MARGINS)
        assert len(printed(page)) == 1


def printed(page):
    """The pages of paper that come out, as width and height in millimetres."""
    pdf = page.pdf(prefer_css_page_size=True).decode("latin-1")
    boxes = re.findall(r"/Type /Page\b(?!s).*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf, re.DOTALL)
    assert boxes, "no page was found in the file"
    return [tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes]
