"""The day on which a built page lapses: from then on, something on it may no longer be so."""

import re
from datetime import date

from calculators.law.figures import checked
from calculators.law.periods import years_later
from website.finish.built import Built

UNTIL = re.compile(r'data-until="(\d{4}-\d\d-\d\d)"')
META = '<meta name="lapses" content="{}">'


def lapse(html: str) -> date:
    """The first day on which something on a page may no longer be so.

    At the latest a year after the last look at the law.
    """
    days = [date.fromisoformat(day) for day in UNTIL.findall(html)]
    return min([*days, years_later(checked(), 1)])


def add(site: Built) -> None:
    """Put into each page of a built site the day on which it lapses."""
    for page in site.indexes:
        page.put_first(META.format(lapse(page.html)))
