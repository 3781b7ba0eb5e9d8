"""A language that nobody speaks: ``python -m tools.pseudo FOLDER`` builds the site with it, in a copy there.

It is made of the German pages and texts, mechanically: every word in Arabic letters, and longer by two
fifths. So it shows what German hides, before there is a language written from right to left: what keeps its
side, what breaks where words are longer, what stays German because nobody can translate it. It is never
published. Figures, links, ids and what is filled in stay as they are.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from website.languages.config import BESIDE, TO_BE_FILLED
from website.written import parted

ROOT = Path(__file__).parents[1]
HOUSE = (
    *("calculators", "docs", "languages", "website"),
    *("mkdocs.yml", "package.json", "package-lock.json"),
)
FOLDER, TAG = "pseudo", "ar-x-pseudo"
PAGES = ("index.md", "betroffene/*.md", "angehoerige/*.md", "rechner/*.md", "recht/glossar.md")
LONGER = 0.4
LATIN = "abcdefghijklmnopqrstuvwxyzäöüß"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةى"
LETTERS = dict(zip(LATIN, ARABIC, strict=True))
WORD = re.compile(r"(?<!\d)[^\W\d_]+(?!\d)")
# What in a page is no word of it.
KEPT = re.compile(
    r"```.*?```|`[^`\n]*`"  # code
    r"|\{![^!]*!\}|\[\[[^\]]*\]\]|\[\^[^\]]*\]"  # what is put in
    r"|\]\([^)]*\)|https?://[^\s)]+"  # where links lead
    r"|^[ ]*(?:\?\?\?\+?|!!!) [\w -]+"  # what kind of box
    r"|\{[^{}\n]*\}|<!--.*?-->|<[^>]*>|&#?\w+;|:[a-z]+(?:-[a-z0-9]+)+:",
    re.DOTALL | re.MULTILINE,
)
NORM = r"§§?[ \u00a0]?\d+\w*(?:,? (?:\d+\w*|Abs\.|Satz|Nr\.|und|bis|[A-Z]{2,}\w*|[IVX]+))*"
# And in a sentence of the calculators.
FILLED = re.compile(
    r"\{(?P<name>[^{}|]*)(?P<forms>\|[^{}]*)?\}|<[^>]*>|&#?\w+;|https?://[^\s)]+"
    rf"|{NORM}"
)
IN_A_DRAWING = re.compile(r"(?<=>)[^<>]+(?=</(?:title|text|tspan)>)")
# What among the texts is no sentence: addresses, names of notes, how values are written.
NAMES = re.compile(
    r"format\.(?!months|weekdays|and$|hours|span$|in_the_year$)"
    r"|.*\.to$|page\.(open_at|note|counted|onward|todo)\b|.*\.groups\.choices$"
)


class CannotMake(Exception):
    """The copy cannot be built; the message is what the generator said."""


def word(german: str) -> str:
    """A word in the letters of the language, longer by two fifths."""
    letters = "".join(LETTERS.get(letter, LETTERS["e"]) for letter in german.lower())
    return letters + letters[: round(LONGER * len(letters))]


def words(german: str) -> str:
    """All words of a text that holds nothing but words, marks and digits."""
    return WORD.sub(lambda found: word(found[0]), german)


def _around(kept: re.Pattern[str], text: str, keep: Callable[[re.Match[str]], str]) -> str:
    """The words of a text, with what is kept where it was."""
    parts, end = [], 0
    for found in kept.finditer(text):
        parts += [words(text[end : found.start()]), keep(found)]
        end = found.end()
    return "".join([*parts, words(text[end:])])


def page(text: str) -> str:
    """A page as it is written, with its head."""
    head, below = parted(text)
    body = _around(KEPT, below, lambda found: found[0]).replace("{!.shared/", "{!shared/")
    if not head:
        return body
    told = {name: words(head[name]) for name in ("title", "description") if name in head}
    said = {**head, **told}
    return f"---\n{yaml.safe_dump(said, allow_unicode=True)}---\n{body}"


def filled(text: str) -> str:
    """A sentence with gaps, as the calculators have it: the forms of a noun are words, too."""

    def keep(found: re.Match[str]) -> str:
        if not found["forms"]:
            return found[0]
        return f"{{{found['name']}{words(found['forms'])}}}"

    return _around(FILLED, text, keep)


def texts(german: Mapping[str, Any]) -> dict[str, Any]:
    """All that the calculators say; how values are written is as in German, but for the direction."""
    own: dict[str, Any] = _leaves(german, filled)
    return own | {"format": own["format"] | {"tag": TAG, "dir": "rtl"}}


def glossary(german: Mapping[str, Any]) -> dict[str, Any]:
    """The terms, each with its id and its norm."""
    asked = {name: filled(said) for name, said in german["words"].items()}
    terms = {
        name: _leaves(term, page) | {key: said for key, said in term.items() if key == "norm"}
        for name, term in german["term"].items()
    }
    return {"words": asked, "term": terms}


def _leaves(said: Any, change: Callable[[str], str], key: str = "") -> Any:
    """A table with each of its texts changed, but for what is no sentence."""
    if isinstance(said, Mapping):
        return {
            name: _leaves(one, change, f"{key}.{name}".lstrip(".")) for name, one in said.items()
        }
    if isinstance(said, list):
        return [_leaves(one, change, key) for one in said]
    return change(said) if isinstance(said, str) and not NAMES.match(key) else said


def toml(table: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The lines of a file in TOML, one for each value, by its whole name."""
    for name, said in table.items():
        key = f"{above}{json.dumps(name, ensure_ascii=False)}"
        if isinstance(said, Mapping):
            yield from toml(said, f"{key}.")
        else:
            yield f"{key} = {_value(said)}"


