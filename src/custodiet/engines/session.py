"""Spark's session: started once a process, found again by every engine, and how work is handed out to its executors.

The one module that starts Spark. What a user has set up (`spark-defaults.conf`, `spark-submit`, a running session)
stands; only what is not set is chosen here.
"""

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from custodiet.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    Session: TypeAlias = SparkSession
else:
    Session: TypeAlias = Any

_LOGGING = Path(__file__).with_name("log4j2.properties")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(?:i?B)?", re.IGNORECASE)
_MIB = {"K": 1 / 1024, "M": 1, "G": 1024, "T": 1024**2}
_LEAST_MIB = 1024
"""Spark's own part of a heap is 300 MiB; with less than this it spills all the time."""
_PARTITIONS_A_CORE = 3  # of a shuffle: as Spark's tuning guide advises; adaptive execution joins those that are small


def session(memory: str = "600MiB", threads: int = 0, master: str = "") -> Session:
    """A new session of the Spark application of this process, which is started where there is none yet.

    Args:
        memory: heap of the driver and of each executor, at least 1 GiB, where Spark is not set up otherwise.
        threads: cores to use where this machine works alone; 0 for all.
        master: address of the master; as Spark is set up, or this machine alone, where none is given.

    Raises:
        UsageError: pyspark or Java is missing, or Spark does not start.
    """
    with quiet():
        try:
            from pyspark.errors import PySparkException  # noqa: PLC0415  (an extra)
            from pyspark.sql import SparkSession  # noqa: PLC0415
        except ImportError as error:
            found = f"the engine spark needs pyspark ({error}); install it with `pip install 'custodiet[spark]'`"
            raise UsageError(found) from error
        running = SparkSession.getActiveSession()
        if running is None:
            _check_java()
            try:
                running = _started(memory, threads, master)
            except PySparkException as error:
                raise UsageError(
                    f"Spark does not start: {error}; see what it says above, and `java -version`"
                ) from error
        return _own(running)


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps Spark's doubts about the version of pandas to itself: pandas is imported by it and used for nothing."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield


def _started(memory: str, threads: int, master: str) -> Session:
    from pyspark import SparkConf  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    given = SparkConf()  # what spark-submit handed on
    builder = SparkSession.builder.appName("custodiet")
    if master:
        builder = builder.master(master)
    elif not _is_set_up() and not given.contains("spark.master"):
        builder = builder.master(f"local[{threads or '*'}]")
    for name, value in _chosen(memory).items():
        if not _names(name) and not given.contains(name):
            builder = builder.config(name, value)
    return builder.getOrCreate()


def _chosen(memory: str) -> dict[str, str]:
    """What is set where the user has set nothing."""
    heap = f"{mebibytes(memory)}m"
    return {
        "spark.driver.memory": heap,
        "spark.executor.memory": heap,
        "spark.driver.maxResultSize": "0",  # what is read into this process is bounded by the rooms
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",  # standard error belongs to the command line
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{_LOGGING}",
    }


def _own(running: Session) -> Session:
    """A session with tables and settings of its own: whoever shares the application keeps his."""
    own = running.newSession()
    context = running.sparkContext
    if not context.getConf().contains("spark.sql.shuffle.partitions"):
        own.conf.set("spark.sql.shuffle.partitions", str(_PARTITIONS_A_CORE * context.defaultParallelism))
    own.conf.set("spark.sql.session.timeZone", "UTC")
    own.conf.set("spark.sql.ansi.enabled", "true")  # an overflow is an error and no empty cell
    own.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
    return own


def mebibytes(memory: str) -> int:
    """The heap for a size such as `600MiB`, in MiB; never less than Spark needs.

    Raises:
        UsageError: the text is no size.
    """
    found = _SIZE.fullmatch(memory.strip())
    if found is None:
        raise UsageError(f"--memory {memory}: expected a size such as 2GiB")
    return max(_LEAST_MIB, int(float(found[1]) * _MIB[found[2].upper()]))


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if (home and (Path(home) / "bin" / "java").is_file()) or shutil.which("java"):
        return
    raise UsageError(
        "the engine spark needs Java 17 or newer, and none is found on PATH or under JAVA_HOME; "
        "on Debian: `apt-get install -y openjdk-17-jre-headless`"
    )


def _is_set_up() -> bool:
    return _names("spark.master") or "--master" in os.environ.get("PYSPARK_SUBMIT_ARGS", "")


def _names(setting: str) -> bool:
    """Whether `spark-defaults.conf` has this setting."""
    folder = os.environ.get("SPARK_CONF_DIR") or (
        os.environ.get("SPARK_HOME", "") and f"{os.environ['SPARK_HOME']}/conf"
    )
    file = Path(folder or "") / "spark-defaults.conf"
    if not folder or not file.is_file():
        return False
    return any(line.split()[:1] == [setting] for line in file.read_text(encoding="utf-8").splitlines())
