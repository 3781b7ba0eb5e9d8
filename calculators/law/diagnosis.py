"""Diagnose: the code of the ICD-10-GM that a prescriber types, and how certain it is said to be."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from calculators.law.data import table
from calculators.law.diagnoses import diagnoses_on


class Certainty(Enum):
    """The letter behind a code: how certain the diagnosis is."""

    CONFIRMED = "G"
    SUSPECTED = "V"
    EXCLUDED = "A"
    PAST = "Z"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A code of the ICD-10-GM as the list of the directive has it, and how certain it is said to be."""

    code: str
    certainty: Certainty | None

    def is_complete_on(self, day: date) -> bool:
        """Whether the list of that day can be asked: of F20 alone it is open whether it is F20.0 or F20.9."""
        return not any(each.code.startswith(f"{self.code}.") for each in diagnoses_on(day))


def diagnosis_of(icd: str) -> Diagnosis | None:
    """The diagnosis that is meant by a code as it is typed: "F20.0G", "F20.0 (G)", "F25.-"; None if none
    is."""
    form = table("law/indications.toml")["form"]
    typed = re.sub(r"\(([A-Z])\)$", r"\1", icd.replace(",", "."))
    found = re.fullmatch(
        f"(?P<code>{form['code']})({form['open']})?(?P<letter>{form['certainty']})", typed
    )
    if not found:
        return None
    return Diagnosis(found["code"], Certainty(found["letter"]) if found["letter"] else None)
