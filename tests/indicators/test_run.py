"""A run says what it judged: flags for readers, states for purchases, counts for everybody."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from custodiet.commands.signals import _lines
from custodiet.engine import Engine, open_engine
from custodiet.errors import DefinitionError, UsageError
from custodiet.indicators import run, write
from custodiet.indicators._bounds import thresholds
from custodiet.indicators._signals import WARN_FEWEST
from custodiet.model.indicator_tables import FLAGS, INDICATOR_COUNTS

Make = Callable[..., Path]

SHORT = {"tender_start": "2024-03-01", "tender_end": "2024-03-03", "country": "KG"}
LONG = {"tender_start": "2024-03-01", "tender_end": "2024-03-31", "country": "KG"}

PLUGIN = '''"""The title is missing.

## Why it can matter
"""

import ibis

from custodiet.indicators import IndicatorSettings
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "X001"
TITLE = "Title missing"
TABLES = ("processes",)
EXAMPLES = ()


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    pass


def flag(tables, settings):
    missing = ibis._.title.isnull()
    return judge_processes(
        tables.described, Verdict(flagged=missing, value=1, because="no title", otherwise="a title")
    )
'''


def rows(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in table.to_pylist()]


def test_only_flagged_processes_and_purchases_are_kept(engine: Engine, folder: Make) -> None:
    place = folder({"processes": [{"ocid": "short", **SHORT}, {"ocid": "long", **LONG}, {"ocid": "bought", **LONG}]})
    flags, _ = run(engine, place, indicators=["R003"], purchases=["bought"])
    assert rows(flags, "subject_id", "state") == [("bought", "not flagged"), ("short", "flagged")]


def test_a_flag_shows_value_bound_reason_and_places(engine: Engine, folder: Make) -> None:
    flags, _ = run(engine, folder({"processes": [{"ocid": "short", **SHORT}]}), indicators=["R003"])
    (row,) = flags.to_pylist()
    assert (row["value"], row["threshold"], row["fence"]) == (2.0, 15.0, "setting")
    assert row["reason"] == "the period for offers is shorter than the threshold"
    assert row["evidence"] == ["processes.tender_start doc /0", "processes.tender_end doc /0"]


def test_the_tables_are_as_declared(engine: Engine, folder: Make) -> None:
    flags, counts = run(engine, folder({"processes": [{"ocid": "short", **SHORT}]}))
    assert flags.schema == FLAGS.schema
    assert counts.schema == INDICATOR_COUNTS.schema


def test_counts_say_of_how_many(engine: Engine, folder: Make) -> None:
    undated = [{"ocid": "undated", "country": "KG", "published": "2024-01-01"}]
    place = folder({"processes": [{"ocid": "short", **SHORT}, {"ocid": "long", **LONG}, *undated]})
    _, counts = run(engine, place, indicators=["R003"])
    columns = ("country", "year", "flagged", "not_flagged", "not_computable", "judged", "share", "warning")
    assert rows(counts, *columns) == [("KG", 2024, 1, 1, 1, 2, 0.5, None)]


@pytest.mark.parametrize(
    ("ocid", "source"),
    [
        ("ocds-b5fd17-1", "ocds-b5fd17"),
        ("OCDS-B5FD17-1", "ocds-b5fd17"),
        ("ted:1-2021", "ted"),
        ("PW-1", None),
        ("1:2", None),
        ("ocds-b5fd1", None),
    ],
)
def test_counts_stand_apart_by_source(engine: Engine, folder: Make, ocid: str, source: str | None) -> None:
    place = folder({"processes": [{"ocid": ocid, **SHORT}, {"ocid": "other:1", **SHORT}]})
    _, counts = run(engine, place, indicators=["R003"])
    assert set(rows(counts, "source", "flagged")) == {(source, 1), ("other", 1)}


def test_the_command_tells_an_implausible_share_with_its_source_and_year(engine: Engine, folder: Make) -> None:
    place = folder({"processes": [{"ocid": f"ted:{n}", **SHORT} for n in range(WARN_FEWEST)]})
    flags, counts = run(engine, place, indicators=["R003"])
    told = [line for line in _lines(flags.to_pylist(), counts.to_pylist()) if "check threshold" in line]
    year = counts.column("year").to_pylist()[0]
    assert told[0].startswith(f"R003 process (ted, KG, {year}): {WARN_FEWEST} of {WARN_FEWEST} flagged; more than 60%")


@pytest.mark.parametrize(("count", "warned"), [(WARN_FEWEST, True), (WARN_FEWEST - 1, False)])
def test_a_signal_that_nearly_everybody_shows_gets_a_warning(
    engine: Engine, folder: Make, count: int, *, warned: bool
) -> None:
    place = folder({"processes": [{"ocid": f"p{n}", **SHORT} for n in range(count)]})
    _, counts = run(engine, place, indicators=["R003"])
    assert (counts.column("warning").to_pylist() != [None]) is warned


def test_an_empty_folder_flags_nobody(engine: Engine, folder: Make) -> None:
    flags, counts = run(engine, folder({"processes": []}))
    assert flags.num_rows == counts.num_rows == 0


def test_written_files_hold_what_a_run_gives_and_are_ordered_by_their_key(
    engine: Engine, folder: Make, tmp_path: Path
) -> None:
    place = folder({"processes": [{"ocid": ocid, **SHORT, "method": "direct"} for ocid in ("b", "a")]})
    write(engine, place, place)
    written = pq.read_table(place / "flags.parquet")
    keys = rows(written, *FLAGS.key)
    assert keys == sorted(set(keys))
    assert written.num_rows == run(engine, place)[0].num_rows > 0


def test_two_runs_with_other_threads_and_other_row_order_write_the_same_bytes(tmp_path: Path, folder: Make) -> None:
    processes = [{"ocid": f"p{n:04}", "method": "direct", "pointer": f"/{n}", **SHORT} for n in range(500)]
    written = []
    for threads, given in ((1, processes), (2, processes[::-1])):
        place = folder({"processes": given})
        with open_engine("duckdb", "200MiB", threads=threads, folder=tmp_path / "spill") as opened:
            write(opened, place, tmp_path)
        written.append((tmp_path / "flags.parquet").read_bytes())
    assert written[0] == written[1]


def test_a_tenderer_is_counted_as_resolved(engine: Engine, folder: Make) -> None:
    same = {"status": "valid", "bid_amount": 5, "bid_currency": "KGS"}
    place = folder(
        {
            "processes": [{"ocid": "one-firm-twice"}],
            "bids": [
                {"ocid": "one-firm-twice", "bid_id": name, "tenderer_ids": [name], **same}
                for name in ("A Ltd", "A LTD")
            ],
            "party_organisations": [
                {"ocid": "one-firm-twice", "party_id": name, "organisation_id": "a"} for name in ("A Ltd", "A LTD")
            ],
        }
    )
    assert run(engine, place, indicators=["R028"])[0].num_rows == 0
    assert run(engine, place, {"resolved": False}, indicators=["R028"])[0].num_rows == 3


def test_an_unknown_indicator_gets_a_hint(engine: Engine, folder: Make) -> None:
    with pytest.raises(UsageError, match="'R003x'; did you mean 'R003'"):
        run(engine, folder({"processes": []}), indicators=["R003x"])


def test_an_outsiders_file_is_run_like_ours(engine: Engine, folder: Make, tmp_path: Path) -> None:
    (tmp_path / "plugins" / "indicators").mkdir(parents=True)
    (tmp_path / "plugins" / "indicators" / "x001_title_missing.py").write_text(PLUGIN, encoding="utf-8")
    place = folder({"processes": [{"ocid": "untitled"}, {"ocid": "titled", "title": "Камери"}]})
    flags, _ = run(engine, place, indicators=["X001"], plugins=tmp_path / "plugins")
    assert rows(flags, "subject_id") == [("untitled",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLUGIN.replace('CODE = "X001"', ""), "an indicator declares CODE"),
        (PLUGIN.replace("X001", "R003"), "is called R003 too"),
        ("import nothing_of_that_name", "cannot be loaded"),
    ],
)
def test_a_broken_file_of_an_outsider_is_named(
    engine: Engine, folder: Make, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "plugins" / "indicators").mkdir(parents=True)
    (tmp_path / "plugins" / "indicators" / "x001_broken.py").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        run(engine, folder({"processes": []}), plugins=tmp_path / "plugins")


def test_legal_amounts_have_a_source_and_do_not_overlap() -> None:
    for one in thresholds():
        assert one.source.startswith("https://")
        assert one.from_ < one.until
    spans = sorted((country, one.from_, one.until) for one in thresholds() for country in one.countries)
    for (country, _, until), (other, start, _) in pairwise(spans):
        assert country != other or until < start


def test_a_list_without_a_single_hit_judges_nobody_because_none_may_have_been_given(
    engine: Engine, folder: Make
) -> None:
    place = folder(
        {
            "processes": [{"ocid": "awarded"}],
            "awards": [{"ocid": "awarded", "award_id": "1", "status": "active", "supplier_ids": ["A"]}],
            "party_organisations": [{"ocid": "awarded", "party_id": "A", "organisation_id": "a"}],
            "list_hits": [],
        }
    )
    flags, _ = run(engine, place, indicators=["C111"], purchases=["awarded"])
    assert rows(flags, "state") == [("not computable",)]


def test_amounts_in_two_currencies_leave_no_value_behind(engine: Engine, folder: Make) -> None:
    award = {"ocid": "mixed", "award_id": "1", "status": "active", "award_amount": 10, "award_currency": "USD"}
    place = folder({"processes": [{"ocid": "mixed", "tender_amount": 10, "tender_currency": "KGS"}], "awards": [award]})
    flags, _ = run(engine, place, indicators=["C107"], purchases=["mixed"])
    assert rows(flags, "state", "value") == [("not computable", None)]


def test_texts_of_what_was_found_are_read_where_they_lie_beside(engine: Engine, folder: Make, tmp_path: Path) -> None:
    maker = {"ocid": "named", "maker": "a-maker", "table": "processes", "column": "title", "start": 0, "end": 7}
    place = folder({"processes": [{"ocid": "named", "title": "Camera or equivalent"}], "makers_named": [maker]})
    beside = tmp_path / "beside"
    beside.mkdir()
    (place / "processes.parquet").rename(beside / "processes.parquet")
    folder({"processes": [{"ocid": "named", "title": "Camera"}]})
    states = []
    for found in (beside, None):
        flags, _ = run(engine, place, indicators=["C106"], purchases=["named"], beside=found)
        states += flags["state"].to_pylist()
    assert states == ["not flagged", "flagged"]
