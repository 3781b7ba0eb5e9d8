"""Keeps together in the text of a page what belongs together: § and number, number and unit."""

import re

from calculators.engine.html import bound

# What is in these is no text, or stands there as it was typed.
_KEPT = re.compile(r"(?s)<(pre|code|script|style|textarea|svg)\b.*?</\1>|<!--.*?-->|<[^>]*>")


def together(html: str) -> str:
    """The page; what is in its tags, and what is no prose, is left as it is."""
    parts: list[str] = []
    end = 0
    for found in _KEPT.finditer(html):
        parts += [bound(html[end : found.start()]), found[0]]
        end = found.end()
    return "".join((*parts, bound(html[end:])))
