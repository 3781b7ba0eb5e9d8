"""``python -m calculators.site.holidays`` writes the table of public holidays."""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from holidays import PUBLIC, country_holidays

from calculators.engine.workdays import NATIONWIDE

TABLE = Path(__file__).parents[1] / "holidays.toml"
YEARS = range(2024, 2031)
LANDS = (
    *("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV"),
    *("NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"),
)

HEAD = f"""\
# The public holidays of Germany. Made by "make holidays" (python -m calculators.site.holidays) from
# the Python package holidays {version("holidays")}: to change something, change that and make it again.
# {NATIONWIDE}: the holidays of the whole country. Each Land: those on top that hold in all of it.
#
# Left out: holidays that hold in parts of a Land only, such as Mariä Himmelfahrt in many places of
# Bavaria, Fronleichnam in some of Saxony and Thuringia, and the Friedensfest in Augsburg. Without
# them a period of working days ends sooner or on the same day, never later. So whoever must act
# within it and goes by this table is in time everywhere. It is not the safe side for someone who
# must wait until a period is over: in those places it may end later than this table says.
"""


def public_holidays(year: int, land: str | None = None) -> set[date]:
    """The nationwide holidays of a year, or all that hold in the whole of one Land."""
    return set(country_holidays("DE", subdiv=land, years=year, categories=PUBLIC))


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
    return "\n".join([*lines, ""])


def _line(name: str, days: Iterable[date]) -> str:
    return f"{name} = [{', '.join(day.isoformat() for day in sorted(days))}]"


if __name__ == "__main__":
    main()
