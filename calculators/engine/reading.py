"""What people type, read as numbers and days. Nothing is guessed: what is not clear is asked back."""

import re
from datetime import date
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = re.compile(r"^[-\u2212\u2013]\s*(?=\d)")
_EURO = re.compile(r"^(€|euro|eur)\s*(?=\S)|\s*(€|euro|eur)$", re.IGNORECASE)
_NO_CENTS = re.compile(r"[,.]\s?[-\u2212\u2013\u2014]{1,2}$")
# As Arabic and Persian part thousands and decimals; and marks of direction, which nobody sees.
_OTHER_SIGNS = str.maketrans(
    {"٬": ".", "٫": ",", **dict.fromkeys("\u200e\u200f\u061c\u2068\u2069")}
)
# What may stand behind a number, by the unit that is asked for.
_UNITS = {
    "hours": re.compile(r"\s*(h|std\.?|stunden?)$", re.IGNORECASE),
    "units": re.compile(r"\s*(einheit(?:en)?)$", re.IGNORECASE),
}
# A group of thousands never begins with 0: "0.500" is not five hundred.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[. '’])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_ZERO_GROUPED = re.compile(r"0[0-9]{0,2}(?:[. '’][0-9]{3})+")
_POINT_DECIMAL = re.compile(r"(?P<whole>[0-9]+)\.(?P<fraction>[0-9]{1,2})")
_WHOLE = re.compile(r"[0-9]+")
_GERMAN_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\.\s*|\s+)(?P<month>[0-9]{1,2})(?:\.\s*|\s+)(?P<year>[0-9]+)"
)
_DAY_IN_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\.\s*|\s+)(?P<month>[a-zäA-ZÄ]{3,9})(?:\.\s*|\s+)(?P<year>[0-9]+)"
)
# By the first three letters, so that each may be shortened; and two that are written in other ways.
_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_OTHER_MONTHS = {"maerz": "märz", "mrz": "märz"}
_LETTERS_OF_A_MONTH = 3
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")

_DECIMALS = 2
_THOUSAND_DIGITS = 3
_LONGEST = 15
_YEAR_DIGITS = 4
_LEAP_YEAR = "2000"  # has every day that any year has
_SHORT_YEAR_DIGITS = 2
_CENTURY = 100
# Behind a day, and behind a month that is shortened.
_AROUND_PARTS = " ."
_DAYS = (date(1900, 1, 1), date(2199, 12, 31))
# What two digits can mean where no other day bounds it: nobody asks of a time before there was what is
# asked about, nor plans for decades.
_YEARS_ASKED_ABOUT = range(2000, 2050)


