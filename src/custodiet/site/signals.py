"""Signals of a purchase or an organisation: raised, not raised, not computable, each with what it was judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from custodiet.site.definitions import Definitions, Indicator

FLAGGED, NOT_FLAGGED, NOT_COMPUTABLE = "flagged", "not flagged", "not computable"


class Place(msgspec.Struct, frozen=True):
    """Where a value that a signal rests on was read; `number` is that of the statement, 0 where there is none."""

    column: str
    document: str | None
    pointer: str
    number: int


class Signal(msgspec.Struct, frozen=True):
    """One result of an indicator."""

    code: str
    indicator: Indicator | None
    state: str
    value: float | None
    threshold: float | None
    fence: str | None
    peer_group: str | None
    peers: int | None
    reason: str | None
    subject_kind: str
    evidence: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """The results by state, each in the order of the codes."""

    raised: tuple[Signal, ...]
    quiet: tuple[Signal, ...]
    silent: tuple[Signal, ...]

    @property
    def judged(self) -> int:
        """How many could be judged."""
        return len(self.raised) + len(self.quiet)

    @property
    def total(self) -> int:
        """How many there are."""
        return self.judged + len(self.silent)


def signals(rows: Iterable[Mapping[str, Any]], definitions: Definitions, places: Any = None) -> Signals:
    """The signals in rows of `flags`; `places` turns the evidence of a row into places."""
    found = sorted((_signal(row, definitions, places) for row in rows), key=lambda one: (one.code, one.subject_kind))
    return Signals(
        *(tuple(one for one in found if one.state == state) for state in (FLAGGED, NOT_FLAGGED, NOT_COMPUTABLE))
    )


def _signal(row: Mapping[str, Any], definitions: Definitions, places: Any) -> Signal:
    judged = row["state"] != NOT_COMPUTABLE
    return Signal(
        code=row["indicator"],
        indicator=definitions.indicators.get(row["indicator"]),
        state=row["state"],
        value=row["value"],
        threshold=row["threshold"] if judged else None,
        fence=row["fence"],
        peer_group=row["peer_group"],
        peers=row["peers"],
        reason=row["reason"],
        subject_kind=row["subject_kind"],
        evidence=tuple(places(row)) if places and judged else (),
    )
