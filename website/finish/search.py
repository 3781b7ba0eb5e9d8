"""Puts into the search index what readers call a thing, where the pages call it something else.

What is for those who work on the site is left out of it: nobody else looks for that. Pages that explain to
readers come before the examples and the rules in which the same words stand. The theme's search finds only
words that begin like one of the query's. Who looks for the "Zettel vom Arzt" would not find the Verordnung.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from calculators.law.diagnoses import diagnoses
from website.npm import CannotBuild
from website.written import DOCS

INDEX = "search/search_index.json"
WORDS = DOCS / ".shared" / "suchwoerter.toml"
FIELD = "words"
FOR_DEVELOPERS = "entwicklung/"
BOOST = 1000.0  # as much as a heading
# What pages weigh beside those that readers come for: these are found where nothing else is.
LIGHTER = {
    "recht/beispiele/": 0.02,
    "recht/rechenwege/": 0.05,
    "recht/": 0.3,
    "ueber/": 0.3,
    "praxen/": 0.3,
}
CODES = "[[diagnoses]]"  # stands for the codes of all diagnoses of the Richtlinie


def write(site: Path, words: Path = WORDS) -> None:
    """Add to the entries of a built site's index, as a field of its own, by what else they are found.

    Only for the search: no page shows it. Raises CannotBuild if there is no entry at an address.
    """
    path = site / INDEX
    if not path.exists():  # made by a generator with another search
        return
    index: dict[str, Any] = json.loads(path.read_text("utf-8"))
    index["docs"] = [
        entry for entry in index["docs"] if not entry["location"].startswith(FOR_DEVELOPERS)
    ]
    for entry in index["docs"]:
        if weight := _weight(entry["location"]):
            entry["boost"] = weight
    entries = {entry["location"]: entry for entry in index["docs"]}
    sought = tomllib.loads(words.read_text("utf-8")) if words.is_file() else {}
    if nowhere := [location for location in sought if location not in entries]:
        listed = ", ".join(map(repr, nowhere))
        raise CannotBuild(f"{words.name}: the search index has nothing at {listed}")
    for location, sayings in sought.items():
        entries[location][FIELD] = [word for saying in sayings for word in _words(saying)]
    index["config"]["fields"][FIELD] = {"boost": BOOST}
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _weight(location: str) -> float | None:
    return next((weight for place, weight in LIGHTER.items() if location.startswith(place)), None)


def _words(saying: str) -> list[str]:
    if saying != CODES:
        return [saying]
    return sorted({part for found in diagnoses() for part in (found.code, found.code[:3])})
