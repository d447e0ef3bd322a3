"""`python -m typeset` is the command line."""

import sys

from typeset.cli import main

sys.exit(main())
