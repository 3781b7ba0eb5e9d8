"""Languages that nobody speaks, made of the German words: to try what only a foreign one asks for."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from calculators.engine import plural, text
from calculators.engine.text import OFFICIAL, Texts, texts
from calculators.law.citation import IN_TEXT
from calculators.law.data import table
from calculators.registry import CALCULATORS
from website.texts import beside
from website.translation import ON_PAGES

Words = dict[str, Any]
GERMAN: Words = table("texts/de.toml")
# What is no sentence: addresses, names of notes, how values are written.
KEPT = re.compile(
    r"format\.|.*\.to$|page\.(open_at|note|counted|onward|todo)\b|.*\.groups\.choices$"
)
STAYS = re.compile(rf"(\{{[^{{}}]*\}}|{IN_TEXT.pattern}|https?://\S+)")
FORMS = re.compile(r"\{([\w.\[\]]+):(n|either)\|([^{}]*)\}")
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def mirrored(words: str) -> str:
    """The same, of which each word stands in marks: no German any more. Figures, norms and links stay."""
    return "".join(
        _in_marks(piece) if place % 2 == 0 else _forms_in_marks(piece)
        for place, piece in enumerate(STAYS.split(words))
    )


def _in_marks(words: str) -> str:
    return re.sub(r"([^\W\d_]+)", r"‹\1›", words)


def _forms_in_marks(kept: str) -> str:
    how, bar, forms = kept.partition("|")
    return how + bar + _in_marks(forms) if kept.startswith("{") else kept


def made(
    tag: str,
    *,
    say: Callable[[str], str] = mirrored,
    calculators: Collection[str] = tuple(CALCULATORS),
    **format_: object,
) -> Words:
    """The words of a language: German ones, each changed by ``say``; ``format_`` are keys of [format]."""
    own = deepcopy(GERMAN)
    for name in CALCULATORS:
        if name not in calculators:
            table_of_it = own.pop(name)
            on_pages = {key: table_of_it[key] for key in table_of_it if f"{name}.{key}" in ON_PAGES}
            own |= {name: on_pages} if on_pages else {}
    own["format"] |= {"tag": tag, **format_}
    many = len(plural.FORMS[own["format"]["plural"]])
    own["format"]["hours"] = [f"hours{place}" for place in range(many)]
    return _changed(
        own, "", lambda key, words: words if KEPT.match(key) else say(_forms(words, many))
    )


@contextmanager
def spoken(words: Mapping[str, Any]) -> Iterator[Texts]:
    """The language, for as long as the context lasts, learnt as a browser learns it."""
    tag = words["format"]["tag"]
    before = dict(text._known)
    calculators = [name for name in CALCULATORS if "verdict" in words.get(name, {})]
    text.learn(tag, json.dumps({"words": words, "official": beside(GERMAN, calculators)}))
    try:
        yield texts(tag)
    finally:
        text._known.clear()
        text._known.update(before)


def german() -> Texts:
    """German, whole."""
    return texts(OFFICIAL)


def _forms(words: str, many: int) -> str:
    """As many forms as the language has, the last one as often as it takes."""

    def more(found: re.Match[str]) -> str:
        forms = found[3].split("|")
        return f"{{{found[1]}:{found[2]}|{'|'.join([*forms, *forms[-1:] * (many - len(forms))])}}}"

    return FORMS.sub(more, words)


def _changed(node: Any, key: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(node, Mapping):
        return {
            name: _changed(inner, f"{key}.{name}".lstrip("."), change)
            for name, inner in node.items()
        }
    if isinstance(node, list):
        return [_changed(inner, key, change) for inner in node]
    return change(key, node)