class Unclear(ValueError):
    """An answer that cannot be used; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def euros(text: str) -> Decimal:
    """An amount of euro: "48.000", "48.000,00", "48000", "48,5", " 1 200 ", "1200 €", "1.200,-".

    Raises Unclear: a comma with three digits behind it could mean a thousand or a tenth of a cent.
    """
    text = _EURO.sub("", _unsigned(text), count=1)
    if _NO_CENTS.search(text):
        return _decimal(_whole(_NO_CENTS.sub("", text), "unreadable_euro"), "")
    if found := _POINT_DECIMAL.fullmatch(text):
        return _decimal(found["whole"], found["fraction"])
    whole, comma, fraction = text.partition(",")
    if _ZERO_GROUPED.fullmatch(whole):
        raise Unclear("ambiguous")
    if comma and not _WHOLE.fullmatch(fraction):
        raise Unclear("unreadable_euro")
    if len(fraction) > _DECIMALS:
        raise Unclear("ambiguous" if len(fraction) == _THOUSAND_DIGITS else "too_many_decimals")
    return _decimal(_whole(whole, "unreadable_euro"), fraction)


def number(text: str, unit: str = "") -> Decimal:
    """A number that may have a fraction, as hours have: "12", "12,5", "12.5", "12 Std", "12h".

    ``unit``: what is asked for, "hours" or "units"; only its own words may stand behind the number.
    Raises Unclear.
    """
    text = _unsigned(text)
    if unit in _UNITS:
        text = _UNITS[unit].sub("", text)
    whole, _, fraction = text.replace(",", ".").partition(".")
    if not _WHOLE.fullmatch(whole) or (fraction and not _WHOLE.fullmatch(fraction)):
        raise Unclear("unreadable_number")
    if len(fraction) > _DECIMALS:
        raise Unclear("too_many_decimals")
    return _decimal(whole, fraction)


def integer(text: str) -> int:
    """A whole number: "10", "1.000"; raises Unclear."""
    return int(_decimal(_whole(_unsigned(text), "unreadable_integer"), ""))


def calendar_year(text: str) -> int:
    """A year: "2027", "27" where only one is possible; raises Unclear."""
    text = _latin(text)
    found = integer(text)
    if len(text.strip()) != _SHORT_YEAR_DIGITS:
        return found
    possible = [each for each in _YEARS_ASKED_ABOUT if each % _CENTURY == found]
    return possible[0] if len(possible) == 1 else found


def word(text: str) -> str:
    """A short word or code, in capitals and without spaces; raises Unclear if it is too long."""
    found = _SPACES.sub("", text).upper()
    if len(found) > _LONGEST:
        raise Unclear("too_long_word")
    return found


def day(text: str, latest: date | None = None, *, recent: bool = False) -> date:
    """A day in one piece: "2027-01-31", "31.1.2027", "31 1 2027", "31. Januar 2027"; raises Unclear."""
    text = _SPACES.sub(" ", _latin(text))
    forms = (_ISO_DAY, _GERMAN_DAY, _DAY_IN_WORDS)
    found = next(filter(None, (form.fullmatch(text) for form in forms)), None)
    if not found:
        raise Unclear("unreadable_day")
    return day_of(found["day"], found["month"], found["year"], latest, recent=recent)


def day_of(
    day_: str, month: str, year: str, latest: date | None = None, *, recent: bool = False
) -> date:
    """A day in three pieces, as the form asks for it; raises Unclear.

    ``latest``: the last day that it can be; ``recent``: it is less than a hundred years before that. A
    year of two digits is read if only one is possible.
    """
    day_, month, year = (_latin(part).strip(_AROUND_PARTS) for part in (day_, month, year))
    parts = [day_, _month(month), year]
    if not all(parts):
        raise Unclear("incomplete_day")
    if not all(_WHOLE.fullmatch(part) for part in parts):
        raise Unclear("unreadable_day")
    if _existing([*parts[:2], _LEAP_YEAR]) is None:
        raise Unclear("no_such_day")
    if len(parts[2]) == _SHORT_YEAR_DIGITS:
        parts[2] = _only_year(parts, latest, recent)
    if len(parts[2]) != _YEAR_DIGITS:
        raise Unclear("year_digits")
    found = _existing(parts)
    if found is None:
        raise Unclear("no_such_day")
    first, last = _DAYS
    if not first <= found <= last:
        raise Unclear("implausible_day")
    return found


def _month(text: str) -> str:
    """The number of a month that is written in words, whole or shortened; all else as it is."""
    wanted = text.lower()
    wanted = _OTHER_MONTHS.get(wanted, wanted)
    if len(wanted) >= _LETTERS_OF_A_MONTH:
        for number_, name in enumerate(_MONTHS, 1):
            if name.startswith(wanted):
                return str(number_)
    return text


def _only_year(parts: list[str], latest: date | None, recent: bool) -> str:
    """The only year that two digits can mean, or the two digits if there is not only one."""
    first, last = _DAYS
    possible = _YEARS_ASKED_ABOUT
    if latest is not None:
        earliest = latest.year - _CENTURY + 1 if recent else first.year
        possible = range(earliest, latest.year + 1)
    centuries = range(first.year, last.year, _CENTURY)
    years = [century + int(parts[2]) for century in centuries]
    found = [
        str(year)
        for year in years
        if year in possible and _existing([parts[0], parts[1], str(year)])
    ]
    return found[0] if len(found) == 1 else parts[2]


def _existing(parts: list[str]) -> date | None:
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, OverflowError):
        return None


def _latin(text: str) -> str:
    """The same with the digits of German, whatever script they are typed in."""
    text = text.translate(_OTHER_SIGNS)
    if text.isascii():
        return text
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _unsigned(text: str) -> str:
    text = _SPACES.sub(" ", _latin(text)).strip()
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
