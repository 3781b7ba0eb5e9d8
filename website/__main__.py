"""``python -m website PATH`` completes a site made by any generator.

It adds what the MkDocs plugin adds: the scripts, the browser runtime, the service worker, the security
policy.
"""

import shutil
import sys
from pathlib import Path

from website import browser, runtime
from website.finish.complete import complete
from website.markdown.imprint import refuse_release_without_operator
from website.npm import CannotBuild


def main(arguments: list[str]) -> None:
    """Complete the site in that folder; leaves with one line if that cannot be."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("usage: python -m website FOLDER_OF_A_BUILT_SITE")
    site = Path(arguments[0])
    try:
        refuse_release_without_operator()
        for place, path in {**browser.scripts(), **runtime.files()}.items():
            target = site / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        complete(site)
    except CannotBuild as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
