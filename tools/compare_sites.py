"""Do two built sites say the same? ``python -m tools.compare_sites BEFORE AFTER``.

For a change that readers shall not notice: every file is compared byte for byte, but for what follows
from other files: fingerprints in names, digests in pages and in the service worker, and the browser
runtime, of which only the names are compared. Build both with the same ``SOURCE_DATE_EPOCH``.
Leaves with 1 if something differs.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

RUNTIME = "assets/runtime/"
COMPRESSED = {".gz", ".br"}
# As website/cache.py and website/finish/fingerprint.py write them.
FINGERPRINT = re.compile(rb"\b[0-9a-f]{16}\b")
PYODIDE = re.compile(rb"(pyodide-[\d.]+)-[0-9a-f]{8}\b")
DIGEST = re.compile(rb"\bsha(256|384|512)-[A-Za-z0-9+/]+={0,2}")
SHOWN = 160  # characters of a line


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not the same: where, and the first line that differs, as it was and as it is."""

    place: str
    before: str
    after: str


def differences(before: Path, after: Path) -> tuple[int, list[Difference]]:
    """How many files are equal, and what is not: a file, or that it is on one side only."""
    old, new = files(before), files(after)
    found = list(_differing(old, new))
    return len(old.keys() | new.keys()) - len(found), found


def files(site: Path) -> dict[str, Path]:
    """Every file of a built site, by its place without the fingerprints in it."""
    paths = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {plain(path.relative_to(site).as_posix().encode()).decode(): path for path in paths}


def plain(data: bytes) -> bytes:
    """What it says, without what follows from the content of other files."""
    data = FINGERPRINT.sub(b"*", PYODIDE.sub(rb"\1-*", data))
    return DIGEST.sub(rb"sha\1-*", data)


def _differing(old: dict[str, Path], new: dict[str, Path]) -> Iterator[Difference]:
    for place in sorted(old.keys() | new.keys()):
        if place not in old or place not in new:
            yield Difference(place, *("is there" if place in side else "-" for side in (old, new)))
        elif not place.startswith(RUNTIME) and Path(place).suffix not in COMPRESSED:
            was, now = (plain(path.read_bytes()) for path in (old[place], new[place]))
            if was != now:
                yield Difference(place, *_first_difference(was, now))


def _first_difference(was: bytes, now: bytes) -> tuple[str, str]:
    lines = zip_longest(was.split(b"\n"), now.split(b"\n"), fillvalue=b"")
    one, other = next((a, b) for a, b in lines if a != b)
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    from_ = max(0, start - SHOWN // 4)
    return _shown(one[from_:]), _shown(other[from_:])


def _shown(line: bytes) -> str:
    return line[:SHOWN].decode("utf-8", "replace")


def main(arguments: list[str]) -> None:
    """Print what differs; leaves with 1 if anything does, with one line if it cannot compare."""
    folders = [Path(argument) for argument in arguments]
    if len(folders) != 2 or not all((folder / "index.html").is_file() for folder in folders):
        sys.exit("usage: python -m tools.compare_sites FOLDER_OF_A_SITE FOLDER_OF_A_SITE")
    equal, found = differences(*folders)
    for difference in found:
        print(f"{difference.place}\n  - {difference.before}\n  + {difference.after}")
    print(f"{equal} files equal, {len(found)} differ")
    sys.exit(bool(found))


if __name__ == "__main__":
    main(sys.argv[1:])
