"""Every expression gives the same rows on DuckDB and on Spark, over tables made to tell the two apart."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from expressions import INDICATORS, LOW, Expressions, compared, indicator_expressions, register_expressions
from nasty import empty_tables, nasty_tables

from custodiet.engine import Engine, open_engine

pytestmark = pytest.mark.xdist_group("spark")

OTHER: dict[str, Any] = {
    "currency": "KGS",
    "resolved": False,
    "exclusions": {"procurement_method_details": "negotiation|accelerated"},
    **LOW,
    "R024": {"threshold": 0.5},
    "R025": {"threshold": 0.9},
    "R048": {"threshold": 1, "minimum_contracting_processes": 1},
    "R058": {"threshold": 0.01},
}
"""Bounds from the settings instead of the peers."""


@pytest.fixture
def engines(spark: Path, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    with (
        open_engine("duckdb", "300MiB", 2, tmp_path / "duckdb") as duckdb,
        open_engine("spark", "1GiB", 2, tmp_path / "spark") as other,
    ):
        yield duckdb, other


def differing(expressions: Expressions, engines: tuple[Engine, Engine], folder: Path) -> list[Any]:
    """The rows of each expression in which the engines differ, side by side."""
    return [(one.name, pair) for one in compared(expressions, engines, folder) for pair in one.different]


def test_the_register_is_joined_alike(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    assert differing(register_expressions, engines, nasty_tables(tmp_path)) == []


def test_the_register_is_joined_alike_of_nothing(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    assert differing(register_expressions, engines, empty_tables(tmp_path)) == []


def test_every_indicator_judges_alike(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    assert differing(indicator_expressions(LOW), engines, nasty_tables(tmp_path)) == []


@pytest.mark.soak
def test_every_indicator_judges_alike_of_nothing(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    assert differing(indicator_expressions({}), engines, empty_tables(tmp_path)) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", [6, 7])
def test_every_indicator_judges_alike_with_other_settings_and_rows(
    engines: tuple[Engine, Engine], tmp_path: Path, seed: int
) -> None:
    assert differing(indicator_expressions(OTHER), engines, nasty_tables(tmp_path, seed)) == []


def test_the_tables_show_every_indicator_flagged_and_every_expression_with_rows(tmp_path: Path) -> None:
    folder = nasty_tables(tmp_path)
    with open_engine("duckdb", "300MiB", 2, tmp_path / "spill") as engine:
        joined = dict(register_expressions(engine, folder))
        judged = [row for given in (LOW, OTHER) for row in indicator_expressions(given)(engine, folder)]
    assert [name for name, rows in joined.items() if not rows.num_rows] == []
    rows = [row for name, found in judged if name.endswith("flags") for row in found.to_pylist()]
    flagged = {row["indicator"] for row in rows if row["state"] == "flagged"}
    assert flagged == set(INDICATORS)


def test_no_module_has_expressions_that_this_suite_does_not_run(project: Path) -> None:
    root = project / "src" / "custodiet"
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if any(_imports_ibis(node) for node in ast.parse(file.read_text(encoding="utf-8")).body)
    }
    rows = ("dated_rows", "place_rows", "purpose_rows", "spending_rows", "unit_price_rows")
    run_here = {f"register/{name}.py" for name in ("assemble", *rows)}
    engine = {"engines/spark_dialect.py"}
    others = {name for name in found if not name.startswith("indicators/")}
    assert others == run_here | engine


def _imports_ibis(node: ast.stmt) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name.split(".")[0] == "ibis" for name in names)
