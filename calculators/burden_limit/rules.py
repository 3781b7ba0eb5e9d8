"""The law that the calculator applies, sentence by sentence."""

from decimal import Decimal

from calculators.burden_limit.questions import Partner
from calculators.law.figures import Law
from calculators.law.money import NOTHING, cents
from calculators.law.rule import rule


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def income_of_the_year(monthly_income: Decimal, months: int) -> Decimal:
    """„… der jährlichen Bruttoeinnahmen zum Lebensunterhalt …“"""
    return monthly_income * months


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def with_one_off_pay(monthly_in_a_year: Decimal, one_off: Decimal) -> Decimal:
    """„… der jährlichen Bruttoeinnahmen zum Lebensunterhalt …“"""
    return monthly_in_a_year + one_off


@rule("§ 62 Abs. 2 Satz 1 SGB V")
def children_of_the_parents(siblings: int) -> int:
    """„… der minderjährigen oder nach § 10 versicherten Kinder … jeweils zusammengerechnet, soweit
    sie im gemeinsamen Haushalt leben.“"""
    return 1 + siblings


@rule("§ 62 Abs. 2 Satz 1 SGB V")
def with_grandchildren(children: int, own_children: int) -> int:
    """„… der minderjährigen oder nach § 10 versicherten Kinder … jeweils zusammengerechnet, soweit
    sie im gemeinsamen Haushalt leben.“"""
    return children + own_children


@rule("§ 62 Abs. 2 Satz 1 SGB V")
def children_who_count(children: int, partners_children: int, independent_children: int) -> int:
    """„… der minderjährigen oder nach § 10 versicherten Kinder … jeweils zusammengerechnet, soweit
    sie im gemeinsamen Haushalt leben.“"""
    return children - partners_children - independent_children


@rule("§ 62 Abs. 2 Satz 7 SGB V")
def shares_the_household(partner: Partner) -> bool:
    """Sinngemäß: Ein gemeinsamer Haushalt ist bei Ehegatten und Lebenspartnern auch dann anzunehmen,
    wenn einer von ihnen dauerhaft in einem Pflegeheim oder einer Einrichtung für Menschen mit
    Behinderungen lebt."""
    return partner is Partner.HOME


@rule("§ 62 Abs. 2 Satz 2 SGB V")
def partner_allowance(law: Law) -> Decimal:
    """„Hierbei sind die jährlichen Bruttoeinnahmen für den ersten in dem gemeinsamen Haushalt
    lebenden Angehörigen des Versicherten um … vom Hundert … der jährlichen Bezugsgröße nach § 18
    des Vierten Buches zu vermindern.“"""
    return law.reference_amount * law.partner_share / 100


@rule("§ 62 Abs. 2 Satz 3 SGB V")
def child_allowances(children: int, law: Law) -> Decimal:
    """„Für jedes Kind des Versicherten und des Lebenspartners sind die jährlichen Bruttoeinnahmen um
    den sich aus den Freibeträgen nach § 32 Abs. 6 Satz 1 und 2 des Einkommensteuergesetzes
    ergebenden Betrag zu vermindern; die nach Satz 2 … vorgesehene Berücksichtigung entfällt.“"""
    return children * law.child_allowance


@rule("§ 62 Abs. 2 Satz 1 SGB V")
def countable_income(income: Decimal, allowances: Decimal) -> Decimal:
    """„Bei der Ermittlung der Belastungsgrenzen nach Absatz 1 werden die Zuzahlungen und die
    Bruttoeinnahmen zum Lebensunterhalt des Versicherten, seines Ehegatten oder Lebenspartners, der
    minderjährigen oder nach § 10 versicherten Kinder … jeweils zusammengerechnet, soweit sie im
    gemeinsamen Haushalt leben.“"""
    return cents(max(income - allowances, NOTHING))
