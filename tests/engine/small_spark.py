"""Spark set up for tables of a few rows, and what is missing where it cannot run."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

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


@contextmanager
def small_spark(folder: Path) -> Iterator[Path]:
    """Sets Spark up by files in this folder, which must be there, as long as this is open."""
    (folder / "spark-defaults.conf").write_text(SMALL, encoding="utf-8")
    (folder / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    before = os.environ.get("SPARK_CONF_DIR")
    os.environ["SPARK_CONF_DIR"] = str(folder)
    try:
        yield folder
    finally:
        if before is None:
            del os.environ["SPARK_CONF_DIR"]
        else:
            os.environ["SPARK_CONF_DIR"] = before


def missing() -> str | None:
    """What Spark lacks on this machine, and how it comes there."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed; `make spark` installs it"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Spark needs Java 17, and no java is on PATH; on Debian: apt-get install -y openjdk-17-jre-headless"
    return None
