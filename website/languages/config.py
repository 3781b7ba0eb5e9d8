"""The configuration with which a generator builds one language: mkdocs.yml, with what differs put in.

Complete and written anew for each build, because MkDocs and Zensical differ in how they would inherit one.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from website.languages import Language
from website.languages.sources import address, german_places, left_out, places, translated
from website.links import site_url
from website.npm import CannotBuild

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "mkdocs.yml"
# Beside those that mkdocs.yml has under extra.words; the first of them it has elsewhere.
PALETTE = ("palette_auto", "palette_light", "palette_dark")
OFFER = "languages_offer"
TOC, PERMALINK, BACKLINK = "toc", "permalink", "backlink"
DUTIES = {
    "imprint": "ueber/impressum/",
    "privacy": "ueber/datenschutz/",
    "accessibility": "ueber/barrierefreiheit/",
}
MARKS = (
    "in_german",
    "german_counts",
    "unreviewed",
    "reviewed",
    "stale",
    "stale_undated",
    "stale_link",
)
BESIDE = (*MARKS, OFFER, *DUTIES, *PALETTE, TOC, PERMALINK, BACKLINK)
TO_BE_FILLED = {"reviewed": ("{by}", "{day}"), "stale": ("{day}",), BACKLINK: ("{}",)}
FILLED = ("{other}", "{link}", "<time></time>")
EVERY_PAGE = ""  # its address begins so
# Only the marks: what is left out of a German question means something else in another language.
MARKS_ALONE = "[\\s\\-–.,:;!?()\\[\\]/„“”\"‚‘’'»«…·،؛؟]+"
NO_STEMMER = "en"  # the search's own language, for which it loads nothing


class Tagged:
    """A value that only a generator understands, such as the name of a function."""

    def __init__(self, tag: str, node: yaml.Node) -> None:
        self.tag, self.node = tag, node


class Reader(yaml.SafeLoader):
    """Reads mkdocs.yml and keeps what only a generator understands."""


class Writer(yaml.SafeDumper):
    """Writes that as it was, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Both generators read aliases, people do not."""
        return True


Reader.add_multi_constructor("", lambda loader, tag, node: Tagged(tag, node))
Writer.add_representer(Tagged, lambda writer, value: value.node)


def german_config() -> dict[str, Any]:
    """What mkdocs.yml says."""
    read: dict[str, Any] = yaml.load(CONFIG.read_text("utf-8"), Reader)
    return read


@cache
def german_start() -> str:
    """What the German navigation calls the page to begin with."""
    first, *_ = german_config()["nav"]
    return str(next(iter(first)))


@cache
def german_words() -> Mapping[str, str]:
    """What the frame of the German pages says."""
    words: Mapping[str, str] = german_config()["extra"]["words"]
    return words


def config_for(language: Language, site: Path) -> str:
    """The configuration that builds a language into its folder of ``site``. Raises CannotBuild."""
    check_words(language)
    made = german_config()
    made["docs_dir"] = Path(os.path.relpath(language.pages, ROOT)).as_posix()
    made["site_dir"] = str(site / language.folder)
    made["site_url"] = f"{site_url()}{language.folder}/"
    made["site_description"] = language.description
    made["theme"] |= {"language": language.theme}
    for colours, name in zip(made["theme"]["palette"], PALETTE, strict=True):
        colours["toggle"]["name"] = language.words[name]
    made["plugins"] = [_plugin(entry, language) for entry in made["plugins"]]
    made["markdown_extensions"] = [
        _extension(entry, language) for entry in made["markdown_extensions"]
    ]
    made["extra"] |= {
        "words": dict(language.words),
        "exit": language.exit or made["extra"]["exit"],
        "read_aloud": [EVERY_PAGE],
        "german_duties": [
            {"address": duty, "name": language.words[name]}
            for name, duty in DUTIES.items()
            if duty not in map(address, places(language))
        ],
    }
    made["nav"] = list(_nav(made["nav"], language))
    made["extra"]["quiet"] += [address(place) for place in sorted(on_their_own(language))]
    # Links to pages that are only there in German are none to a generator; the whole site is asked instead.
    made["validation"]["links"] |= {"not_found": "ignore"}
    made["exclude_docs"] = "".join(f"/{place}\n" for place in left_out(language))
    return str(yaml.dump(made, Dumper=Writer, allow_unicode=True, sort_keys=False))


def check_words(language: Language) -> None:
    """Raises CannotBuild unless the frame has all its words, no others, and what is filled in in each."""
    german = german_words()
    wanted = {*german, *BESIDE}
    where = f"{language.folder}/language.toml: [words]"
    if absent := wanted - language.words.keys():
        raise CannotBuild(f"{where} lacks {', '.join(sorted(absent))}")
    if unknown := language.words.keys() - wanted:
        raise CannotBuild(f"{where} has {', '.join(sorted(unknown))}, which nobody says")
    for name, words in language.words.items():
        filled = TO_BE_FILLED.get(name) or [part for part in FILLED if part in german.get(name, "")]
        if lost := [part for part in filled if part not in words]:
            raise CannotBuild(f"{where} {name} lacks {', '.join(lost)}")


def _plugin(entry: Any, language: Language) -> Any:
    if entry == "calculators":
        return {"calculators": {"language": language.folder}}
    if isinstance(entry, dict) and "search" in entry and not language.is_german:
        return {"search": entry["search"] | {"lang": NO_STEMMER, "separator": _separator(language)}}
    return entry


def _separator(language: Language) -> str:
    """What parts the words of a query, and what of a query is no word of it."""
    if not language.unsought:
        return MARKS_ALONE
    unsought = "|".join(
        f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}" for word in language.unsought
    )
    return f"{MARKS_ALONE}|^(?:{unsought})[?!.,]*$"


def _extension(entry: Any, language: Language) -> Any:
    if entry == "website.markdown.shortcodes":
        return {entry: {"language": language.tag}}
    if isinstance(entry, dict):
        if "toc" in entry:
            words = language.words
            return {
                "toc": entry["toc"] | {"title": words[TOC], "permalink_title": words[PERMALINK]}
            }
        if "footnotes" in entry:
            return {"footnotes": entry["footnotes"] | {"BACKLINK_TITLE": language.words[BACKLINK]}}
        if "markdown_include.include" in entry:
            home = Path(os.path.relpath(language.home, ROOT)).as_posix()
            return {"markdown_include.include": {"base_path": home}}
    return entry


def _nav(entries: Sequence[Any], language: Language) -> Iterator[Any]:
    """The German navigation, as far as there are pages, with the titles of the language.

    A page that German does not have stands behind the one that its head names; below no title, where that
    part of the navigation has nothing else and the page belongs to no part of the site.
    """
    alone = on_their_own(language)
    for entry in entries:
        place = entry if isinstance(entry, str) else next(iter(entry.values()))
        if isinstance(place, list):
            pages = list(_nav(place, language))
            if all(isinstance(page, str) and page in alone for page in pages):
                yield from pages
            else:
                yield {_section(pages, language): pages}
        elif place in places(language):
            titled = isinstance(entry, dict) and place in language.sections
            yield {language.sections[place]: place} if titled else place
        if isinstance(place, str):
            yield from _behind(place, language)


def on_their_own(language: Language) -> frozenset[str]:
    """The pages of the language alone that lie in no folder: they are for every reader."""
    return frozenset(place for place in _its_own(language) if "/" not in place)


def _its_own(language: Language) -> frozenset[str]:
    """The pages that German does not have."""
    return places(language) - german_places()


def _behind(place: str, language: Language) -> Iterator[str]:
    """The pages of the language alone that stand behind that one, or behind one of them."""
    alone = _its_own(language)
    for own in sorted(alone):
        after = translated(language, own).head.get("after")
        if after == own or after not in german_places() | alone:
            raise CannotBuild(
                f"{language.folder}: {own} does not say behind which page it stands (after)"
            )
        if after == place:
            yield own
            yield from _behind(own, language)


def _section(pages: Sequence[Any], language: Language) -> str:
    """The title of a part of the navigation: that of the folder in which its first page lies."""
    first = pages[0]
    while not isinstance(first, str):
        first = next(iter(first.values()))
        first = first[0] if isinstance(first, list) else first
    folder = Path(first).parent.as_posix()
    if folder not in language.sections:
        raise CannotBuild(f"{language.folder}/language.toml: [sections] lacks {folder}")
    return language.sections[folder]
