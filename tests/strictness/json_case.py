"""One piece of text with the verdict of RFC 8259 on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["accept", "reject", "either"]


@dataclass(frozen=True, slots=True)
class Case:
    """`either`: the RFC leaves it to the parser (section 9), because of a limit, an encoding or a lone surrogate.

    `whole_document`: the case is about the encoding of a document and means nothing in the middle of one.
    """

    name: str
    data: bytes
    verdict: Verdict
    whole_document: bool = False

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes are UTF-8, as section 8.1 demands; custodiet refuses the others, whatever the verdict."""
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True


def family(verdict: Verdict, prefix: str, members: Iterable[tuple[str, str | bytes]]) -> tuple[Case, ...]:
    """The cases of one kind; text stands for its UTF-8 bytes."""
    return tuple(
        Case(f"{prefix}: {name}", data.encode("utf-8") if isinstance(data, str) else data, verdict)
        for name, data in members
    )


def in_array(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The same cases as the only element of an array, where a bracket follows instead of the end of the input."""
    return tuple(Case(f"{case.name}, in an array", b"[" + case.data + b"]", case.verdict) for case in cases)
