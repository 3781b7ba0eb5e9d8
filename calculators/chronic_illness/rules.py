"""The law that the calculator applies, sentence by sentence."""

from datetime import date
from decimal import Decimal

from calculators.law.figures import Law
from calculators.law.money import cents
from calculators.law.periods import years_later
from calculators.law.rule import rule


@rule("§ 2 Abs. 2 Chroniker-RL")
def first_day_long_enough(treated_since: date, law: Law) -> date:
    """Sinngemäß: Eine Krankheit ist schwerwiegend chronisch, wenn sie wenigstens … lang ärztlich
    behandelt wurde (Dauerbehandlung) …"""
    return years_later(treated_since, int(law.chronic_treatment_years))


@rule("§ 2 Abs. 2 Chroniker-RL")
def seen_every_quarter(every_quarter: bool) -> bool:
    """Sinngemäß: … und zwar in jedem Quartal mindestens einmal …"""
    return every_quarter


@rule("§ 2 Abs. 2 Chroniker-RL")
def end_of_next_full_year(on: date, law: Law) -> date:
    """Sinngemäß: … wenigstens … lang … in jedem Quartal mindestens einmal …"""
    # Whoever missed a quarter has such a year at the latest when a whole one has gone by.
    return years_later(on, int(law.chronic_treatment_years))


@rule("§ 2 Abs. 2 Chroniker-RL")
def needs_continuous_care(continuous_care: bool) -> bool:
    """Sinngemäß: … und eine ständige medizinische Versorgung nötig ist, ohne die nach ärztlicher
    Einschätzung eine lebensbedrohliche Verschlimmerung, ein kürzeres Leben oder eine dauerhaft
    beeinträchtigte Lebensqualität zu erwarten ist …"""
    return continuous_care


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_care_grade(care_grade: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Pflegegrad von wenigstens … vorliegt …"""
    return care_grade >= law.chronic_care_grade


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_disability(disability_degree: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Grad der Behinderung von wenigstens …, zumindest auch durch diese
    Krankheit begründet."""
    return disability_degree >= law.chronic_disability_degree


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_damage(damage_degree: int, law: Law) -> bool:
    """Sinngemäß: … oder ein Grad der Schädigungsfolgen von wenigstens …, zumindest auch durch diese
    Krankheit begründet."""
    return damage_degree >= law.chronic_disability_degree


@rule("§ 2 Abs. 2 Chroniker-RL")
def has_lost_earning_capacity(earning_capacity_loss: int, law: Law) -> bool:
    """Sinngemäß: … oder eine Minderung der Erwerbsfähigkeit von wenigstens …, zumindest auch durch
    diese Krankheit begründet."""
    return earning_capacity_loss >= law.chronic_disability_degree


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def beginning_of_lower_limit(long_enough_from: date) -> date:
    """Sinngemäß: Die niedrigere Belastungsgrenze gilt mit dem Beginn des Kalenderjahres, in dem die
    Dauerbehandlung lang genug gewährt hat."""
    return long_enough_from.replace(month=1, day=1)


@rule("§ 62 Abs. 1 Satz 2 SGB V")
def lower_limit(annual_limit: Decimal, law: Law) -> Decimal:
    """„… für chronisch Kranke, die wegen derselben schwerwiegenden Krankheit in Dauerbehandlung
    sind, beträgt sie … der jährlichen Bruttoeinnahmen zum Lebensunterhalt.“"""
    return cents(annual_limit * law.burden_rate_chronic / law.burden_rate)
