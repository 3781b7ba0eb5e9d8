"""From a refusal in hand to a letter ready to send: its last day, in the right name, nothing typed twice."""

import re
from datetime import date

import pytest

from tools.browser.forms import FIRST_ANSWER, fill, open_form, set_clock, submit
from tools.browser.visitor import visitor
from tools.built_site import TRANSLATED

PATH = "betroffene/ablehnung/"
DEADLINES = "rechner/fristen/"
TO_THE_PAGE = 2  # taps, from the first page to this one
MOST = 12  # taps from the first page to a letter ready to send
MOST_LINES = 5.5  # of the day as a heading, on a phone
TODAY = date(2026, 11, 28)
DAY = {"day": "12", "month": "11", "year": "2026"}
IN_WORDS = "12. November 2026"
LAST_DAY = "14. Dezember 2026"  # a month later is a Saturday
BY_HAND = ("letter_date", "arrived")
NOTE_WHAT_IS_CALLED = """() => {
    window.print = () => { document.documentElement.dataset.printed = "yes" };
    Object.defineProperty(navigator, "share", {
        value: async (given) => { document.documentElement.dataset.shared = JSON.stringify(given) },
    });
}"""
CALLED = "document.documentElement.dataset"
KEPT = """JSON.stringify([
    { ...sessionStorage }, history.state, location.hash, location.search, name
])"""


