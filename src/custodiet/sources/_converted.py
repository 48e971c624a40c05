"""What a converter hands on: releases in the shape of `custodiet.model.release`, and what it found worth reporting."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that was set aside, repaired, doubted or removed, and where it stands in the document."""

    pointer: str
    kind: str
    original: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class Converted:
    """Releases as plain dicts (keys of `custodiet.model.release`, each object with its `@pointer`), and findings."""

    releases: list[dict[str, Any]]
    problems: list[Finding]
