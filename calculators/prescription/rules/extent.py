"""How many units a prescription may have, and whether the insurer must approve it first."""

from calculators.law.figures import Law
from calculators.law.rule import rule


@rule("§ 5 Abs. 2 ST-RL")
def trials_are_left(trials_this_year: int, law: Law) -> bool:
    """Sinngemäß: Probestunden können höchstens …-mal im Jahr verordnet werden."""
    return trials_this_year < law.trials_per_year


@rule("§ 5 Abs. 2 ST-RL")
def trial_units(law: Law) -> int:
    """Sinngemäß: Vor der ersten Verordnung sind bis zu … Probestunden möglich."""
    return int(law.trial_hours)


@rule("§ 4 Abs. 5 ST-RL")
def referral_units(law: Law) -> int:
    """Sinngemäß: Andere Vertragsärztinnen und Vertragsärzte können bei der Überweisung bis zu …
    Therapieeinheiten zur Motivierung verordnen."""
    return int(law.referral_units)


@rule("§ 5 Abs. 2 ST-RL")
def units_of_prescription(credited: int, law: Law) -> int:
    """Sinngemäß: Eine Verordnung umfasst höchstens … Therapieeinheiten; Probestunden werden auf die
    erste Verordnung angerechnet."""
    return int(law.units_per_prescription) - credited


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def units_left(units_so_far: int, law: Law) -> int:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return max(int(law.hours_per_episode) - units_so_far, 0)


@rule("§ 9 Abs. 1 ST-RL")
def needs_approval(excepted: bool, units_in_all: int, law: Law) -> bool:
    """Sinngemäß: Jede Verordnung bedarf der vorherigen Genehmigung der Krankenkasse, ausgenommen
    Probestunden und die Überweisung, solange insgesamt nicht mehr als … Stunden verordnet werden."""
    too_many = units_in_all > law.approval_free_hours
    return too_many or not excepted
