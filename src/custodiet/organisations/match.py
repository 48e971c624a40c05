"""Decides on pairs of organisations, one JSON object per line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from custodiet.organisations.decide import decide
from custodiet.organisations.mention import Mention, mention_from_json
from custodiet.organisations.pair import Lists


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair as a line states it, with the whole object for labels beside it."""

    id: str
    a: Mention
    b: Mention
    rest: dict[str, object]


def match_jsonl(lines: Iterable[bytes | str], lists: Lists | None = None) -> Iterator[bytes]:
    """One JSON line per line read: `id`, `decision`, `score`, `why`; for a broken line `line` and `error`."""
    lists = lists or Lists.ours()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = pair_from_line(line)
        except ValueError as error:
            yield orjson.dumps({"line": number, "error": str(error)}) + b"\n"
            continue
        found = decide(pair.a, pair.b, lists)
        answer = {"id": pair.id, "decision": found.decision, "score": found.score, "why": found.why}
        yield orjson.dumps(answer) + b"\n"


def pair_from_line(line: bytes | str) -> PairLine:
    """The pair of one line; raises ValueError that says what is wrong with it."""
    value = orjson.loads(line)
    if not isinstance(value, dict):
        raise ValueError(f'a pair is an object with "id", "a", "b"; found {type(value).__name__}')  # noqa: TRY004 - one error for a bad line
    if not isinstance(value.get("id"), str | int):
        raise ValueError("a pair needs an `id`")  # noqa: TRY004 - one error for a bad line
    for side in ("a", "b"):
        if not isinstance(value.get(side), dict):
            raise ValueError(f"a pair needs the organisation `{side}` as an object")  # noqa: TRY004 - one error for a bad line
    key = str(value["id"])
    return PairLine(key, mention_from_json(f"{key}:a", value["a"]), mention_from_json(f"{key}:b", value["b"]), value)
