"""`python -m moodarc` is `moodarc`."""

import sys

from moodarc.cli import main

if __name__ == "__main__":
    sys.exit(main())
