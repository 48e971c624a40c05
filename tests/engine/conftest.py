"""Spark for the tests of this folder: one application in one process, set up for tables of a few rows."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent)]  # pytest's importlib mode leaves the import path alone

# Planning and compiling take longer than the work where tables have fifty rows.
SMALL = """
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
LOGGING = """
rootLogger.level = off
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that sets Spark up for small tables; without pyspark or Java the test is skipped, or fails in CI."""
    missing = _missing()
    if missing is not None:
        if os.environ.get("CUSTODIET_REQUIRE_SPARK"):
            pytest.fail(f"{missing}, and CUSTODIET_REQUIRE_SPARK allows no skipped test")
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("spark-conf")
    (folder / "spark-defaults.conf").write_text(SMALL, encoding="utf-8")
    (folder / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    before = os.environ.get("SPARK_CONF_DIR")
    os.environ["SPARK_CONF_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["SPARK_CONF_DIR"]
    else:
        os.environ["SPARK_CONF_DIR"] = before


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


def _missing() -> str | None:
    if find_spec("pyspark") is None:
        return "pyspark is not installed; `make spark` installs it"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Spark needs Java 17, and no java is on PATH; on Debian: apt-get install -y openjdk-17-jre-headless"
    return None
