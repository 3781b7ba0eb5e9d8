"""What the calculator asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.engine.form import ask
from calculators.engine.when import Said
from calculators.law.burden_limit import BasicSupport
from calculators.law.money import NOTHING
from calculators.law.periods import DAYS_IN_A_WEEK


@dataclass(frozen=True, kw_only=True)
class Case:
    """First what decides about the most that is due, then the days and their price.

    Without an answer, whether somebody lives on basic support is not known, and no limit is computed.
    """

    basic_support: BasicSupport | None = ask(unknown=True, default=None)
    chronic: bool | None = ask(unknown=True, default=None)
    appointments: int = ask(minimum=1, maximum=10_000)
    first_day: date = ask(today=True, prefilled=True)
    cost_per_day: Decimal | None = ask(
        unit="euro", minimum=0, maximum=2_000, unknown=True, default=None
    )
    days_per_week: int = ask(minimum=1, maximum=7, default=1, more=True)
    birth_date: date | None = ask(default=None, more=True, not_after="first_day")
    exempt_from: date | None = ask(default=None, more=True)
    annual_limit: Decimal | None = ask(
        unit="euro", minimum=0, maximum=100_000, default=None, more=True
    )
    already_paid: Decimal = ask(
        unit="euro",
        minimum=0,
        maximum=100_000,
        default=NOTHING,
        more=True,
        when={"annual_limit": [Said.SOMETHING]},
    )
    days_without_contact: int = ask(minimum=0, maximum=10_000, default=0, more=True)

    def contradictions(self) -> dict[str, str]:
        problems = {}
        if self.birth_date is not None and self.birth_date > self.first_day:
            problems["birth_date"] = "born_after_first_day"
        days_in_all = self.appointments + self.days_without_contact
        if days_in_all * self.days_per_week > self.appointments * DAYS_IN_A_WEEK:
            problems["days_without_contact"] = "more_days_than_there_are"
        return problems
