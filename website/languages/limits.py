"""Where a translation denies or limits and German does not, or the other way round.

That is no fault, for a language may say the same in another way; it is for whoever looks the translation
over. Numbers, amounts and norms are compared by website/translation.py: there a difference stops the build.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from calculators.law.data import table
from website.languages import FOLDER, HOME, Language, chosen
from website.translation import flat

NAME = "limits.toml"
OWN = "format."  # how a language writes dates and numbers is no sentence


@dataclass(frozen=True, slots=True)
class Unlike:
    """A text in which only one side has a word of a kind: "not", "only", "at_most" …"""

    key: str
    kind: str
    in_german: bool


def unlike(language: Language) -> Iterator[Unlike]:
    """Each such text of a language, in the order of the keys; none where it has no list of such words."""
    path = language.home / NAME
    if not path.is_file():
        return
    own = _listed(path.read_text("utf-8"))
    german_words = _listed((FOLDER / NAME).read_text("utf-8"))
    german, foreign = (flat(table(f"texts/{tag}.toml")) for tag in (HOME, language.tag))
    for key in sorted(key for key in german.keys() & foreign.keys() if not key.startswith(OWN)):
        for kind, words in german_words.items():
            here, there = _has(words, german[key]), _has(own[kind], foreign[key])
            if here != there:
                yield Unlike(key, kind, here)


def _listed(text: str) -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = tomllib.loads(text)["limits"]
    return found


def _has(words: Sequence[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}", text.casefold()) for word in words)


def main(folders: Sequence[str]) -> None:
    """List them for the languages in these folders, by default for all."""
    for language in chosen(folders):
        for each in unlike(language):
            side = "only in German" if each.in_german else "only in the translation"
            print(f"{language.folder}\t{each.kind}\t{side}\t{each.key}")


if __name__ == "__main__":
    main(sys.argv[1:])
