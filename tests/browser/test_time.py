"""The reader's clock is the reader's: on whatever day a page is read, it is true or says what it does not
know."""

import re
from datetime import date, timedelta

import pytest

from calculators.engine.text import texts
from calculators.law.figures import checked, histories
from calculators.law.periods import years_later
from tests.browser.test_result import act, told
from tools.browser.forms import fill, open_form, set_clock, submit
from tools.built_site import PAGES as BUILT_PAGES
from tools.built_site import SITE, TRANSLATED, language_of
from website.languages import HOME
from website.static_rules import FOR_OTHER_SITES

DAYS = [date(2027, 1, 2), date(2027, 6, 1), date(2028, 2, 29), date(2031, 1, 1)]
DAY = timedelta(days=1)
SAY = texts("de")
PAGES = sorted(path.parent.relative_to(SITE).as_posix() for path in SITE.rglob("index.html"))
# Each German page, and of each other language a page of a kind: the words are the frame's.
KINDS = ("", "betroffene/kosten", "rechner/zuzahlung")
OF_A_KIND = [
    *BUILT_PAGES,
    *(f"{folder}/{kind}".rstrip("/") for folder in TRANSLATED for kind in KINDS),
    *(f"{FOR_OTHER_SITES}/{folder}/zuzahlung".replace("//", "/") for folder in ("", *TRANSLATED)),
]
LAPSES = re.compile(r'<meta name="lapses" content="([\d-]+)">')
WORDS = "Auf dieser Seite kann etwas überholt sein."


def words_of(path):
    """What a page says in its language once its day is past."""
    language = language_of(path)
    return re.search("<strong>(.+)</strong>", language.words["lapsed"])[1] if language else WORDS


def day_in_words(path):
    """The day on which a page lapses: the browser writes it, and in some languages with a word more."""
    language = language_of(path)
    tag = language.tag if language else HOME
    words = texts(tag)("page.value.date", value=lapses(path))
    return words if tag in (HOME, "en", "de-simple") else str(lapses(path).year)


def lapses(path):
    return date.fromisoformat(LAPSES.search((SITE / path / "index.html").read_text("utf-8"))[1])


LAST = sorted({lapses(path) - DAY for path in PAGES})  # on which some page is still true


@pytest.mark.parametrize("path", PAGES)
def test_every_page_knows_when_it_lapses(path):
    html = (SITE / path / "index.html").read_text("utf-8")
    known = [date.fromisoformat(day) for day in re.findall(r'data-until="([\d-]+)"', html)]
    assert lapses(path) == min([*known, years_later(checked(), 1)])


def test_a_page_with_a_figure_that_changes_lapses_on_the_day_of_the_change():
    for path in ("", "betroffene/kosten", "recht/aenderungen"):
        html = (SITE / path / "index.html").read_text("utf-8")
        for since in re.findall(r"\(ab 1\. Januar (\d{4}):", html):
            assert lapses(path) <= date(int(since), 1, 1)


@pytest.mark.parametrize("day", [day for last in LAST for day in (last, last + DAY)], ids=str)
def test_each_page_says_so_once_its_day_is_past_and_not_before(page, day):
    set_clock(page, day)
    # Only the page and what tells: of the rest there is much, and it is looked at elsewhere.
    page.route(re.compile(r"\.(css|png|svg|webp|json)$|/assets/(?!lapse-)"), lambda r: r.abort())
    for path in OF_A_KIND:
        if day not in (lapses(path) - DAY, lapses(path)):
            continue
        page.goto(f"{path}/" if path else "", wait_until="domcontentloaded")
        notice = page.locator(".lapsed")
        if lapses(path) > day:
            assert notice.count() == 0, path
            continue
        assert words_of(path) in notice.inner_text(), path
        said = notice.locator("time")
        assert said.get_attribute("datetime") == lapses(path).isoformat(), path
        assert day_in_words(path) in said.inner_text(), path
        assert page.evaluate("document.querySelector('h1 + .lapsed') !== null"), path


def test_the_notice_is_read_at_phone_width_and_stands_on_paper_too(page):
    set_clock(page, DAYS[-1])
    for path in ("betroffene/kosten/", f"{FOR_OTHER_SITES}/zuzahlung/"):
        page.goto(path)
        box = page.locator(".lapsed")
        assert box.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        assert box.is_visible()
        page.emulate_media(media="screen")


def test_what_is_answered_on_a_later_day_is_right_or_says_what_it_does_not_know(page):
    box = open_form(page, "copayment")
    for day in DAYS:
        set_clock(page, day)
        fill(box, "copayment", {"appointments": ["1"], "cost_per_day": ["45"]})
        box.locator('[data-question="first_day"] button').click()
        submit(box)
        box.locator(".answer", has_text=SAY("page.value.date", value=day)).wait_for()
        words = box.locator(".answer").inner_text()
        minimum = histories()["copayment_minimum"].on(day).value
        assert SAY("units.euro", value=minimum) in words
        far = day > years_later(checked(), 1)
        assert (f"reicht bis in das Jahr {day.year}" in words) == far
        assert f"am {SAY('page.value.date', value=checked())}" in words


def test_a_limit_for_a_later_year_is_the_laws_or_refused(page):
    box = open_form(page, "burden_limit")
    last = histories()["standard_need"].values[-1].since.year
    for day in DAYS:
        set_clock(page, day)
        fill(box, "burden_limit", {"year": [f"{day.year}"], "chronic": ["no"]})
        box.locator('[name="basic_support"][value="yes"]').check()
        submit(box)
        box.locator(".answer .verdict", has_text=f"{day.year}").wait_for()
        verdict = box.locator(".answer .verdict").inner_text()
        assert (f"{day.year} steht noch nicht fest" in verdict) == (day.year > last)


def test_the_day_of_the_law_is_printed_with_the_answer(page):
    box = open_form(page, "copayment")
    fill(box, "copayment", {"first_day": ["2026-12-01"], "appointments": ["1"]})
    submit(box)
    page.emulate_media(media="print")
    stand = box.locator(".answer .law-checked")
    assert stand.is_visible()
    assert SAY("page.value.date", value=checked()) in stand.inner_text()


def test_an_answer_given_after_the_pages_day_says_so_on_screen_on_paper_and_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    set_clock(page, DAYS[-1])
    box = open_form(page, "copayment")
    fill(box, "copayment", {"first_day": ["2026-12-01"], "appointments": ["1"]})
    submit(box)
    notice = box.locator(".answer .verdict + .lapsed")
    assert WORDS in notice.inner_text()
    page.emulate_media(media="print")
    assert notice.is_visible()
    assert page.locator(".lapsed:visible").count() == 1
    page.emulate_media(media="screen")
    act(box, "copy")
    told(box).filter(has_text="Kopiert").wait_for()
    assert WORDS in page.evaluate("navigator.clipboard.readText()")
