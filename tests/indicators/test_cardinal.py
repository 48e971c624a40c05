"""Cardinal's eleven indicators give Cardinal's answers, where Cardinal is not at fault."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from custodiet.engine import Engine
from custodiet.errors import UsageError
from custodiet.indicators import cardinal, run

from .answers import entries
from .flat import write_tables


@pytest.fixture(scope="session")
def generated(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flat tables of the file for which the reference answers were made."""
    place = tmp_path_factory.mktemp("generated")
    maker = shared / "bench" / "make_releases.py"
    lines = place / "releases.jsonl"
    subprocess.run([sys.executable, maker, "6000", lines, "--seed", "7"], check=True)
    write_tables(lines.read_bytes().splitlines(), place)
    return place


@pytest.mark.parametrize("name", ["defaults", "thresholds"])
def test_every_subject_indicator_and_value_is_cardinals(
    name: str, shared: Path, generated: Path, engine: Engine
) -> None:
    oracle = shared / "oracle" / "cardinal"
    settings = json.loads((oracle / f"settings.{name}.json").read_text(encoding="utf-8"))
    expected = json.loads((oracle / f"expected.{name}.json").read_text(encoding="utf-8"))
    found = cardinal(engine, generated, settings)
    assert entries(found) == entries(expected)
    assert found["Meta"] == expected["Meta"]


def test_a_fence_that_no_value_can_reach_says_so(generated: Path, engine: Engine) -> None:
    _, counts = run(engine, generated, {"currency": "KGS"}, indicators=["R024", "R025"])
    assert sum(row["judged"] for row in counts.to_pylist() if row["subject_kind"] == "process") == 0
    ocid = pq.read_table(generated / "processes.parquet", columns=["ocid"]).column(0).to_pylist()
    flags, _ = run(engine, generated, {"currency": "KGS"}, indicators=["R024"], purchases=ocid)
    reasons = {row["reason"] for row in flags.to_pylist() if row["value"] is not None}
    assert reasons == {"the fence lies outside the possible values, so nothing can reach it"}


def test_a_winning_price_of_zero_is_no_heavy_discount(folder: Callable[..., Path], engine: Engine) -> None:
    bids = [
        {
            "ocid": "free",
            "bid_id": name,
            "status": "valid",
            "tenderer_ids": [name],
            "bid_amount": price,
            "bid_currency": "KGS",
        }
        for name, price in (("A", 0), ("B", 10))
    ]
    awards = [{"ocid": "free", "award_id": "1", "status": "active", "supplier_ids": ["A"]}]
    place = folder({"processes": [{"ocid": "free"}], "bids": bids, "awards": awards})
    assert "OCID" not in cardinal(engine, place, {"R058": {"threshold": 0.1}})


def test_each_currency_is_a_peer_group_where_none_is_asked_for(folder: Callable[..., Path], engine: Engine) -> None:
    prices = {"a": (100, 110, "KGS"), "b": (100, 120, "KGS"), "c": (100, 150, "USD"), "d": (100, 190, "USD")}
    bids = [
        {
            "ocid": ocid,
            "bid_id": name,
            "status": "valid",
            "tenderer_ids": [name],
            "bid_amount": price,
            "bid_currency": money,
        }
        for ocid, (first, second, money) in prices.items()
        for name, price in (("A", first), ("B", second))
    ]
    awards = [{"ocid": ocid, "award_id": "1", "status": "active", "supplier_ids": ["A"]} for ocid in prices]
    place = folder({"processes": [{"ocid": ocid} for ocid in prices], "bids": bids, "awards": awards})
    meta = cardinal(engine, place, {"R058": {}})["Meta"]["R058"]
    assert set(meta) == {f"{money}_{name}" for money in ("KGS", "USD") for name in ("q1", "q3", "upper_fence")}


def test_only_the_indicators_that_the_settings_name_are_run(generated: Path, engine: Engine) -> None:
    found = cardinal(engine, generated, {"R003": {}})
    assert {code for _, _, code in entries(found)} == {"R003"}


def test_a_setting_that_cardinal_does_not_have_is_an_error(folder: Callable[..., Path], engine: Engine) -> None:
    with pytest.raises(UsageError, match="'R02'; did you mean 'R0"):
        cardinal(engine, folder({"processes": []}), {"R02": {}})
