"""What people type, read as numbers and days. Nothing is guessed: what is not clear is asked back."""

import re
from datetime import date
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = re.compile(r"^[-\u2212\u2013]\s*(?=\d)")
_EURO = re.compile(r"\s*(€|euro|eur)$", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[. '’])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_POINT_DECIMAL = re.compile(r"(?P<whole>[0-9]+)\.(?P<fraction>[0-9]{1,2})")
_WHOLE = re.compile(r"[0-9]+")
_GERMAN_DAY = re.compile(r"(?P<day>[0-9]{1,2})\.\s*(?P<month>[0-9]{1,2})\.\s*(?P<year>[0-9]+)")
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")

_DECIMALS = 2
_THOUSAND_DIGITS = 3
_LONGEST = 15
_YEAR_DIGITS = 4
_DAYS = (date(1900, 1, 1), date(2199, 12, 31))


class Unclear(ValueError):
    """An answer that cannot be used; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def euros(text: str) -> Decimal:
    """An amount of euro: "48.000", "48.000,00", "48000", "48,5", " 1 200 ", "1200 €".

    Raises Unclear: a comma with three digits behind it could mean a thousand or a tenth of a cent.
    """
    text = _EURO.sub("", _unsigned(text))
    if found := _POINT_DECIMAL.fullmatch(text):
        return _decimal(found["whole"], found["fraction"])
    whole, comma, fraction = text.partition(",")
    if comma and not _WHOLE.fullmatch(fraction):
        raise Unclear("unreadable_euro")
    if len(fraction) > _DECIMALS:
        raise Unclear("ambiguous" if len(fraction) == _THOUSAND_DIGITS else "too_many_decimals")
    return _decimal(_whole(whole, "unreadable_euro"), fraction)


def number(text: str) -> Decimal:
    """A number that may have a fraction, as hours have: "12", "12,5", "12.5"; raises Unclear."""
    whole, _, fraction = _unsigned(text).replace(",", ".").partition(".")
    if not _WHOLE.fullmatch(whole) or (fraction and not _WHOLE.fullmatch(fraction)):
        raise Unclear("unreadable_number")
    if len(fraction) > _DECIMALS:
        raise Unclear("too_many_decimals")
    return _decimal(whole, fraction)


def integer(text: str) -> int:
    """A whole number: "10", "1.000"; raises Unclear."""
    return int(_decimal(_whole(_unsigned(text), "unreadable_integer"), ""))


def word(text: str) -> str:
    """A short word or code, in capitals and without spaces; raises Unclear if it is too long."""
    found = _SPACES.sub("", text).upper()
    if len(found) > _LONGEST:
        raise Unclear("too_long_word")
    return found


def day(text: str) -> date:
    """A day in one piece: "2027-01-31" or "31.1.2027"; raises Unclear."""
    found = _ISO_DAY.fullmatch(text) or _GERMAN_DAY.fullmatch(text)
    if not found:
        raise Unclear("unreadable_day")
    return day_of(found["day"], found["month"], found["year"])


def day_of(day_: str, month: str, year: str) -> date:
    """A day in three pieces, as the form asks for it; raises Unclear."""
    parts = [part.strip() for part in (day_, month, year)]
    if not all(parts):
        raise Unclear("incomplete_day")
    if not all(_WHOLE.fullmatch(part) for part in parts):
        raise Unclear("unreadable_day")
    if len(parts[2]) != _YEAR_DIGITS:
        raise Unclear("year_digits")
    try:
        found = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, OverflowError):
        raise Unclear("no_such_day") from None
    first, last = _DAYS
    if not first <= found <= last:
        raise Unclear("implausible_day")
    return found


def _unsigned(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    if _MINUS.match(text):
        raise Unclear("negative")
    return text


def _whole(text: str, key: str) -> str:
    if not (_WHOLE.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Unclear(key)
    return re.sub(r"[^0-9]", "", text)


def _decimal(whole: str, fraction: str) -> Decimal:
    # Longer than any sum of money: int() and Decimal() would spend time on it for nothing.
    if len(whole) > _LONGEST:
        raise Unclear("too_long")
    return Decimal(f"{whole}.{fraction or 0}")
