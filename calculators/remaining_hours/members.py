"""Which prescriptions are of one Krankheitsfall for sure, and which may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calculators.law.figures import Law
from calculators.law.rule import reasoning
from calculators.remaining_hours.episode import Episode
from calculators.remaining_hours.papers import Record, in_order
from calculators.remaining_hours.questions import Prescription
from calculators.remaining_hours.standing import Standing, standings


@dataclass(frozen=True)
class Members:
    """The prescriptions of an episode, by their days: ``counted`` holds those in doubt, too."""

    counted: Record
    certain: Record

    @property
    def in_doubt(self) -> Record:
        return [p for p in self.counted if p not in self.certain]


def members(prescriptions: Iterable[Prescription], started: date | None, law: Law) -> Members:
    """Tell the prescriptions of the episode that began on ``started`` from those of an older one.

    A prescription is written before the first hour, so it may well lie before the day from which the
    insurer counts. Without that day, the latest prescription shows which episode is meant.
    """
    ordered = in_order(prescriptions)
    if not ordered:
        return Members((), ())
    episode = Episode(started, started or ordered[-1].day, law)
    with reasoning():  # no conclusion about this episode
        found = list(standings(ordered, episode))
    return Members(
        [p for p, standing in found if standing is not Standing.OLD],
        [p for p, standing in found if standing is Standing.OWN],
    )
