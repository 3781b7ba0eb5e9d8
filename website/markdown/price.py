"""What an insured person pays of a day with a known price, said at once and without Python.

The rule of the law is applied to every cent when the site is built; the page carries the amounts as
stairs, and a script only looks up on which stair a price lies.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from calculators.copayment.answer import FIGURES
from calculators.copayment.rules import daily_copayment
from calculators.engine.form import named
from calculators.engine.html import Markup, element, join
from calculators.engine.text import Texts
from calculators.law.figures import LawBook, histories
from calculators.registry import CALCULATORS
from website import browser

CENTS = 100  # in a euro
# How the language writes a sum, by the names of its texts (format): what the script fills in.
WRITTEN = ("euro", "decimal", "thousands")
PRICE = "cost_per_day"  # the question of the calculator that asks for it
# From a price (cents) on, the amount (cents) rises by one with each further step (cents); 0: no more.
Stair = tuple[int, int, int]


def told(say: Texts, root: str, source: str = "") -> Markup:
    """The place where it is said, and the sentences for it; nothing is seen before there is a price.

    ``source``: the id of the field in which the price is typed; else it stands in the address.
    """
    periods = [{"since": day.isoformat(), "stairs": stairs(day)} for day in days()]
    return join(
        [
            element(
                "p",
                class_="price-told",
                role="status",
                data_periods=json.dumps(periods, separators=(",", ":")),
                data_most=str(most()),
                **{f"data_{name}": say.node(f"format.{name}") for name in WRITTEN},
                data_source=source or None,
                data_told=PRICE,
                hidden=True,
            ),
            *(_sentence(key, say) for key in ("now", "then")),
            browser.module("price", root),
        ]
    )


def most() -> int:
    """The highest price (cents) that the calculator takes."""
    question = named(CALCULATORS["copayment"].Case, PRICE)
    assert question and question.maximum is not None
    return int(question.maximum * CENTS)


def days() -> list[date]:
    """Each day from which the amounts are others, oldest first."""
    return sorted({figure.since for name in FIGURES for figure in histories()[name].values})


@cache
def stairs(day: date) -> tuple[Stair, ...]:
    """What is paid of every price under the law of ``day``."""
    amounts = list(_amounts(day))
    rises = [0, *(price for price in range(1, len(amounts)) if amounts[price] > amounts[price - 1])]
    found: list[Stair] = []
    at = 0
    while at < len(rises) - 1:
        start, step = rises[at], rises[at + 1] - rises[at]
        while at < len(rises) - 1 and rises[at + 1] - rises[at] == step:
            at += 1
        found.append((start, step, amounts[start]))
    return (*found, (rises[-1], 0, amounts[-1]))


def _amounts(day: date) -> Iterator[int]:
    """The amounts (cents) of all prices from 0 cents on, up to where the highest holds for all more."""
    law = LawBook().on(day)
    highest = law.copayment_maximum * 100 / law.copayment_rate
    for price in range(int(highest * CENTS) + 2):
        yield int(daily_copayment(Decimal(price) / CENTS, law) * CENTS)


def _sentence(key: str, say: Texts) -> Markup:
    places = {name: f"\0{name}\0" for name in ("price", "now", "since", "then")}
    words = re.split(r"\0(\w+)\0", say(f"copayment.price.{key}", **places))
    parts = [
        element("span", data_value=word) if position % 2 else word
        for position, word in enumerate(words)
    ]
    return element("template", *parts, data_price=key)
