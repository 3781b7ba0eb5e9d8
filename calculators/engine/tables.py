"""The commonest answers: which situations the table of a calculator shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from calculators.engine.calculator import Calculator
from calculators.law.data import table


def plans(calculator: Calculator) -> Mapping[str, Mapping[str, Any]]:
    """The tables by their names, as the calculator's tables.toml has them."""
    return table(f"{calculator.name}/tables.toml")


def situation(plan: Mapping[str, Any], value: str, column: Mapping[str, str]) -> dict[str, str]:
    """The answers behind one cell, by the names of the questions."""
    return {**plan["given"], **column, plan["field"]: value}


def situations(calculator: Calculator) -> Iterator[list[tuple[str, str]]]:
    """The answers behind each cell of each table, as name and value."""
    for plan in plans(calculator).values():
        for value in plan["values"]:
            for column in plan["columns"]:
                yield list(situation(plan, value, column).items())
