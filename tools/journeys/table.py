"""What a way may cost a reader, and what it costs: the rows of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# In this order in the table, with the places after the point.
MEASURES = {"taps": 0, "keys": 0, "screens": 1, "words": 0, "pixels": 0}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One reader's way: ``reached`` and ``limit`` by measure, and what the reader did not find."""

    who: str
    to_get: str
    reached: Mapping[str, float]
    limit: Mapping[str, float]
    lacks: Sequence[str] = ()

    @property
    def faults(self) -> list[str]:
        """Where a limit is passed, and what is not to be found."""
        passed = [
            f"{measure}: {self.reached[measure]:.{MEASURES[measure]}f}, at most {most}"
            for measure, most in self.limit.items()
            if self.reached[measure] > most
        ]
        return [*passed, *(f"not found: {what}" for what in self.lacks)]


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as a table for a terminal, and what is wrong below each."""
    who, to_get = (max(len(getattr(row, part)) for row in rows) for part in ("who", "to_get"))
    head = "".join(f"{measure + ' / limit':>18}" for measure in MEASURES)
    yield f"{'who':{who}}  {'to get':{to_get}}{head}"
    for row in rows:
        cells = "".join(f"{_cell(row, measure):>18}" for measure in MEASURES)
        yield f"{row.who:{who}}  {row.to_get:{to_get}}{cells}  {'no' if row.faults else 'yes'}"
        yield from (f"{'':{who}}  - {fault}" for fault in row.faults)


def _cell(row: Row, measure: str) -> str:
    if measure not in row.reached:
        return ""
    most = row.limit.get(measure)
    reached = f"{row.reached[measure]:.{MEASURES[measure]}f}"
    return reached if most is None else f"{reached} / {most}"
