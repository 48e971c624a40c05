"""Spares a run the time that pyarrow takes to import pandas, which comes with Ibis and which nothing here uses."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


def look_for_pandas_in_vain() -> None:
    """Lets pyarrow look for pandas, which it does once, and find none: the import takes most of a second.

    Whoever imports pandas afterwards gets it as ever; where it is loaded already nothing happens.
    """
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        import pyarrow as pa  # noqa: PLC0415  (heavy: only commands that read data need it)

        pa.array([])
    finally:
        sys.meta_path.remove(finder)


class _NoPandas(MetaPathFinder):
    """Hides pandas from whoever looks for it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Nothing for any module; an error for pandas."""
        del path, target
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)
        return None
