"""The ways of those who need an answer, as they go them, and what each may cost.

What pages and questions are called stands here only; where it changes, it changes here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import Error as BrowserError

from calculators.engine.text import texts
from calculators.law.data import table
from tools.browser.forms import FIRST_ANSWER
from tools.browser.visitor import DESK, PHONE
from tools.built_site import CALCULATOR_PAGES
from tools.journeys.phone import opened
from tools.journeys.reader import TODAY, Knowledge, Lost, Reader
from tools.journeys.table import Row
from website.languages import HOME, Language, languages
from website.languages.sources import places as pages_in
from website.links import places
from website.markdown.configurator import HEIGHT
from website.markdown.price import PRICE
from website.static_rules import FOR_OTHER_SITES
from website.translation import flat

Way = Callable[[Reader], Iterator[str]]  # yields what is not found on it

# 2 % and 1 % of twelve months of the Regelbedarf of 2026, 563 Euro (§ 62 Abs. 2 Satz 5 SGB V).
CAPS = ("135,12 €", "67,56 €")
# Ten percent of 62 Euro (§ 61 Satz 1 SGB V).
PER_VISIT = "6,20 €"
AMOUNT = re.compile(r"\d+(?:\.\d{3})*(?:,\d\d)? €")

CLIENT: Knowledge = {
    "für wen": "für mich",
    "krankenversichert": "gesetzlich",
    "festgestellt": "schizophrenie",
    "schwer": "allein termine|anfangen",
    "klinik": "weiß ich nicht",
}
# The same by the names of questions and answers, which no language changes.
CLIENT_BY_NAME: Knowledge = {
    "for_whom": "me",
    "insurance": "statutory",
    "illness": "psychosis",
    "difficulties": "treatment",
}
MONEY: Knowledge = {
    "grundsicherung": "ja",
    "chronische krankheit": "ja",
    "wie vielen tagen haben": "30",
    "erste termin": TODAY,
}
PSYCHIATRIST: Knowledge = {
    "wer verordnet": "Psychiatrie und Psychotherapie",
    "genehmigung der kv": "ja",
    "was soll verordnet": "erste",
    "ausstellung": TODAY,
    "verdacht": "nein",
    "diagnose": "F33.2",
    "gaf": "42",
    "behandlungen allein": "nein",
    "fähigkeiten": "antrieb",
    "krankenhaus": "vermieden",
    "ziele": "ja",
}
NEXT_STEP = re.compile(r"Heute tun|jetzt tun")
# The letter is a fortnight old when a relative holds it. Nobody knows when it came: counted from the day on
# it, to be safe, a month ends on a Sunday (§ 84 Abs. 1 SGG), and so on the Monday after it.
LETTER_DAY = "13.11.2026"
LETTER_DAYS = ("13. November 2026", LETTER_DAY)
LAST_DAY = date(2026, 12, 14)
ISOLATES = "\u2068\u2069"
INSURED, RELATIVE = "Anna Beispiel", "Bernd Beispiel"


def client(reader: Reader) -> Iterator[str]:
    """What is it, do I get it, what do I do tomorrow, what does it cost me on Grundsicherung."""
    reader.open("")
    reader.read(reader.page.locator("main .lead").first)
    if "Soziotherapie" not in reader.on_this_screen():
        yield "what it is, on the first screen"
    reader.follow(_link(reader.page, r"Bekomme ich das|Ist das etwas für mich"))
    box = _form(reader, "eligibility")
    reader.answer(box, CLIENT)
    reader.submit(box)
    reader.read(_verdict(box))
    reader.read(box.locator(".answer").get_by_role("heading", name=NEXT_STEP).locator("xpath=.."))
    cost = box.locator(".answer").get_by_role("link", name=re.compile("[Kk]oste"))
    if cost.count():
        reader.follow(cost.first)
    else:
        reader.open("")
        reader.taps += 1
        reader.follow(_link(reader.page, r"Was kostet es|Zuzahlung"))
    if CAPS[0] not in reader.on_this_screen() or CAPS[1] not in reader.on_this_screen():
        yield f"{' and '.join(CAPS)} on the first screen about costs"


def client_in(language: Language) -> Way:
    """The client's way in another language: by where links lead, since what they are called differs."""

    def way(reader: Reader) -> Iterator[str]:
        page = reader.page
        reader.open(f"{language.folder}/")
        reader.read(page.locator("main .lead").first)
        if "Soziotherapie" not in reader.on_this_screen():
            yield "what it is, on the first screen"
        box = _form(reader, "eligibility")
        reader.tell(box, CLIENT_BY_NAME)
        reader.read(_verdict(box))
        reader.read(box.locator(".answer .next-step > h3").first)
        cost = box.locator('.answer a[href*="/kosten/"]').locator("visible=true")
        if cost.count():
            reader.follow(cost.first)
        else:
            reader.open(f"{language.folder}/")
            reader.taps += 1
            reader.follow(page.locator('main a[href*="/kosten/"]').locator("visible=true").first)
        seen = reader.on_this_screen().replace(".", ",")
        if missing := [cap for cap in CAPS if cap.removesuffix(" €") not in seen]:
            yield f"{' and '.join(missing)} on the first screen about costs"

    return way


