"""The languages beside German: what the folder of each in languages/ says.

German lies in docs/ and stands at the root. No page and no word of another language falls back to it.
languages/README.md says what a folder holds.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from website.npm import CannotBuild

HOME = "de"
HOME_NAME = "Deutsch"
# So begins a link to a German page while a page of another language does not know where that will be.
GERMAN = "german:"
FOLDER = Path(__file__).parents[2] / "languages"
TEXTS = Path(__file__).parents[2] / "calculators" / "texts"
DIRECTIONS = ("ltr", "rtl")
TRANSLATIONS = ("whole", "shorter")
NEEDED = {
    "tag",
    "dir",
    "name",
    "theme",
    "translation",
    "description",
    "sections",
    "words",
    "manifest",
}
OPTIONAL = {"exit", "locale", "one_question", "reviewed", "unsought"}


@dataclass(frozen=True, slots=True)
class Review:
    """Who, with the language as mother tongue and knowing the law, has read all of it, and when."""

    by: str
    on: date


@dataclass(frozen=True, eq=False, slots=True)
class Language:
    """What a language.toml says; ``home`` is its folder, by whose name its address begins."""

    home: Path
    tag: str
    dir: str
    name: str
    theme: str
    translation: str
    description: str
    sections: Mapping[str, str]
    words: Mapping[str, str]
    manifest: Mapping[str, str]
    exit: str | None = None
    locale: str | None = None
    one_question: bool = False
    reviewed: Review | None = None
    unsought: Sequence[str] = ()

    @property
    def folder(self) -> str:
        """The first part of the address of its pages."""
        return self.home.name

    @property
    def pages(self) -> Path:
        """Where its pages lie as they are written."""
        return self.home / "pages"

    @property
    def is_german(self) -> bool:
        """Whether whoever reads it reads German, too, as with easy language."""
        return self.tag.partition("-")[0] == HOME


@cache
def languages() -> tuple[Language, ...]:
    """All that can be built, by the names of their folders. Raises CannotBuild if one is not as it has to be.

    One whose calculators say nothing yet is not there yet.
    """
    homes = (path.parent for path in sorted(FOLDER.glob("*/language.toml")))
    found = [read(home) for home in homes]
    return tuple(language for language in found if has_texts(language))


def chosen(folders: Sequence[str]) -> tuple[Language, ...]:
    """The languages in these folders; all of them if none is named, or none of these is there."""
    return tuple(one for one in languages() if one.folder in folders) or languages()


def has_texts(language: Language) -> bool:
    """Whether the calculators have words in that language."""
    return (TEXTS / f"{language.tag}.toml").is_file()


@cache
def by_tag(tag: str) -> Language:
    """The language of that tag; raises KeyError if it is none of those beside German."""
    found = {language.tag: language for language in languages()}
    return found[tag]


@cache
def by_folder(folder: str) -> Language:
    """The language whose folder has that name; raises KeyError if there is none."""
    found = {language.folder: language for language in languages()}
    return found[folder]


def read(home: Path) -> Language:
    """What the language.toml in that folder says. Raises CannotBuild if it has too little or too much."""
    said = tomllib.loads((home / "language.toml").read_text("utf-8"))
    where = f"{home.parent.name}/{home.name}/language.toml"
    if absent := NEEDED - said.keys():
        raise CannotBuild(f"{where} lacks {', '.join(sorted(absent))}")
    if unknown := said.keys() - NEEDED - OPTIONAL:
        raise CannotBuild(f"{where} has {', '.join(sorted(unknown))}, which nobody reads")
    for name, allowed in {"dir": DIRECTIONS, "translation": TRANSLATIONS}.items():
        if said[name] not in allowed:
            raise CannotBuild(f"{where}: {name} is {said[name]!r}, not one of {', '.join(allowed)}")
    reviewed = said.pop("reviewed", None)
    if reviewed is not None:
        if reviewed.keys() != {"by", "on"}:
            raise CannotBuild(f"{where}: [reviewed] says by and on")
        reviewed = Review(**reviewed)
    return Language(home, **said, reviewed=reviewed)
