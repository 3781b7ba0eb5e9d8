"""The duties that begin on a day and have no number."""

from datetime import date

from calculators.law.data import table


def duties_on(day: date) -> dict[str, date]:
    """Those that hold on that day, as ``duties.toml`` has them: by name, since when each holds."""
    since = {name: entry["since"] for name, entry in table("law/duties.toml").items()}
    return {name: first for name, first in since.items() if first <= day}
