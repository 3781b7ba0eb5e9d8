"""The same site in other languages: the way from one to the other, what is kept, what is said."""

import re
from decimal import Decimal
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from calculators.engine.text import texts
from tests.browser.kept import STORED, Host, keeps, reads
from tools import visit
from tools.browser.axe import faults_in_both_schemes, overhang
from tools.browser.forms import USUAL_DAY, open_form, set_clock
from tools.browser.visitor import visitor
from tools.built_site import SITE, TRANSLATED, asset
from website.finish.tree import classes, tree, with_class
from website.languages import by_folder, languages
from website.languages.sources import address, german_places, places


def plain(words):
    """Without what isolates a value in a sentence that is read from the right."""
    return words.strip("\u2068\u2069")


PHONE = {"width": 360, "height": 640}
# What is made for all in the same way and takes long to look at: one read from the left, one from the right.
ONE_EACH_WAY = list({language.dir: language.folder for language in languages()}.values())
EACH = pytest.mark.parametrize("folder", TRANSLATED)
# In every language that is there: a page with a form, and one without, each with a German counterpart.
FORM = "rechner/zuzahlung/"
TEXT = "betroffene/kosten/"
LETTER = "betroffene/ablehnung/"
PRICE = "input[type=text][name=cost_per_day]"
ONLY_GERMAN = "verordnende/abrechnung/"
# Whatever stays of a visit but the colours, which the theme notes for each.
KEPT_OF_IT = """[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]
    .filter((name) => name && !name.endsWith("__palette"))"""


def button(page):
    """What many languages are behind where there is no room for them."""
    return page.locator(".site-bar .site-languages-button")


def switch(page, folder):
    """The link to the other language in the head of the page."""
    if button(page).is_visible() and not page.locator(".site-languages").is_visible():
        button(page).click()
    tag = by_folder(folder).tag if folder else "de"
    return page.locator(f".site-bar .site-languages a[lang='{tag}']")


@EACH
def test_the_switch_is_in_the_first_screen_of_a_phone_and_leads_to_the_same_page(page, folder):
    page.set_viewport_size(PHONE)
    page.goto(TEXT)
    way = button(page) if button(page).count() else switch(page, folder)
    box = way.bounding_box()
    assert box["y"] + box["height"] < PHONE["height"] / 2
    link = switch(page, folder)
    assert link.inner_text() == by_folder(folder).name
    link.click()
    page.wait_for_url(f"**/{folder}/{TEXT}")
    root = page.locator("html")
    assert root.get_attribute("lang") == by_folder(folder).tag
    assert root.get_attribute("dir") == by_folder(folder).dir
    switch(page, "").click()
    page.wait_for_url(lambda url: url.endswith(f"/{TEXT}") and f"/{folder}/" not in url)


@EACH
def test_on_the_start_page_whoever_reads_only_that_language_sees_its_name_at_once(page, folder):
    page.set_viewport_size(PHONE)
    page.goto("")
    link = page.locator(f".site-languages a[lang='{by_folder(folder).tag}']")
    assert link.inner_text() == by_folder(folder).name
    box = link.bounding_box()
    assert box["y"] + box["height"] < PHONE["height"] / 2
    assert not overhang(page)


@pytest.mark.parametrize("place", ["", TEXT, "recht/glossar/"])
@EACH
def test_a_page_offers_the_language_of_the_browser_and_leads_nobody_there(
    browser, base, folder, place
):
    language = by_folder(folder)
    with visitor(browser, base, locale=language.tag) as (page, _):
        page.set_viewport_size(PHONE)
        page.goto(place)
        offer = page.locator(".site-bar .language-offer")
        if language.is_german:
            # Its script has run before the page is said to have come.
            page.locator("h1").wait_for()
            assert offer.count() == 0
            return
        assert offer.inner_text() == language.words["languages_offer"]
        assert offer.get_attribute("lang") == language.tag
        box = offer.bounding_box()
        assert box["y"] + box["height"] < PHONE["height"] / 2
        assert page.url == f"{base}{place}"
        assert not page.evaluate(KEPT_OF_IT)
        offer.click()
        page.wait_for_url(f"{base}{folder}/{place}")
        page.locator("h1").wait_for()
        assert page.locator(".language-offer").count() == 0


