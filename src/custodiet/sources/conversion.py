"""Every source speaks OCDS at the door: pieces of other formats become pieces of OCDS JSON Lines, in the worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from custodiet.errors import InputError
from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.problems import SET_ASIDE, Problem
from custodiet.settings import Settings
from custodiet.sources import eforms, ted_xml
from custodiet.sources._converted import Converted
from custodiet.sources._tables import BLOCK, JOINED, WHOLE, BlockOf
from custodiet.sources.mapped_table import Mappings, convert, convert_block, convert_joined, load_mappings
from custodiet.sources.reader import kind_of

_SHOWN = 200


@dataclass
class Converter:
    """Converts pieces by the mappings of a run."""

    settings: Settings
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the mapping files once for each worker."""
        self._mappings: Mappings = load_mappings(self.settings.mappings, self.settings.plugins)

    def to_ocds(self, chunk: Chunk) -> Chunk:
        """The chunk with every piece as OCDS JSON; what a converter found is added to `problems`."""
        return Chunk(chunk.number, tuple(self._piece(piece) for piece in chunk.pieces))

    def _piece(self, piece: Piece) -> Piece:
        if piece.format == OCDS:
            return piece
        try:
            converted = self._converted(piece)
        except InputError as error:
            self.problems.append(Problem(piece.document_id, "", kind_of(error), "", SET_ASIDE, str(error)))
            return Piece(piece.document_id, OCDS, b"")
        for found in converted.problems:
            self.problems.append(
                Problem(
                    piece.document_id, found.pointer, found.kind, found.original[:_SHOWN], found.action, found.detail
                )
            )
        lines = b"\n".join(msgspec.json.encode(release) for release in converted.releases)
        return Piece(piece.document_id, OCDS, lines, "release ", 0, placed=True)

    def _converted(self, piece: Piece) -> Converted:
        kind, _, mapping = piece.format.partition(":")
        if kind in _XML:
            return _XML[kind](piece.data)
        if kind == WHOLE:
            return convert(piece.data, self._mappings.by_id[mapping])
        if kind == BLOCK:
            part = msgspec.msgpack.decode(piece.data, type=BlockOf)
            return convert_block(part.block, part.form, self._mappings.by_id[mapping])
        if kind == JOINED:
            files: Mapping[str, bytes] = msgspec.msgpack.decode(piece.data, type=dict[str, bytes])
            return convert_joined(files, self._mappings.by_id[mapping])
        raise LookupError(f"no converter for pieces of format {piece.format!r}")


_XML: dict[str, Callable[[bytes], Converted]] = {ted_xml.FORMAT: ted_xml.convert, eforms.FORMAT: eforms.convert}
