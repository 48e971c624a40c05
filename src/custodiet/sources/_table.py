"""A table in memory: its columns, its rows as text, and how each row is pointed at in its document."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from custodiet.problems import DOUBTED, SET_ASIDE
from custodiet.sources._converted import Finding

_TITLE_ROWS = 10  # more rows of titles than any sheet seen
Row = Sequence[str | None]


@dataclass(slots=True)
class Table:
    """Rows under a header; row `n` of `rows` is pointed at by `PREFIX` and `first + n`."""

    columns: tuple[str, ...]
    rows: list[Row]
    prefix: str = "row="
    first: int = 2
    document: str | None = None
    """The name of the file, where it is another one than the main file of a mapping."""
    problems: list[Finding] = field(default_factory=list)
    index: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Remember where each column stands; of two with the same name the first one counts."""
        self.index = {}
        for position, name in enumerate(self.columns):
            self.index.setdefault(name, position)

    def pointer(self, n: int) -> str:
        """Where row `n` stands in the document."""
        return f"{self.prefix}{self.first + n}"


def under_any_header(table: Table) -> Iterator[Table]:
    """The table, and for a sheet also what stands below each of its next rows: titles often stand above the columns."""
    yield table
    if table.prefix.startswith("sheet="):
        for n, row in enumerate(table.rows[:_TITLE_ROWS]):
            if any(row):
                yield Table(header(row), table.rows[n + 1 :], table.prefix, table.first + n + 1, table.document)


def header(cells: Row) -> tuple[str, ...]:
    """The names of the columns: cells of the first row without the space around them."""
    return _header(tuple(cells))


@functools.lru_cache(maxsize=16)  # of a folder with thousands of small files nearly all begin alike
def _header(cells: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple((cell or "").strip().removeprefix("\ufeff").strip() for cell in cells)


def fitted(row: Row, width: int, pointer: str, problems: list[Finding]) -> Row:
    """The row with as many cells as the header; a row of another length is reported."""
    if len(row) == width:
        return row
    if len(row) < width:
        if row:
            detail = f"{len(row)} cells under {width} columns; the missing ones are taken as not stated"
            problems.append(Finding(pointer, "row-too-short", "", DOUBTED, detail))
        return [*row, *[None] * (width - len(row))]
    if any(row[width:]):
        detail = f"{len(row)} cells under {width} columns; the cells without a column are left out"
        problems.append(Finding(pointer, "row-too-long", "", SET_ASIDE, detail))
    return row[:width]
