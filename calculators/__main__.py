"""Ask a calculator on the command line.

python -m calculators                                    lists the calculators and their fields
python -m calculators NAME field=value …                 prints the answer in German
python -m calculators NAME field=value … --json          prints one JSON object

Unusable input ends with status 2 and {"problems": {field: sentence}}.
"""

import sys

from calculators.command import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