@EACH
def test_nobody_is_offered_a_page_that_is_not_there_or_another_language_than_was_chosen(
    browser, base, folder
):
    with visitor(browser, base, locale=by_folder(folder).tag) as (page, _):
        page.goto(ONLY_GERMAN)
        page.locator("h1").wait_for()
        assert page.locator(".language-offer").count() == 0
    for locale in ("de", "en", "pl"):
        with visitor(browser, base, locale=locale) as (page, _):
            page.goto(f"{folder}/{TEXT}")
            page.locator("h1").wait_for()
            assert page.locator(".language-offer").count() == 0


def test_nobody_is_offered_a_language_that_is_not_there(browser, base):
    with visitor(browser, base, locale="fr") as (page, _):
        page.goto(TEXT)
        page.locator("h1").wait_for()
        assert page.locator(".language-offer").count() == 0


def test_the_offer_is_there_before_what_stands_below_it_so_that_nothing_moves(browser, base):
    """No script file comes at all, and the offer does."""
    foreign = next(language for language in languages() if not language.is_german)
    with visitor(browser, base, locale=foreign.tag, service_workers="block") as (page, _):
        page.route("**/*.js", lambda route: route.abort())
        page.goto(TEXT)
        assert page.locator(".language-offer").is_visible()


@EACH
def test_a_price_is_answered_as_the_language_writes_sums_and_days(page, folder):
    say = texts(by_folder(folder).tag)
    set_clock(page, USUAL_DAY)
    page.goto(f"einbetten/{folder}/zuzahlung/#cost_per_day=1234,50")
    told = page.locator(".price-told")
    expect(told).to_contain_text(plain(say("units.euro", value=Decimal("1234.50"))))
    expect(told).to_contain_text(plain(say("units.euro", value=10)))


@EACH
def test_the_switch_keeps_the_place_in_the_page(page, folder):
    page.goto(f"{TEXT}#costs")
    switch(page, folder).click()
    page.wait_for_url(f"**/{folder}/{TEXT}#costs")


@EACH
def test_what_was_typed_goes_along_and_stays_nowhere(page, folder):
    box = open_form(page, "copayment")
    box.locator(PRICE).fill("48,50")
    switch(page, folder).click()
    page.wait_for_url(f"**/{folder}/{FORM}")
    expect(page.locator(PRICE)).to_have_value("48,50")
    assert "?" not in page.url and "#" not in page.url
    assert page.evaluate("window.name") == ""
    assert not page.context.cookies()


@EACH
def test_what_was_typed_into_the_letter_goes_along_too(page, folder):
    page.goto(f"{LETTER}#for-someone-else")
    page.locator("#letter-insured").fill("Kim Muster")
    page.locator("#letter-authority").uncheck()
    page.locator("#letter-own").evaluate(
        "own => { own.closest('details')?.setAttribute('open', '') }"
    )
    page.locator("#letter-own").fill("Zwei\nZeilen")
    day = page.locator("#letter-day").input_value()
    for target in (folder, ""):
        switch(page, target).click()
        page.wait_for_url(re.compile(rf"[^/]/{re.escape(target and target + '/')}{LETTER}($|#)"))
        page.locator(f"html[lang={by_folder(target).tag if target else 'de'}]").wait_for()
        expect(page.locator("#letter-insured")).to_have_value("Kim Muster")
        expect(page.locator("#letter-own")).to_have_value("Zwei\nZeilen")
        expect(page.locator("#letter-for-other")).to_be_checked()
        expect(page.locator("#letter-authority")).not_to_be_checked()
        expect(page.locator("#letter-day")).to_have_value(day)
        expect(page.locator(".letter__gap[data-from=letter-insured]")).to_have_text("Kim Muster")
        assert page.evaluate("window.name") == "" and "Kim" not in page.url
    page.reload()
    expect(page.locator("#letter-day")).to_have_value(day)
    assert page.locator("#letter-insured").input_value() == ""


