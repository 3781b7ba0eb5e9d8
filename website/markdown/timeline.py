"""What changed in the law, day by day: dated facts, and the figures whose values changed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from calculators.engine.explanation import in_words
from calculators.engine.html import Markup, cite, element, join
from calculators.engine.text import Texts
from calculators.law.figures import Figure, History, NotEnacted, checked, histories
from calculators.law.periods import ONE_DAY
from website.markdown.dated import mark
from website.markdown.inline import filled
from website.markdown.pages import build_day
from website.written import shared


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


def yearly(say: Texts) -> Markup:
    """The figures that each year brings anew: for the year that is next in want of them.

    That is this year where one is missing, else the next.
    """
    today = build_day()
    renewed = [history for history in histories().values() if history.renewed_yearly]
    this_year = date(today.year, 1, 1)
    wanted = this_year
    if all(_on(history, this_year) for history in renewed):
        wanted = date(today.year + 1, 1, 1)
    items = [element("li", *_in(wanted, history, say)) for history in renewed]
    return join([element("ul", *items), mark((date(today.year + 1, 1, 1),))])


def changed_figures() -> Iterator[tuple[Figure, Figure]]:
    """Each figure that changed, before and after.

    A first value is no change: often it is only the first of our records. Nor is one that follows
    a gap.
    """
    for history in histories().values():
        for now in history.values:
            try:
                then = history.on(now.since - ONE_DAY)
            except NotEnacted:
                continue
            if then.value != now.value:
                yield then, now


def _in(day: date, history: History, say: Texts) -> list[str]:
    words = shared("aenderungen")["words"]
    known = in_words(_on(history, day) or history.values[-1], say)
    facts = {"name": known.name, "year": day.year, "value": known.value}
    if found := _on(history, day):
        return [words["enacted"].format(**facts), " (", cite(found.source), ")."]
    on = say("page.value.date", value=checked())
    return [words["missing"].format(**facts, checked=on), "."]


def _on(history: History, day: date) -> Figure | None:
    try:
        return history.on(day)
    except NotEnacted:
        return None


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
