"""Tables on their way to a worker: small ones whole, large CSV in blocks, those that belong together side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from custodiet.errors import CutOffError, InputError, NotUnderstoodError
from custodiet.model.chunk import Piece
from custodiet.settings import Settings
from custodiet.sources import _recognise
from custodiet.sources._inputs import Source
from custodiet.sources._map_load import Recognised
from custodiet.sources.mapped_table import (
    CsvBlock,
    CsvForm,
    TableKind,
    csv_blocks,
    csv_form,
    load_mappings,
    recognise,
    sniff,
)

WHOLE, BLOCK, JOINED = "table", "table-block", "table-joined"
_SHOWN_COLUMNS = 8


class Account(Protocol):
    """What is kept of every document while it is read; `Reader` is one."""

    def whole(self, blocks: Iterable[bytes]) -> bytes: ...
    def describe(self, document_id: str, **known: str | None) -> None: ...
    def note(self, document_id: str, pointer: str, error: InputError) -> None: ...


class BlockOf(msgspec.Struct):
    """What a worker needs to read a block of a CSV document."""

    form: CsvForm
    block: CsvBlock


@dataclass
class Tables:
    """The mappings of a run, and the files that wait for the others they are joined with."""

    settings: Settings
    _waiting: dict[tuple[str, str], dict[str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the mapping files at once, so that a broken one stops before any work."""
        self.together: set[str] = set()
        """Documents that are read together with others."""
        self._mappings = load_mappings(self.settings.mappings, self.settings.plugins)

    def knows(self, keys: frozenset[str]) -> bool:
        """Whether a mapping recognises JSON objects with these keys."""
        return bool(keys) and self._mappings.recognise(keys) is not None

    def pieces(self, reader: Account, source: Source, head: bytes, blocks: Iterator[bytes]) -> Iterator[Piece]:
        """The pieces of a table; raises NotUnderstoodError where the document is none, or no mapping knows it."""
        kind = sniff(head)
        if kind is None:
            raise NotUnderstoodError(_recognise.hint(head))
        if kind in {TableKind.CSV, TableKind.TSV}:
            yield from self._csv(reader, source, head, blocks)
            return
        data = reader.whole(blocks)
        recognised = recognise(data, self._mappings)
        if recognised is None:
            raise NotUnderstoodError(f"a table ({kind.value}) whose columns no mapping knows; {_ADVICE}")
        yield from self._whole(reader, source, data, recognised)

    def joined(self, reader: Account) -> Iterator[Piece]:
        """The files that belong together, one piece for each group of them in one folder or archive."""
        for (mapping, _folder), files in self._waiting.items():
            main = next(iter(files))
            data = msgspec.msgpack.encode(files)
            if len(data) > self.settings.limits.record_bytes:
                reader.note(main, "", NotUnderstoodError(f"the joined files of {mapping} are together too large"))
                continue
            yield Piece(main, f"{JOINED}:{mapping}", data, "", -1, (len(data),))
        self._waiting.clear()

    def _csv(self, reader: Account, source: Source, head: bytes, blocks: Iterator[bytes]) -> Iterator[Piece]:
        form = csv_form(head)
        recognised = self._mappings.recognise(form.columns)
        if recognised is None:
            shown = ", ".join(form.columns[:_SHOWN_COLUMNS])
            raise NotUnderstoodError(f"a table that no mapping knows, with the columns {shown}; {_ADVICE}")
        if recognised.joined or source.size <= self.settings.chunk_bytes:
            yield from self._whole(reader, source, reader.whole(blocks), recognised)
            return
        reader.describe(source.sha256, format=f"table:{recognised.id}", media_type="text/csv")
        name = f"{BLOCK}:{recognised.id}"
        for block in csv_blocks(self._kept(reader, source, blocks), form, self.settings.chunk_bytes):
            data = msgspec.msgpack.encode(BlockOf(form.of_blocks, block))
            yield Piece(source.sha256, name, data, "", -1, (len(data),))

    def _whole(self, reader: Account, source: Source, data: bytes, recognised: Recognised) -> Iterator[Piece]:
        reader.describe(source.sha256, format=f"table:{recognised.id}")
        if not recognised.joined:
            yield Piece(source.sha256, f"{WHOLE}:{recognised.id}", data, "", -1, (len(data),))
            return
        self.together.add(source.sha256)
        files = self._waiting.setdefault((recognised.id, source.name.rpartition("/")[0]), {})
        self._waiting[recognised.id, source.name.rpartition("/")[0]] = (
            {source.sha256: data, **files} if not recognised.table else {**files, source.sha256: data}
        )

    @staticmethod
    def _kept(reader: Account, source: Source, blocks: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from blocks
        except CutOffError as error:
            reader.note(source.sha256, "", error)


_ADVICE = "write one with docs/how-to/map-a-table.md and give it with --mapping FILE"
