"""What goes stale and must be looked at again: ``python -m tools.watch``.

Lists what is due on a day, the worst first. ``--day 2026-12-31`` takes another day than today,
``--markdown`` writes it for a tracker of issues, ``--compare`` asks the law's pages whether their
text is still the one that was last seen, and ``--remember`` takes down what they say now. Leaves
with 0 if there is nothing to look at, else with 1.
"""

import argparse
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from calculators.law.citation import link
from calculators.law.data import table
from calculators.law.figures import Figure, histories
from website.markdown.dated import passages
from website.reviews import NAME, reviews
from website.written import DOCS, NORM, shared

SEEN = Path(__file__).with_name("seen.json")
CITED = re.compile(r"(?P<section>§ \d+[a-z]?)\b.*? (?P<statute>[A-Z][\w-]*(?: [IVX]+)?)$")
TIMEOUT = 30  # seconds
SHOWN = 80  # characters of a passage
LEAST_HARM = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at: what, how much harm it does when nobody does, when it is due, where.

    ``norms`` are sections ("§ 61 SGB V") or, for all others of it, a statute ("SGB V").
    """

    what: str
    harm: int
    due: date
    look: str
    checked: date | None = None
    norms: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    fee_codes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    where: tuple[str, ...] = ()


@cache
def looks() -> tuple[Look, ...]:
    """Everything that has to be looked at again some day: what is listed, pages' days, reviews."""
    return (*map(_listed, shared("pruefen")["look"]), *_passages(), *_reviews())


def due(day: date) -> list[Look]:
    """What is due on that day: the most harmful first, then what has been due the longest."""
    return sorted((found for found in looks() if found.due <= day), key=lambda f: (f.harm, f.due))


def covering(citation: str) -> Look | None:
    """What to look at for a citation: the entry that names its section, else its statute's."""
    found = CITED.match(citation)
    if not found:
        return None
    for name in (f"{found['section']} {found['statute']}", found["statute"]):
        for entry in looks():
            if name in entry.norms:
                return entry
    return None


@cache
def cited() -> list[str]:
    """Every citation of a norm: in pages, beside figures, diagnoses and open questions."""
    texts = [path.read_text("utf-8") for path in DOCS.rglob("*.*") if path.suffix in _WRITTEN]
    in_pages = {citation for text in texts for citation in NORM.findall(text)}
    in_data = {history.values[0].norm for history in histories().values()}
    in_data |= {str(entry["norm"]) for entry in table("law/open_questions.toml").values()}
    return sorted(in_pages | in_data)


def figures_of(entry: Look) -> list[Figure]:
    """The newest value of each figure that rests on the entry's norms."""
    newest = [history.values[-1] for history in histories().values()]
    return [figure for figure in newest if covering(figure.norm) == entry]


def addresses(entry: Look) -> list[str]:
    """Where to look: what the entry names, and the official text of each norm that it covers."""
    official = {link(citation) for citation in cited() if covering(citation) == entry}
    return [*entry.where, *sorted(address for address in official if address)]


def report(day: date, *, markdown: bool = False) -> str:
    """What is due on that day, in words."""
    words = shared("pruefen")["words"]
    found, everything = due(day), looks()
    if not found:
        then = min(everything, key=lambda entry: (entry.due, entry.harm))
        return str(words["nothing"]).format(day=day, next=then.due, what=then.what)
    lines = [words["due"].format(day=day, count=len(found), all=len(everything)), ""]
    bullet = "   - " if markdown else "   "
    for number, entry in enumerate(found, 1):
        lines.append(words["entry"].format(number=number, what=entry.what))
        lines += [bullet + line for line in _told(entry, words)]
        lines.append("")
    return "\n".join(lines).rstrip()


def compare(seen: Mapping[str, str], entries: Sequence[Look]) -> list[str]:
    """What has changed at the addresses of these entries since somebody last saw them, in words."""
    words = shared("pruefen")["words"]
    found, unseen = [], 0
    for address in _each(entries):
        if address not in seen:
            unseen += 1
            continue
        try:
            changed = digest(address) != seen[address]
        except OSError as problem:
            found.append(words["unreachable"].format(address=address, problem=problem))
        else:
            found += [words["changed"].format(address=address)] if changed else []
    if unseen:
        found.append(words["unseen"].format(count=unseen))
    return found


