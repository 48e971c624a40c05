"""Each oddity that the dialect for Spark evens out is seen: the engines agree, and Ibis's own compiler would not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis import _

from custodiet.engine import Engine, open_engine

pytestmark = pytest.mark.xdist_group("spark")

ROWS = pa.table(
    {
        "n": [1, 2, 3, 4],
        "group": ["a", "a", "b", "b"],
        "text": ["İΣ ΣΑΣ", "x", None, None],
        "late": ["z", None, "b", "a"],
        "zero": [0.0, 1.0, 0.0, None],
        "odd": [float("nan"), None, 1.0, 2.0],
        "amount": pa.array([1, 0, 2, None], pa.decimal128(24, 4)),
        "list": [["only"], [], None, ["one", "two"]],
    }
)
ODDITIES: dict[str, Callable[[Any], Any]] = {
    "count of rows where nothing but nulls is asked": lambda t: (
        t.group_by("group").agg(found=_.count(where=_.text.startswith("x"))).select(n="group", found="found")
    ),
    "list of nothing but nulls": lambda t: (
        t.group_by("group").agg(found=_.text.collect(distinct=True).sort()).select(n="group", found="found")
    ),
    "list in an order": lambda t: (
        t.group_by("group").agg(found=_.n.collect(order_by=[_.late, _.n])).select(n="group", found="found")
    ),
    "quotient by zero": lambda t: t.select("n", found=_.n / _.zero),
    "quotient of decimals": lambda t: t.select("n", found=1 / (_.amount + 3)),
    "small letters": lambda t: t.select("n", found=_.text.lower()),
    "element behind the end": lambda t: t.select("n", found=_.list[1]),
    "no number is a value": lambda t: t.select("n", found=_.odd.notnull(), empty=_.odd.isnull()),
}


@pytest.fixture
def engines(spark: Path, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    with (
        open_engine("duckdb", "300MiB", 2, tmp_path / "duckdb") as duckdb,
        open_engine("spark", "1GiB", 2, tmp_path / "spark") as other,
    ):
        yield duckdb, other


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_engines_agree_where_ibis_alone_would_not(engines: tuple[Engine, Engine], oddity: str) -> None:
    asked = ODDITIES[oddity]
    duckdb, spark = (engine.read(asked(engine.keep("rows", ROWS)), ["n"]) for engine in engines)
    assert repr(duckdb.to_pylist()) == repr(spark.to_pylist())
    assert duckdb.num_rows > 0
    assert ibis_alone(engines[1], asked) != repr(duckdb.to_pylist())


def ibis_alone(engine: Engine, asked: Callable[[Any], Any]) -> str:
    """What Ibis's own compiler finds on Spark, or the name of its error."""
    rows = asked(engine.keep("rows", ROWS)).order_by("n")
    try:
        found: pa.Table = engine._read(ibis.to_sql(rows, dialect="pyspark", pretty=False))
        return repr(found.cast(rows.schema().to_pyarrow()).to_pylist())
    except Exception as error:  # noqa: BLE001  (of Ibis, Spark or Arrow: each is a gap)
        return type(error).__name__


def test_a_list_in_descending_order_is_refused_by_name(engines: tuple[Engine, Engine]) -> None:
    spark = engines[1]
    rows = spark.keep("rows", ROWS)
    with pytest.raises(Exception, match="a list in descending order"):
        spark.read(rows.group_by("group").agg(found=_.n.collect(order_by=_.n.desc())))
