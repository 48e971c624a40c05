"""Spark's SQL from Ibis expressions, where Ibis's own compiler gives other rows than DuckDB.

Each method is one oddity, with what was seen; `tests/engine` sees each of them, and `docs/reference/engines.md` lists
them for whoever writes expressions. The base class is Ibis's, which has no types for a checker.
"""

from typing import Any

import ibis.expr.datatypes as dt
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.common.exceptions import UnsupportedOperationError


class SparkCompiler(PySparkCompiler):  # type: ignore[misc]
    """Ibis's compiler for Spark with the same answers as that for DuckDB."""

    __slots__ = ()

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802  (named by Ibis)
        """Rows for which a condition holds: none is 0, where the sum over nothing but nulls would be null."""
        if where is None:
            return super().visit_CountStar(op, arg=arg, where=where)
        return self.f.count_if(where)

    def visit_ArrayCollect(  # noqa: N802
        self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """The values as a list, ordered where that is asked for; of nothing but nulls there is no list."""
        if order_by and not distinct:
            found = self._collected_in_order(arg, where, order_by)
        else:
            found = super().visit_ArrayCollect(
                op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
            )
        return self.f.nullif(found, self.f.array())

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: ARG002, N802
        """A quotient, always a float: by zero it is infinite or no number, where Spark stops with an error."""
        above, below = self.cast(left, dt.float64), self.cast(right, dt.float64)
        infinite = self.cast(sge.convert("Infinity"), dt.float64)
        return self.if_(below.eq(0), above * infinite, self.f.try_divide(above, below))

    def visit_IsNull(self, op: Any, *, arg: Any) -> Any:  # noqa: ARG002, N802
        """Whether nothing is stated: what is no number is a value like any other."""
        return arg.is_(sge.Null())

    def visit_NotNull(self, op: Any, *, arg: Any) -> Any:  # noqa: ARG002, N802
        """Whether something is stated, were it no number."""
        return arg.is_(sge.Null()).not_(copy=False)

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:  # noqa: ARG002, N802
        """Small letters one by one: a Turkish dotted capital gives one letter, and a capital sigma always the same."""
        return self.f.lower(self.f.translate(arg, "İΣ", "iσ"))

    def visit_ArrayIndex(self, op: Any, *, arg: Any, index: Any) -> Any:  # noqa: ARG002, N802
        """An element: behind the end there is none, where Spark stops with an error."""
        return self.f.try_element_at(arg, index + 1)

    def _collected_in_order(self, arg: Any, where: Any, order_by: Any) -> Any:
        """Spark's aggregates know no order: the values are collected beside what they are ordered by, then sorted."""
        if any(key.args.get("desc") for key in order_by):
            raise UnsupportedOperationError("a list in descending order; sort it upwards, or by the negative")
        sorted_by = [part for key in order_by for part in (key.this.is_(sge.Null()), key.this)]  # nulls come last
        names = [f"k{number}" for number in range(len(sorted_by))]
        cells = [cell for pair in zip(map(sge.convert, names), sorted_by, strict=True) for cell in pair]
        row = self.f.named_struct(*cells, "found", arg)
        wanted = arg.is_(sge.Null()).not_() if where is None else where.and_(arg.is_(sge.Null()).not_())
        rows = self.f.array_sort(self.f.collect_list(self.if_(wanted, row, sge.Null())))
        one = sge.to_identifier("one")
        return self.f.transform(
            rows, sge.Lambda(this=sge.Dot(this=one, expression=sge.to_identifier("found")), expressions=[one])
        )


def sql_of(rows: Any) -> str:
    """The statement that gives the rows of an Ibis expression on Spark."""
    compiler = SparkCompiler()
    return str(compiler.to_sqlglot(rows.unbind()).sql(dialect=compiler.dialect))
