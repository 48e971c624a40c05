"""Merging the releases of a process gives what the reference implementation of the OCDS rules gives."""

import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ocds_shapes import merge_rules, releases
from ocdsmerge import Merger
from ocdsmerge.exceptions import DuplicateIdValueWarning

from custodiet.releases._annotate import annotated
from custodiet.releases.merge import merge
from first_rooms import compiled, lines, package, read, read_and_merge, release

REFERENCE = Merger(merge_rules=merge_rules())
# The reference makes up an id, a date and a tag; here they are those of the last release, as statements with a place.
OF_THE_RELEASE = {"id", "date", "tag"}


def reference(stated: list[dict[str, Any]]) -> Any:
    dated = [{**ids_as_text(one), "date": f"2024-01-{n:02d}T00:00:00Z"} for n, one in enumerate(stated, 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DuplicateIdValueWarning)
        made = REFERENCE.create_compiled_release(dated)
    return bare({key: value for key, value in made.items() if key not in OF_THE_RELEASE})


def ids_as_text(value: Any) -> Any:
    """The reference takes 1 and "1" for two objects; here they are one, since ids are kept as text and must differ."""
    if isinstance(value, dict):
        return {
            key: str(inner) if key == "id" and inner is not None else ids_as_text(inner) for key, inner in value.items()
        }
    return [ids_as_text(one) for one in value] if isinstance(value, list) else value


def ours(stated: list[dict[str, Any]]) -> Any:
    made = merge(annotated(one, f"/{n}", "d", placed=False) for n, one in enumerate(stated))
    return bare(ids_as_text({key: value for key, value in made.items() if key not in OF_THE_RELEASE}))


def bare(value: Any) -> Any:
    """The value without places, and without objects in which nothing is stated: they become no row."""
    if isinstance(value, dict):
        kept = {key: bare(inner) for key, inner in value.items() if not key.startswith("@")}
        return {key: inner for key, inner in kept.items() if inner not in ({}, None) and inner != []}
    if isinstance(value, list):
        return [one for one in (bare(inner) for inner in value) if one != {}]
    return value


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(releases(), min_size=1, max_size=4))
def test_generated_releases_are_merged_as_the_reference_merges_them(stated: list[dict[str, Any]]) -> None:
    assert ours(stated) == reference(stated)


@pytest.mark.parametrize(
    "stated",
    [
        [{"tender": {"title": "a", "status": "b"}}, {"tender": {"title": None}}],
        [{"tender": {"value": {"amount": 1}}}, {"tender": {"value": None}}],
        [{"tender": {"value": {"amount": 1}}}, {"tender": {"value": {}}}],
        [{"awards": [{"id": 1, "title": "a"}]}, {"awards": [{"id": "1", "status": "b"}]}],
        [{"awards": [{"id": "1"}]}, {"awards": None}],
        [{"awards": [{"id": "1"}]}, {"awards": []}],
        [{"awards": [{"title": "a"}]}, {"awards": [{"title": "a"}]}],
        [{"awards": [{"id": None, "title": "a"}]}, {"awards": [{"id": None, "title": "b"}]}],
        [{"awards": [{"id": "1", "title": "a"}, {"id": "1", "title": "b"}]}],
        [{"parties": [{"id": "1", "roles": ["buyer"]}]}, {"parties": [{"id": "1", "roles": ["supplier"]}]}],
        [
            {"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "a"}, {"id": "b"}]}]}},
            {"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "c"}]}]}},
        ],
        [
            {"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "a"}]}]}},
            {"tender": {"items": [{"id": "1", "additionalClassifications": None}]}},
        ],
    ],
)
def test_rules_that_are_easily_broken_are_kept(stated: list[dict[str, Any]]) -> None:
    stated = [{**one, "ocid": "p", "id": "r"} for one in stated]
    assert ours(stated) == reference(stated)


def test_real_processes_are_merged_as_the_reference_merges_them(shared: Path) -> None:
    found = read(shared / "data" / "ocds")
    groups: dict[str, list[Any]] = defaultdict(list)
    for one in sorted(found.aside, key=lambda one: (one.date, one.document_id, one.pointer)):
        groups[one.ocid].append(msgspec.json.decode(one.body))
    several = [group for group in groups.values() if len(group) > 1]
    assert len(several) > 50
    differing = []
    for group in several:
        if any("awards" in one and not isinstance(one["awards"], list) for one in group):
            continue
        stated = [bare_but_null(one) for one in group]
        if bare(ids_as_text({k: v for k, v in merge(group).items() if k not in OF_THE_RELEASE})) != reference(stated):
            differing.append(group[0]["ocid"])
    assert differing == []


def bare_but_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare_but_null(inner) for key, inner in value.items() if not key.startswith("@")}
    return [bare_but_null(one) for one in value] if isinstance(value, list) else value


def test_a_value_of_an_earlier_release_names_the_place_where_it_stands(tmp_path: Path) -> None:
    first = release("p", date="2024-01-01", tender={"title": "Cameras", "status": "planned"})
    last = release("p", date="2024-02-01", tender={"status": "active"})
    (tmp_path / "package").write_bytes(package(first, last))
    found = read_and_merge(tmp_path / "package")
    (process,) = found.tables["processes"]
    assert (process["title"], process["status"], process["pointer"]) == ("Cameras", "active", "/releases/1")
    assert [(row["column"], row["pointer"]) for row in found.tables["origins"]] == [
        ("title", "/releases/0/tender/title")
    ]


def test_releases_without_a_date_come_first(tmp_path: Path) -> None:
    dated, undated = release("p", tender={"title": "dated"}), release("p", date=None, tender={"title": "undated"})
    (tmp_path / "lines").write_bytes(lines(dated, undated))
    assert [row["title"] for row in read_and_merge(tmp_path / "lines").tables["processes"]] == ["dated"]


def test_the_same_release_twice_counts_once_and_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(lines(release("p"), release("q")))
    (tmp_path / "b").write_bytes(package(release("p")))
    found = read_and_merge(tmp_path)
    assert sorted((row["ocid"], row["releases"]) for row in found.tables["processes"]) == [("p", 1), ("q", 1)]
    assert found.kinds == ["release-superseded"]


def test_releases_of_a_process_with_a_compiled_release_are_superseded(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(lines(release("p"), compiled("p", tender={"title": "compiled"})))
    found = read_and_merge(tmp_path / "lines")
    assert [row["title"] for row in found.tables["processes"]] == ["compiled"]
    assert found.kinds == ["release-superseded"]
