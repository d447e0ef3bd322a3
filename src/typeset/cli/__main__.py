"""`python -m typeset.cli` is the same as `typeset`."""

import sys

from typeset.cli import main

sys.exit(main())
