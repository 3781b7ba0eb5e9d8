"""The rules of easy German (Einfache Sprache) that a machine can check: of the pages and of the calculators' texts.

None of this replaces readers. The formulas are those of German readability research (Amstad's version of Flesch, the
first Wiener Sachtextformel, LIX), in ``reading_level``; the rules for words and forms follow the usual ones for
Einfache Sprache (DIN 8581-1) and are plain patterns: they may miss something, and what they find stands in no text.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from tools.reading_level import Level, split, words

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "calculators" / "texts" / "de-simple.toml"
LANGUAGE = ROOT / "languages" / "einfach"

MOST_WORDS = 12  # a sentence
MOST_WORDS_ON_AVERAGE = 9
LEAST_AMSTAD = 75
MOST_WIENER = 5
MOST_LIX = 35
MOST_LETTERS = 13  # a word, or a part of it between hyphens or mediopoints
MOST_WORDS_ON_A_PAGE = 300
MOST_HEADINGS = 5
TO_DO = "Das können Sie jetzt tun"

# Terms that are longer and that no easier word can stand for: who needs them has to find them in a letter or to ask
# for them. With the entry of the glossary that explains them.
TERMS = {
    "Bedarfsgemeinschaft": "benefit-household",
    "Belastungsgrenzen?": "burden-limit",
    "Bruttoeinnahmen": "gross-income",
    "Bundessozialgericht": "social-court",
    "Eingliederungshilfe": "integration-assistance",
    "Folgeverordnung": "prescription",
    "Grundsicherung": "basic-security",
    "Kassenärztlichen?": "doctors-association",
    "Kinderfreibetr[aä]ge?": "child-allowance",
    "Krankheitsfall": "episode",
    "Patientenberatung": "patient-advice",
    "Rechtsbehelfsbelehrung": "notice-of-rights",
    "Schweigepflicht": "confidentiality",
    "schwerwiegenden?": "chronic-illness",
    "Soziotherapeut(?:in)?": "sociotherapy",
    "Teilhabeberatung": "participation-advice",
    "Untätigkeitsklage": "inaction-suit",
    "Überprüfungsantrag": "review-request",
    "Wiedereinsetzung": "reinstatement",
}
# Names of offices, benefits and things, and everyday words that everybody knows.
KNOWN = (
    "Arbeitslosengeld",
    "Beratungshilfe",
    "Blockierungsmodus",
    "Gesundheitsamt",
    "Gesundheitskarte",
    "krankenversichert",
    "Krankenversicherung",
    "landwirtschaftlichen",
    "Lebensunterhalt",
    "psychiatrischer?",
    "Psychotherapie",
    "Softwareupdate",
    "[Ss]ozialpsychiatrischer?",
    "Telefonseelsorge",
    "[Uu]nterschreiben",
    "[Ww]ahrscheinlich",
    "Weihnachtsgeld",
)

# The same word for the same thing: what is found, and what is said instead.
ONE_WORD = {
    r"Kassen?": "Krankenkasse",
    r"\w*[Ee]rkrank\w+": "Krankheit",
    r"psychische\w*": "seelisch",
    r"Eigenanteil\w*": "Zuzahlung",
    r"Kontingent\w*": "Stunden",
    r"Obergrenze\w*|Höchstbetrag\w*": "Belastungsgrenze",
    r"Sitzung\w*": "Treffen",
    r"minderjährig\w*": "nicht volljährig",
    r"kostenfrei\w*": "kostenlos",
    r"derselbe|dieselbe|dasselbe|denselben|demselben": "der gleiche",
}

_AUXILIARY = re.compile(r"\b(?:werde|wird|werden|wurden?|worden)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\b(?!(?:genug|gern|gegen|gerade|gestern|erst\w*|bereits|beiden?|verschieden\w*|gesetzlich|bekannt|erwachsen)\b)"
    r"(?:[a-zäöü]*ge[a-zäöüß]{2,}(?:t|en)|(?:be|ver|er|ent|zer|über|unter)[a-zäöüß]{3,}(?:t|en)|[a-zäöü]+iert)\b"
)
_SUBJUNCTIVE = re.compile(
    r"\b(?:würde|könnte|hätte|wäre|dürfte|müsste|sollte|käme|gäbe|gälte|ginge|bräuchte|ließe|möchte)(?:n|st|t)?\b"
    r"|\bsei(?:en)?\b",
    re.IGNORECASE,
)
_GENITIVE = re.compile(
    r"\b(?:des|eines|Ihres|ihres|meines|seines|unseres)\s(?:[a-zäöüß]+\s)?[A-ZÄÖÜ]\w+"
    r"|\b(?:dieses|jedes)\s[A-ZÄÖÜ]\w*(?:es|[rtlngkdf]s)\b"
    r"|(?<=[\w,]\s)(?!(?:Sie|Ihnen)\b)[A-ZÄÖÜ][\w-]+\s(?:der|einer|[Ii]hrer|meiner|unserer|dieser|aller)\s(?:[a-zäöüß]+\s)?[A-ZÄÖÜ]\w+"
)
# Names of laws, offices and terms, in which a genitive is no choice of ours.
_NAMES = re.compile(r"Grad der (?:Behinderung|Schädigungsfolgen)|Minderung der Erwerbsfähigkeit")
_NUMBER = re.compile(r"\b(?:null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)(?:mal)?\b", re.I)
_SHORTENED = re.compile(r"\b(?:z\. ?B|d\. ?h|u\. ?a|bzw|ggf|usw|etc|ca|evtl|inkl|Abs|Nr)\.")
_PERCENT = re.compile(r"\d\s?%(?! vom Rechner)|\bProzent\b")
_EURO = re.compile(r"€|\bEuro\b")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a sentence breaks, and by what."""

    rule: str
    found: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.found!r} in „{self.sentence}“"