@EACH
def test_a_page_that_is_only_there_in_german_leads_to_one_that_is_there_and_says_so(page, folder):
    language = by_folder(folder)
    page.goto(ONLY_GERMAN)
    link = switch(page, folder)
    assert link.inner_text().split("\n") == [language.name, f"({language.sections['index.md']})"]
    link.click()
    page.wait_for_url(f"**/{folder}/**")
    assert page.locator("main h1").count() == 1


@EACH
def test_every_page_says_what_its_words_are_worth(page, folder):
    language = by_folder(folder)
    page.goto(f"{folder}/{TEXT}")
    said = page.locator(".of-translation").inner_text()
    assert language.words["german_counts"] in said
    assert language.reviewed or language.words["unreviewed"] in said


@EACH
def test_a_wrong_address_and_a_german_page_are_said_in_the_language(page, folder):
    language = by_folder(folder)
    assert page.goto(f"{folder}/nirgends/noch/nicht/").status == 404
    assert page.locator("h1").inner_text() == language.words["missing_title"]
    style = "getComputedStyle(document.querySelector('.crisis__title')).fontWeight"
    assert int(page.evaluate(style)) >= 600  # the style sheets are found from any address
    german = page.locator("footer a[hreflang=de]").first
    assert language.words["in_german"] in german.inner_text()
    german.click()
    assert page.locator("html").get_attribute("lang") == "de"


@EACH
def test_the_pages_are_accessible_and_fit_a_phone(page, axe, folder):
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("", TEXT, FORM):
        page.goto(f"{folder}/{path}")
        assert not overhang(page), path
        assert not faults_in_both_schemes(page, axe), path


@pytest.mark.parametrize("folder", ONE_EACH_WAY)
def test_a_reader_keeps_her_language_only(tmp_path, windowed, folder):
    host = Host(tmp_path / "host", whole=True)
    host.start()
    with visitor(windowed, host.base) as (page, _):
        page.context.unroute_all()
        reads(page, f"{folder}/{FORM}")
        keeps(page, f"{folder}/site")
        kept = {url.removeprefix(host.base) for url in page.evaluate(STORED)}
        pages = {path for path in kept if path.endswith("/") or path == ""}
        host.process.kill()
        host.process.wait()
        assert pages == {f"{path}/" for path in TRANSLATED[folder]}
        page.goto("recht/zahlen/")
        assert page.url == f"{host.base}{folder}/offline.html"
        assert page.goto(f"{folder}/{TEXT}").ok


def test_whoever_reads_a_page_of_a_language_finds_it_in_the_others():
    counts = {place: 0 for place in german_places()}
    for language in languages():
        for place in places(language) & german_places():
            html = (SITE / address(place) / "index.html").read_text("utf-8")
            assert f'/{language.folder}/{address(place)}"' in html or place == "index.md", place
            counts[place] += 1
    assert not languages() or any(counts.values())


@EACH
def test_no_link_leads_to_a_german_page_without_saying_so(folder):
    """But the switch of languages, and what is said in German to the practices."""
    unmarked = []
    for place in TRANSLATED[folder]:
        for link in tree((SITE / place / "index.html").read_text("utf-8")).iter("a"):
            address_of = urlsplit(urljoin(f"https://here.example/{place}/", link.get("href", "")))
            away = address_of.netloc != "here.example" or not address_of.scheme.startswith("http")
            if away or address_of.path.startswith(f"/{folder}/"):
                continue
            around = [link, *link.iterancestors()]
            in_german = any(one.get("lang") == "de" for one in around[:-2])
            switch = any("site-languages" in classes(one) for one in around)
            if not (in_german or switch or list(with_class(link, "in-german"))):
                unmarked.append(f"{place}: {link.get('href')}")
    assert not unmarked


