"""Spark for the tests of this folder: one application in one process, set up for tables of a few rows."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent)]  # pytest's importlib mode leaves the import path alone

from small_spark import missing, small_spark  # noqa: E402  (found by the line above)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that sets Spark up for small tables; without pyspark or Java the test is skipped, or fails in CI."""
    lacking = missing()
    if lacking is not None:
        if os.environ.get("CUSTODIET_REQUIRE_SPARK"):
            pytest.fail(f"{lacking}, and CUSTODIET_REQUIRE_SPARK allows no skipped test")
        pytest.skip(lacking)
    with small_spark(tmp_path_factory.mktemp("spark-conf")) as folder:
        yield folder


@pytest.fixture
def samples(project: Path) -> list[str]:
    """The bundled sample."""
    return sorted(str(file) for file in (project / "src" / "custodiet" / "samples").glob("*.json"))


@pytest.fixture
def differences() -> Callable[[Path, Path], list[str]]:
    """The files of two registers that are not equal byte for byte."""

    def compare(one: Path, other: Path) -> list[str]:
        names = {file.relative_to(folder) for folder in (one, other) for file in folder.rglob("*") if file.is_file()}
        return sorted(str(name) for name in names if _bytes(one / name) != _bytes(other / name))

    return compare


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
