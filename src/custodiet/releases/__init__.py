"""From bytes to rows: decodes releases, merges those of one process, removes persons, and writes flat tables."""

from custodiet.releases.compile import ASIDE_SCHEMA, compile_releases
from custodiet.releases.decode import Aside, Decoded, decode

__all__ = ["ASIDE_SCHEMA", "Aside", "Decoded", "compile_releases", "decode"]