@pytest.mark.parametrize("own", [True, False], ids=["own page", "in another site"])
@EACH
def test_an_answer_leads_to_the_german_page_where_there_is_no_other(page, base, folder, own):
    page.goto(f"{folder}/{FORM}" if own else f"einbetten/{folder}/{FORM.removeprefix('rechner/')}")
    told = page.evaluate(
        """async ([script, ...addresses]) => {
            const { leadElsewhere } = await import(script);
            const answer = document.createElement("div");
            for (const address of addresses) answer.append(Object.assign(document.createElement("a"), {
                textContent: "x",
            }));
            answer.querySelectorAll("a").forEach((a, i) => a.setAttribute("href", `../../${addresses[i]}`));
            document.body.append(answer);
            leadElsewhere(answer);
            return [...answer.querySelectorAll("a")].map((a) => [a.href, a.hreflang, a.textContent]);
        }""",
        [f"/{asset('elsewhere.js')}", f"{TEXT}#costs", f"{ONLY_GERMAN}#x"],
    )
    mark = by_folder(folder).words["in_german"]
    assert told == [
        [f"{base}{folder}/{TEXT}#costs", "", "x"],
        [f"{base}{ONLY_GERMAN}#x", "de", f"x {mark}"],
    ]


def test_a_first_answer_costs_a_reader_of_any_language_what_it_costs_a_german_one(browser, base):
    found = list(visit.visits(browser, base))
    assert len(found) == 1 + len(languages())
    assert all(each.sent[kind] for each in found for kind in visit.KINDS if kind != "other")
    assert not visit.too_far(found), "\n".join(visit.lines(found))


RIGHT_TO_LEFT = [language.folder for language in languages() if language.dir == "rtl"]
# Where the two signs of a folded part begin, and how wide it is.
SIGNS = """(summary) => [
    parseFloat(getComputedStyle(summary, "::before").left),
    parseFloat(getComputedStyle(summary, "::after").left),
    summary.clientWidth,
]"""
# Between what a link says and the mark behind it.
GAPS = """() => [...document.querySelectorAll("a > .in-german")]
    .filter((mark) => mark.getClientRects().length === 1 && mark.previousSibling)
    .map((mark) => {
        const before = document.createRange();
        before.selectNodeContents(mark.previousSibling);
        const inside = document.createRange();
        const text = mark.firstChild;
        inside.setStart(text, text.data.search(/\\S/));
        inside.setEnd(text, text.data.length);
        const lines = [...before.getClientRects()];
        const last = lines[lines.length - 1];
        const box = inside.getBoundingClientRect();
        if (box.bottom <= last.top || box.top >= last.bottom) return 99;
        return Math.max(box.left - last.right, last.left - box.right);
    })"""


@pytest.mark.parametrize("folder", RIGHT_TO_LEFT)
def test_in_the_german_letter_the_signs_of_a_folded_part_stand_on_either_side(page, folder):
    page.goto(f"{folder}/{LETTER}")
    start, end, width = page.locator(".letter__more > summary").evaluate(SIGNS)
    assert start < width / 4
    assert end > width * 3 / 4


@EACH
def test_the_mark_of_a_german_page_stands_apart_from_what_the_link_says(page, folder):
    page.set_viewport_size(PHONE)
    page.goto(f"{folder}/betroffene/")
    gaps = page.evaluate(GAPS)
    assert gaps
    assert min(gaps) > 2


@pytest.mark.parametrize("folder", RIGHT_TO_LEFT)
def test_names_of_files_and_citations_keep_their_order(page, folder):
    page.goto(f"{folder}/helfen/")
    assert page.locator("main code").count()
    ways = "all => all.map((one) => getComputedStyle(one).direction)"
    assert set(page.locator("main code").evaluate_all(ways)) == {"ltr"}
