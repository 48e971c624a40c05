"""From bytes to rows: decodes releases, merges those of one process, removes persons, and writes flat tables."""

from custodiet.releases.batches import problem_batch
from custodiet.releases.compile import ASIDE_SCHEMA, compile_releases
from custodiet.releases.decode import Aside, Decoded, decode
from custodiet.releases.repeated import drop_repeated

__all__ = ["ASIDE_SCHEMA", "Aside", "Decoded", "compile_releases", "decode", "drop_repeated", "problem_batch"]
