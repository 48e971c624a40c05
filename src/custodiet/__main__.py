"""`python -m custodiet` is `custodiet`."""

import sys

from custodiet.cli import main

sys.exit(main())
