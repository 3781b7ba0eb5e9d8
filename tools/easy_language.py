"""How easy the easy German is: ``python -m tools.easy_language [FOLDER=site]``.

Prints what the rules of Einfache Sprache that a machine can check say of its pages, its calculators, its
glossary and the frame of its pages, and where a sentence breaks one. Leaves with an error if one is broken.

None of this replaces readers. The formulas are those of German readability research (Amstad's version of
Flesch, the first Wiener Sachtextformel, LIX), in ``reading_level``; the rules for words and forms follow the
usual ones for Einfache Sprache (DIN 8581-1) and are plain patterns that may miss something.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from tools.reading_level import SITE, Level, show, split, words
from tools.reading_level import sentences as sentences_of_page
from website.finish.tree import classes, tree

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "calculators" / "texts" / "de-simple.toml"
FOLDER = "einfach"
LANGUAGE = ROOT / "languages" / FOLDER

MOST_WORDS = 12  # a sentence
MOST_WORDS_ON_AVERAGE = 9
LEAST_AMSTAD = 75
MOST_WIENER = 5
MOST_LIX = 35
# The formulas were made for samples of this length; of fewer words they say nothing.
LEAST_WORDS = 100
# Who asks whether Soziotherapie is the right thing has to name it, and it has six syllables: without this
# one word the questions and answers measure 78.
LEAST_AMSTAD_OF = {"eligibility": 71}
MOST_LETTERS = 13  # a word, or a part of it between hyphens or mediopoints
MOST_WORDS_ON_A_PAGE = 300
MOST_HEADINGS = 5
TO_DO = "Das können Sie jetzt tun"

# Terms that are longer and that no easier word can stand for: who needs them has to find them in a letter or
# to ask for them. With the entry of the glossary that explains them.
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
    "schwerwiegende[nr]?": "chronic-illness",
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
    r"\b(?!(?:genug|gern|gegen|gerade|gestern|erst(?:e[nrs]?|mals)?|bereits|beiden?|verschieden\w*|gesetzlich|bekannt|erwachsen)\b)"
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
_NUMBER = re.compile(
    r"\b(?:null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)(?:mal)?\b", re.IGNORECASE
)
_SHORTENED = re.compile(r"\b(?:z\. ?B|d\. ?h|u\. ?a|bzw|ggf|usw|etc|ca|evtl|inkl|Abs|Nr)\.")
_PERCENT = re.compile(r"\d\s?%(?! vom Rechner)|\bProzent\b")
SHORTCODE = re.compile(r"\[\[[^\]]*\]\]")
TAG = re.compile(r"<[^>]*>")
_TELEPHONE = re.compile(r"\b0800(?:\s\d+)+|\b116\s?117\b")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*(?=\W|$)")
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


def measured(sentences: list[str]) -> Level:
    """The text as the formulas take it: a sum, a year or a telephone number is read as no long word."""
    return Level([_FIGURE.sub("1", _TELEPHONE.sub("1", sentence)) for sentence in sentences])


def out_of_limits(level: Level, least_amstad: float = LEAST_AMSTAD) -> list[str]:
    """The measures of a text, as a whole, that are beyond their limits; none of a short one."""
    if len(level.words) < LEAST_WORDS:
        return []
    holds = {
        f"{level.words_per_sentence:.1f} words a sentence": level.words_per_sentence
        <= MOST_WORDS_ON_AVERAGE,
        f"Amstad {level.flesch:.0f}": level.flesch >= least_amstad,
        f"Wiener {level.wiener:.1f}": level.wiener <= MOST_WIENER,
        f"LIX {level.lix:.0f}": level.lix <= MOST_LIX,
    }
    return [measure for measure, is_so in holds.items() if not is_so]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of the built site has: its sentences, its headings below the title, its drawings."""

    sentences: list[str]
    headings: list[str]
    drawings: int

    @property
    def too_much(self) -> list[str]:
        """Where there is more on it than easy pages may have, or not the one thing to do."""
        count = sum(len(words(sentence)) for sentence in self.sentences)
        holds = {
            f"{count} words": count <= MOST_WORDS_ON_A_PAGE,
            f"{len(self.headings)} headings": len(self.headings) <= MOST_HEADINGS,
            f"not one „{TO_DO}“": self.headings.count(TO_DO) == 1,
        }
        return [measure for measure, is_so in holds.items() if not is_so]


def pages(site: Path = SITE) -> dict[str, Page]:
    """Every easy page of the built site by its address below the language; the start page is ""."""
    home = site / FOLDER
    return {
        path.parent.relative_to(home).as_posix().removeprefix("."): page(path.read_text("utf-8"))
        for path in sorted(home.rglob("index.html"))
    }


def page(html: str) -> Page:
    """What stands in the article of a page."""
    articles = list(tree(html).iter("article"))
    return Page(
        sentences_of_page(html),
        [
            "".join(heading.itertext()).replace("¶", "").strip()
            for article in articles
            for heading in article.iter("h2", "h3")
            if "admonition-title" not in classes(heading)
        ],
        sum("illustration" in classes(figure) for a in articles for figure in a.iter("figure")),
    )


def texts() -> dict[str, list[str]]:
    """The sentences of de-simple.toml by its top tables, with values in them."""
    return {
        table: [s for _, text in flat(found) for s in split(filled(text))]
        for table, found in catalogue().items()
    }


def terms() -> list[str]:
    """The sentences of the glossary."""
    found = tomllib.loads((LANGUAGE / "glossar.toml").read_text("utf-8"))["term"]
    return [s for term in found.values() for s in split(SHORTCODE.sub("3 Tage", term["says"]))]


def frame() -> list[str]:
    """The sentences of the frame of the pages."""
    found = tomllib.loads((LANGUAGE / "language.toml").read_text("utf-8"))["words"]
    return [s for _, text in flat(found) for s in split(TAG.sub("", text))]


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
    """The text with something for each placeholder: a value is one word, taken in at once."""
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


def rows(found: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """One row a text, with its measures."""
    yield "text", "words", "words a sentence", "longest", "Amstad", "Wiener", "LIX", ""
    for name, sentences in found.items():
        level = measured(sentences)
        yield (
            name,
            f"{len(level.words)}",
            f"{level.words_per_sentence:.1f}",
            f"{len(words(level.longest))}",
            f"{level.flesch:.0f}",
            f"{level.wiener:.1f}",
            f"{level.lix:.0f}",
            ", ".join(out_of_limits(level, LEAST_AMSTAD_OF.get(name, LEAST_AMSTAD))),
        )


def main(arguments: list[str]) -> None:
    """Print the tables and what breaks a rule; leave with an error if anything does."""
    found = pages(Path(arguments[0]) if arguments else SITE)
    if not found:
        sys.exit("There is no built site with easy pages: make site")
    said = {name: sentences for name, sentences in texts().items() if sentences}
    written = {f"{FOLDER}/{name}": page.sentences for name, page in found.items()}
    every = {**written, **said, "glossary": terms(), "frame": frame()}
    print(show(list(rows(every))))
    broken = [f"{name}: {breach}" for name, text in every.items() for breach in breaches(text)]
    broken += [
        f"{name or FOLDER}: {much}" for name, page in found.items() for much in page.too_much
    ]
    print("\nWhat breaks a rule:", *broken or ["none"], sep="\n  ")
    if broken or any(row[-1] for row in list(rows({**written, **said}))[1:]):
        sys.exit("Not easy enough")


if __name__ == "__main__":
    main(sys.argv[1:])