class Reader:
    """Somebody who fills in the page with a finger, and how often it touched the screen."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, place):
        place.click()
        self.taps += 1

    def type(self, place, text):
        self.tap(place)
        self.page.keyboard.type(text)

    def type_day(self, question="letter_date", **parts):
        for part, text in (parts or DAY).items():
            self.type(self.page.locator(f"#deadlines-{question}-{part}"), text)


@pytest.fixture
def reader(browser, base):
    options = {"service_workers": "block", "permissions": ["clipboard-read", "clipboard-write"]}
    with visitor(browser, base, has_touch=True, **options) as (page, record):
        page.add_init_script(f"({NOTE_WHAT_IS_CALLED})()")
        set_clock(page, TODAY)
        page.goto(PATH)
        yield Reader(page)
        assert not record.errors
        assert not [url for url in record.requests if "?" in url or "12" in url.partition("#")[2]]


def answer_of(page):
    answer = page.locator(".last-day .answer")
    answer.wait_for(timeout=FIRST_ANSWER)
    return answer


def filled(page, field, words):
    place = page.locator(field)
    page.wait_for_function(
        "([field, words]) => field.value === words", arg=[place.element_handle(), words]
    )
    return place


def test_a_relative_comes_to_the_last_day_and_a_letter_in_few_taps_and_types_nothing_twice(reader):
    page = reader.page
    page.goto("angehoerige/")
    page.locator("main a", has_text="Brief von der Kasse").click()
    page.wait_for_url(f"**/{PATH}#*")
    assert page.evaluate("scrollY") == 0, "from its top on"
    reader.type_day()
    reader.tap(page.locator(".last-day button.submit"))
    assert LAST_DAY in answer_of(page).locator(".verdict").inner_text()
    filled(page, "#letter-decision-day", IN_WORDS)
    assert page.get_by_label("Für jemand anderen").is_checked(), "the link has said so"
    reader.type(page.locator("#letter-name"), "Alex Muster")
    reader.type(page.locator("#letter-insurer"), "Musterkasse")
    reader.type(page.locator("#letter-insured"), "Kim Muster")
    reader.type(page.locator("#letter-insured-address"), "Lindenweg 1, 12345 Musterstadt")
    reader.tap(page.locator('[data-take="print"]'))
    assert page.evaluate(f"{CALLED}.printed") == "yes"
    assert reader.taps + TO_THE_PAGE <= MOST
    page.emulate_media(media="print")
    letter, authority = page.locator(".letter__sheet").all()
    written = letter.inner_text()
    assert "in Vertretung der versicherten Person" in written
    assert "in Vertretung: Alex Muster" in written
    assert "bei mir" not in written and "Meine " not in written
    assert letter.locator("#letter-insured").input_value() == "Kim Muster"
    assert "Anschrift dieser Person:" in written
    assert "Anschrift der versicherten Person: Lindenweg 1, 12345" in authority.inner_text()
    assert "Ich, Kim Muster, bevollmächtige Alex Muster" in authority.inner_text()
    assert f"Bescheid vom {IN_WORDS}" in authority.inner_text()
    assert "Unterschrift der versicherten Person" in authority.inner_text()


def test_whoever_writes_for_themselves_finds_no_word_of_anybody_else(reader):
    page = reader.page
    shown = page.locator(".letter__sheet:visible")
    assert shown.count() == 1
    assert not re.search("Vertretung|Vollmacht|Versicherte Person", shown.inner_text())
    assert page.locator("#letter-day").input_value() == "28. November 2026"


def test_copied_the_letter_says_what_was_typed_and_leaves_a_gap_for_the_rest(reader):
    page = reader.page
    page.locator("#letter-name").fill("Kim Muster")
    page.locator("#letter-decision-day").fill(IN_WORDS)
    page.locator(".letter__more > summary").click()
    page.locator("#letter-receipt").uncheck()
    page.locator('[data-take="copy"]').click()
    page.locator(".take-along .told").filter(has_text="Kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Kim Muster\n[Straße und Hausnummer]\n")
    assert f"Widerspruch gegen Ihren Bescheid vom {IN_WORDS} über" in copied.replace("\xa0", " ")
    assert "Meine Versichertennummer: [Versichertennummer]" in copied
    assert "kam bei mir" not in copied, "who does not know the day need not say one"
    assert "gegen diesen Bescheid lege ich Widerspruch ein." in copied
    assert "bestätigen" not in copied, "its tick was taken away"
    assert "freiwillig" not in copied and "[…]" not in copied
    page.locator('[data-take="share"]').click()
    page.wait_for_function(f"() => {CALLED}.shared")
    assert copied in page.evaluate(f"JSON.parse({CALLED}.shared).text")


def copied_from(page):
    page.locator('[data-take="copy"]').click()
    page.locator(".take-along .told").filter(has_text="Kopiert").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("folder", ["", *TRANSLATED])
def test_copied_while_it_is_empty_every_gap_says_what_belongs_there(reader, folder):
    page = reader.page
    page.goto(f"{folder}/{PATH}")
    page.locator("#letter-for-other").check()
    page.locator('[data-take="copy"]').click()
    page.wait_for_function("() => document.querySelector('.take-along .told').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    letter, authority = copied.split("Vollmacht\n", 1)
    for gap in ("Name der versicherten Person", "Anschrift der versicherten Person"):
        assert f"[{gap}]" in letter and f"[{gap}]" in authority
    for gap in ("Versichertennummer", "Datum des Bescheids"):
        assert f"[{gap}]" in letter
    assert "Ihr Bescheid kam" not in letter
    for gap in ("Name der bevollmächtigten Person", "Name der Krankenkasse", "Datum des Bescheids"):
        assert f"[{gap}]" in authority
    assert "[…]" not in letter
    assert authority.count("[…]") == 1 and "Geburtsdatum der versicherten Person: […]" in authority


def test_a_gap_on_the_second_sheet_is_a_line_on_paper_and_comes_back_when_a_field_is_emptied(
    reader,
):
    page = reader.page
    page.locator("#letter-for-other").check()
    place = page.locator(".letter__gap[data-from=letter-insured]")
    gap = place.inner_text()
    page.locator("#letter-insured").fill("Kim Muster")
    assert place.inner_text() == "Kim Muster"
    page.locator("#letter-insured").fill("")
    assert place.inner_text() == gap == "[Name der versicherten Person]"
    page.emulate_media(media="print")
    above, below = place.evaluate(
        """each => {
            const words = document.createRange();
            words.selectNodeContents(each);
            const line = each.getBoundingClientRect().top;
            return [parseFloat(getComputedStyle(each).marginTop), words.getBoundingClientRect().top - line];
        }"""
    )
    assert above > 15 and below >= 0, (
        "the words stand below the line, and the pen has room above it"
    )


def test_on_paper_each_line_for_a_pen_on_the_second_sheet_says_what_belongs_there(reader):
    page = reader.page
    page.locator("#letter-for-other").check()
    page.emulate_media(media="print")
    lines = page.locator(".letter__gap")
    assert lines.count() == 6
    for line in lines.all():
        before = line.evaluate("line => line.previousSibling.textContent.trim()")
        size = float(line.evaluate("line => getComputedStyle(line).fontSize").removesuffix("px"))
        assert line.bounding_box()["width"] > 100
        if line.get_attribute("data-from"):
            assert size >= 9 and re.fullmatch(r"\[\w[^…\]]+\]", line.inner_text())
        else:
            assert before.endswith(":"), "what stands before it says it"


def test_in_arabic_each_field_of_the_letter_says_in_a_line_of_its_own_what_belongs_there(page):
    page.goto(f"ar/{PATH}")
    words = page.locator(".letter__field label .translation").all()
    assert len(words) > 5
    for each in words:
        found = each.evaluate(
            """each => {
                const range = document.createRange();
                range.selectNodeContents(each.previousSibling);
                const own = each.getBoundingClientRect();
                return [own.top >= range.getBoundingClientRect().bottom - 1,
                    getComputedStyle(each).direction, getComputedStyle(each, "::before").content];
            }"""
        )
        assert found == [True, "rtl", "none"]


def test_whose_letter_it_is_says_where_they_live_and_their_number_where_it_is_known(reader):
    page = reader.page
    page.get_by_label("Für jemand anderen").check()
    page.locator("#letter-insured").fill("Kim Muster")
    page.locator("#letter-insured-address").fill("Lindenweg 1, 12345 Musterstadt")
    for number, told in (("", "[Versichertennummer]"), ("A123456789", "A123456789")):
        page.locator("#letter-number").fill(number)
        copied = copied_from(page)
        assert "Versicherte Person: Kim Muster" in copied
        assert "Anschrift dieser Person: Lindenweg 1, 12345 Musterstadt" in copied
        assert f"Versichertennummer dieser Person: {told}" in copied


def test_whoever_is_led_to_the_letter_has_the_focus_there(reader):
    page = reader.page
    reader.type_day()
    page.locator(".last-day button.submit").click()
    link = answer_of(page).locator('a[href$="#letter"]')
    for _ in range(2):  # also when the address has it already
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'letter'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.letter') !== null")


def test_the_day_of_arrival_counts_and_stands_in_the_letter(reader):
    page = reader.page
    reader.type_day()
    page.locator(".last-day details.more > summary").click()
    unknown = page.locator("#deadlines-arrived-unknown")
    assert unknown.is_checked()
    reader.type_day("arrived", day="20", month="11", year="2026")
    assert not unknown.is_checked(), "a day that was typed is known"
    page.locator(".last-day button.submit").click()
    answer_of(page)
    filled(page, "#letter-arrival-day", "20. November 2026")
    assert "21. Dezember 2026" in page.locator(".last-day .verdict").inner_text()
    unknown.check()
    assert page.locator("#deadlines-arrived-day").input_value() == ""


def test_what_a_reader_wrote_into_the_letter_stays(reader):
    page = reader.page
    page.locator("#letter-decision-day").fill("Freitag")
    reader.type_day()
    page.locator(".last-day button.submit").click()
    answer_of(page)
    assert page.locator("#letter-decision-day").input_value() == "Freitag"


def test_the_short_answer_has_the_calendar_and_folds_the_rest(reader):
    page = reader.page
    reader.type_day()
    page.locator(".last-day button.submit").click()
    answer = answer_of(page)
    answer.locator(":scope > details > summary", has_text="Mehr zu dieser Frist").wait_for()
    assert answer.locator("button.calendar").is_visible()
    heading = answer.locator(".verdict").evaluate(
        "each => each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight)"
    )
    assert heading < MOST_LINES
    assert not answer.locator(".reasons").is_visible()
    with page.expect_download() as saved:
        answer.locator("button.calendar").click()
    assert saved.value.suggested_filename.endswith(".ics")


@pytest.mark.parametrize("letter", [{"day": "1", "month": "9"}, {"day": "26", "month": "10"}])
def test_once_the_day_is_over_nothing_is_folded_that_helps(reader, letter):
    page = reader.page
    reader.type_day(**letter, year="2026")
    page.locator(".last-day button.submit").click()
    answer = answer_of(page)
    assert answer.locator('[data-verdict$="_over"]').is_visible()
    assert not answer.locator(":scope > details > summary", has_text="Mehr zu dieser Frist").count()
    for what in (".next-step h3", ".next-step .actions a", ".next-step .human a"):
        assert answer.locator(what).first.is_visible(), what
    assert answer.locator(":scope > p").filter(visible=True).count() > 2


def test_from_the_calculator_to_the_letter_and_back_the_days_go_along_and_stay_in_no_address(
    reader,
):
    page = reader.page
    box = open_form(page, "deadlines")
    given = {"kind": ["refused"], "letter_date": ["2026-11-12"], "arrived": ["2026-11-20"]}
    fill(box, "deadlines", given | {"instructions": ["yes"]})
    submit(box)
    places = page.evaluate("history.length")
    page.locator('main a[href$="#letter"]').last.click()
    page.wait_for_url(f"**/{PATH}#letter")
    filled(page, "#letter-decision-day", IN_WORDS)
    filled(page, "#letter-arrival-day", "20. November 2026")
    assert "21. Dezember 2026" in answer_of(page).locator(".verdict").inner_text()
    assert page.evaluate(KEPT) == '[{},null,"#letter","",""]'
    assert page.evaluate("history.length") == places + 1
    page.locator(".md-content a.carries").click()
    page.wait_for_url(f"**/{DEADLINES}")
    box.locator("#deadlines-kind-refused:checked").wait_for()
    for question, day in zip(BY_HAND, ("12", "20"), strict=True):
        assert box.locator(f"#deadlines-{question}-day").input_value() == day
    assert not box.locator("#deadlines-arrived-unknown").is_checked()
    assert page.evaluate(KEPT) == '[{},null,"","",""]'
    page.reload()
    assert box.locator("#deadlines-letter_date-day").input_value() == ""


def test_another_question_takes_nothing_along(reader):
    page = reader.page
    box = open_form(page, "deadlines")
    fill(box, "deadlines", {"kind": ["waiting"], "handed_in": ["2026-11-12"]})
    page.locator('main a[href$="#letter"]').last.click()
    page.wait_for_url(f"**/{PATH}#letter")
    assert page.locator("#deadlines-letter_date-day").input_value() == ""


def test_without_a_script_the_second_sheet_has_gaps_to_read_and_to_write_in(browser, base):
    with visitor(browser, base, java_script_enabled=False) as (page, _):
        page.goto(PATH)
        page.get_by_label("Für jemand anderen").check()
        authority = page.locator(".letter__authority").inner_text()
        assert "Ich, […], bevollmächtige […]" in authority
        assert not page.locator(".take-along").is_visible()
        assert page.locator("table", has_text="Datum auf dem Brief").count(), "days to look up"


@pytest.mark.parametrize(
    "path", ["verordnende/karte/", "praxen/aushang/", "betroffene/sagen/", PATH]
)
def test_what_can_be_taken_along_has_its_buttons_and_sharing_only_where_there_is_any(page, path):
    page.goto(path)
    page.locator(".take-along").wait_for()
    assert page.locator('[data-take="print"]').is_visible()
    assert page.locator('[data-take="copy"]').is_visible()
    assert not page.locator('[data-take="share"]').is_visible()
    page.add_init_script(f"({NOTE_WHAT_IS_CALLED})()")
    page.goto(path)
    page.locator('[data-take="share"]').click()
    page.wait_for_function(f"() => {CALLED}.shared")
    shared = page.evaluate(f"JSON.parse({CALLED}.shared)")
    assert ("text" in shared) == (path == PATH)
    assert path == PATH or shared["url"] == page.url
