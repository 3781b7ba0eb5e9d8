"""The law that the calculator applies, sentence by sentence."""

from datetime import date
from decimal import Decimal

from calculators.law.figures import Law
from calculators.law.money import cents
from calculators.law.periods import last_day_of_year, years_later
from calculators.law.rule import rule


@rule("§ 37a Abs. 3 SGB V")
def first_liable_day(birth_date: date, law: Law) -> date:
    """„Versicherte, die das … Lebensjahr vollendet haben, leisten als Zuzahlung je Kalendertag der
    Leistungsinanspruchnahme den sich nach § 61 Satz 1 ergebenden Betrag an die Krankenkasse.“"""
    return years_later(birth_date, int(law.adult_age))


@rule("§ 61 Satz 1 SGB V")
def daily_copayment(cost: Decimal, law: Law) -> Decimal:
    """„Zuzahlungen, die Versicherte zu leisten haben, betragen … des Abgabepreises, mindestens
    jedoch … und höchstens …; allerdings jeweils nicht mehr als die Kosten des Mittels.“"""
    share = cost * law.copayment_rate / 100
    return cents(min(cost, max(law.copayment_minimum, min(share, law.copayment_maximum))))


@rule("§ 61 Satz 1 SGB V")
def copayment_range(law: Law) -> tuple[Decimal, Decimal]:
    """„Zuzahlungen, die Versicherte zu leisten haben, betragen … des Abgabepreises, mindestens
    jedoch … und höchstens …; allerdings jeweils nicht mehr als die Kosten des Mittels.“"""
    return cents(law.copayment_minimum), cents(law.copayment_maximum)


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def end_of_exemption(exempt_from: date) -> date:
    """„… hat die Krankenkasse eine Bescheinigung darüber zu erteilen, dass für den Rest des
    Kalenderjahres keine Zuzahlungen mehr zu leisten sind.“"""
    return last_day_of_year(exempt_from)


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def payable_in_year(year: int, due: Decimal, left_to_limit: Decimal) -> Decimal:
    """„Versicherte haben während jedes Kalenderjahres nur Zuzahlungen bis zur Belastungsgrenze zu
    leisten …“"""
    return cents(min(due, left_to_limit))


@rule("§ 62 Abs. 1 Satz 1 SGB V")
def paid_above_limit(already_paid: Decimal, annual_limit: Decimal) -> Decimal:
    """„Versicherte haben während jedes Kalenderjahres nur Zuzahlungen bis zur Belastungsgrenze zu
    leisten …“"""
    return cents(already_paid - annual_limit)
