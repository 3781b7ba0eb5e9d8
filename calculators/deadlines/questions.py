"""What the calculator asks."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from calculators.engine.form import ask

NOTICE = 3  # days, so that there is time for a letter


class Kind(Enum):
    WAITING = "waiting"
    REFUSED = "refused"
    OBJECTED = "objected"
    OBJECTION_REFUSED = "objection_refused"
    PRESCRIPTION = "prescription"


class Land(Enum):
    """The sixteen, by the codes of the table of public holidays."""

    BADEN_WUERTTEMBERG = "BW"
    BAYERN = "BY"
    BERLIN = "BE"
    BRANDENBURG = "BB"
    BREMEN = "HB"
    HAMBURG = "HH"
    HESSEN = "HE"
    MECKLENBURG_VORPOMMERN = "MV"
    NIEDERSACHSEN = "NI"
    NORDRHEIN_WESTFALEN = "NW"
    RHEINLAND_PFALZ = "RP"
    SAARLAND = "SL"
    SACHSEN = "SN"
    SACHSEN_ANHALT = "ST"
    SCHLESWIG_HOLSTEIN = "SH"
    THUERINGEN = "TH"


HANDED_IN = [Kind.WAITING, Kind.OBJECTED]
LETTER = [Kind.REFUSED, Kind.OBJECTION_REFUSED]


@dataclass(frozen=True, kw_only=True)
class Case:
    kind: Kind = ask()
    handed_in: date = ask(today=True, when={"kind": HANDED_IN})
    medical_service: bool | None = ask(unknown=True, when={"kind": [Kind.WAITING]})
    letter_date: date = ask(today=True, when={"kind": LETTER})
    arrived: date | None = ask(unknown=True, when={"kind": LETTER})
    instructions: bool | None = ask(unknown=True, when={"kind": LETTER})
    issued: date = ask(today=True, when={"kind": [Kind.PRESCRIPTION]})
    land: Land | None = ask(unknown=True, more=True, default=None)
    on: date | None = ask(default=None, clock=True)

    def is_over(self, last_day: date) -> bool:
        """Whether that day has passed, as far as it is said what day it is."""
        return self.on is not None and last_day < self.on

    def is_near(self, last_day: date) -> bool:
        """Whether that day is so near that there is no time left for advice first."""
        return self.on is not None and (last_day - self.on).days <= NOTICE

    def may_have_missed(self, *last_days: date) -> bool:
        """Whether one of those days has passed, or may have, because nobody said what day it is."""
        return self.on is None or any(map(self.is_over, last_days))

    def has_come(self, first_day: date) -> bool:
        """Whether that day is today or has passed, as far as it is said what day it is."""
        return self.on is not None and first_day <= self.on

    def contradictions(self) -> dict[str, str]:
        # A prescription may be planned; whatever else is asked for has happened.
        past = {name: getattr(self, name) for name in ("handed_in", "letter_date", "arrived")}
        problems = {
            name: "after_today"
            for name, day in past.items()
            if day is not None and self.on is not None and day > self.on
        }
        if self.arrived is not None and self.arrived < self.letter_date:
            problems.setdefault("arrived", "arrived_before_letter")
        return problems
