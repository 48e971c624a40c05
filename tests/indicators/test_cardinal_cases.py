"""Small releases on which Cardinal 0.0.8 was run: `--format cardinal` says the same of each, where it is not at fault.

The ocid says what a release shows; what is expected is what Cardinal printed, with one thread.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from custodiet.engine import Engine
from custodiet.indicators import cardinal
from custodiet.settings import indicator_settings

from .flat import write_tables

Json = dict[str, Any]
START, END = "2024-03-01T09:00:00+06:00", "2024-03-31T18:00:00+06:00"


def release(ocid: str, bids: Sequence[Json] = (), won: Sequence[str] = (), **tender: Any) -> Json:
    """A release with these bids, an active award to those that `won`, and these members of its tender."""
    period = {"startDate": START, "endDate": END}
    call = {"id": ocid, "status": "complete", "procurementMethod": "open", "tenderPeriod": period, **tender}
    award = {"id": "1", "status": "active", "suppliers": [{"id": one} for one in won]}
    return {
        "ocid": ocid,
        "id": "1",
        "date": END,
        "tag": ["compiled"],
        "initiationType": "tender",
        "tender": call,
        "bids": {"details": [{"id": str(n), **one} for n, one in enumerate(bids)]},
        "awards": [award] if won else [],
    }


def bid(tenderer: str | Sequence[Json], amount: float | None = None, status: str = "valid", **more: Any) -> Json:
    """A bid of this tenderer, or of these."""
    tenderers = [{"id": tenderer}] if isinstance(tenderer, str) else list(tenderer)
    value = {} if amount is None else {"value": {"amount": amount, "currency": "KGS"}}
    return {"status": status, "date": START, "tenderers": tenderers, **value, **more}


def in_dollars(tenderer: str, amount: float) -> Json:
    return bid(tenderer, value={"amount": amount, "currency": "USD"})


@pytest.fixture
def judged(tmp_path: Path, engine: Engine) -> Callable[[Sequence[Json], str], Json]:
    """What `--format cardinal` prints of releases with settings in the form of INI."""

    def judge(releases: Sequence[Json], ini: str) -> Json:
        settings, tables = tmp_path / "settings.ini", tmp_path / "tables"
        settings.write_text(ini, encoding="utf-8")
        tables.mkdir()
        write_tables([json.dumps(one).encode() for one in releases], tables)
        return cardinal(engine, tables, indicator_settings(settings))

    return judge


PERIODS = {
    "fourteen-days-and-a-half": (START, "2024-03-15T21:00:00+06:00"),
    "fifteen-days-over-two-zones": (START, "2024-03-16T03:00:00Z"),
    "ends-before-it-starts": (END, START),
    "without-times-of-day": ("2024-03-01", "2024-03-02"),
    "without-zones": ("2024-03-01T09:00:00", "2024-03-02T09:00:00"),
}


def test_periods_are_counted_in_whole_days_between_exact_moments(judged: Callable[..., Json]) -> None:
    releases = [
        release(ocid, tenderPeriod={"startDate": start, "endDate": end}) for ocid, (start, end) in PERIODS.items()
    ]
    releases += [
        release(f"ten-days-{how}", procurementMethodDetails=how, tenderPeriod={"startDate": START, "endDate": ten})
        for how, ten in (("Urgent", "2024-03-11T09:00:00+06:00"), ("Usual", "2024-03-11T09:00:00+06:00"))
    ]
    found = judged(releases, "[R003]\n[R003.procurement_method_details]\nUrgent = 10\n[output]\ninfo = true\n")
    flagged = ("ends-before-it-starts", "fourteen-days-and-a-half", "ten-days-Usual")
    assert found == {"OCID": {ocid: {"R003": 1.0} for ocid in flagged}, "Meta": {}}


SINGLE = [
    release("one-in-an-open-call", numberOfTenderers=1),
    release("one-asked-directly", numberOfTenderers=1, procurementMethod="direct"),
    release("one-with-no-method", numberOfTenderers=1, procurementMethod=None),
    release("one-by-its-bids", [bid("A", 1)]),
    release("cancelled", numberOfTenderers=1, status="cancelled"),
]


@pytest.mark.parametrize(
    ("ini", "flagged"),
    [
        ("[R018]\n", ["one-in-an-open-call"]),
        ("[R018]\nprocurement_methods = direct\n", ["one-asked-directly"]),
        ("[R018]\nprocurement_methods =\n", ["one-asked-directly", "one-in-an-open-call", "one-with-no-method"]),
    ],
)
def test_the_published_number_of_tenderers_is_one(judged: Callable[..., Json], ini: str, flagged: list[str]) -> None:
    assert sorted(judged(SINGLE, ini)["OCID"]) == flagged


PRICES = [
    release("second-price-twice", [bid("A", 100), bid("C", 101), bid("B", 101)], ["A"]),
    release("firms-together-are-no-rival", [bid("A", 100), bid([{"id": "B"}, {"id": "C"}], 101), bid("D", 150)], ["A"]),
    release("one-of-a-group-has-no-id", [bid("A", 100), bid([{"id": "E"}, {"name": "Firm"}], 101)], ["A"]),
    release("rival-in-dollars", [bid("A", 100), in_dollars("B", 101), bid("F", 200)], ["A"]),
    release("lowest-lost", [bid("A", 100), bid("G", 99)], ["A"]),
    release("rival-still-pending", [bid("A", 100), bid("H", 100.5, "pending"), bid("I", 190)], ["A"]),
]


def test_margins_are_those_of_single_firms_in_one_currency(judged: Callable[..., Json]) -> None:
    found = judged(PRICES, "currency = KGS\n[R024]\nthreshold = 0.02\n[R058]\nthreshold = 0.9\n")
    assert found["OCID"] == {
        "second-price-twice": {"R024": 0.01},
        "rival-in-dollars": {"R058": 1.0},
        "rival-still-pending": {"R058": 0.9},
    }
    assert found["Tenderer"] == {"A": {"R024": 0.0, "R058": 0.0}, "C": {"R024": 0.0}}
    assert found["Meta"] == {"R024": {"lower_fence": 0.02}, "R058": {"upper_fence": 0.9}}


BIDS = [
    release("same-price", [bid("A", 100), bid("B", 100)]),
    release("same-price-in-dollars", [in_dollars("C", 100), in_dollars("D", 100)]),
    release("same-price-in-two-currencies", [bid("E", 100), in_dollars("F", 100)]),
    release("same-price-of-one-firm", [bid("G", 100), bid("G", 100)]),
    release("same-price-of-a-firm-and-its-group", [bid("H", 100), bid([{"id": "H"}, {"id": "I"}], 100)]),
    release("same-price-taken-back", [bid("J", 100), bid("K", 100, "withdrawn")]),
    release("same-price-in-a-state-of-its-own", [bid("L", 100), bid("M", 100, "opened")]),
    release("same-price-of-nobody", [bid("N", 100), bid([], 100), bid([{"name": "Firm"}], 100)]),
    release("same-price-for-two-lots", [bid("O", 100, relatedLots=["1"]), bid("P", 100, relatedLots=["2"])]),
]


def test_equal_prices_of_whoever_handed_in_a_bid(judged: Callable[..., Json]) -> None:
    found = judged(BIDS, "currency = KGS\n[R028]\n")
    ends = ("", "-for-two-lots", "-in-a-state-of-its-own", "-in-dollars", "-of-a-firm-and-its-group")
    assert found["OCID"] == {f"same-price{end}": {"R028": 1.0} for end in ends}
    assert "".join(sorted(found["Tenderer"])) == "ABCDHILMOP"


LATE = [
    release("late", [bid("A", date="2024-03-31T18:00:01+06:00"), bid("B", date="2024-04-02")], ["A"]),
    release("late-and-lost", [bid("C"), bid("D", date="2024-04-01T00:00:00+06:00")], ["C"]),
    release("in-time-in-another-zone", [bid("E", date="2024-04-01T00:00:00+13:00")], ["E"]),
    release("late-in-another-zone", [bid("F", date="2024-03-31T18:00:00+01:00")], ["F"]),
    release("late-and-disqualified", [bid("G", status="disqualified", date="2024-04-02T00:00:00+06:00")], ["G"]),
    release("late-together", [bid([{"id": "H"}, {"id": "I"}], date="2024-04-02T00:00:00Z")], ["I"]),
]


def test_late_by_the_letters_of_the_dates(judged: Callable[..., Json]) -> None:
    found = judged(LATE, "[R030]\n")
    assert sorted(found["OCID"]) == ["in-time-in-another-zone", "late", "late-together"]
    assert sorted(found["Tenderer"]) == ["A", "E", "I"]


OUT = [
    release("two-out", [bid("A", 3), bid("B", 1, "disqualified"), bid("C", 2, "disqualified")], ["A"]),
    release("out-before-it-won", [bid("D", 3), bid("D", 1, "disqualified"), bid("E", 3, "disqualified")], ["D"]),
    release("another-won", [bid("F", 3), bid("G", 1, "disqualified")], ["G"]),
    release("won-together", [bid([{"id": "H"}, {"id": "I"}], 3), bid("J", 1, "disqualified")], ["H", "I"]),
    release("equal-and-first", [bid("K", 2, "disqualified"), bid("L", 2), bid("M", 2)], ["L"]),
    release("equal-and-second", [bid("N", 2), bid("O", 2, "disqualified"), bid("P", 2)], ["N"]),
    release("lowest-in-dollars", [bid("Q", 2), in_dollars("R", 1) | {"status": "disqualified"}], ["Q"]),
]


def test_who_was_disqualified_for_one_to_win(judged: Callable[..., Json]) -> None:
    found = judged(OUT, "currency = KGS\n[R035]\nthreshold = 0\n[R036]\n")
    assert found["OCID"] == {
        "two-out": {"R035": 2.0, "R036": 1.0},
        "out-before-it-won": {"R035": 1.0, "R036": 1.0},
        "another-won": {"R036": 1.0},
        "won-together": {"R036": 1.0},
        "equal-and-first": {"R036": 1.0},
        "lowest-in-dollars": {"R035": 1.0},
    }
    assert found["Tenderer"] == {one: {"R035": 0.0} for one in "ADQ"}


def test_equal_peers_are_flagged_and_a_bound_of_zero_is_passed_over(judged: Callable[..., Json]) -> None:
    alike = [release(f"margin-of-a-tenth-{n}", [bid("A", 100), bid(f"B{n}", 110)], ["A"]) for n in range(3)]
    found = judged(alike, "[R024]\n[R058]\n[R025]\nthreshold = 0\n[R038]\nthreshold = 0\n[R048]\n")
    assert found["OCID"] == {one["ocid"]: {"R024": 0.1, "R058": 0.1} for one in alike}
    assert found["Tenderer"]["A"] == {"R024": 0.0, "R058": 0.0}
    assert {name for one in found["Tenderer"].values() for name in one} == {"R024", "R058"}
    assert found["Meta"] == {
        "R024": {"lower_fence": 0.1, "q1": 0.1, "q3": 0.1},
        "R025": {"lower_fence": 0.0, "upper_fence": 2.1667},
        "R038": {"Tenderer_upper_fence": 0.0},
        "R048": {"q1": None, "q3": None, "upper_fence": None},
        "R058": {"q1": 0.1, "q3": 0.1, "upper_fence": 0.1},
    }


def test_buyers_are_counted_by_their_bids_and_suppliers_by_the_letters_of_codes(judged: Callable[..., Json]) -> None:
    bids = [bid("A", 3), bid("B", 1, "disqualified"), bid("C", 2, "disqualified"), bid("D", 4, "opened")]
    codes = ["45233142-6", "45111111-1", "A1", "9"]
    items = [{"id": str(n), "classification": {"scheme": "CPV", "id": code}} for n, code in enumerate(codes)]
    sold = release("four-bids-of-one-buyer", bids, ["A"], procuringEntity={"name": "Entity without an id"})
    sold["buyer"] = {"id": "City", "name": "City of Hill"}
    sold["awards"][0]["items"] = items
    found = judged(
        [sold],
        "[R038]\nthreshold = 0.5\nminimum_contracting_processes = 4\nminimum_submitted_bids = 1\n"
        "[R048]\nthreshold = 3\nminimum_contracting_processes = 1\n",
    )
    assert found["Buyer"] == {"City": {"R038": 0.5}}
    assert found["Tenderer"] == {"A": {"R048": 3.0}, "B": {"R038": 1.0}, "C": {"R038": 1.0}}
    assert "ProcuringEntity" not in found
