"""Sums of money below each other: with cents only where one of them has cents."""

import re
from collections.abc import Sequence

from calculators.engine.text import Texts

ROUND = "00"


def level(rows: Sequence[Sequence[str]], say: Texts) -> list[list[str]]:
    """The rows of a table, the sums of each column written alike: all with cents, or all without."""
    sum_of_money = _sum_of_money(say)
    columns = [_level(column, sum_of_money, say) for column in zip(*rows, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


def _level(column: Sequence[str], sum_of_money: re.Pattern[str], say: Texts) -> list[str]:
    cents = {found["cents"] for cell in column for found in sum_of_money.finditer(cell)}
    has_cents = bool(cents - {None, ROUND})

    def written(found: re.Match[str]) -> str:
        places = f"{say.node('format.decimal')}{found['cents'] or ROUND}" if has_cents else ""
        return f"{found['before']}{found['whole']}{places}{found['after']}"

    return [sum_of_money.sub(written, cell) for cell in column]


def _sum_of_money(say: Texts) -> re.Pattern[str]:
    before, _, after = map(re.escape, str(say.node("format.euro")).partition("{amount}"))
    thousands, decimal = (
        re.escape(say.node(f"format.{mark}")) for mark in ("thousands", "decimal")
    )
    whole = rf"(?<![\d{decimal}])\d+(?:{thousands}\d{{3}})*"
    return re.compile(
        rf"(?P<before>{before})(?P<whole>{whole})(?:{decimal}(?P<cents>\d\d))?(?P<after>{after})"
    )
