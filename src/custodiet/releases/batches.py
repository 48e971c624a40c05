"""Record batches from rows: exact amounts, checked dates, texts without persons; every change is a problem row."""

import functools
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.tables import AMOUNT, COUNT, PROBLEMS, RELEASE_TABLES, SHARE, TEXT, TEXTS, Column, Table
from custodiet.problems import DOUBTED, REMOVED, REPAIRED, SET_ASIDE, Problem
from custodiet.releases import minimise
from custodiet.releases._dates import ISO_8601, PLAUSIBLE, PLAUSIBLE_ISO_8601, read_date
from custodiet.releases._objects import Values
from custodiet.releases._parts import Columns
from custodiet.releases.flatten import flatten
from custodiet.releases.gathered import Gathered

_SCALE = 10_000
_EXACT = 9e11  # up to here a float times 10,000 is exact to the unit
_LARGEST = Decimal(10) ** 20
_DATES = frozenset({"release_date", "published", "tender_start", "tender_end", "date", "date_signed", "start", "end"})
# Columns that stand as they were published: keys of ours and of publishers. All others are texts, codes among them,
# since publishers write sentences where a code was asked for.
_KEYS = frozenset({"ocid", "document_id", "pointer", "row_pointer", "table", "column", "code", "identifier"})
_KEY_ENDINGS = ("_id", "_ids")
_URLS = frozenset({"url"})
# Addresses of this form, without what the second looks for, need no closer look.
_PLAIN_URL = r"^https?://([A-Za-z0-9-]+\.)+[A-Za-z]+(:[0-9]+)?(/[A-Za-z0-9_~%+.-]*)*$"
_TELLING_URL = r"[0-9]\.[0-9]+\.[0-9]|m3u8|live|stream|rtsp|maps?|%40"


def batches(chunk: Gathered, text_chars: int) -> dict[str, pa.RecordBatch]:
    """One record batch for each table of a release, and `problems`, which holds what was changed on the way."""
    flat = flatten(chunk)
    made = {table.name: _batch(table, flat.get(table.name, {}), chunk.problems, text_chars) for table in RELEASE_TABLES}
    made[PROBLEMS.name] = problem_batch(chunk.problems)
    return made


def problem_batch(problems: Sequence[Problem]) -> pa.RecordBatch:
    """The problems as a record batch; what was read is shown without persons and fine places."""
    columns = [
        [minimise.original(one.original) for one in problems]
        if name == "original"
        else [getattr(one, name) for one in problems]
        for name in PROBLEMS.names
    ]
    return pa.record_batch([pa.array(column, TEXT) for column in columns], schema=PROBLEMS.schema)


def _batch(table: Table, columns: Columns, problems: list[Problem], text_chars: int) -> pa.RecordBatch:
    if not columns or not len(columns["ocid"]):
        return _empty(table.name)
    if tuple(columns) != table.names:
        raise TypeError(f"{table.name}: the columns {', '.join(columns)} for {', '.join(table.names)}")
    arrays = [
        _array(column, columns[column.name], _Place(table, column, columns, problems), text_chars)
        for column in table.columns
    ]
    return pa.record_batch(arrays, schema=table.schema)


@functools.cache
def _empty(name: str) -> pa.RecordBatch:
    schema = next(table.schema for table in RELEASE_TABLES if table.name == name)
    return pa.RecordBatch.from_pylist([], schema)


class _Place:
    """Says where the value of a column stands in a row, for the problems found in it."""

    def __init__(
        self, table: Table, column: Column, columns: Columns, problems: list[Problem], lists: pa.Array | None = None
    ) -> None:
        self._table, self._column, self._columns, self._problems = table, column, columns, problems
        self._lists = lists

    def within(self, lists: pa.Array) -> "_Place":
        """The same place for members of lists, each in the row of its list."""
        return _Place(self._table, self._column, self._columns, self._problems, lists)

    def note(self, row: int, kind: str, original: str, action: str, detail: str = "") -> None:
        row = row if self._lists is None else self._rows[row]
        document_id, pointer = (str(self._columns[name][row]) for name in ("document_id", "pointer"))
        self._problems.append(
            Problem(document_id, f"{pointer}{self._column.place}", kind, original[:200], action, detail)
        )

    @cached_property
    def _rows(self) -> list[int]:
        """For each member of the lists its row; asked for only where something is noted, which is seldom."""
        return pc.list_parent_indices(self._lists).to_pylist()  # type: ignore[no-any-return]


