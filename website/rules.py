"""The rules that a calculator may apply."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from calculators.engine.calculator import Calculator


def rules_of(calculator: Calculator) -> list[Any]:
    """The rules that a calculator may apply: those that it shares with others, then its own."""
    own = f"calculators.{calculator.name}.rules"
    asked = vars(import_module(f"calculators.{calculator.name}.answer"))
    found = [m for m in asked.values() if hasattr(m, "norm")]
    shared = [m for m in found if own not in (m.__module__, m.__module__.rpartition(".")[0])]
    return shared + [
        m for topic in _topics(own) for m in vars(topic).values() if hasattr(m, "norm")
    ]


def _topics(rules: str) -> list[ModuleType]:
    """The module, or those of the folder of that name, in order."""
    whole = import_module(rules)
    parts = sorted(part.name for part in iter_modules(getattr(whole, "__path__", ())))
    return [import_module(f"{rules}.{part}") for part in parts] or [whole]
