"""The site as it was built last: where it lies, and its pages."""

import gzip
import os
from functools import cache
from pathlib import Path

from website.languages import Language, languages
from website.links import places
from website.static_rules import FOR_OTHER_SITES

SITE = Path(__file__).parents[1] / os.environ.get("SITE_DIR", "site")
_ALL = tuple(
    sorted(
        path.parent.relative_to(SITE).as_posix().removeprefix(".")
        for path in SITE.rglob("index.html")
        if path.relative_to(SITE).parts[0] != FOR_OTHER_SITES
    )
)
# The pages of each language beside German, by its folder; and the German ones.
TRANSLATED = {
    language.folder: tuple(page for page in _ALL if page.split("/")[0] == language.folder)
    for language in languages()
}
# Those for a frame of somebody else's page: "einbetten/anspruch", "einbetten/en/anspruch".
EMBEDS = tuple(
    sorted(
        path.parent.relative_to(SITE).as_posix()
        for path in SITE.glob(f"{FOR_OTHER_SITES}/**/index.html")
    )
)
PAGES = tuple(page for page in _ALL if page.split("/")[0] not in TRANSLATED)


def language_of(place: str) -> Language | None:
    """The language of a page, or of an embed, by where it lies; None: German."""
    parts = place.split("/")
    here = parts[1:2] if parts[0] == FOR_OTHER_SITES else parts[:1]
    return next((language for language in languages() if language.folder in here), None)


# What a page without a calculator may weigh, with all it asks for.
MOST_BYTES = 250_000
CALCULATOR_PAGES = {name: place.path for name, place in places().items()}


def asset(name: str) -> str:
    """Where one of our scripts or style sheets lies in the built site, under its name of today."""
    stem, _, suffix = name.rpartition(".")
    (found,) = SITE.glob(f"assets/{stem}-{'[0-9a-f]' * 16}.{suffix}")
    return found.relative_to(SITE).as_posix()


@cache
def size_sent(file: Path) -> int:
    """How many bytes a host sends of a file that compresses as hosts do."""
    return len(gzip.compress(file.read_bytes(), 6))
