"""Ambulante Soziotherapie (§ 37a SGB V) as pure functions: one module, one calculator."""

from types import ModuleType

from calculators import burden_limit, chronic_illness, copayment, deadlines, eligibility, prescription, remaining_hours

CALCULATORS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        eligibility,
        copayment,
        burden_limit,
        chronic_illness,
        remaining_hours,
        prescription,
        deadlines,
    )
}