def _array(column: Column, values: Values, place: _Place, text_chars: int) -> pa.Array:
    if column.type == AMOUNT:
        return _amounts(values, place)
    if column.type == COUNT:
        return _counts(values, place)
    if column.type == SHARE:
        return _shares(values, place)
    array = values if isinstance(values, pa.Array) else pa.array(values, column.type)
    if array.null_count == len(array):
        return pa.nulls(len(array), column.type)
    if column.name in _KEYS or column.name.endswith(_KEY_ENDINGS):
        return array
    if column.name in _DATES:
        return _dates(array, place)
    if column.name in _URLS:
        return _urls(array, place)
    return _lists(array, place, text_chars) if column.type == TEXTS else _texts(array, place, text_chars)


def _lists(array: pa.Array, place: _Place, text_chars: int) -> pa.Array:
    """Lists of texts, each as a text alone."""
    members = array.flatten()
    texts = _texts(members, place.within(array), text_chars)
    if texts is members:
        return array
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy()
    return pa.ListArray.from_arrays(np.concatenate([[0], np.cumsum(lengths)]), texts, type=TEXTS, mask=array.is_null())


def _texts(array: pa.Array, place: _Place, text_chars: int) -> pa.Array:
    """Texts without persons and fine places; one beyond the limit is cut."""
    distinct = pc.unique(array)  # portals repeat units, labels and names many times
    if (pc.max(pc.binary_length(distinct)).as_py() or 0) > text_chars:
        array = _shortened(array, place, text_chars)
        distinct = pc.unique(array)
    removed = minimise.texts(distinct)
    if not removed:
        return array
    rows = pc.index_in(array, distinct).to_pylist()
    for row, distinct_row in enumerate(rows):
        if distinct_row in removed:
            place.note(row, "personal-data-in-text", "", REMOVED, ", ".join(removed[distinct_row][1]))
    minimised = distinct.to_pylist()
    for distinct_row, (text, _) in removed.items():
        minimised[distinct_row] = text
    return pa.array(minimised, TEXT).take(pa.array(rows, pa.int64()))


def _shortened(array: pa.Array, place: _Place, text_chars: int) -> pa.Array:
    kept = array.to_pylist()
    for row, value in enumerate(kept):
        if value is not None and len(value) > text_chars:
            kept[row] = value[:text_chars]
            place.note(row, "text-too-long", "", SET_ASIDE, f"cut after {text_chars:,} characters (limit text_chars)")
    return pa.array(kept, TEXT)


def _urls(array: pa.Array, place: _Place) -> pa.Array:
    """Addresses without credentials, personal parameters, streams and points on a map."""
    plain = pc.and_not(pc.match_substring_regex(array, _PLAIN_URL), pc.match_substring_regex(array, _TELLING_URL))
    doubtful = np.flatnonzero(~np.asarray(pc.fill_null(plain, fill_value=True))).tolist()
    if not doubtful:
        return array
    kept = array.to_pylist()
    for row in doubtful:
        published = str(kept[row])
        kept[row] = minimise.address(published)
        if kept[row] != published:
            place.note(row, "personal-data-in-address", "", REMOVED)
    return pa.array(kept, TEXT)


def _dates(array: pa.Array, place: _Place) -> pa.Array:
    """Dates as published; one that is not ISO 8601 is read where it can be told without doubt, else set aside."""
    distinct = pc.unique(array).drop_null()
    if pc.all(pc.match_substring_regex(distinct, PLAUSIBLE_ISO_8601)).as_py():
        return array
    fits = pc.match_substring_regex(distinct, ISO_8601)
    if not pc.all(fits).as_py():
        strange = set(distinct.filter(pc.invert(fits)).to_pylist())
        kept = [_mended(one, row, place) if one in strange else one for row, one in enumerate(array.to_pylist())]
        array = pa.array(kept, TEXT)
        distinct = pc.unique(array).drop_null()
    odd = distinct.filter(pc.invert(pc.match_substring_regex(distinct, PLAUSIBLE)))
    if len(odd):
        for row in np.flatnonzero(np.asarray(pc.is_in(array, odd))).tolist():
            place.note(row, "date-not-plausible", str(array[row]), DOUBTED, "kept as published")
    return array