def capped(reader: Reader) -> Iterator[str]:
    """What thirty days cost on Grundsicherung, in the first sentence and never above the cap."""
    reader.open(CALCULATOR_PAGES["copayment"] + "/")
    box = _form(reader, "copayment")
    reader.answer(box, MONEY)
    reader.submit(box)
    said = reader.read(_verdict(box))
    if CAPS[1] not in said:
        yield f"{CAPS[1]} in {said!r}"
    if above := [amount for amount in AMOUNT.findall(said) if _value(amount) > _value(CAPS[1])]:
        yield f"no sum above the cap, but {', '.join(above)}"


def relative(reader: Reader) -> Iterator[str]:
    """The last day, and a letter ready to send, for somebody else, with nothing typed twice."""
    page = reader.page
    reader.open("")
    reader.follow(_link(page, "angehörig"))
    reader.follow(_link(page, "Brief von der Kasse"))
    box = _form(reader, "deadlines")
    reader.answer(box, {"welches datum": LETTER_DAY})
    reader.submit(box)
    yield from _last_day(reader.read(_verdict(box)), HOME)
    yield from _letter(reader)
    for name in ("Drucken", "Kopieren"):
        if not _button(page, name).count():
            yield f"a button {name!r}"
    reader.tap(_button(page, "Kopieren").first)


def relative_in(language: Language) -> Way:
    """The relative's way in another language; the letter is German there too."""

    def way(reader: Reader) -> Iterator[str]:
        page = reader.page
        reader.open(f"{language.folder}/")
        reader.follow(_lead(page, "angehoerige/"))
        reader.follow(_lead(page, "ablehnung/#for-someone-else"))
        box = _form(reader, "deadlines")
        reader.tell(box, {"letter_date": LETTER_DAY})
        yield from _last_day(reader.read(_verdict(box)), language.tag)
        yield from _letter(reader)
        for act in ("print", "copy"):
            if not page.locator(f'.take-along button[data-take="{act}"]').count():
                yield f"a button to {act}"
        reader.tap(page.locator('.take-along button[data-take="copy"]').first)

    return way


def _last_day(said: str, tag: str) -> Iterator[str]:
    day = texts(tag)("page.value.date", value=LAST_DAY).strip(ISOLATES)
    if day not in said:
        yield f"{day} in {said!r}"


