"""Whether the calculators' words in another language may be shown: nothing in them falls back to German.

``checked`` stops the build. It cannot say that a translation is right, only that it is whole, that it is one,
and that what must be the same in every language is the same: placeholders, figures, norms, links, numbers.
"""

import ast
import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from calculators.engine import plural
from calculators.engine.text import LANGUAGES, OFFICIAL
from calculators.law.citation import IN_TEXT
from calculators.law.data import table
from calculators.registry import CALCULATORS
from website.languages import languages
from website.npm import CannotBuild

HOME = Path(__file__).parents[1]
PACKAGE = HOME / "calculators"
FOLDER = HOME / "languages"
# Tables of the texts that every language has whole.
COMMON = ("figures", "units", "page", "problem", "format")
# What pages say by a shortcode out of the table of a calculator, whether the language has that one or not.
ON_PAGES = ("burden_limit.with_basic_support",)
# Of these, what the calculators of the language use: open questions, and rules that several share.
BY_NAME = "open_question"
BY_RULE = "because"
# How many of these a language has is its own matter: signs for a terminal that has few, forms of a word.
OF_ITS_OWN = ("format.plain_signs.", "format.hours.")
WITH_FORMS = ("n", "either")
DIRECTIONS = ("ltr", "rtl")
MONTHS, WEEKDAYS = 12, 7

_ADDRESS = re.compile(r"https?://[^\s)\"”“]+")
_TELEPHONE = re.compile(r"\b0\d{2,}(?:[ /\u00a0-]\d+)+\b")
_THOUSANDS = re.compile(r"(?<=\d)[.,'\u00a0\u202f ](?=\d{3}(?!\d))")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_FORMATTER = string.Formatter()

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages, and where it stands."""

    key: str
    german: str
    foreign: str


def checked(language: str) -> None:
    """Raises CannotBuild with all faults of the texts of that language; German has none."""
    found = list(faults(language))
    if found:
        listed = "\n".join(f"  {fault}" for fault in found)
        raise CannotBuild(f"calculators/texts/{language}.toml cannot be shown:\n{listed}")


def all_checked() -> None:
    """Raises CannotBuild if one of the languages cannot be shown."""
    for language in sorted(LANGUAGES):
        checked(language)


def faults(language: str, words: Words | None = None) -> Iterator[str]:
    """What is wrong with the words of a language, by default those that it has; each as one line.

    Raises CannotBuild if a file is missing by which they are judged.
    """
    if language == OFFICIAL:
        return
    found = table(f"texts/{language}.toml") if words is None else words
    german = flat(table(f"texts/{OFFICIAL}.toml"))
    foreign = flat(found)
    spoken = [name for name in CALCULATORS if "verdict" in found.get(name, {})]
    yield from _keys(german, foreign, spoken)
    yield from _format(language, found["format"])
    easy = language.partition("-")[0] == OFFICIAL
    terms = _called(language)
    for key in sorted(german.keys() & foreign.keys()):
        said = Said(key, german[key], foreign[key])
        if _listed(key, "own"):
            continue
        if _listed(key, "must"):
            if said.german != said.foreign:
                yield f"{key}: a name that no reader sees, and another one than in German"
            continue
        yield from _placeholders(said, _forms(found["format"]))
        yield from _facts(said, _around(key, german) if easy else None)
        if not easy:
            yield from _untranslated(said)
            yield from _terms(said, terms)


def _keys(german: Words, foreign: Words, spoken: list[str]) -> Iterator[str]:
    german, foreign = (
        {key: text for key, text in words.items() if not key.startswith(OF_ITS_OWN)}
        for words in (german, foreign)
    )
    needed = {key for key in german if _is_needed(key, spoken)}
    yield from (f"{key}: is missing" for key in sorted(needed - foreign.keys()))
    yield from (
        f"{key}: is not in the German texts" for key in sorted(foreign.keys() - german.keys())
    )
    for key in sorted((foreign.keys() & german.keys()) - needed):
        name, part, *_ = key.split(".")
        if name in CALCULATORS and name not in spoken and part != BY_RULE:
            yield f"{key}: is of a calculator that the language does not have as a whole"


def _is_needed(key: str, spoken: list[str]) -> bool:
    """What a calculator of the language can say; of what several share, only that."""
    first, *rest = key.split(".")
    if first in spoken or key in ON_PAGES:
        return True
    if first in COMMON:
        # A list by calculators need not have those that the language lacks.
        return not any(part in CALCULATORS and part not in spoken for part in rest)
    if first == BY_NAME or rest[0] == BY_RULE:
        name = f'"{rest[0]}"' if first == BY_NAME else rest[1]
        return any(name in names(calculator) for calculator in spoken)
    return False


def _format(language: str, own: Words) -> Iterator[str]:
    if own.get("tag") != language:
        yield f"format.tag: is {own.get('tag')}, and the file is {language}.toml"
    if own.get("dir") not in DIRECTIONS:
        yield f"format.dir: is none of {', '.join(DIRECTIONS)}"
    if own.get("plural") not in plural.FORMS:
        yield f"format.plural: is none of {', '.join(plural.FORMS)}"
    elif len(own.get("hours", ())) != _forms(own):
        yield f"format.hours: needs {_forms(own)} forms"
    if len(own.get("quotes", "")) != len("„“"):
        yield "format.quotes: must be an opening and a closing sign"


def _forms(own: Words) -> int:
    return len(plural.FORMS.get(own.get("plural", ""), ()))


def _placeholders(said: Said, forms: int) -> Iterator[str]:
    mine, theirs = (dict(_fields(text)) for text in (said.foreign, said.german))
    for field in sorted(mine.keys() ^ theirs.keys()):
        where = "is not filled in in German" if field in mine else "is missing"
        yield f"{said.key}: {{{field}}} {where}"
    for field, given in sorted(mine.items()):
        if field.rpartition(":")[2] in WITH_FORMS and any(each != forms for each in given):
            yield f"{said.key}: {{{field}}} needs {forms} forms"


def _fields(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each placeholder with how it is written; of those with forms, how many there are each time."""
    found: dict[str, list[int]] = {}
    for _, field, spec, _ in _FORMATTER.parse(text):
        if field is not None:
            how, *forms = (spec or "").split("|")
            found.setdefault(f"{field}:{how}" if how else field, []).append(len(forms))
    yield from found.items()


