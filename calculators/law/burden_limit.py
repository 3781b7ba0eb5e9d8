"""The limit of co-payments in a calendar year, as several calculators need it."""

from decimal import Decimal
from enum import Enum

from calculators.law.figures import Law
from calculators.law.money import cents
from calculators.law.periods import MONTHS_IN_A_YEAR
from calculators.law.rule import rule


class BasicSupport(Enum):
    YES = "yes"
    HOME = "home"
    PART = "part"
    NO = "no"


@rule("§ 62 Abs. 2 Satz 5 und 6 SGB V")
def basic_support_income(law: Law) -> Decimal:
    """„… ist abweichend von den Sätzen 1 bis 3 als Bruttoeinnahmen zum Lebensunterhalt für die
    gesamte Bedarfsgemeinschaft nur der Regelbedarf … maßgeblich.“"""
    return cents(law.standard_need * MONTHS_IN_A_YEAR)


@rule("§ 62 Abs. 2 Satz 5 SGB V")
def care_home_income(law: Law) -> Decimal:
    """Sinngemäß: Trägt die Sozialhilfe die Kosten der Unterbringung in einem Heim oder einer
    ähnlichen Einrichtung, ist als Bruttoeinnahmen nur der Regelsatz der Regelbedarfsstufe eins
    maßgeblich."""
    return cents(law.standard_need * MONTHS_IN_A_YEAR)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def limit_for_all(countable: Decimal, law: Law) -> Decimal:
    """„Die Belastungsgrenze beträgt … der jährlichen Bruttoeinnahmen zum Lebensunterhalt …“"""
    return cents(countable * law.burden_rate / 100)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def limit_for_chronic(countable: Decimal, law: Law) -> Decimal:
    """„… für chronisch Kranke, die wegen derselben schwerwiegenden Krankheit in Dauerbehandlung
    sind, beträgt sie … der jährlichen Bruttoeinnahmen zum Lebensunterhalt.“"""
    return cents(countable * law.burden_rate_chronic / 100)
