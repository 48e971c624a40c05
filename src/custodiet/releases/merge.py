"""Merges the releases of one process by the OCDS rules, and keeps for every value the release that stated it.

Rules (OCDS 1.1, "Merging"): releases are taken in order of their date; a later value replaces an earlier one and
`null` removes it; objects of a list are merged by their `id`, those without one are all kept; lists of plain values,
and lists that the schema marks `wholeListMerge`, are replaced whole. `null` for an object or list of objects, and an
empty one, change nothing. `ocdsmerge` is the reference in the tests.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

POINTER, DOCUMENT, ORIGINS = "@pointer", "@document", "@origins"
_OURS = frozenset({POINTER, DOCUMENT, ORIGINS})
_OF_THE_RELEASE = frozenset({"id", "date", "tag"})
# Lists that the schema of OCDS 1.1 marks `wholeListMerge`.
_WHOLE = frozenset({"additionalClassifications", "additionalIdentifiers", "changes"})


def merge(releases: Iterable[Json]) -> Json:
    """The compiled release of annotated releases of one process, in the order given.

    Every object keeps `@pointer` and `@document` of the last release that stated it; `@origins` names the values
    that are from an earlier one, by their path below the object (`value/amount`). `id`, `date` and `tag` are those of
    the last release.
    """
    compiled: Json = {}
    for release in releases:
        _merge_object(compiled, release, "")
        for key in _OF_THE_RELEASE & release.keys():
            compiled[key] = release[key]
    pruned: Json = _pruned(compiled)
    return pruned


def _merge_object(target: Json, source: Json, key: str) -> None:
    earlier = (target.get(DOCUMENT), target.get(POINTER))
    later = (source.get(DOCUMENT), source.get(POINTER))
    if POINTER in source:
        origins: Json = target.setdefault(ORIGINS, {})
        if target.get(POINTER) is not None and earlier != later:
            for path in _paths(target):
                origins.setdefault(path, list(earlier))
        for path in _paths(source):
            origins.pop(path, None)
        target[POINTER], target[DOCUMENT] = later[1], later[0]
    for field, value in source.items():
        if field not in _OURS and not (key == "" and field in _OF_THE_RELEASE):
            _merge_field(target, field, value)


def _merge_field(target: Json, field: str, value: Any) -> None:
    present = target.get(field)
    if value is None:
        if not _is_built(field, present):
            target.pop(field, None)
    elif isinstance(value, dict):
        if value:
            if not isinstance(present, dict):
                present = target[field] = {}
            _merge_object(present, value, field)
    elif _is_built(field, value):
        if value:
            target[field] = _merge_list(present if isinstance(present, list) else [], value)
    elif isinstance(value, list):
        target[field] = [_merged_alone(one) for one in value]
    else:
        target[field] = value


def _merge_list(present: list[Json], later: list[Json]) -> list[Json]:
    by_id = {str(one["id"]): one for one in present if "id" in one}
    for one in later:
        known = by_id.get(str(one["id"])) if "id" in one else None
        if known is None:
            known = {"id": one["id"]} if "id" in one else {}
            by_id.update({str(one["id"]): known} if "id" in one else {})
            present.append(known)
        _merge_object(known, {field: value for field, value in one.items() if field != "id"}, "list")
    return present


def _merged_alone(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    alone: Json = {}
    _merge_object(alone, value, "list")
    return alone


def _is_built(field: str, value: Any) -> bool:
    """Whether a value is built up over several releases: an object, or a list of objects that are merged by id."""
    if isinstance(value, dict):
        return True
    return isinstance(value, list) and field not in _WHOLE and all(isinstance(one, dict) for one in value)


def _paths(stated: Json, above: str = "") -> Iterator[str]:
    """Where the values of an object stand below it, as `value/amount`; what tells its own place is left out."""
    for field, value in stated.items():
        if field in _OURS or _has_place(value):
            continue
        if isinstance(value, dict):
            yield from _paths(value, f"{above}{field}/")
        else:
            yield f"{above}{field}"


def _has_place(value: Any) -> bool:
    """Whether a value tells its own place: an object that becomes a row, or a list of such."""
    if isinstance(value, list):
        return any(_has_place(one) for one in value)
    return isinstance(value, dict) and POINTER in value


def _pruned(value: Any) -> Any:
    """The value without empty `@origins`."""
    if isinstance(value, list):
        return [_pruned(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _pruned(inner) for key, inner in value.items() if key != ORIGINS or inner}
