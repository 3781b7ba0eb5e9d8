"""``python -m tools.holidays`` writes the table of public holidays."""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from holidays import CATHOLIC, PUBLIC, country_holidays

from calculators.law.workdays import NATIONWIDE, SOMEWHERE

TABLE = Path(__file__).parents[1] / "calculators" / "law" / "holidays.toml"
YEARS = range(2024, 2031)
LANDS = (
    *("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV"),
    *("NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"),
)
# Places with a holiday of their own, by their Land, as the package names them.
PLACES = {"BY": ("Augsburg",)}

HEAD = f"""\
# The public holidays of Germany. Made by "make holidays" (python -m tools.holidays) from
# the Python package holidays {version("holidays")}: to change something, change that and make it again.
# {NATIONWIDE}: the holidays of the whole country. Each Land: those on top that hold in all of it.
# {SOMEWHERE}: those on top that hold in parts of a Land only: Mariä Himmelfahrt in most places of
# Bavaria, the Friedensfest in Augsburg, Fronleichnam in some places of Saxony and Thuringia.
#
# Whoever must act within a period and leaves the last ones out is in time everywhere. Whoever must
# wait until a period is over counts them in: nowhere does it end later.
"""


def public_holidays(year: int, land: str | None = None) -> set[date]:
    """The nationwide holidays of a year, or all that hold in the whole of one Land."""
    return set(country_holidays("DE", subdiv=land, years=year, categories=PUBLIC))


def holidays_somewhere(year: int, land: str) -> set[date]:
    """The holidays of a year that hold in parts of one Land only."""
    everywhere = public_holidays(year, land)
    found = set(country_holidays("DE", subdiv=land, years=year, categories=(PUBLIC, CATHOLIC)))
    for place in PLACES.get(land, ()):
        found |= public_holidays(year, place)
    return found - everywhere


def made() -> str:
    """The text of the table, as the installed package has the holidays."""
    return "\n".join([HEAD, *(_section(year) for year in YEARS)])


def main() -> None:
    """Write the table to its place in the package."""
    TABLE.write_text(made(), "utf-8")


def _section(year: int) -> str:
    nationwide = public_holidays(year)
    lines = [f"[{year}]", _line(NATIONWIDE, nationwide)]
    lines += [_line(land, public_holidays(year, land) - nationwide) for land in LANDS]
    local = {land: holidays_somewhere(year, land) for land in LANDS}
    lines += [_line(f"{SOMEWHERE}.{land}", days) for land, days in local.items() if days]
    return "\n".join([*lines, ""])


def _line(name: str, days: Iterable[date]) -> str:
    return f"{name} = [{', '.join(day.isoformat() for day in sorted(days))}]"


if __name__ == "__main__":
    main()
