"""``python -m website [--generator PROGRAM] FOLDER`` completes a site made by any generator.

It adds what the MkDocs plugin adds: the scripts, the browser runtime, the other languages, the service
worker, the security policy. The program builds the languages; it understands what Zensical does.
"""

import argparse
import shutil
import sys
from pathlib import Path

from website import browser, runtime
from website.finish.complete import complete
from website.languages.build import build
from website.markdown.imprint import refuse_release_without_operator
from website.npm import CannotBuild


def main(arguments: list[str]) -> None:
    """Complete the site in that folder; leaves with one line if that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m website")
    parser.add_argument("--generator", default="zensical")
    parser.add_argument("site", type=Path)
    asked = parser.parse_args(arguments)
    site: Path = asked.site.absolute()
    if not site.is_dir():
        sys.exit(f"there is no folder {asked.site}")
    try:
        refuse_release_without_operator()
        for place, path in {**browser.scripts(), **runtime.files()}.items():
            target = site / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        build(site, (asked.generator, "build", "--clean", "--strict", "--config-file"))
        complete(site)
    except CannotBuild as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
