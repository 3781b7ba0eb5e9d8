"""Words: one catalogue per language, and how that language writes euros, hours and dates."""

import json
import string
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from calculators.engine import plural
from calculators.law.citation import IN_TEXT
from calculators.law.data import names, table

# The languages whose words lie in the package; in a browser none does, there they are learnt one by one.
LANGUAGES = names("texts")
# What doctors, insurers and courts here read, and the law is written in.
OFFICIAL = "de"
# What keeps the order of a piece in a text that runs the other way (Unicode: FSI and PDI).
ISOLATED = "\u2068{}\u2069"
# What gives a line its own direction where what shows it has another (Unicode: RLI and PDI).
FROM_THE_RIGHT = "\u2067{}\u2069"
# Behind the name of a column: each sum with its year.
EACH_YEAR = "_each_year"


class Texts(string.Formatter):
    """The words of one language, filled in with values.

    Placeholders may say how a value is written: ``{limit:euro}``, ``{limit:cents}`` where
    sums stand below each other, ``{left:hours}``, ``{day:date}``,
    ``{day:weekday}`` for a day with its name, ``{days:dates}``, ``{first:month}``, ``{share:number}``,
    ``{count:n|Termin|Termine}`` for a number with its noun, ``{count:either|dieser Tag|diese Tage}`` for
    words that go with a number, and ``{by_year:payable}`` for what a table says year by year: its column, or
    the least and the most. ``n`` and ``either`` give as many forms as the language has (plural.py).

    ``official``: the German words for what a German office or practice is to read or hear. They are the
    same words where the language is German.
    """

    def __init__(
        self, language: str, words: Mapping[str, Any], official: "Texts | None" = None
    ) -> None:
        self.language = language
        self.official = official or self
        self._words = words
        self._runs_left = words["format"]["dir"] == "rtl"

    @property
    def is_foreign(self) -> bool:
        """Whether the language is another one than German, hard or easy."""
        return self.language.partition("-")[0] != OFFICIAL

    @property
    def direction(self) -> str | None:
        """``dir`` of what is said in a foreign language, as HTML has it; German needs none."""
        return str(self.node("format.dir")) if self.is_foreign else None

    def speaks_of(self, calculator: str) -> bool:
        """Whether the language has that calculator: all of its words, or none."""
        return self.has(f"{calculator}.verdict")

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text at ``key`` ("copayment.verdict.due.headline"), filled in.

        Raises KeyError if it is missing: a missing text is an error, never a blank.
        """
        return self._filled(str(self.node(key)), values)

    def all(self, key: str, /, **values: Any) -> tuple[str, ...]:
        """The texts of the list at ``key``, each filled in; raises KeyError if it is missing."""
        return tuple(self._filled(text, values) for text in self.node(key))

    def address(self, key: str, /, **values: Any) -> str:
        """The address at ``key``, filled in as it is: no reader sees it."""
        return str(self.node(key)).format(**values)

    def listed(self, words: Iterable[str]) -> str:
        """Words one after another, as in a list."""
        return str(self.node("format.list")).join(words)

    def isolated(self, words: str) -> str:
        """A piece that keeps its order whatever stands around it."""
        return ISOLATED.format(words) if self._runs_left and words else words

    def in_its_direction(self, line: str) -> str:
        """A line that is read in its own direction, whichever that of what shows it."""
        return FROM_THE_RIGHT.format(line) if self._runs_left else line

    def node(self, key: str) -> Any:
        """The sentence or table at ``key``; raises KeyError with the whole key if there is none."""
        found: Any = self._words
        for part in key.split("."):
            try:
                found = found[part]
            except KeyError:
                raise KeyError(f"no text {key} in {self.language}.toml") from None
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
        return self.isolated(self._written(value, format_spec))

    def _written(self, value: Any, format_spec: str) -> str:
        how, *words = format_spec.split("|")
        if how in ("euro", "cents"):
            # In a sentence a round sum is a round sum; where sums stand below each other, all have cents.
            places = 0 if how == "euro" and value == int(value) else 2
            amount = self._grouped(value, places)
            return str(self.node("format.euro")).replace("{amount}", amount)
        if how in ("date", "month"):
            # Some languages have another form of a month where no day stands before it.
            months = self.node("format.months" if how == "date" else "format.months_alone")
            return str(self.node(f"format.{how}")).format(
                day=value.day, month=months[value.month - 1], year=value.year
            )
        if how == "weekday":
            weekday = self.node("format.weekdays")[value.weekday()]
            day = self._written(value, "date")
            return str(self.node("format.weekday")).format(weekday=weekday, date=day)
        if how == "dates":
            return self._all_of([self._written(day, "date") for day in value])
        if how == "number":
            return self._plain(value)
        if how == "hours":
            how, words = "n", self.node("format.hours")
        if how == "either":
            return self._form(value, words)
        if isinstance(value, Mapping):
            return self._year_by_year(value, how)
        if how == "n":
            return f"{self._plain(value)} {self._form(value, words)}"
        return str(super().format_field(value, format_spec))

    def _year_by_year(self, rows: Mapping[str, Mapping[str, Decimal]], how: str) -> str:
        """The sums of a column, each with its year where there are several or ``how`` asks for it."""
        column = how.removesuffix(EACH_YEAR)
        sums = {year: self._sum(row, column) for year, row in rows.items()}
        if len(sums) == 1 and column == how:
            return "".join(sums.values())
        each = str(self.node("format.in_the_year"))
        return self._all_of([each.format(sum=words, year=year) for year, words in sums.items()])

    def _all_of(self, pieces: list[str]) -> str:
        *others, last = pieces
        return f" {self.node('format.and')} ".join([*filter(None, [self.listed(others)]), last])

    def _form(self, value: Decimal | int, words: list[str]) -> str:
        rule = str(self.node("format.plural"))
        if len(words) != len(plural.FORMS[rule]):
            raise ValueError(f"{self.language} has {len(plural.FORMS[rule])} forms: {words}")
        return words[plural.form(rule, value)]

    def _sum(self, row: Mapping[str, Decimal], column: str) -> str:
        ends = [row[column]] if column in row else [row[f"{column}_min"], row[f"{column}_max"]]
        low, *high = dict.fromkeys(self._written(end, "euro") for end in ends)
        return str(self.node("format.span")).format(low=low, high=high[0]) if high else low

    def _filled(self, text: str, values: Mapping[str, Any]) -> str:
        # Most have nothing to be filled in, and looking for it takes long.
        filled = self.vformat(text, (), values) if "{" in text else text
        return (
            IN_TEXT.sub(lambda norm: self.isolated(norm[0]), filled) if self._runs_left else filled
        )

    def _grouped(self, amount: Decimal, places: int) -> str:
        marks = {",": self.node("format.thousands"), ".": self.node("format.decimal")}
        return f"{Decimal(amount):,.{places}f}".translate(str.maketrans(marks))

    def _plain(self, value: Decimal | int) -> str:
        digits = f"{Decimal(value):f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        return digits.replace(".", self.node("format.decimal"))


_known: dict[str, Texts] = {}


def texts(language: str) -> Texts:
    """The catalogue of ``language``, as it was learnt, or else as its file in texts/ has it.

    Raises FileNotFoundError if there is none.
    """
    if language not in _known:
        words = table(f"texts/{language}.toml")
        _known[language] = Texts(language, words, _official(language, lambda: texts(OFFICIAL)))
    return _known[language]


def learn(language: str, told: str) -> None:
    """Take the words of a language from where they are kept apart, as JSON.

    ``words`` are all of it, ``official`` the German ones that are to be said beside a foreign language.
    """
    found = json.loads(told)
    _known[language] = Texts(
        language, found["words"], _official(language, lambda: Texts(OFFICIAL, found["official"]))
    )


def forget() -> None:
    """Know no language any more."""
    _known.clear()


def _official(language: str, german: Callable[[], Texts]) -> Texts | None:
    return None if language.partition("-")[0] == OFFICIAL else german()


def _wording(result: Any) -> str:
    if isinstance(result, bool):
        return "true" if result else "false"
    return "nothing" if result == 0 else "something"
