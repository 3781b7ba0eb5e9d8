"""Prescriptions as they lie in a folder: by their days, a sheet for each, some of them typed in two rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from calculators.law.money import NOTHING
from calculators.law.prescription import Kind
from calculators.remaining_hours.questions import Prescription

# Which comes first of those of one day.
ORDER = (Kind.REFERRAL, Kind.TRIAL, Kind.FIRST, Kind.FOLLOW_UP, Kind.DISCHARGE)

Record = Sequence[Prescription]


def in_order(prescriptions: Iterable[Prescription]) -> Record:
    """The oldest first, in whichever order they were typed."""
    return sorted(
        prescriptions,
        key=lambda p: (p.day, ORDER.index(p.kind), p.granted, p.used, p.setting.value),
    )


def units(record: Iterable[Prescription]) -> Decimal:
    """How many units of them are used."""
    return sum((p.used for p in record), NOTHING)


def papers(record: Record) -> Record:
    """One for each sheet of paper: what was typed in two rows, single and group, is added up."""
    sheets = [list(rows) for _, rows in groupby(record, key=lambda p: (p.day, p.kind))]
    return [
        replace(rows[0], granted=sum((p.granted for p in rows), NOTHING), used=units(rows))
        for rows in sheets
    ]
