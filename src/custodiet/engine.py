"""The choice of the engine: DuckDB in this process, or Apache Spark where one machine is not enough.

Rooms know this module alone. Neither engine is imported before it is opened.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from custodiet.discovery import nearest
from custodiet.engines.interface import ROWS_PER_GROUP, Engine, Later
from custodiet.engines.prepared import Step, prepared, rules_of
from custodiet.errors import UsageError

if TYPE_CHECKING:
    from custodiet.engines.tasks import Tasks

__all__ = ["ENGINES", "ROWS_PER_GROUP", "Engine", "Later", "Step", "open_engine", "open_tasks", "prepared", "rules_of"]

ENGINES = ("duckdb", "spark")
_SPARK_MEMORY = "1GiB"  # less than this Java cannot do with


def open_engine(
    name: str = "duckdb", memory: str = "", threads: int = 0, folder: Path | None = None, master: str = ""
) -> Engine:
    """A session of the engine of this name.

    Args:
        name: one of ENGINES.
        memory: how much it may hold, such as `600MiB`; DuckDB spills to disk beyond. As little as need be without one.
        threads: how many threads it may use on this machine; 0 for as many as there are.
        folder: where it lays rows aside; Spark's workers have to reach it too.
        master: address of Spark's master; as Spark is set up, or this machine alone, where none is given.
    """
    if name == "spark":
        from custodiet.engines.spark import SparkEngine  # noqa: PLC0415  (an extra)

        return SparkEngine(memory or _SPARK_MEMORY, threads, folder, master)
    if name == "duckdb":
        from custodiet.engines.duck import DuckEngine  # noqa: PLC0415  (heavy, needed once an engine is opened)

        return DuckEngine(memory, threads, folder)
    raise UsageError(f"--engine: no engine is called {name!r}{nearest(name, ENGINES)}")


def open_tasks(folder: Path, memory: str = "", threads: int = 0, master: str = "") -> "Tasks":
    """The executors of Spark, to hand tasks out to; `folder` is one that all of them reach."""
    from custodiet.engines.session import session  # noqa: PLC0415  (an extra)
    from custodiet.engines.tasks import Tasks  # noqa: PLC0415

    return Tasks(session(memory or _SPARK_MEMORY, threads, master), folder)
