"""What the calculator asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.engine.form import ask


@dataclass(frozen=True, kw_only=True)
class Case:
    on: date = ask(today=True, prefilled=True)
    treated_since: date | None = ask(unknown=True, not_after="on", recent=True)
    every_quarter: bool | None = ask(unknown=True)
    continuous_care: bool | None = ask(unknown=True)
    care_grade: int | None = ask(minimum=0, maximum=5, unknown=True, options=range(6))
    disability_degree: int | None = ask(
        minimum=0, maximum=100, unknown=True, options=(0, *range(20, 101, 10))
    )
    damage_degree: int | None = ask(minimum=0, maximum=100, default=None, more=True)
    earning_capacity_loss: int | None = ask(minimum=0, maximum=100, default=None, more=True)
    annual_limit: Decimal | None = ask(
        unit="euro", minimum=0, maximum=100_000, default=None, more=True
    )

    def contradictions(self) -> dict[str, str]:
        later = self.treated_since is not None and self.treated_since > self.on
        return {"treated_since": "treated_later"} if later else {}
