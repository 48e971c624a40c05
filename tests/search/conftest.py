"""Small registers to search."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pytest

from custodiet.classification.term_table import term_table
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.places import places_of
from custodiet.site.store import Store

# Importlib mode leaves the import path alone.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from registers import make_register  # noqa: E402


@pytest.fixture(scope="session")
def terms() -> pa.Table:
    """The terms of the vocabulary."""
    return term_table(load_vocabulary())


@pytest.fixture
def register_of(tmp_path: Path, terms: pa.Table) -> Callable[..., Path]:
    """What makes a register of tables."""
    return lambda **tables: make_register(tmp_path / f"register{len(list(tmp_path.iterdir()))}", terms, **tables)


@pytest.fixture
def store_of(register_of: Callable[..., Path]) -> Iterator[Callable[..., Store]]:
    """What makes a register of tables and opens it."""
    with ExitStack() as stack:
        yield lambda **tables: stack.enter_context(Store(register_of(**tables), places_of))
