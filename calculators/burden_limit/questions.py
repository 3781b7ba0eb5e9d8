"""What the calculator asks."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from calculators.engine.form import ask
from calculators.engine.when import When
from calculators.law.burden_limit import BasicSupport
from calculators.law.money import NOTHING

MOST_CHILDREN = 20


class Partner(Enum):
    YES = "yes"
    HOME = "home"
    NO = "no"


class Period(Enum):
    YEAR = "year"
    MONTH = "month"


WITH_INCOME: When = {"basic_support": [BasicSupport.PART, BasicSupport.NO]}
OWN_FAMILY: When = {**WITH_INCOME, "insured_with_parents": [False]}
PARENTS_FAMILY: When = {**WITH_INCOME, "insured_with_parents": [True]}
WITH_CHILDREN: When = {**OWN_FAMILY, "children": range(1, MOST_CHILDREN + 1)}
UNMARRIED_WITH_CHILDREN: When = {**WITH_CHILDREN, "partner": [Partner.NO]}


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
        when={**WITH_INCOME, "income_period": [Period.MONTH]},
    )
    chronic: bool | None = ask(unknown=True)

    def contradictions(self) -> dict[str, str]:
        left_out = self.partners_children + self.independent_children
        if left_out <= self.children:
            return {}
        field = "independent_children" if self.independent_children else "partners_children"
        return {field: "more_children_than_there_are"}
