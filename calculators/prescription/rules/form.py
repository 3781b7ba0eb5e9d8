"""In which form it is written."""

from datetime import date

from calculators.law.rule import rule


@rule("§ 360 Abs. 6 SGB V")
def electronic_from(since: date) -> date:
    """Sinngemäß: Ab dem … ist Soziotherapie in elektronischer Form zu verordnen, außer wenn das im
    Einzelfall technisch nicht möglich ist."""
    return since
