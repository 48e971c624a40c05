"""Releases as nested Arrow columns: what most publishers write, without an object for each value.

Only a chunk of which every record is a sound compiled release that fits its shape to the letter is read so; of any
other the typed decoder makes structs, which can be repaired. The rows that come out are the same.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.json

from custodiet.model.release import Release
from custodiet.model.tables import TEXT, TEXTS
from custodiet.releases._objects import Flags, Numbers
from custodiet.releases._shape import Field, Holds, shape

_LARGEST_WHOLE = 2.0**53  # beyond it a double does not hold every whole number
_LARGEST_COUNT = 9e11
_CHANGED = re.compile(r"Column\((?P<path>/[^)]*)\) changed from (?P<before>null|string|number) to")
_JUDGED = frozenset({Holds.NUMBER, Holds.OBJECT, Holds.OBJECTS, Holds.TEXTS})  # of others the reader sees to the type
_TRIES = 26  # one more than there are ids in the shape of a release, and one for what is not usual
Path = tuple[str, ...]
Paths = frozenset[Path]


@dataclass(slots=True)
class _Usual:
    """What the releases read so far state, and which of their ids are numbers: mostly those that follow do the same.

    A field that was never stated costs nothing to read; where one is stated after all, the reader says so and the chunk
    is read again. What is read does not depend on it.
    """

    stated: Paths = frozenset()
    numbered: Paths = frozenset()


_USUAL = _Usual()


def read_nested(runs: Sequence[tuple[bytes, int]]) -> "Nested | None":
    """The releases in runs of sound JSON, each with their number; None where one does not fit its shape.

    Read one by one, runs take half the memory, and what one gives back the next takes again.
    """
    arrays: list[pa.StructArray] = []
    for data, releases in runs:
        array = _read(data, releases)
        if array is None:
            return None
        arrays.append(array)
    return Nested(_put_together(arrays))


def _read(data: bytes, releases: int) -> pa.StructArray | None:
    stated: Paths | None = _USUAL.stated
    numbered, tried = _USUAL.numbered, set[Path]()
    for _ in range(_TRIES):
        try:
            table = _table(data, _schema(stated, numbered))
        except pa.ArrowInvalid as error:
            odd = _CHANGED.search(str(error))
            if odd is None:
                return None
            if odd["before"] == "null":
                stated = None
                continue
            path = tuple(step for step in odd["path"].split("/") if step not in {"", "[]"})
            if path in tried or path not in _ids():
                return None
            tried.add(path)
            numbered ^= {path}
            continue
        root = pa.StructArray.from_arrays([column.chunk(0) for column in table.columns], fields=list(table.schema))
        if len(root) != releases or not _fits(root, shape(Release)):
            return None
        _USUAL.numbered = numbered
        if stated is None:
            _USUAL.stated |= frozenset(_stated(root, ()))
        return root
    return None


def _table(data: bytes, schema: pa.Schema) -> pa.Table:
    return pa.json.read_json(
        pa.BufferReader(data),
        pa.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        pa.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    ).combine_chunks()


@functools.lru_cache(maxsize=64)
def _schema(stated: Paths | None, numbered: Paths) -> pa.Schema:
    """The shape of a release; what is not `stated` is null, and the ids at the paths `numbered` are whole numbers."""
    return pa.schema(_columns(shape(Release), (), stated, numbered))


@functools.cache
def _ids(struct: type[msgspec.Struct] = Release, above: Path = ()) -> Paths:
    """The paths at which ids stand."""
    fields = shape(struct)
    own = {(*above, name) for name, field in fields.items() if field.holds in {Holds.ID, Holds.IDS}}
    return frozenset(own).union(
        *(_ids(field.struct, (*above, name)) for name, field in fields.items() if field.struct is not None)
    )


def _columns(fields: dict[str, Field], above: Path, stated: Paths | None, numbered: Paths) -> list[pa.Field]:
    return [
        pa.field(name, _type(field, (*above, name), stated, numbered))
        for name, field in fields.items()
        if field.holds is not Holds.ORIGIN and not name.startswith("@")
    ]


def _stated(column: pa.Array, path: Path) -> Iterator[Path]:
    """The paths at which something is stated in a column and below it."""
    if column.null_count == len(column):
        return
    yield path
    inner = column.flatten() if pa.types.is_list(column.type) else column
    if pa.types.is_struct(inner.type):
        for field in inner.type:
            yield from _stated(inner.field(field.name), (*path, field.name))


def _type(field: Field, path: Path, stated: Paths | None, numbered: Paths) -> pa.DataType:
    if stated is not None and path not in stated:
        return pa.null()
    if field.struct is not None:
        inner = pa.struct(_columns(shape(field.struct), path, stated, numbered))
        return pa.list_(inner) if field.holds is Holds.OBJECTS else inner
    if field.holds is Holds.NUMBER:
        return pa.float64()
    if field.holds in {Holds.ID, Holds.IDS} and path in numbered:
        return pa.int64() if field.holds is Holds.ID else pa.list_(pa.int64())
    return TEXTS if field.holds in {Holds.TEXTS, Holds.IDS} else TEXT


def _fits(objects: pa.StructArray, fields: dict[str, Field]) -> bool:
    """Whether the values are such as the typed decoder takes, and numbers such as a double holds exactly."""
    for name, field in fields.items():
        if field.holds not in _JUDGED:
            continue
        column = objects.field(name)
        if column.null_count == len(column):
            continue
        if field.holds is Holds.NUMBER and not _exact(column, name):
            return False
        if field.holds in {Holds.OBJECTS, Holds.TEXTS}:
            column = column.flatten()
            if column.null_count:  # null among the objects of a list
                return False
        if field.struct is not None and not _fits(column, shape(field.struct)):
            return False
    return True


def _exact(column: pa.Array, name: str) -> bool:
    numbers = column.drop_null().to_numpy(zero_copy_only=False)
    most = _LARGEST_COUNT if name == "numberOfTenderers" else _LARGEST_WHOLE
    signless_zero = not (np.signbit(numbers) & (numbers == 0)).any()  # the typed decoder reads `-0` as 0
    return bool((np.abs(numbers) < most).all()) and signless_zero


class Nested:
    """Objects as struct arrays that lie one behind the other, all of them or those with some numbers."""

    def __init__(self, arrays: Sequence[pa.StructArray], numbers: Numbers | None = None) -> None:
        self.arrays, self.selected = arrays, numbers

    def __len__(self) -> int:
        """How many objects there are."""
        return sum(map(len, self.arrays)) if self.selected is None else len(self.selected)

    def _columns(self, path: Path) -> list[pa.Array]:
        return [_inside(array, path) for array in self.arrays]

    def _column(self, path: Path, kind: pa.DataType) -> pa.Array:
        """Whatever stands at a path of each object: of this type, or numbers that stand for texts."""
        columns = self._columns(path)
        if all(column.null_count == len(column) for column in columns):
            return pa.nulls(len(self), kind)
        whole = columns[0] if len(columns) == 1 else pa.concat_arrays(_alike(columns, kind))
        return whole if self.selected is None else whole.take(pa.array(self.selected))

    def texts(self, *path: str) -> pa.Array:
        """The text at a path of each object."""
        return self._column(path, TEXT)

    def ids(self, *path: str) -> pa.Array:
        """The id at a path of each object as text."""
        column = self._column(path, TEXT)
        return column if column.type == TEXT else column.cast(TEXT)

    def numbers(self, *path: str) -> pa.Array:
        """The number at a path of each object."""
        return self._column(path, pa.float64())

    def text_lists(self, *path: str) -> pa.Array:
        """The texts or ids at a path of each object."""
        column = self._column(path, TEXTS).cast(TEXTS)
        if not column.flatten().null_count:
            return column
        return pa.array([texts and [one for one in texts if one is not None] for texts in column.to_pylist()], TEXTS)

    def single(self, *path: str) -> tuple["Nested", Numbers]:
        """The object at a path of each that has one."""
        holders = np.flatnonzero(self.lists(*path))
        if self.selected is None:
            return Nested(self._columns(path), None if len(holders) == len(self) else holders), holders
        return Nested(self._columns(path), self.selected[holders]), holders

    def members(self, *path: str) -> tuple["Nested", Numbers]:
        """The objects in the list at a path."""
        columns = self._columns(path)
        counts = np.concatenate([_lengths(column) for column in columns])
        inner = [column.flatten() for column in columns if column.type != pa.null()]
        if self.selected is None:
            return Nested(inner), counts
        starts, counts = (np.cumsum(counts) - counts)[self.selected], counts[self.selected]
        numbers = np.arange(counts.sum()) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return Nested(inner, numbers), counts

    def lists(self, *path: str) -> Flags:
        """Which objects state a list at a path."""
        stated = np.concatenate([np.asarray(column.is_valid()) for column in self._columns(path)])
        return stated if self.selected is None else stated[self.selected]

    def chosen(self, numbers: Numbers) -> "Nested":
        """Those with these numbers."""
        return Nested(self.arrays, numbers if self.selected is None else self.selected[numbers])

    def behind(self, others: Sequence["Nested"]) -> "Nested":
        """These and behind them others."""
        kinds = [self, *others]
        arrays = [array for kind in kinds for array in kind.arrays]
        if all(kind.selected is None for kind in kinds):
            return Nested(_put_together(arrays))
        starts = np.cumsum([0, *(sum(map(len, kind.arrays)) for kind in kinds)])
        numbers = [
            start + (np.arange(len(kind)) if kind.selected is None else kind.selected)
            for start, kind in zip(starts, kinds, strict=False)
        ]
        return Nested(arrays, np.concatenate(numbers))


def _put_together(arrays: Sequence[pa.StructArray]) -> Sequence[pa.StructArray]:
    """The arrays as one where they are of one type; a single one is not copied."""
    alike = len({array.type for array in arrays}) == 1
    return [pa.concat_arrays(arrays)] if alike and len(arrays) > 1 else arrays


def _inside(column: pa.Array, path: Path) -> pa.Array:
    """What stands at a path of each object; the reader leaves null below null, so none has to be looked for above."""
    for name in path:
        if column.type == pa.null():
            break
        column = column.field(name)
    return column


def _lengths(column: pa.Array) -> Numbers:
    if column.type == pa.null():
        return np.zeros(len(column), np.intp)
    return np.asarray(column.value_lengths().fill_null(0)).astype(np.intp)


def _alike(columns: Sequence[pa.Array], kind: pa.DataType) -> Sequence[pa.Array]:
    """Columns of which some state nothing, or ids as numbers, all of one type."""
    return columns if len({column.type for column in columns}) == 1 else [column.cast(kind) for column in columns]
