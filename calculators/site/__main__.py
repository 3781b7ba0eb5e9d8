"""``python -m calculators.site PATH`` completes a site made by any generator.

It adds what the MkDocs plugin adds: the browser runtime, the service worker, the security policy.
"""

import shutil
import sys
from pathlib import Path

from calculators.site import offline, policy, runtime
from calculators.site.npm import CannotBuild
from calculators.site.pages import build_day


def main(arguments: list[str]) -> None:
    """Complete the site in that folder; leaves with one line if that cannot be."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("usage: python -m calculators.site FOLDER_OF_A_BUILT_SITE")
    try:
        made = runtime.files()
    except CannotBuild as problem:
        sys.exit(str(problem))
    site = Path(arguments[0])
    for place, path in made.items():
        target = site / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    offline.write(site, build_day())
    try:
        policy.write(site)
    except policy.NotAllowed as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
