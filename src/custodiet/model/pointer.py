"""Places in a document, as JSON pointers (RFC 6901) or paths of the same form."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

Known = TypeVar("Known")


def above(pointer: str) -> Iterator[str]:
    """A place and every place above it, the nearest first."""
    yield pointer
    while "/" in pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def nearest(document: str, pointer: str, known: Mapping[tuple[str, str], Known]) -> Known | None:
    """What is known of a place in a document, or else of the nearest one above it."""
    return next((known[document, place] for place in above(pointer) if (document, place) in known), None)
