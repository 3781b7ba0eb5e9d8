"""The words of the calculators as browsers load them: one file for each language, fetched beside Python.

A reader loads those of one language. A foreign one brings the German sentences that are to be said or
written here, and what is needed to fill them in.
"""

import json
import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from calculators.engine.form import questions
from calculators.engine.text import LANGUAGES, OFFICIAL, texts
from calculators.law.data import table
from calculators.registry import CALCULATORS, spoken
from website import translation
from website.cache import SCRATCH

# What stands in pages or on the command line alone: no answer says it.
NOT_IN_ANSWERS = (
    *("format.plain_signs", "page.kind", "page.figures_table", "page.take_along", "page.unfit"),
    *("page.state", "page.act", "page.steps", "page.link", "*.answers", "*.ask.*.hint"),
    *("page.noscript", "page.no_script_came", "page.stays", "page.title_with_problems", "*.price"),
    *("deadlines.refusal", "open_question.*.readings", "open_question.*.ours", "*.groups"),
    *("page.date", "page.suffix", "page.open_case", "page.not_by_form"),
    *("page.to_answers", "page.loaded", "page.acts", "page.submit", "page.choose", "page.optional"),
)
# Common words that the German sentences need.
COMMON = ("format", "page.record", "page.none", "page.value.date")
Words = dict[str, Any]


def part(language: str) -> str:
    """What the file of a language is called among the parts of the runtime."""
    return f"texts-{language}"


def pattern(language: str) -> str:
    """Where the file of a language lies below the runtime's folder, as glob has it: no other fits.

    Who shall have the calculators of one language offline keeps this one and none of the others.
    """
    return f"{part(language)}-{'[0-9a-f]' * 16}.json"


def files(languages: Iterable[str] | None = None) -> dict[str, Path]:
    """The file of each language, or of these alone, by its name among the parts of the runtime.

    Raises CannotBuild if what a language says is not whole, or is German.
    """
    made = {}
    for language in sorted(LANGUAGES if languages is None else languages):
        translation.checked(language)
        path = Path(SCRATCH.name, f"{part(language)}.json")
        path.write_text(told(language), "utf-8")
        made[part(language)] = path
    return made


def told(language: str) -> str:
    """What ``calculators.engine.text.learn`` is told of a language."""
    words: Words = {"words": _in_answers(table(f"texts/{language}.toml"))}
    say = texts(language)
    if say.is_foreign:
        words["official"] = beside(table(f"texts/{OFFICIAL}.toml"), spoken(say))
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def beside(german: Mapping[str, Any], calculators: Collection[str]) -> Words:
    """Of the German words, those that stand beside another language: what is said, and what fills it in."""
    kept: Words = {}
    keys = [*COMMON, *(key for name in calculators for key in _spoken_to_offices(name, german))]
    for key in keys:
        _keep(key.split("."), german, kept)
    return _in_answers(kept)


def _spoken_to_offices(name: str, german: Mapping[str, Any]) -> Iterator[str]:
    sentences = german[name].get("record", {})
    if not sentences:
        return
    yield f"{name}.record"
    filled_in = {
        field for sentence in sentences.values() for _, field, _, _ in _FORMATTER.parse(sentence)
    }
    for question in questions(CALCULATORS[name].Case):
        if question.name in filled_in and issubclass(question.type, Enum):
            yield f"{name}.ask.{question.key}.choice"


def _in_answers(words: Mapping[str, Any], above: str = "") -> Words:
    return {
        key: _in_answers(inner, f"{above}{key}.") if isinstance(inner, Mapping) else inner
        for key, inner in words.items()
        if not any(fnmatchcase(f"{above}{key}", pattern) for pattern in NOT_IN_ANSWERS)
    }


def _keep(path: list[str], found: Mapping[str, Any], kept: Words) -> None:
    first, *rest = path
    if rest:
        _keep(rest, found[first], kept.setdefault(first, {}))
    else:
        kept[first] = found[first]


_FORMATTER = string.Formatter()