def remember(seen: Mapping[str, str], entries: Sequence[Look]) -> dict[str, str]:
    """What stands at the addresses of these entries now; what cannot be reached stays as it was."""
    now = dict(seen)
    for address in _each(entries):
        try:
            now[address] = digest(address)
        except OSError as problem:
            print(f"{address}: {problem}", file=sys.stderr)
    return now


def digest(address: str) -> str:
    """The SHA-256 of the words of a page, without its code. Raises OSError if it does not come, or empty."""
    # Only what sources.toml and pruefen.toml name: no other kind of address comes here.
    if not address.startswith(("https://", "http://")):
        raise OSError(f"no address of the web: {address}")
    with urllib.request.urlopen(address, timeout=TIMEOUT) as reply:
        text = reply.read().decode(reply.headers.get_content_charset() or "utf-8", "replace")
    try:
        return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()
    except ValueError as problem:
        raise OSError(f"there is nothing at {address}") from problem


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="watch", description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--remember", action="store_true")
    parser.add_argument("--seen", type=Path, default=SEEN)
    told = parser.parse_args(arguments)
    seen = json.loads(told.seen.read_text("utf-8")) if told.seen.exists() else {}
    if told.remember:
        seen = remember(seen, looks())
        told.seen.write_text(json.dumps(seen, indent=1, sort_keys=True) + "\n", "utf-8")
        print(shared("pruefen")["words"]["remembered"].format(count=len(seen)))
        return 0
    changes = compare(seen, looks()) if told.compare else []
    print(report(told.day, markdown=told.markdown))
    if changes:
        print("", *(f"- {change}" for change in changes), sep="\n")
    return 1 if changes or due(told.day) else 0


_WRITTEN = {".md", ".toml", ".html"}


def _listed(entry: Mapping[str, Any]) -> Look:
    values: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()
    }
    return Look(**values)


def _reviews() -> Iterator[Look]:
    words = shared(NAME)["words"]
    for review in reviews().values():
        asked = words["due_year" if review.is_of_this_text else "due_changed"]
        yield Look(
            what=words["due"].format(what=review.of),
            harm=LEAST_HARM,
            due=review.due(),
            look=asked.format(by=review.by, day=review.day),
            checked=review.day,
            files=(f"docs/.shared/{NAME}.toml",),
        )


def _passages() -> Iterator[Look]:
    words = shared("pruefen")["words"]
    for path in sorted(DOCS.rglob("*.*")):
        if path.suffix not in _WRITTEN or "entwicklung" in path.parts:
            continue
        for until, text in passages(path.read_text("utf-8")):
            said = " ".join(text.split())
            short = f"{said[:SHOWN].rstrip()} …" if len(said) > SHOWN else said
            place = path.relative_to(DOCS).as_posix()
            what = words["passage"].format(place=place, day=until, words=short)
            yield Look(what, LEAST_HARM, until, words["passage_look"])


def _told(entry: Look, words: Mapping[str, Any]) -> Iterator[str]:
    yield entry.look
    if entry.checked:
        yield words["state"].format(checked=entry.checked, due=entry.due)
    if figures := figures_of(entry):
        names = ", ".join(f"{f.name} = {f.value} ({f.since})" for f in figures)
        yield words["figures"].format(names=names)
    if found := addresses(entry):
        yield words["where"].format(addresses=" ".join(found))


def _each(entries: Sequence[Look]) -> list[str]:
    """The official texts that these entries rest on; not the start pages where one begins to look."""
    official = (link(citation) for citation in cited() if covering(citation) in entries)
    return sorted({address for address in official if address})


def _words(html: str) -> list[str]:
    """The words of a page, without its scripts and styles. Raises ValueError if it is empty."""
    # Whoever only asks what is due needs nothing but Python.
    from lxml import etree

    from website.finish.tree import tree

    try:
        page = tree(html)
    except etree.ParserError as problem:
        raise ValueError(problem) from problem
    etree.strip_elements(page, "script", "style", with_tail=False)
    return " ".join(page.itertext()).split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
