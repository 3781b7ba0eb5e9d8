"""The scripts of the pages: what they say of a page that lacks something, what they read, how they come."""

import json
import re
from decimal import Decimal
from random import Random

import pytest

from calculators.engine.form import Problems
from calculators.engine.reading import euros
from calculators.registry import answer
from tools.built_site import CALCULATOR_PAGES, SITE, asset
from tools.fuzz import HOSTILE
from website.finish.fingerprint import IMPORT

MODULES = re.compile(
    r'<(?:link rel="?modulepreload"?|script type="?module"?)[^>]*?assets/([\w-]+\.js)'
)
# How people write a price: what stands before, between and behind its digits.
BEFORE = (*[""] * 12, " ", "€ ", "EUR ", "-", "ca. ")
BETWEEN = ("", ",", ",", ",", ".", ".", ", ", "'", " ", ",-", ".--", ",–")
BEHIND = ("", "", " ", " €", "€", " Euro", "EUR", " eur", ",-", " Cent")


def call(page, script, expression, given=None):
    """What a function of a module in the built site returns, in that page."""
    address = json.dumps(f"/{asset(script)}")
    imported = f"await import(new URL({address}, location.origin).href)"
    return page.evaluate(
        f"async (given) => {{ const module = {imported}; return {expression}; }}", given
    )


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("module.needed('.nowhere')", r"There is no \.nowhere in the page\."),
        (
            "module.needed('.nowhere', document.querySelector('.calculator'))",
            r"There is no \.nowhere in \w+\.calculator",
        ),
        (
            "module.needed('h1', document, HTMLInputElement)",
            r"h1 in the page is no HTMLInputElement\.",
        ),
        ("module.neededById('nowhere')", r"There is no #nowhere in the page\."),
        (
            "module.neededAround(document.querySelector('h1'), '.nowhere')",
            r"There is no \.nowhere around h1",
        ),
    ],
)
def test_an_error_names_the_element_that_is_missing(page, expression, said):
    page.goto(f"{CALCULATOR_PAGES['copayment']}/")
    with pytest.raises(Exception, match=said):
        call(page, "element.js", expression)


def written(random):
    """A price as somebody might type it, or nearly."""
    digits = "".join(random.choices("0123456789", k=random.randint(1, 5)))
    fraction = "".join(random.choices("0123456789", k=random.choice((0, 0, 1, 2, 2, 3))))
    parts = (random.choice(BEFORE), digits, random.choice(BETWEEN), fraction)
    return "".join(parts) + random.choice(BEHIND)


def cents(text):
    """What the calculator reads, in cents; None where it asks back."""
    plan = {"first_day": ["2026-11-28"], "appointments": ["1"], "cost_per_day": [text]}
    try:
        return int(answer("copayment", plan).case.cost_per_day * 100)
    except Problems:
        return None


def texts_for_prices(count):
    """Prices as they are written, or nearly; what is hostile, alone and beside digits; and the edges."""
    random = Random(37)
    edges = ["0", "00", "0,00", "0062", "2000", "2000,00", "2000,01", "2001", "9999,99", "10000"]
    hostile = [*HOSTILE, *(f"62{text}" for text in HOSTILE), *(f"{text}62" for text in HOSTILE)]
    return [*edges, *hostile, *(written(random) for _ in range(count - len(edges + hostile)))]


def test_a_price_that_a_page_reads_by_itself_is_taken_by_python_as_the_same_amount(page):
    texts = texts_for_prices(2_000)
    page.goto("praxen/einbetten/")
    # As JSON, which can hold half of a sign.
    reading = "JSON.parse(given).map((text) => module.centsOf(text) ?? null)"
    read = call(page, "price.js", reading, json.dumps(texts))
    assert len(read) == len(texts) == 2_000
    told = list(zip(texts, read, strict=True))
    assert [(t, n) for t, n in told if n is not None and n != cents(t)] == []
    assert sum(amount is not None for amount in read) > 250, "nearly all were no price"
    assert None in read


def test_the_usual_ways_to_write_a_price_are_read_without_python(page):
    usual = ["62", "62,5", "62,50", "62.50", "62 €", "62,50 Euro", "62,-", "62,– €", " 62 "]
    page.goto("praxen/einbetten/")
    read = call(page, "price.js", "given.map((text) => module.centsOf(text) ?? null)", usual)
    assert read == [cents(text) for text in usual]
    assert None not in read


def test_a_price_becomes_an_answer_that_python_reads_as_the_same_amount(page):
    prices = [0, 1, 10, 50, 99, 100, 6200, 6205, 6250, 200_000]
    page.goto("praxen/einbetten/")
    answers = call(page, "price.js", "given.map(module.answerOf)", prices)
    assert [euros(answer) * 100 for answer in answers] == [Decimal(price) for price in prices]


@pytest.mark.parametrize("folder", ["rechner", "einbetten"])
def test_a_page_with_a_form_names_all_its_scripts_so_that_none_waits_for_another(folder):
    pages = [
        page
        for page in SITE.glob(f"{folder}/*/index.html")
        if "data-calculator=" in page.read_text("utf-8")
    ]
    assert pages
    for page in pages:
        named = set(MODULES.findall(page.read_text("utf-8")))
        imported = {
            name
            for script in named
            for name in IMPORT.findall((SITE / "assets" / script).read_text("utf-8"))
        }
        assert imported <= named | {name for name in imported if name.startswith("search-")}, page
