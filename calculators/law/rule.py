"""A rule is a pure function that names its norm, and can be asked to show its work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step:
    """One conclusion: which rule drew it, under which norm, from which facts, with what result."""

    rule: str
    norm: str
    facts: Mapping[str, Any]
    result: Any


_steps: ContextVar[list[Step] | None] = ContextVar("steps", default=None)


def rule(norm: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as the application of ``norm``; its docstring quotes the sentence it applies."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        name = name_of(function)
        parameters = signature(function)

        @wraps(function)
        def apply(*args: P.args, **kwargs: P.kwargs) -> R:
            result = function(*args, **kwargs)
            if (steps := _steps.get()) is not None:
                steps.append(Step(name, norm, parameters.bind(*args, **kwargs).arguments, result))
            return result

        apply.norm = norm  # type: ignore[attr-defined]
        return apply

    return mark


def name_of(function: Callable[..., Any]) -> str:
    """The name of a rule, as its steps have it."""
    return f"{subject(function.__module__)}.{function.__name__}"


def subject(module: str) -> str:
    """What the rules of a module are about, as texts name it: ``copayment`` for ``copayment.rules``.

    Many rules may lie in a folder ``rules``, by topics: they are about the same.
    """
    parts = module.split(".")
    return parts[parts.index("rules") - 1] if "rules" in parts else parts[-1]


def norm_of(function: Callable[..., Any]) -> str:
    """The norm that a rule applies."""
    norm: str = function.norm  # type: ignore[attr-defined]
    return norm


@contextmanager
def reasoning() -> Iterator[list[Step]]:
    """Collect the steps of every rule that is applied inside the block."""
    steps: list[Step] = []
    token = _steps.set(steps)
    try:
        yield steps
    finally:
        _steps.reset(token)
