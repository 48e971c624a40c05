"""The state that a versioned release tells of: of each value the last one."""

from typing import Any

_VERSION_KEYS = frozenset({"releaseID", "releaseDate", "releaseTag", "value"})


def latest(versioned: dict[str, Any], ocid: str | None) -> dict[str, Any]:
    """The release with the last version of each value; `ocid` where the versioned release does not state it."""
    compiled: dict[str, Any] = {key: _last(value) for key, value in versioned.items()}
    if not isinstance(compiled.get("ocid"), str):
        compiled["ocid"] = ocid
    return compiled


def _last(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _last(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(one, dict) and one.keys() >= {"releaseID", "value"} for one in value):
            return _last(value[-1]["value"]) if value[-1].keys() <= _VERSION_KEYS else _last(value[-1])
        return [_last(one) for one in value]
    return value
