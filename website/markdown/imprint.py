"""Who runs the site: ``extra.operator`` in mkdocs.yml. While it is missing the pages say so.

A release, which the environment variable RELEASE announces, is not built without it.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from calculators.engine.html import Markup, element, join, join_lines
from website.npm import CannotBuild
from website.written import shared

CONFIG = Path(__file__).parents[2] / "mkdocs.yml"
RELEASE = "RELEASE"


def operator(part: str) -> Markup:
    """One field of what is known about the operator, or with "" all; raises KeyError.

    What is missing is named, never made up.
    """
    words, known = shared("betreiber"), given()
    if part:
        words["label"][part]  # a misspelt part is an error
        return _shown(part, known[part]) if part in known else Markup(words["missing_one"])
    pairs = [
        element("div", element("dt", words["label"][field]), element("dd", _shown(field, value)))
        for field, value in known.items()
    ]
    shown = [element("dl", *pairs, class_="operator")] if pairs else []
    if absent := missing():
        names = ", ".join(words["label"][field] for field in absent)
        shown.append(element("p", words["missing"].format(fields=names), class_="missing"))
    return element("div", *shown)


def missing() -> list[str]:
    """The fields that mkdocs.yml does not fill in."""
    return [field for field in shared("betreiber")["label"] if field not in given()]


def refuse_release_without_operator() -> None:
    """Raises CannotBuild if a release is to be built and nobody says who runs it."""
    if os.environ.get(RELEASE) and (absent := missing()):
        raise CannotBuild(
            f"{RELEASE} is set, but extra.operator in {CONFIG.name} lacks {', '.join(absent)}: "
            "a site that is published says who runs it"
        )


def given() -> Mapping[str, Any]:
    """What mkdocs.yml says about the operator, in the order in which pages show it."""
    extra = (yaml.load(CONFIG.read_text("utf-8"), _Plain) or {}).get("extra") or {}
    operator = extra.get("operator") or {}
    return {f: operator[f] for f in shared("betreiber")["label"] if operator.get(f)}


def _shown(field: str, value: Any) -> Markup:
    return _WAYS.get(field, lambda plain: join([str(plain)]))(value)


def _telephone(number: str) -> Markup:
    return element("a", number, href=f"tel:{re.sub(r'[^+0-9]', '', number)}")


_WAYS: Mapping[str, Callable[[Any], Markup]] = {
    "address": join_lines,
    "email": lambda address: element("a", address, href=f"mailto:{address}"),
    "phone": _telephone,
}


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without what only a generator understands."""


_Plain.add_multi_constructor("", lambda loader, suffix, node: None)
