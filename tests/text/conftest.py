"""The hostile texts of the folder above: importlib mode leaves the import path alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