def _facts(said: Said, around: str | None) -> Iterator[str]:
    """Figures, norms, links and telephone numbers are the same, in whatever order.

    ``around``: a shorter text may leave some out, and adds none that does not stand around it in German, too.
    """
    german, foreign = _found(said.german), _found(said.foreign)
    for kind in german:
        differ = foreign[kind] ^ german[kind]
        if around is not None:
            differ = foreign[kind] - _found(around)[kind] - set(_table("same.toml")["easy"])
        for each in sorted(differ):
            side = "only in the translation" if each in foreign[kind] else "only in German"
            yield f"{said.key}: the {kind} {each} stands {side}"


def _around(key: str, german: Words) -> str:
    """What is said in German in the same answer, or beside the same question."""
    place = ".".join(key.split(".")[:3])
    return " ".join(text for other, text in german.items() if other.startswith(place))


def _found(text: str) -> dict[str, set[str]]:
    text = "".join(_literal(text))
    addresses = set(_ADDRESS.findall(text))
    text = _ADDRESS.sub(" ", text)
    norms = {" ".join(norm.split()) for norm in IN_TEXT.findall(text)}
    text = IN_TEXT.sub(" ", text)
    telephones = {re.sub(r"\D", "", number) for number in _TELEPHONE.findall(text)}
    text = _TELEPHONE.sub(" ", text)
    numbers = set(re.findall(r"\d+", _THOUSANDS.sub("", text)))
    return {"norm": norms, "link": addresses, "telephone number": telephones, "number": numbers}


