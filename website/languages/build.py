"""Builds the pages of each language beside German, with the generator that built the German ones."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from website.languages import Language, languages
from website.languages.checks import check
from website.languages.config import ROOT, config_for
from website.npm import CannotBuild
from website.static_rules import ASSETS

# What stands at the root for all languages, and what only the root has.
SHARED = (ASSETS, "robots.txt")
MANIFEST = "manifest.webmanifest"


def build(site: Path, generator: Sequence[str]) -> None:
    """Put the pages of all languages into a built site, each into the folder of its name.

    ``generator``: what is run to build, up to the argument that names a configuration. Raises
    CannotBuild where a language is not as it has to be, or its pages cannot be built.
    """
    for language in languages():
        check(language)
        _build(language, site, generator)
        for name in SHARED:
            _remove(site / language.folder / name)
        _write_manifest(language, site)


def _build(language: Language, site: Path, generator: Sequence[str]) -> None:
    """Write the configuration into the root, where both generators look for one, and take it away again."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=ROOT, prefix=f"mkdocs-{language.folder}-", suffix=".yml"
    ) as written:
        written.write(config_for(language, site))
        written.flush()
        done = subprocess.run(
            [*generator, written.name],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        raise CannotBuild(f"{language.folder}:\n{done.stdout}{done.stderr}")


def _write_manifest(language: Language, site: Path) -> None:
    """What a device is told that keeps the site as an app: as in German, but for words and its start."""
    said = json.loads((site / MANIFEST).read_text("utf-8"))
    icons = [icon | {"src": f"../{icon['src']}"} for icon in said["icons"]]
    own = {**language.manifest, "lang": language.tag, "dir": language.dir, "icons": icons}
    text = json.dumps(said | own | {"scope": "../"}, ensure_ascii=False, indent=2)
    (site / language.folder / MANIFEST).write_text(f"{text}\n", "utf-8")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
