"""Whether a reader's browser can run the calculators: a script asks, right behind each form."""

from calculators.engine.html import Markup, element, join
from website import browser

# As old as the check itself, and run behind it.
_FOLD = """if (!document.documentElement.hasAttribute("data-unfit")) {
document.currentScript.previousElementSibling.removeAttribute("open");
}"""


def check() -> Markup:
    """The script as it stands in a page; what it says lies in the calculator before it."""
    return browser.inline("fitness")


def folded(details: Markup) -> Markup:
    """An opened ``<details>`` that is folded where the form before it can answer, and stays open elsewhere.

    Without scripts, and in a browser that cannot run the calculators, what is in it is all that answers.
    """
    return join([details, element("script", Markup(_FOLD))])
