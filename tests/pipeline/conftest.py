"""Makes the modules that tests share importable: pytest's importlib mode leaves the import path alone."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
