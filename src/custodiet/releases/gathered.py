"""The releases of one chunk that become rows, side by side, and everything found wrong on the way."""

from dataclasses import dataclass, field

from custodiet.model.release import Release
from custodiet.problems import Problem
from custodiet.releases._nested import Nested
from custodiet.releases._objects import Objects, Structs


@dataclass(slots=True)
class Gathered:
    """Releases in the order in which they were read; entry n of each list is about release n."""

    releases: list[Release] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    placed: list[bool] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    nested: Nested | None = None
    """The releases as nested columns, where all of them could be read so; `releases` is empty then."""

    def __len__(self) -> int:
        """How many releases there are."""
        return len(self.pointers)

    @property
    def objects(self) -> Objects:
        """The releases, to be asked for their values."""
        return Structs(self.releases) if self.nested is None else self.nested

    def add(self, release: Release, pointer: str, document_id: str, merged: int = 1, *, placed: bool) -> None:
        """Adds a release whose `ocid` is stated.

        Args:
            release: the release.
            pointer: where it stands in its document.
            document_id: the document; parts that stand in another one say so themselves.
            merged: how many releases were merged into it.
            placed: whether what its objects say of their own place holds, and goes before what is said here.
        """
        self.releases.append(release)
        self.pointers.append(release.pointer if placed and release.pointer is not None else pointer)
        self.documents.append((placed and release.document) or document_id)
        self.merged.append(merged)
        self.placed.append(placed)
