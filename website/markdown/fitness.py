"""Whether a reader's browser can run the calculators: a script asks, right behind each form."""

import re
from functools import cache
from pathlib import Path

from calculators.engine.html import Markup, element, join
from website import browser

SOURCE = Path(__file__).parents[1] / "browser" / "inline" / "fitness.js"
# As old as the check itself, and run behind it.
_FOLD = """if (!document.documentElement.hasAttribute("data-unfit")) {
document.currentScript.previousElementSibling.removeAttribute("open");
}"""


@cache
def check() -> Markup:
    """The script as it stands in a page, with neither its comments nor its indentation.

    What it says lies in the calculator before it.
    """
    lines = (line.strip() for line in browser.without_types(SOURCE).splitlines())
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    assert not re.search("[<>]", code), "a reader of pages may take it for a tag"
    return element("script", Markup(code))


def folded(details: Markup) -> Markup:
    """An opened ``<details>`` that is folded where the form before it can answer, and stays open elsewhere.

    Without scripts, and in a browser that cannot run the calculators, what is in it is all that answers.
    """
    return join([details, element("script", Markup(_FOLD))])
