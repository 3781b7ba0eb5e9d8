"""What changed in the law, day by day: dated facts, and the figures whose values changed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from calculators.engine.explanation import in_words
from calculators.engine.figures import Figure, NotEnacted, histories
from calculators.engine.html import Markup, cite, element, join
from calculators.engine.text import Texts
from calculators.site.inline import filled
from calculators.site.written import shared


def changes(say: Texts) -> Markup:
    """The days on which the law changed, the latest first; only what is enacted."""
    days: defaultdict[str, list[Markup]] = defaultdict(list)
    for fact in shared("aenderungen")["fact"]:
        days[fact["since"]].append(filled(fact["says"], say))
    for then, now in changed_figures():
        days[now.since.isoformat()].append(_change(then, now, say))
    items = [
        element("li", _day(since, say), element("ul", *(element("li", line) for line in lines)))
        for since, lines in sorted(days.items(), reverse=True)
    ]
    return element("ol", *items, class_="timeline")


def changed_figures() -> Iterator[tuple[Figure, Figure]]:
    """Each figure that changed, before and after.

    A first value is no change: often it is only the first of our records. Nor is one that follows
    a gap.
    """
    for history in histories().values():
        for now in history.values:
            try:
                then = history.on(now.since - timedelta(days=1))
            except NotEnacted:
                continue
            if then.value != now.value:
                yield then, now


def _change(then: Figure, now: Figure, say: Texts) -> Markup:
    before, after = in_words(then, say), in_words(now, say)
    sentence = shared("aenderungen")["words"]["changed"].format(
        name=after.name, now=after.value, then=before.value
    )
    return join([sentence, " (", cite(now.norm), ")."])


def _day(since: str, say: Texts) -> Markup:
    """The day, or the month where that is all we know, in words."""
    year, month, *day = map(int, since.split("-"))
    if day:
        shown = say("page.value.date", value=date(year, month, *day))
    else:
        words = shared("aenderungen")["words"]["month"]
        shown = words.format(month=say.node("format.months")[month - 1], year=year)
    return element("time", shown, datetime=since)
