"""What is known of an input file or archive member."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One row of `documents`; see that table for the meaning of each field."""

    document_id: str
    name: str
    bytes: int
    uri: str | None = None
    format: str | None = None
    records: int = 0
    media_type: str | None = None
    publisher: str | None = None
    licence: str | None = None
    published_at: str | None = None
    retrieved_at: str | None = None
