"""The data files that lie beside the law modules."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

_PACKAGE = files("calculators")


@cache
def table(path: str) -> dict[str, Any]:
    """The TOML file at ``path`` inside the package; its numbers are exact decimals or integers."""
    text = _PACKAGE.joinpath(path).read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def names(folder: str) -> frozenset[str]:
    """The TOML files of a folder inside the package, without their ending; none where it stayed at home."""
    inside = _PACKAGE.joinpath(folder)
    found = [entry.name for entry in inside.iterdir()] if inside.is_dir() else []
    return frozenset(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
