"""``python -m calculators.site PATH`` puts the browser runtime into a site made by any generator."""

import shutil
import sys
from pathlib import Path

from calculators.site import runtime
from calculators.site.npm import CannotBuild


def main(arguments: list[str]) -> None:
    """Copy the runtime into the site in that folder; leaves with one line if that cannot be."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("usage: python -m calculators.site FOLDER_OF_A_BUILT_SITE")
    try:
        made = runtime.files()
    except CannotBuild as problem:
        sys.exit(str(problem))
    for place, path in made.items():
        target = Path(arguments[0], place)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


if __name__ == "__main__":
    main(sys.argv[1:])
