"""What the calculator asks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from calculators.engine.form import ask
from calculators.law.burden_limit import BasicSupport
from calculators.law.money import NOTHING

MOST_CHILDREN = 20
WITH_INCOME = {"basic_support": ["part", "no"]}
OWN_FAMILY = {**WITH_INCOME, "insured_with_parents": ["no"]}
PARENTS_FAMILY = {**WITH_INCOME, "insured_with_parents": ["yes"]}
WITH_CHILDREN = {**OWN_FAMILY, "children": [str(1 + more) for more in range(MOST_CHILDREN)]}
UNMARRIED_WITH_CHILDREN = {**WITH_CHILDREN, "partner": ["no"]}


class Partner(Enum):
    YES = "yes"
    HOME = "home"
    NO = "no"


class Period(Enum):
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Case:
    """First who counts, then what these people have.

    Without an answer nobody is insured with parents, who is has no child there, no child is left out,
    and nothing came once.
    """

    year: int = ask(minimum=1900, maximum=2199, prefilled=True)
    basic_support: BasicSupport = ask()
    insured_with_parents: bool = ask(default=False, insist=True, when=WITH_INCOME)
    parents_together: bool | None = ask(when=PARENTS_FAMILY)
    siblings: int | None = ask(minimum=0, maximum=MOST_CHILDREN, when=PARENTS_FAMILY)
    partner: Partner | None = ask(when=OWN_FAMILY)
    children: int = ask(
        minimum=0,
        maximum=MOST_CHILDREN,
        default=0,
        default_when=PARENTS_FAMILY,
        insist=True,
        when=WITH_INCOME,
    )
    partners_children: int = ask(
        minimum=0, maximum=MOST_CHILDREN, default=0, insist=True, when=UNMARRIED_WITH_CHILDREN
    )
    independent_children: int = ask(
        minimum=0, maximum=MOST_CHILDREN, default=0, insist=True, when=WITH_CHILDREN
    )
    income: Decimal | None = ask(
        unit="euro", minimum=0, maximum=10_000_000, unknown=True, when=WITH_INCOME
    )
    income_period: Period = ask(default=Period.YEAR, when=WITH_INCOME)
    one_off: Decimal = ask(
        unit="euro",
        minimum=0,
        maximum=10_000_000,
        default=NOTHING,
        when={**WITH_INCOME, "income_period": [Period.MONTH.value]},
    )
    chronic: bool | None = ask(unknown=True)

    def contradictions(self) -> dict[str, str]:
        left_out = self.partners_children + self.independent_children
        if left_out <= self.children:
            return {}
        field = "independent_children" if self.independent_children else "partners_children"
        return {field: "more_children_than_there_are"}
