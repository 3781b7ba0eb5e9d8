"""Has the old Chromiums here that the tests ask."""

import sys

from calculators.site.npm import CannotBuild
from tests.browser.chromium import NoChromium
from tests.browser.old import install

try:
    install()
except (CannotBuild, NoChromium) as problem:
    sys.exit(str(problem))
