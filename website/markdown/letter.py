"""The letter of objection: its last day, asked for in the shortest form, and what a reader takes along.

Cards and posters are taken along in the same way.
"""

import json

from calculators.engine.form_html import Short, form
from calculators.engine.html import Markup, element, join
from calculators.engine.text import Texts
from calculators.registry import CALCULATORS
from website import browser, links
from website.markdown import fitness
from website.written import shared

CALCULATOR = "deadlines"
# Whoever has a refusal in hand is asked for the day on it. What may be unknown is folded away.
REFUSED = Short({"kind": "refused"}, ("arrived", "instructions"), f"{CALCULATOR}.refusal")
# What is taken along, and whether others are given its text or the address of its page: a letter with a
# name in it stands nowhere else.
SHEETS = {
    "letter": (".letter__sheet", "text"),
    "sheet": (".sheet", "address"),
    "say": (".say", "address"),
}
# What belongs into the gaps of the letter, by field. It is in German, whatever the language around it.
GAPS = "brief"
ACTS = ("print", "copy", "share")
TOLD = ("copied", "not_copied")


def last_day(say: Texts, root: str) -> Markup:
    """The calculator of deadlines for a refusal; its answer is short, and its day goes into the letter."""
    more = element("template", say(f"{REFUSED.words}.more"), data_letter="more")
    box = element(
        "div",
        form(CALCULATORS[CALCULATOR], say, REFUSED),
        fitness.check(),
        more,
        class_="last-day",
        data_gaps=json.dumps(shared(GAPS)["gaps"], ensure_ascii=False),
    )
    return join([links.told(say), box, browser.module("letter", root, early=True)])


def take_along(sheet: str, say: Texts, root: str) -> Markup:
    """The buttons to print, copy and share what is on the page, for the script to show.

    Raises KeyError if there is no such kind of sheet.
    """
    place, shared = SHEETS[sheet]
    words = "page.take_along"
    buttons = (
        element("button", say(f"{words}.{act}"), type="button", data_take=act) for act in ACTS
    )
    group = element(
        "div",
        *buttons,
        element("p", class_="told", role="status"),
        *(element("template", say(f"{words}.{state}"), data_state=state) for state in TOLD),
        class_="take-along",
        role="group",
        aria_label=say(f"{words}.label"),
        data_of=place,
        data_share=shared,
        data_search_exclude=True,
        hidden=True,
    )
    return join([group, browser.module("take-along", root, early=True)])
