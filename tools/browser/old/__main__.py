"""Has the old Chromiums here that the tests ask."""

import sys

from tools.browser.chromium import NoChromium
from tools.browser.old import install
from website.npm import CannotBuild

try:
    install()
except (CannotBuild, NoChromium) as problem:
    sys.exit(str(problem))