def _letter(reader: Reader) -> Iterator[str]:
    """Fill in the two names, and see that the German letter has them and what it is about."""
    letter = reader.page.locator("form.letter")
    if not letter.locator("#letter-for-other").is_checked():
        yield "a letter for somebody else, as the link said"
    reader.type(letter.locator("#letter-name"), RELATIVE)
    reader.type(letter.locator("#letter-insured"), INSURED)
    written = letter.evaluate(
        "form => [form.innerText, ...[...form.elements].map((field) => field.value)].join(' ')"
    )
    for names in (("Vertretung",), ("Vollmacht",), (INSURED,), (RELATIVE,), LETTER_DAYS):
        if not any(name in written for name in names):
            yield f"{names[0]!r} in the letter"


def psychiatrist(reader: Reader) -> Iterator[str]:
    """Whether F33.2 with a GAF value of 42 can have it, and if not, why."""
    reader.open(CALCULATOR_PAGES["prescription"] + "/")
    box = _form(reader, "prescription")
    reader.answer(box, PSYCHIATRIST)
    reader.submit(box)
    yield from _reason(reader.read(_verdict(box)))


def psychiatrist_at_a_desk(reader: Reader) -> Iterator[str]:
    """The same on a wide screen, where the answer stands beside the form without the button."""
    reader.open(CALCULATOR_PAGES["prescription"] + "/")
    box = _form(reader, "prescription")
    reader.answer(box, PSYCHIATRIST)
    try:
        box.locator(".answer").wait_for(timeout=FIRST_ANSWER / 2)
    except BrowserError:
        yield "an answer that follows what is typed"
        return
    form, answer = (box.locator(part).bounding_box() for part in ("form", ".answer"))
    if not form or not answer or answer["x"] < form["x"] + form["width"]:
        yield "the answer beside the form"
    yield from _reason(reader.read(_verdict(box)))


def practice(reader: Reader) -> Iterator[str]:
    """What a visit costs at the practice's price, on top of the frame on its website."""
    reader.open(f"{FOR_OTHER_SITES}/{places()['copayment'].slug}/#{PRICE}=62")
    first = reader.page.get_by_text(re.compile(r"6,20\s€")).locator("visible=true")
    if not first.count() or (first.first.bounding_box() or {"y": HEIGHT})["y"] >= HEIGHT / 2:
        yield f"{PER_VISIT} on top of the frame"


def practice_writes_its_price(reader: Reader) -> Iterator[str]:
    """The price as a practice writes it, in the code for its website."""
    reader.open("praxen/einbetten/")
    reader.type(reader.page.get_by_label(re.compile("kostet|Preis")).first, "62 €")
    if f"{PRICE}=62" not in reader.page.get_by_label("Code für Ihre Website").input_value():
        yield f"{PRICE}=62 in the code"


def _link(page: Page, name: str) -> Locator:
    """The first link of that name that can be seen in the text of a page. Raises Lost."""
    found = page.locator("main").get_by_role("link", name=re.compile(name))
    if not found.count():
        raise Lost(f"a link {name!r} on {page.url}")
    return found.first


def _lead(page: Page, address: str) -> Locator:
    """The first link in the text of a page that leads to that address. Raises Lost."""
    found = page.locator(f'main a[href*="{address}"]').locator("visible=true")
    if not found.count():
        raise Lost(f"a link to {address} on {page.url}")
    return found.first


def _form(reader: Reader, calculator: str) -> Locator:
    """The calculator here, or where the first link to it leads. Raises Lost."""
    box = reader.page.locator(f'[data-calculator="{calculator}"]')
    if not box.count():
        path = CALCULATOR_PAGES[calculator].rpartition("/")[2]
        way = reader.page.locator(f'main a[href*="/{path}/"]').locator("visible=true")
        if not way.count():
            raise Lost(f"a link to the calculator {calculator} on {reader.page.url}")
        reader.follow(way.first)
    return box


def _button(page: Page, name: str) -> Locator:
    """Those of that name that can be seen below the letter."""
    return page.locator(".take-along").get_by_role("button", name=name).locator("visible=true")


def _verdict(box: Locator) -> Locator:
    return box.locator(".answer .verdict").first


