"""Of which German each page and each text of a language was made, and where that has changed since.

``make translated LANG=en`` lists what has. Once somebody has looked at a page or a text and put it right, or
seen that it still is, ``RENEW='betroffene/kosten.md …'`` (or ``RENEW=all``) takes that down in the language's
sources.toml. No figure goes stale: it comes from the law.
"""

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from calculators.law.data import table
from website.cache import digest
from website.history import changed
from website.languages import HOME, Language, chosen
from website.languages.sources import german, made_of, written_places
from website.npm import CannotBuild

NAME = "sources.toml"
PAGES, TEXTS = "pages", "texts"
# What says what the law means for somebody: nothing is published that says that of another law.
LEGAL = re.compile(r"(?:^|\.)(?:verdict|because|note|record|next)(?:_\w+)?(?:\.|$)")
RELEASE = "RELEASE"
ALL = "all"
OWN = "format"  # how a language writes dates and numbers is no translation
HEAD = "# Of which German each was made; make translated writes it, once somebody has looked.\n"

Digests = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page or a text made of another German than there is now; ``is_new``: nobody has said of which."""

    kind: str
    name: str
    is_new: bool

    @property
    def is_legal(self) -> bool:
        """Whether it says what the law means for somebody."""
        return self.kind == TEXTS and LEGAL.search(self.name) is not None


def digests(language: Language) -> Digests:
    """The digests of the German of which its pages and texts are made, as that is today."""
    german_texts = dict(leaves({k: v for k, v in table(f"texts/{HOME}.toml").items() if k != OWN}))
    own = dict(leaves(table(f"texts/{language.tag}.toml")))
    return {
        PAGES: {place: _digest(of_page(language, place)) for place in written_places(language)},
        TEXTS: {key: _digest(said) for key, said in german_texts.items() if key in own},
    }


def of_page(language: Language, place: str) -> str:
    """The German of which a page was made."""
    return "\n".join(german(name).text for name in made_of(language, place))


def leaves(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a table of texts, by its key; a list is one text."""
    for name, said in words.items():
        key = f"{above}{name}"
        if isinstance(said, Mapping):
            yield from leaves(said, f"{key}.")
        else:
            yield key, "\n".join(map(str, said)) if isinstance(said, list) else str(said)


def taken_down(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The digests of the German of which they were made, as somebody has taken them down."""
    path = language.home / NAME
    found = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {kind: found.get(kind, {}) for kind in (PAGES, TEXTS)}


@cache
def behind(language: Language) -> tuple[Behind, ...]:
    """What was made of another German than there is now."""
    known = taken_down(language)
    return tuple(
        Behind(kind, name, name not in known[kind])
        for kind, found in digests(language).items()
        for name, is_now in found.items()
        if known[kind].get(name) != is_now
    )


def is_stale(language: Language, place: str) -> bool:
    """Whether the German of a page has changed since somebody looked."""
    return any(
        one.name == place and not one.is_new for one in behind(language) if one.kind == PAGES
    )


def changed_on(language: Language, place: str) -> date | None:
    """The day on which the German of a page was changed last, if the history of the repository tells it."""
    days = [changed(name) for name in made_of(language, place)]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None


def refuse_release(language: Language) -> None:
    """Raises CannotBuild if a release is to be built and a text may say what another law meant."""
    legal = [one.name for one in behind(language) if one.is_legal]
    if os.environ.get(RELEASE) and legal:
        raise CannotBuild(
            f"{RELEASE} is set, and in {language.folder} these were made of another German than there "
            f"is now: {', '.join(legal)}. Look at them, then make translated LANG={language.folder} RENEW=…"
        )


def renew(language: Language, names: Sequence[str]) -> None:
    """Take down that these pages and texts, or ``all``, are right by the German of today.

    Raises CannotBuild if there is none of a name.
    """
    is_now = digests(language)
    if unknown := set(names) - {ALL} - {name for found in is_now.values() for name in found}:
        raise CannotBuild(f"{language.folder} has no {', '.join(sorted(unknown))}")
    known = taken_down(language)
    lines = [HEAD]
    for kind, found in is_now.items():
        lines.append(f"\n[{kind}]\n")
        for name, digest_now in sorted(found.items()):
            said = digest_now if ALL in names or name in names else known[kind].get(name)
            lines += [f'"{name}" = "{said}"\n'] if said else []
    (language.home / NAME).write_text("".join(lines), "utf-8")
    behind.cache_clear()


def _digest(text: str) -> str:
    """Of the words, however they are broken into lines."""
    return digest(" ".join(text.split()).encode())


def main(arguments: Sequence[str]) -> None:
    """List what is stale, or renew it; leaves with 1 if anything is stale."""
    parser = argparse.ArgumentParser(prog="make translated")
    parser.add_argument("languages", nargs="*", help="folders in languages/; all if none is named")
    parser.add_argument("--renew", nargs="*", default=[])
    asked = parser.parse_args(arguments)
    found = chosen(asked.languages)
    if asked.renew and len(found) != 1:
        sys.exit("renew one language at a time: make translated LANG=en RENEW=…")
    try:
        for language in found:
            if asked.renew:
                renew(language, asked.renew)
            _list(language)
    except CannotBuild as problem:
        sys.exit(str(problem))
    sys.exit(any(behind(language) for language in found))


def _list(language: Language) -> None:
    found = behind(language)
    for one in found:
        legal = " (legal: no release without it)" if one.is_legal else ""
        print(f"{language.folder}\t{'new' if one.is_new else 'stale'}\t{one.name}{legal}")
    print(f"{language.folder}: {len(found)} to look at")


if __name__ == "__main__":
    main(sys.argv[1:])
