"""Citations are written the way lawyers write them; the link is derived from the words."""

import re

from calculators.law.data import table

# A section with whatever is said of it, up to the statute, which no other section comes before.
_SECTION_OF = r"§§? (?P<section>\d+[a-z]?)\b[^§;]*? (?P<statute>{statutes})\b"
# Where one stands in a text: "§ 61 Satz 1 SGB V", "§§ 87, 90 SGG".
IN_TEXT = re.compile(
    r"§§?[ \u00a0]?\d+\w*(?:,? (?:\d+\w*|Abs\.|Satz|Nr\.|und|bis|[A-Z]{2,}\w*|[IVX]+))*"
)
# What a number follows that is not to stand on a line of its own.
NUMBERED = re.compile(r"(§|\b(?:Muster|Abs\.|Satz|Nr\.|GOP)) (?=\d)")
_SECTION = re.compile(r"§§? (?P<section>\d+[a-z]?)\b")


def section(source: str) -> str | None:
    """The first section that a source names with its statute, or None: "§ 62 SGB V"."""
    statutes = sorted(table("law/sources.toml")["statutes"], key=len, reverse=True)
    found = re.search(_SECTION_OF.format(statutes="|".join(map(re.escape, statutes))), source)
    return f"§ {found['section']} {found['statute']}" if found else None


def link(citation: str) -> str | None:
    """The official text that ``citation`` points to, or None if ``sources.toml`` names no place for it."""
    sources = table("law/sources.toml")
    for statute, address in sources["statutes"].items():
        if citation.endswith(f" {statute}") and (found := _SECTION.match(citation)):
            return str(address).format(section=found["section"])
    for pattern, address in sources["gazettes"].items():
        if found := re.match(pattern, citation):
            return str(address).format(**found.groupdict())
    return None