def _reason(said: str) -> Iterator[str]:
    """That a first sentence says why: the code, and the value."""
    yield from (f"{fact} in {said!r}" for fact in ("F33.2", "42") if fact not in said)


def _value(amount: str) -> float:
    return float(amount.removesuffix(" €").replace(".", "").replace(",", "."))


SHORT = {"taps": 9.0, "screens": 6.0, "words": 400.0}
READY = {"taps": 12.0, "screens": 9.0, "words": 550.0}
# In another language each line of the letter has its translation below it.
LETTER_TWICE = 2.2
WHAT_A_CLIENT_ASKS = "what it is, whether, tomorrow, what it costs"
WHAT_A_RELATIVE_ASKS = "the last day and a letter ready to send"


def short_in(language: Language) -> dict[str, float]:
    """As short as in German, and one tap more for each question where they come one by one."""
    more = len(CLIENT_BY_NAME) if language.one_question else 0
    return _longer(SHORT, language, "eligibility.ask.") | {"taps": SHORT["taps"] + more}


def ready_in(language: Language) -> dict[str, float]:
    """As in German, and what it takes to pass the translation of the letter."""
    limit = _longer(READY, language, "deadlines.ask.")
    return limit | {"screens": round(limit["screens"] + LETTER_TWICE, 1)}


def _longer(limit: dict[str, float], language: Language, said: str) -> dict[str, float]:
    """As much longer as the language is in sentences that begin so in the texts, by letters and by words."""
    german, own = (flat(table(f"texts/{tag}.toml")) for tag in (HOME, language.tag))
    keys = [key for key in own.keys() & german.keys() if key.startswith(said)]

    def times(count: Callable[[str], int]) -> float:
        return max(
            1, sum(count(own[key]) for key in keys) / sum(count(german[key]) for key in keys)
        )

    return limit | {
        "screens": round(limit["screens"] * times(len), 1),
        "words": round(limit["words"] * times(lambda text: len(text.split()))),
    }


WAYS: dict[str, tuple[str, str, Way, dict[str, float]]] = {
    "client": ("client on Grundsicherung", WHAT_A_CLIENT_ASKS, client, SHORT),
    **{
        f"client-{each.folder}": (
            f"the same, in {each.name}",
            WHAT_A_CLIENT_ASKS,
            client_in(each),
            short_in(each),
        )
        for each in languages()
    },
    "capped": ("client on Grundsicherung", "30 days computed, capped", capped, {}),
    "relative": ("relative with a refusal", WHAT_A_RELATIVE_ASKS, relative, READY),
    **{
        f"relative-{each.folder}": (
            f"the same, in {each.name}",
            WHAT_A_RELATIVE_ASKS,
            relative_in(each),
            ready_in(each),
        )
        for each in languages()
        if "angehoerige/index.md" in pages_in(each)
    },
    "psychiatrist": (
        "psychiatrist (F33.2, GAF 42)",
        "may I, and if not why",
        psychiatrist,
        {"taps": 10},
    ),
    "desk": ("psychiatrist, at a desk", "the same beside the form", psychiatrist_at_a_desk, {}),
    "practice": ("practice (62 €)", "a visit at her price", practice, {"taps": 0, "screens": 1}),
    "price": ("practice (62 €)", "her price into the code", practice_writes_its_price, {"taps": 1}),
}


def walked(browser: Browser, base: str, name: str) -> Row:
    """Go one of the ways; where somebody gets lost, the row says where, at what was paid so far."""
    who, to_get, way, limit = WAYS[name]
    with opened(browser, base, DESK if name == "desk" else PHONE) as page:
        reader = Reader(page)
        lacks = list(_found_missing(way(reader)))
        return Row(who=who, to_get=to_get, reached=reader.cost, limit=limit, lacks=lacks)


def _found_missing(steps: Iterator[str]) -> Iterator[str]:
    """What is not found on a way; where somebody gets lost, that is the last of it."""
    try:
        yield from steps
    except (Lost, BrowserError) as problem:
        yield str(problem).split("\n")[0]
