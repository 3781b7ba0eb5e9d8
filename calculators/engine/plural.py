"""Which of its forms a word takes beside a number: the rules of the Unicode CLDR 46, for cardinal numbers.

https://www.unicode.org/cldr/charts/46/supplemental/language_plural_rules.html

Each rule has as many forms as the language: ``FORMS`` names them, in the order in which texts give them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

Number = Decimal | int

FORMS: Mapping[str, tuple[str, ...]] = {
    "one_other": ("one", "other"),  # German, English, Turkish
    "east_slavic": ("one", "few", "many", "other"),  # Russian, Ukrainian
    "polish": ("one", "few", "many", "other"),
    "arabic": ("zero", "one", "two", "few", "many", "other"),
}

_TENS, _HUNDREDS = 10, 100
_FEW = range(2, 5)
_TEENS = range(12, 15)
_ARABIC_FEW = range(3, 11)
_ARABIC_MANY = range(11, 100)


def form(rule: str, value: Number) -> int:
    """The place of the form in which a word stands beside ``value``; raises KeyError for an unknown rule."""
    return FORMS[rule].index(_RULES[rule](value))


def _one_other(value: Number) -> str:
    return "one" if value == 1 else "other"


def _east_slavic(value: Number) -> str:
    if value != int(value):
        return "other"
    last, two = int(value) % _TENS, int(value) % _HUNDREDS
    if last == 1 and two != 11:
        return "one"
    return "few" if last in _FEW and two not in _TEENS else "many"


def _polish(value: Number) -> str:
    return "one" if value == 1 else _east_slavic(value).replace("one", "many")


def _arabic(value: Number) -> str:
    if value != int(value):
        return "other"
    if value in (0, 1, 2):
        return FORMS["arabic"][int(value)]
    two = int(value) % _HUNDREDS
    return "few" if two in _ARABIC_FEW else "many" if two in _ARABIC_MANY else "other"


_RULES: Mapping[str, Callable[[Number], str]] = {
    "one_other": _one_other,
    "east_slavic": _east_slavic,
    "polish": _polish,
    "arabic": _arabic,
}