def _mended(published: str | None, row: int, place: _Place) -> str | None:
    if published is None or not published.strip():
        return None
    read = read_date(published)
    if read is None:
        place.note(row, "not-a-date", published, SET_ASIDE)
    else:
        place.note(row, "date-in-other-form", published, REPAIRED, read)
    return read


def _counts(values: Values, place: _Place) -> pa.Array:
    if isinstance(values, pa.Array) and pc.all(pc.equal(pc.floor(values), values)).as_py() is not False:
        return values.cast(COUNT)
    kept = values.to_pylist() if isinstance(values, pa.Array) else list(values)
    for row, value in enumerate(kept):
        if value.__class__ is float:
            kept[row] = int(value) if value.is_integer() and abs(value) < _EXACT else None
            if kept[row] is None:
                place.note(row, "not-a-count", str(value), SET_ASIDE)
        elif value is not None and abs(value) > _EXACT:
            kept[row] = None
            place.note(row, "not-a-count", str(value), SET_ASIDE)
    return pa.array(kept, COUNT)


def _shares(values: Values, place: _Place) -> pa.Array:
    """Numbers that need not be exact; one beyond every double is set aside."""
    if isinstance(values, pa.Array):
        return values
    try:
        return pa.array(values, SHARE)
    except (pa.ArrowInvalid, OverflowError):
        return pa.array([_share(value, row, place) for row, value in enumerate(values)], SHARE)


def _share(value: Any, row: int, place: _Place) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:
        place.note(row, "number-too-large", str(value), SET_ASIDE)
        return None


def _amounts(values: Values, place: _Place) -> pa.Array:
    """Exact decimals from JSON numbers: what a double holds to 4 decimals at once, the rest by its shortest text."""
    try:
        floats = values if isinstance(values, pa.Array) else pa.array(values, pa.float64(), from_pandas=False)
    except (pa.ArrowInvalid, OverflowError):
        return _exact_amounts(values, place)
    if floats.null_count == len(floats):
        return pa.nulls(len(floats), AMOUNT)
    numbers = floats.to_numpy(zero_copy_only=False)
    scaled = numbers * _SCALE
    whole = np.rint(np.nan_to_num(scaled, nan=0.0, posinf=np.inf, neginf=-np.inf))
    if (np.abs(whole) > _EXACT * _SCALE).any() or (np.abs(np.nan_to_num(scaled) - whole) > 1e-3).any():  # noqa: PLR2004
        return _exact_amounts(values, place)
    low = whole.astype(np.int64)
    words = np.empty((len(low), 2), np.int64)
    words[:, 0], words[:, 1] = low, low >> 63
    validity = pc.is_valid(floats)
    bits = (
        None if not floats.null_count else pa.py_buffer(np.packbits(np.asarray(validity), bitorder="little").tobytes())
    )
    return pa.Array.from_buffers(AMOUNT, len(low), [bits, pa.py_buffer(words.tobytes())])


def _exact_amounts(values: Values, place: _Place) -> pa.Array:
    kept: list[Decimal | None] = []
    for row, value in enumerate(values.to_pylist() if isinstance(values, pa.Array) else values):
        amount = None if value is None else Decimal(repr(value))
        if amount is not None and (not amount.is_finite() or abs(amount) >= _LARGEST):
            place.note(row, "amount-too-large", str(value), SET_ASIDE, "more than 20 digits")
            amount = None
        elif amount is not None and amount != (rounded := amount.quantize(Decimal("0.0001"))):
            place.note(row, "amount-rounded", str(value), REPAIRED, str(rounded))
            amount = rounded
        kept.append(amount)
    return pa.array(kept, AMOUNT)