def _value(said: Any) -> str:
    if isinstance(said, list):
        return f"[{', '.join(map(_value, said))}]"
    if isinstance(said, Mapping):
        pairs = (
            f"{json.dumps(name, ensure_ascii=False)} = {_value(one)}" for name, one in said.items()
        )
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(said, ensure_ascii=False)


def language(
    frame_words: Mapping[str, str], nav: Sequence[Any], manifest: Mapping[str, str]
) -> dict[str, Any]:
    """What language.toml says, of what the frame of the German pages and their navigation say."""
    frame = {name: filled(said) for name, said in frame_words.items()}
    beside = {name: " ".join([words(name), *TO_BE_FILLED.get(name, ())]) for name in BESIDE}
    return {
        "tag": TAG,
        "dir": "rtl",
        "name": words("Verkehrt"),
        "theme": "ar",
        "translation": "shorter",
        "description": words("Soziotherapie"),
        "sections": {place: words(title) for place, title in _titles(nav)},
        "words": frame | beside,
        "manifest": {name: words(manifest[name]) for name in ("name", "description")},
    }


def _titles(nav: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """The parts of a navigation that the language has pages of: place or folder, and title."""
    for entry in nav:
        if isinstance(entry, str):
            continue
        [(title, pages)] = entry.items()
        place = pages if isinstance(pages, str) else Path(pages[0]).parent.as_posix()
        if any(pattern in (place, f"{place}/*.md", f"{place}/glossar.md") for pattern in PAGES):
            yield place, title


def make(house: Path) -> None:
    """Put the language into a copy of the project."""
    home = house / "languages" / FOLDER
    docs = house / "docs"
    for pattern in PAGES:
        for path in docs.glob(pattern):
            target = home / "pages" / path.relative_to(docs)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page(path.read_text("utf-8")), "utf-8")
    for folder in ("shared", "drawings"):
        (home / folder).mkdir(parents=True)
    for path in (docs / ".shared").glob("*.md"):
        (home / "shared" / path.name).write_text(page(path.read_text("utf-8")), "utf-8")
    for path in (docs / ".shared" / "drawings").glob("*.svg"):
        drawn = IN_A_DRAWING.sub(lambda found: words(found[0]), path.read_text("utf-8"))
        (home / "drawings" / path.name).write_text(drawn, "utf-8")
    _write(home / "glossar.toml", glossary(_read(docs / ".shared" / "glossar.toml")))
    _write(home / "suchwoerter.toml", {})
    _write(home / "terms.toml", {})
    catalogues = house / "calculators" / "texts"
    _write(catalogues / f"{TAG}.toml", texts(_read(catalogues / "de.toml")))
    manifest = json.loads((docs / "manifest.webmanifest").read_text("utf-8"))
    frame_words, nav = _said(house, "extra")["words"], _said(house, "nav")
    _write(home / "language.toml", language(frame_words, nav, manifest))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _write(path: Path, table: Mapping[str, Any]) -> None:
    path.write_text("\n".join([*toml(table), ""]), "utf-8")


def _said(house: Path, part: str) -> Any:
    """A part of mkdocs.yml; others hold what only a generator understands."""
    lines = (house / "mkdocs.yml").read_text("utf-8").split("\n")
    begins = lines.index(f"{part}:")
    ends = (n for n, line in enumerate(lines) if n > begins and re.match(r"\w", line))
    return yaml.safe_load("\n".join(lines[begins : next(ends, None)]))[part]


def copy(path: Path, target: Path) -> None:
    """Copy a file, or a folder without what Python made of it."""
    if path.is_dir():
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(path, target)


def build(folder: Path) -> Path:
    """Copy the project into a new folder, put the language into it, and build; where the site is.

    Other languages are left out. Raises CannotMake with what the generator said.
    """
    folder.mkdir(parents=True)
    for name in HOUSE:
        copy(ROOT / name, folder / name)
    for other in (folder / "languages").iterdir():
        if other.is_dir():
            shutil.rmtree(other)
    make(folder)
    site = folder / "site"
    told = {**os.environ, "PYTHONPATH": str(folder), "SITE_DIR": str(site), "STOCK": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder,
        env=told,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise CannotMake(f"{done.stdout}{done.stderr}"[-4000:])
    return site


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).absolute()))
