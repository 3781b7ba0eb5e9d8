"""Whether a reader's browser can run the calculators: a script asks, right behind each form."""

import re
from functools import cache
from pathlib import Path

from calculators.engine.html import Markup, element

SOURCE = Path(__file__).with_suffix(".js")


@cache
def check() -> Markup:
    """The script as it stands in a page, with neither its comments nor its indentation.

    What it says lies in the calculator before it.
    """
    lines = (line.strip() for line in SOURCE.read_text("utf-8").splitlines())
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    assert not re.search("[<>]", code), "a reader of pages may take it for a tag"
    return element("script", Markup(code))
