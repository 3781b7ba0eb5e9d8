"""What lets the site be read offline: a service worker, and what each page knows of its age."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from website import browser
from website.cache import digest
from website.finish.built import Built
from website.languages import HOME, languages
from website.static_rules import FOR_OTHER_SITES, LASTING, NAMED

WORKER = "sw.js"
SOURCE = Path(__file__).parents[1] / "browser" / "service_worker" / "sw.js"
# What is cached when: the frame on any visit, the site once somebody opened a calculator, the runtime
# once Python was fetched. This is for readers of every language.
PARTS = {
    "frame": (
        "assets/*.css",
        "assets/exit-*.js",
        "assets/lapse-*.js",
        "assets/offline-*.js",
        "assets/popover-*.js",
        "assets/reveal-*.js",
        "assets/theme-*.js",
        "assets/images/*.svg",
        "assets/stylesheets/*.css",
        # The script of the theme does nothing at all where its search misses this.
        "assets/javascripts/bundle.*.js",
    ),
    "site": (
        "assets/*.js",
        "assets/javascripts/workers/*.js",
    ),
    # Of what stands in when something fails, only the rest of the core, which makes it whole; with
    # stock Pyodide, it would be more than twice as much.
    "runtime": (
        "assets/runtime/worker-*.js",
        "assets/runtime/*/pyodide.mjs",
        "assets/runtime/*.mjs",
        "assets/runtime/*.wasm",
        "assets/runtime/*.zip",
        "assets/runtime/*.bin",
    ),
}
# And this only for who reads that language: what is in its folder, and the words of its calculators.
OF_A_LANGUAGE = {
    "frame": ("{folder}offline.html", "{folder}manifest.webmanifest", "{folder}search/*.json"),
    "site": ("{folder}**/index.html",),
    "runtime": ("assets/runtime/texts-{tag}-" + 16 * "[0-9a-f]" + ".json",),
}
# What the search needs to know German words in all their forms.
OF_GERMAN = (
    "assets/javascripts/lunr/min/lunr.stemmer.support.min.js",
    "assets/javascripts/lunr/min/lunr.de.min.js",
)


def add(site: Built, day: date) -> None:
    """Put the service worker into a built site, and into its pages their version and ``day``."""
    parts = {part: _files(site.folder, patterns) for part, patterns in PARTS.items()}
    own = {"": _of_a_language(site.folder, "", HOME)}
    own |= {
        f"{one.folder}/": _of_a_language(site.folder, f"{one.folder}/", one.tag)
        for one in languages()
    }
    for folder in ("", *(f"{one.folder}/" for one in languages() if one.is_german)):
        own[folder]["site"] += _files(site.folder, OF_GERMAN)
    all_parts = [paths for found in (parts, *own.values()) for paths in found.values()]
    version = _version(site, [place for paths in all_parts for place in paths])
    patterns = {"immutable": LASTING.pattern, "named": NAMED.pattern}
    known = json.dumps(
        {
            "version": version,
            **patterns,
            **_addresses(parts),
            "languages": {folder: _addresses(found) for folder, found in own.items()},
            "digests": _digests(site.folder),
        }
    )
    worker = f"const SITE = {known};\n{browser.without_types(SOURCE)}"
    (site.folder / WORKER).write_text(worker, "utf-8")
    metas = (
        f'<meta name="build-day" content="{day}">\n<meta name="build-version" content="{version}">'
    )
    for page in site.pages.values():
        page.put_first(metas)


def _of_a_language(site: Path, folder: str, tag: str) -> dict[str, list[str]]:
    """The files by part that are for the readers of one language; ``folder`` is "" for German."""
    others = tuple(f"{one.folder}/" for one in languages() if f"{one.folder}/" != folder)
    found = {
        part: _files(site, tuple(glob.format(folder=folder, tag=tag) for glob in patterns))
        for part, patterns in OF_A_LANGUAGE.items()
    }
    return {
        part: [place for place in paths if not place.startswith(others)]
        for part, paths in found.items()
    }


def _addresses(parts: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {part: [_address(path) for path in paths] for part, paths in parts.items()}


def _files(site: Path, patterns: tuple[str, ...]) -> list[str]:
    found = {path for pattern in patterns for path in site.glob(pattern) if path.is_file()}
    places = (path.relative_to(site) for path in found)
    return sorted(place.as_posix() for place in places if place.parts[0] != FOR_OTHER_SITES)


def _digests(site: Path) -> dict[str, str]:
    """How the SHA-256 begins of what lasts and does not have it in its name: what others named."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix != ".map")
    places = {path.relative_to(site).as_posix(): path for path in files}
    return {
        place: digest(path.read_bytes())
        for place, path in places.items()
        if LASTING.search(f"/{place}") and not NAMED.search(place)
    }


def _version(site: Built, all_places: Iterable[str]) -> str:
    """Changes with the content, not with the day of the build."""
    content = hashlib.sha256(SOURCE.read_bytes())
    content.update(f"{LASTING.pattern} {NAMED.pattern}".encode())
    for place in sorted(set(all_places)):
        content.update(place.encode() + hashlib.sha256(site.content(place)).digest())
    return content.hexdigest()[:16]


def _address(place: str) -> str:
    """How a page is asked for: by its folder; relative to the root of the site."""
    folder = place.removesuffix("index.html") if place.endswith("/index.html") else place
    return "./" if folder == "index.html" else folder
