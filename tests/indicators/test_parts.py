"""Dates and quartiles, on which many indicators rest."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
import pytest

from custodiet.engine import Engine
from custodiet.indicators._fences import fenced, spread
from custodiet.indicators._times import calendar_days, days_between, is_after


def pair(engine: Engine, start: str, end: str) -> ibis.Table:
    return engine.keep("dates", pa.table({"start": [start], "end": [end]}))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-03-01T09:00:00+06:00", "2024-03-16T09:00:00+06:00", 15),
        ("2024-03-01T09:00:00+06:00", "2024-03-16T08:59:59+06:00", 14),
        ("2024-03-01T09:00:00+06:00", "2024-03-16T03:00:00Z", 15),
        ("2024-03-01T09:00:00+0600", "2024-03-16T02:59:00Z", 14),
        ("2024-03-01T09:00:00.250Z", "2024-03-02T09:00:00.100+00:00", 1),
        ("2024-03-01", "2024-03-16T23:00:00-05:00", 15),
        ("2024-03-01T20:00:00", "2024-03-16T19:00:00", 14),
        ("2024-02-28", "2024-03-01", 2),
        ("2024-03-02T12:00:00Z", "2024-03-01T18:00:00Z", 0),
        ("2024-03-16", "2024-03-01", -15),
        ("soon", "2024-03-01", None),
    ],
)
def test_days_are_whole_and_zones_count(engine: Engine, start: str, end: str, days: int | None) -> None:
    rows = pair(engine, start, end)
    found = engine.read(rows.select(days=days_between(rows.start, rows.end)))
    assert found.column("days").to_pylist() == [days]


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        ("2024-03-16T18:40:00+06:00", "2024-03-16T18:00:00+06:00", True),
        ("2024-03-16T18:40:00+06:00", "2024-03-16T13:00:00Z", False),
        ("2024-03-16", "2024-03-16T18:00:00+06:00", False),
        ("2024-03-17", "2024-03-16T18:00:00+06:00", True),
    ],
)
def test_a_moment_is_after_another_in_any_zone(engine: Engine, first: str, second: str, *, later: bool) -> None:
    rows = pair(engine, first, second)
    assert engine.read(rows.select(later=is_after(rows.start, rows.end))).column("later").to_pylist() == [later]


def test_calendar_days_do_not_see_the_time_of_day(engine: Engine) -> None:
    rows = pair(engine, "2024-03-01T23:59:00Z", "2024-03-02T00:01:00Z")
    assert engine.read(rows.select(days=calendar_days(rows.start, rows.end))).column("days").to_pylist() == [1]


def values(engine: Engine, numbers: Sequence[float | None]) -> ibis.Table:
    groups = pa.array(["g"] * len(numbers))
    return engine.keep("numbers", pa.table({"value": pa.array(numbers, pa.float64()), "group_name": groups}))


def test_quartiles_are_median_unbiased(engine: Engine) -> None:
    rows = spread(values(engine, [4, 1, None, 3, 2, 5, 9, 7, 8, 6, 10]), "value", "group_name")
    (found,) = engine.read(rows).to_pylist()
    assert found["peers"] == 10
    # (10 + 1/3) / 4 + 1/3 = 2.9167 and its mirror, ranks and values being the same here.
    assert (found["q1"], found["q3"]) == (pytest.approx(2.9167, abs=1e-4), pytest.approx(8.0833, abs=1e-4))


@pytest.mark.parametrize(("numbers", "quartiles"), [([7.0], (7.0, 7.0)), ([1.0, 2.0], (1.0, 2.0))])
def test_quartiles_of_few_values_stay_within_them(
    engine: Engine, numbers: list[float], quartiles: tuple[float, float]
) -> None:
    (found,) = engine.read(spread(values(engine, numbers), "value", "group_name")).to_pylist()
    low, high = quartiles
    assert low <= found["q1"] <= found["q3"] <= high


def test_fences_stand_one_and_a_half_distances_away(engine: Engine) -> None:
    (found,) = engine.read(fenced(values(engine, [1.0, 2.0, 3.0, 4.0, 5.0]), "value", "group_name")).to_pylist()
    distance = found["q3"] - found["q1"]
    assert found["lower"] == pytest.approx(found["q1"] - 1.5 * distance)
    assert found["upper"] == pytest.approx(found["q3"] + 1.5 * distance)
