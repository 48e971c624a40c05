"""Counts the tables of a register again from their files: exact money totals, and keys that occur more than once."""

from collections import defaultdict
from decimal import Context, Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Totals = dict[str, dict[str, str]]
"""Exact sums by TABLE.MONEY, then by currency; `.cancelled` behind it for rows in that state."""

NO_CURRENCY = "not stated"
CANCELLED = "cancelled"
_EXACT = Context(prec=76)  # a column of 24 digits with more rows than any disk holds
_ROWS = 131_072


def money_totals(folder: Path) -> Totals:
    """The money totals of all tables below `folder/tables`, as they stand in the manifest."""
    totals: Totals = {}
    for file in sorted((folder / "tables").glob("*.parquet")):
        with pq.ParquetFile(file) as table:
            totals |= table_totals(file.stem, table)
    return totals


def table_totals(name: str, table: pq.ParquetFile) -> Totals:
    """The money totals of one table: each column `X_amount` under NAME.X, by the text in `X_currency`.

    A row whose `state` is cancelled is summed apart, under NAME.X.cancelled: it is never in a total.
    """
    columns = table.schema_arrow.names
    amounts = [column for column in columns if column.endswith("_amount") and _is_decimal(table, column)]
    totals: Totals = {}
    for amount in amounts:
        title = f"{name}.{amount.removesuffix('_amount')}"
        totals |= _named(title, _sums(table, amount))
    return totals


def repeated_keys(table: pq.ParquetFile, key: tuple[str, ...]) -> int:
    """How many rows have a key that another row already has; 0 for a table without a key."""
    if not key:
        return 0
    rows = table.read(columns=list(key))
    return int(rows.num_rows - rows.group_by(list(key)).aggregate([]).num_rows)


def _is_decimal(table: pq.ParquetFile, column: str) -> bool:
    return bool(pa.types.is_decimal(table.schema_arrow.field(column).type))


def _sums(table: pq.ParquetFile, amount: str) -> dict[tuple[bool, str], Decimal]:
    """Sums of the rows with an amount, by whether the row is cancelled, and currency."""
    currency = f"{amount.removesuffix('_amount')}_currency"
    wanted = [column for column in (amount, currency, "state") if column in table.schema_arrow.names]
    sums: dict[tuple[bool, str], Decimal] = defaultdict(Decimal)
    for batch in table.iter_batches(_ROWS, columns=wanted):
        nothing = pa.nulls(len(batch), pa.string())
        state = batch["state"] if "state" in wanted else nothing
        rows = pa.table(
            {
                "amount": batch[amount],
                "currency": batch[currency] if currency in wanted else nothing,
                "cancelled": pc.fill_null(pc.equal(state, CANCELLED), False),
            }
        )
        stated = rows.filter(pc.is_valid(rows["amount"])).group_by(["currency", "cancelled"])
        for row in stated.aggregate([("amount", "sum")]).to_pylist():
            place = (row["cancelled"], row["currency"] or NO_CURRENCY)
            sums[place] = _EXACT.add(sums[place], row["amount_sum"])
    return sums


def _named(title: str, sums: dict[tuple[bool, str], Decimal]) -> Totals:
    """The sums as text; a title without any amount is left out."""
    totals: Totals = defaultdict(dict)
    for (cancelled, currency), amount in sorted(sums.items()):
        totals[f"{title}.{CANCELLED}" if cancelled else title][currency] = f"{amount:f}"
    return dict(totals)
