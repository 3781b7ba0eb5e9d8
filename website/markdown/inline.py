"""Shortcodes that may stand in any sentence, in a page or in the data of one."""

import re
from collections.abc import Callable

from calculators.engine.html import Markup, cite, join
from calculators.engine.text import Texts
from website.markdown import dated, pages

SHORTCODE = r"\[\[(?P<kind>\w+)(?: (?P<subject>[^\]]+))?\]\]"


def norm(citation: str) -> Markup:
    """A citation as a link to the official text; raises KeyError where there is none."""
    html = cite(citation)
    if not html.startswith("<a"):
        raise KeyError(f"sources.toml has no address for {citation!r}")
    return html


INLINE: dict[str, Callable[[str, Texts], Markup]] = {
    "figure": pages.figure,
    "number": pages.number,
    "day": pages.day,
    "norm": lambda citation, say: norm(citation),
}


def filled(sentence: str, say: Texts) -> Markup:
    """Plain text with its shortcodes carried out; raises KeyError for one that does not exist."""
    sentence, lapses = dated.as_of(sentence, pages.build_day())
    parts: list[str] = []
    end = 0
    for found in re.finditer(SHORTCODE, sentence):
        parts += [sentence[end : found.start()], INLINE[found["kind"]](found["subject"], say)]
        end = found.end()
    return join([*parts, sentence[end:], dated.mark(lapses)])
