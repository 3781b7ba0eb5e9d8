"""The diagnoses for which sociotherapy is the rule, as they stood on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calculators.law.data import table


@dataclass(frozen=True, slots=True)
class ListedDiagnosis:
    """One code of the list: its group, and from which day to which it is on it (None: still)."""

    code: str
    group: str
    since: date
    until: date | None
    source: str


def diagnoses() -> Iterator[ListedDiagnosis]:
    """Every diagnosis that ever was on the list, as ``indications.toml`` has it."""
    for group, lines in table("law/indications.toml")["regular"].items():
        if isinstance(lines, dict):
            for code, line in lines.items():
                yield ListedDiagnosis(code, group, line["since"], line.get("until"), line["source"])


def on_the_list_all_along() -> tuple[str, ...]:
    """The codes that are on the list since there is one, and still: the rule for them asks for no day."""
    found = tuple(diagnoses())
    first = min(each.since for each in found)
    return tuple(each.code for each in found if each.since == first and each.until is None)


def diagnoses_on(day: date) -> tuple[ListedDiagnosis, ...]:
    """Those that are on the list on that day."""
    return tuple(
        found
        for found in diagnoses()
        if found.since <= day and (found.until is None or day <= found.until)
    )


def with_psychotic_symptoms(icd: str) -> str | None:
    """The code of the same illness, as severe, with psychotic symptoms, if that is a code of its own."""
    pairs: dict[str, str] = table("law/indications.toml")["with_psychotic_symptoms"]
    return next((with_ for code, with_ in pairs.items() if icd.startswith(code)), None)


def chapter() -> str:
    """With which letter the codes of all mental illnesses begin."""
    return str(table("law/indications.toml")["single_case"]["chapter"])