def breaches(sentences: list[str]) -> list[Breach]:
    """What a text breaks, sentence by sentence, in the order of the text."""
    found = [
        Breach(rule, what, sentence)
        for sentence in sentences
        for rule, what in _broken_by(sentence)
    ]
    for here, sentence in enumerate(sentences):
        percent = _PERCENT.search(sentence)
        if percent and not any(map(_EURO.search, sentences[here : here + 3])):
            found.append(Breach("percent without an example in euro", percent[0], sentence))
    return found


def out_of_limits(level: Level) -> list[str]:
    """The measures of a text, as a whole, that are beyond their limits."""
    checks = {
        f"{level.words_per_sentence:.1f} words a sentence": level.words_per_sentence
        <= MOST_WORDS_ON_AVERAGE,
        f"Amstad {level.flesch:.0f}": level.flesch >= LEAST_AMSTAD,
        f"Wiener {level.wiener:.1f}": level.wiener <= MOST_WIENER,
        f"LIX {level.lix:.0f}": level.lix <= MOST_LIX,
    }
    return [said for said, holds in checks.items() if not holds]


def texts() -> dict[str, list[str]]:
    """The sentences of de-simple.toml by its top tables: what a reader of them may see, with values in them."""
    return {
        table: [s for _, text in flat(found) for s in split(filled(text))]
        for table, found in catalogue().items()
    }


@cache
def catalogue() -> Mapping[str, Any]:
    """de-simple.toml, as it is."""
    return tomllib.loads(TEXTS.read_text("utf-8"))


def flat(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string below ``node`` with its key."""
    if isinstance(node, Mapping | list):
        for name, value in node.items() if isinstance(node, Mapping) else enumerate(node):
            yield from flat(value, f"{key}.{name}".lstrip("."))
    else:
        yield key, str(node)


def filled(text: str) -> str:
    """The text with something for each placeholder: a value is one word, for a day or a sum is taken in at once."""
    return "".join(
        before + ("" if field is None else _stand_in(spec or ""))
        for before, field, spec, _ in Formatter().parse(text)
    )


def _stand_in(how: str) -> str:
    how, *forms = how.split("|")
    if how == "either":
        return max(forms, key=len)
    if forms:
        return f"3 {forms[-1]}"
    return {"euro": "30 €", "cents": "30 €", "hours": "3 Stunden", "number": "3"}.get(how, "2,6")


def _broken_by(sentence: str) -> Iterator[tuple[str, str]]:
    found = words(sentence)
    if len(found) > MOST_WORDS:
        yield "long sentence", f"{len(found)} words"
    if (auxiliary := _AUXILIARY.search(sentence)) and (done := _PARTICIPLE.search(sentence)):
        yield "passive", f"{auxiliary[0]} … {done[0]}"
    for rule, pattern in {
        "subjunctive": _SUBJUNCTIVE,
        "genitive": _GENITIVE,
        "man": re.compile(r"\bman\b"),
        "number word": _NUMBER,
        "abbreviation": _SHORTENED,
    }.items():
        if hit := pattern.search(_NAMES.sub("", sentence)):
            yield rule, hit[0]
    for word in found:
        if is_long(word):
            yield "long word", word
    for pattern_of_word, instead in ONE_WORD.items():
        if other := re.search(rf"\b(?:{pattern_of_word})\b", sentence):
            yield f"another word for {instead}", other[0]


def is_long(word: str) -> bool:
    """Whether a word is too long and neither parted nor one of the terms (or a form of one)."""
    known = "|".join((*TERMS, *KNOWN))
    parts = [part for part in re.split(r"[-·/]", word) if len(part) > MOST_LETTERS]
    return not all(re.fullmatch(known, part) for part in parts)
