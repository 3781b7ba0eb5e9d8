"""The letter of objection: filled in without a script, sent nowhere, printed alone on one page."""

import re

import pytest

from tools.browser.visitor import visitor

PATH = "betroffene/ablehnung/"
FILE = "Bitte lassen Sie mich die Akte zu diesem Antrag einsehen"
ARRIVAL = "Ihr Bescheid kam bei mir an am"
MORE = ".letter__more > summary"
FIELDS = ".letter :is(input[type=text], textarea):visible"


def test_the_letter_is_filled_in_without_a_script_and_goes_nowhere(browser, base):
    with visitor(browser, base, java_script_enabled=False) as (page, record):
        page.goto(PATH)
        for field in page.locator(FIELDS).all():
            field.fill("Beispiel")
            field.press("Enter")
        assert page.url.endswith(PATH)
        assert not [url for url in record.requests if "Beispiel" in url]
        page.goto("")
        page.goto(PATH)
        assert page.get_by_label("Ihr Vorname und Name").input_value() == ""


@pytest.mark.parametrize(("whose", "sheets"), [("Für mich", 1), ("Für jemand anderen", 2)])
def test_on_paper_there_is_nothing_but_the_letter_on_one_page_and_its_authority(
    page, whose, sheets
):
    page.goto(PATH)
    page.get_by_label(whose).check()
    page.locator(MORE).click()
    for field in page.locator(FIELDS).all():
        field.fill("Ein recht langes Beispiel für dieses Feld")
    own = page.locator(".letter textarea")
    own.fill("Wort " * (int(own.get_attribute("maxlength")) // len("Wort ")))
    assert pages(page.pdf(prefer_css_page_size=True, format="A4")) == sheets
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    assert shown.strip().startswith(page.locator(".letter").inner_text().strip()[:20])
    assert "Widerspruch ein." in shown and "Telefonseelsorge" not in shown
    assert "Für wen schreiben Sie?" not in shown and "Wer unterschreibt?" not in shown
    assert page.locator(".letter__sheet:visible").count() == sheets
    assert own.evaluate("field => field.scrollHeight <= field.clientHeight"), "cut off on paper"


def test_what_was_not_chosen_or_filled_in_is_not_printed(page):
    page.goto(PATH)
    page.locator(MORE).click()
    page.get_by_label(FILE).uncheck()
    page.emulate_media(media="print")
    shown = page.locator(".letter").inner_text()
    assert FILE not in shown and ARRIVAL not in shown
    assert "Ihr Vorname und Name" in shown, "an empty line says what to write on it"
    page.emulate_media(media="screen")
    page.get_by_label(FILE).check()
    page.get_by_label(ARRIVAL).fill("3. November 2026")
    page.get_by_label("Ihr Vorname und Name").fill("Kim Muster")
    page.emulate_media(media="print")
    shown = page.locator(".letter").inner_text()
    assert FILE in shown and ARRIVAL in shown
    assert "Ihr Vorname und Name" not in shown


def test_what_is_folded_in_the_letter_is_printed_and_copied_as_part_of_it(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PATH)
    summary = page.locator(MORE).inner_text()
    assert not page.get_by_label(FILE).is_visible()
    page.emulate_media(media="print")
    shown = page.locator(".letter").inner_text()
    assert FILE in shown and summary not in shown
    page.emulate_media(media="screen")
    page.locator("[data-take=copy]").click()
    page.locator(".take-along .told", has_text="Kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert FILE in copied and summary not in copied and "Häkchen" not in copied


def test_without_an_authority_there_is_no_second_sheet(page):
    page.goto(PATH)
    page.get_by_label("Für jemand anderen").check()
    page.get_by_label("Die Vollmacht liegt bei.").uncheck()
    assert pages(page.pdf(prefer_css_page_size=True, format="A4")) == 1
    page.emulate_media(media="print")
    assert "Vollmacht" not in page.locator("body").inner_text()


def pages(pdf):
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
