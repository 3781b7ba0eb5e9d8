"""The Krankheitsfall that is asked about, and how far from it a day is."""

from dataclasses import dataclass
from datetime import date

from calculators.law.figures import Law
from calculators.law.periods import ONE_DAY, years_later
from calculators.law.rule import rule

# No norm says how long before its beginning the papers of an episode were written. Weeks are usual;
# from this number of years on, we take nothing for granted.
DOUBTED_AFTER = 1


@rule("§ 37a Abs. 1 Satz 3 SGB V")
def last_day_of_episode(started: date, law: Law) -> date:
    """„Der Anspruch besteht für höchstens … Stunden innerhalb von … Jahren je Krankheitsfall.“"""
    return years_later(started, int(law.episode_years)) - ONE_DAY


@dataclass(frozen=True)
class Episode:
    """The one that is meant: the day on which it ``started``, where the insurer says so, and a day in it."""

    started: date | None
    day: date
    law: Law

    def cannot_hold(self, day: date) -> bool:
        """Whether no episode is long enough for both days."""
        return last_day_of_episode(day, self.law) < self.day

    def comes_long_after(self, day: date) -> bool:
        """Whether that day is so long before that we take nothing for granted."""
        return years_later(day, DOUBTED_AFTER) <= self.day

    def doubts(self, day: date) -> bool:
        """Whether that is so of a day, seen from the first one that the insurer names."""
        return self.started is not None and self.comes_long_after(day)
