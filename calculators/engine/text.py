"""Words: one catalogue per language, and how that language writes euros, hours and dates."""

import string
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from calculators.law.data import names, table

LANGUAGES = names("texts")
# Behind the name of a column: each sum with its year.
EACH_YEAR = "_each_year"


class Texts(string.Formatter):
    """The words of one language, filled in with values.

    Placeholders may say how a value is written: ``{limit:euro}``, ``{limit:cents}`` where
    sums stand below each other, ``{left:hours}``, ``{day:date}``,
    ``{day:weekday}`` for a day with its name, ``{days:dates}``, ``{first:month}``, ``{share:number}``,
    ``{count:n|Termin|Termine}`` for a number with its noun, ``{count:either|dieser Tag|diese Tage}`` for
    words that go with a number, and ``{by_year:payable}`` for what a table says year by year: its column, or
    the least and the most.
    """

    def __init__(self, language: str, words: Mapping[str, Any]) -> None:
        self.language = language
        self._words = words

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text at ``key`` ("copayment.verdict.due.headline"), filled in.

        Raises KeyError if it is missing: a missing text is an error, never a blank.
        """
        return self._filled(str(self.node(key)), values)

    def all(self, key: str, /, **values: Any) -> tuple[str, ...]:
        """The texts of the list at ``key``, each filled in; raises KeyError if it is missing."""
        return tuple(self._filled(text, values) for text in self.node(key))

    def node(self, key: str) -> Any:
        """The sentence or table at ``key``; raises KeyError if there is none."""
        found: Any = self._words
        for part in key.split("."):
            found = found[part]
        return found

    def has(self, key: str) -> bool:
        """Whether there is a text at ``key``."""
        try:
            self.node(key)
        except (KeyError, TypeError):  # TypeError: a sentence stands where a table is looked for
            return False
        return True

    def because(self, key: str, result: Any, **facts: Any) -> str:
        """The sentence for a step of reasoning; it may be worded apart for yes, no and nothing."""
        if isinstance(self.node(key), dict):
            key = f"{key}.{_wording(result)}"
        return self(key, result=result, **facts)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write ``value`` as the language does; raises ValueError for an unknown way of writing."""
        how, *words = format_spec.split("|")
        if how in ("euro", "cents"):
            # In a sentence a round sum is a round sum; where sums stand below each other, all have cents.
            places = 0 if how == "euro" and value == int(value) else 2
            amount = self._grouped(value, places)
            return str(self.node("format.euro")).replace("{amount}", amount)
        if how in ("date", "month"):
            months = self.node("format.months")
            return str(self.node(f"format.{how}")).format(
                day=value.day, month=months[value.month - 1], year=value.year
            )
        if how == "weekday":
            weekday = self.node("format.weekdays")[value.weekday()]
            day = self.format_field(value, "date")
            return str(self.node("format.weekday")).format(weekday=weekday, date=day)
        if how == "dates":
            *others, last = [self.format_field(day, "date") for day in value]
            return f" {self.node('format.and')} ".join([*filter(None, [", ".join(others)]), last])
        if how == "number":
            return self._plain(value)
        if how == "hours":
            how, words = "n", self.node("format.hours")
        if how == "either":
            return words[0] if value == 1 else words[1]
        if isinstance(value, Mapping):
            return self._year_by_year(value, how)
        if how == "n":
            one, many = words
            return f"{self._plain(value)} {one if value == 1 else many}"
        return str(super().format_field(value, format_spec))

    def _year_by_year(self, rows: Mapping[str, Mapping[str, Decimal]], how: str) -> str:
        """The sums of a column, each with its year where there are several or ``how`` asks for it."""
        column = how.removesuffix(EACH_YEAR)
        sums = {year: self._sum(row, column) for year, row in rows.items()}
        if len(sums) == 1 and column == how:
            return "".join(sums.values())
        each = str(self.node("format.in_the_year"))
        *others, last = [each.format(sum=words, year=year) for year, words in sums.items()]
        return f" {self.node('format.and')} ".join([*filter(None, [", ".join(others)]), last])

    def _sum(self, row: Mapping[str, Decimal], column: str) -> str:
        ends = [row[column]] if column in row else [row[f"{column}_min"], row[f"{column}_max"]]
        low, *high = dict.fromkeys(self.format_field(end, "euro") for end in ends)
        return str(self.node("format.span")).format(low=low, high=high[0]) if high else low

    def _filled(self, text: str, values: Mapping[str, Any]) -> str:
        # Most have nothing to be filled in, and looking for it takes long.
        return self.vformat(text, (), values) if "{" in text else text

    def _grouped(self, amount: Decimal, places: int) -> str:
        marks = {",": self.node("format.thousands"), ".": self.node("format.decimal")}
        return f"{Decimal(amount):,.{places}f}".translate(str.maketrans(marks))

    def _plain(self, value: Decimal | int) -> str:
        digits = f"{Decimal(value):f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        return digits.replace(".", self.node("format.decimal"))


@cache
def texts(language: str) -> Texts:
    """The catalogue of ``language``, as its file in texts/ has it."""
    return Texts(language, table(f"texts/{language}.toml"))


def _wording(result: Any) -> str:
    if isinstance(result, bool):
        return "true" if result else "false"
    return "nothing" if result == 0 else "something"