def _literal(text: str) -> Iterator[str]:
    """What stands in a text whatever is filled in, and the forms from which is chosen."""
    for literal, _, spec, _ in _FORMATTER.parse(text):
        yield literal
        yield " ".join((spec or "").split("|")[1:])


def _untranslated(said: Said) -> Iterator[str]:
    has_words = _LETTERS.search(" ".join(_literal(said.german)))
    if said.german == said.foreign and has_words and not _listed(said.key, "may"):
        yield f"{said.key}: is the German text"


def _terms(said: Said, own: Words) -> Iterator[str]:
    """A word that means something exact is called what the language calls it, by no word that misleads."""
    german, foreign = (" ".join(_literal(text)) for text in (said.german, said.foreign))
    for name, term in _table("terms.toml").items():
        if name not in own or not any(_begins(word, german) for word in term["de"]):
            continue
        for word in own[name]["avoid"]:
            if _begins(word, foreign, ignore_case=True):
                yield f"{said.key}: “{word}” misleads for {term['de'][0]} ({name} in terms.toml)"
        if not any(_begins(word, foreign, ignore_case=True) for word in own[name]["use"]):
            yield f"{said.key}: {term['de'][0]} is called something else ({name} in terms.toml)"


def _called(language: str) -> Words:
    """What a language calls the words of languages/terms.toml; nothing where it is German, or only tried."""
    foreign = [each for each in languages() if each.tag == language and not each.is_german]
    return {
        name: term for each in foreign for name, term in _table(f"{each.folder}/terms.toml").items()
    }


def _begins(word: str, text: str, *, ignore_case: bool = False) -> bool:
    flags = re.IGNORECASE if ignore_case else 0
    return bool(re.search(rf"(?<!\w){re.escape(word)}", text, flags))


def _listed(key: str, kind: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in _table("same.toml")[kind])


@cache
def _table(name: str) -> dict[str, Any]:
    if not (path := FOLDER / name).is_file():
        raise CannotBuild(f"languages/{name} is missing")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def names(calculator: str) -> frozenset[str]:
    """All that the modules of a calculator name, and what the parts of the law name that they name.

    What they name in quotation marks, such as an open question, is in quotation marks here, too.
    """
    ahead: list[ast.AST] = [_read(path) for path in (PACKAGE / calculator).glob("*.py")]
    found: set[str] = set()
    while ahead:
        new = set(_named(ahead.pop())) - found
        found |= new
        ahead += [part for name in new for part in _law().get(name, ())]
    return frozenset(found)


@cache
def _law() -> Mapping[str, Sequence[ast.AST]]:
    """The functions, classes and tables of the law's modules, by their names."""
    parts: dict[str, list[ast.AST]] = {}
    for path in (PACKAGE / "law").glob("*.py"):
        for part in _read(path).body:
            for name in _defined(part):
                parts.setdefault(name, []).append(part)
    return parts


def _defined(part: ast.AST) -> Iterator[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        yield part.name
    for target in part.targets if isinstance(part, ast.Assign) else ():
        yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _named(part: ast.AST) -> Iterator[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f'"{node.value}"'
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and not _is_figure(node):
            yield node.attr


def _is_figure(node: ast.Attribute) -> bool:
    """What the law of a day has by that name is a figure, and no rule."""
    return isinstance(node.value, ast.Name) and node.value.id == "law"


def _read(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def flat(node: Any, above: str = "") -> dict[str, str]:
    """Every text by its key; those of a list by their places."""
    pairs: Iterable[tuple[Any, Any]] = (
        node.items() if isinstance(node, Mapping) else enumerate(node)
    )
    found: dict[str, str] = {}
    for key, inner in pairs:
        if isinstance(inner, str):
            found[f"{above}{key}"] = inner
        else:
            found |= flat(inner, f"{above}{key}.")
    return found
