"""What the calculator asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from calculators.engine.form import ask
from calculators.law.prescription import Kind


class Setting(Enum):
    SINGLE = "single"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True)
class Prescription:
    """One prescription: units that the insurer granted, and how many of them were used."""

    day: date = ask()
    kind: Kind = ask()
    granted: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    used: Decimal = ask(unit="units", minimum=0, maximum=1_000)
    setting: Setting = ask(default=Setting.SINGLE)


@dataclass(frozen=True, kw_only=True)
class Case:
    started: date | None = ask(unknown=True)
    on: date = ask(today=True, prefilled=True)
    used_hours: Decimal | None = ask(unit="hours", minimum=0, maximum=1_000, unknown=True)
    group_sessions: int = ask(minimum=0, maximum=1_000, default=0)
    prescriptions: tuple[Prescription, ...] = ask(rows=100, default=(), more=True)

    def contradictions(self) -> dict[str, str]:
        too_early = self.started is not None and self.on < self.started
        return {"on": "before_start"} if too_early else {}
