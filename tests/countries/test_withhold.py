import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pytest

from custodiet.countries import Profile, withhold
from custodiet.errors import UsageError

Profiles = Mapping[str, Profile]
Purchases = Callable[..., pa.Table]

TODAY = dt.date(2026, 11, 23)


def reasons(table: pa.Table, profile: Profile, **options: Any) -> list[str]:
    counts = withhold(table, profile, TODAY, **options).counts
    return [row["reason"] for row in counts.to_pylist() for _ in range(row["purchases"])]


def test_only_ukraine_asks_for_stricter_publication(profiles: Profiles) -> None:
    assert [code for code, profile in profiles.items() if profile.publication] == ["UA"]


def test_a_country_without_a_rule_publishes_everything(profiles: Profiles, purchases: Purchases) -> None:
    table = purchases({"country": "KG", "date": "2026-11-22"})
    kept = withhold(table, profiles["KG"], TODAY)
    assert kept.published == table
    assert kept.counts.num_rows == 0


@pytest.mark.parametrize(
    "buyer",
    [
        "Військова частина А1234",
        "ВІЙСЬКОВА  ЧАСТИНА 3028 НАЦІОНАЛЬНОЇ ГВАРДІЇ УКРАЇНИ",
        "Департамент Міністерства оборони України",
        "7 прикордонний загін",
        "Військовий інститут",
        "Управління Держспецзв’язку",
    ],
)
def test_a_military_buyer_is_left_out_for_ever(profiles: Profiles, purchases: Purchases, buyer: str) -> None:
    assert reasons(purchases({"buyer_name": buyer, "date": "2014-01-01"}), profiles["UA"]) == ["military"]


@pytest.mark.parametrize(
    "buyer",
    [
        "ПрАТ «Київобленерго»",
        "ДП «НАЕК «Енергоатом»",
        "КП «Житомирводоканал»",
        "АТ «Українська залізниця»",
        "АТ «Дніпрогаз»",
        "КП «Міжнародний аеропорт Київ»",
        "Хмельницька АЕС",
        "КПТМ «Черкаситеплокомуненерго»",
    ],
)
def test_an_operator_of_critical_infrastructure_is_left_out(
    profiles: Profiles, purchases: Purchases, buyer: str
) -> None:
    assert reasons(purchases({"buyer_name": buyer}), profiles["UA"]) == ["critical infrastructure"]


@pytest.mark.parametrize(
    "buyer",
    [
        "Київська міська військова адміністрація",
        "Департамент енергоефективності міської ради",
        "Залізнична районна адміністрація",
        "Редакція газети «Вісник»",
        "КП «Інформатика»",
        "Управління освіти",
        None,
    ],
)
def test_a_civil_buyer_is_published_after_the_delay(
    profiles: Profiles, purchases: Purchases, buyer: str | None
) -> None:
    assert reasons(purchases({"buyer_name": buyer}), profiles["UA"]) == []


@pytest.mark.parametrize(("date", "held"), [("2026-08-25", []), ("2026-08-26", ["too recent"])])
def test_the_ninetieth_day_after_signature_is_the_first_of_publication(
    profiles: Profiles, purchases: Purchases, date: str, held: list[str]
) -> None:
    assert reasons(purchases({"date": f"{date}T10:00:00+03:00"}), profiles["UA"]) == held


def test_the_delay_can_be_set(profiles: Profiles, purchases: Purchases) -> None:
    table = purchases({"date": "2026-11-23"})
    assert reasons(table, profiles["UA"], delay_days=0) == []
    assert reasons(table, profiles["UA"], delay_days=1) == ["too recent"]


def test_a_delay_into_the_future_is_refused(profiles: Profiles, purchases: Purchases) -> None:
    with pytest.raises(UsageError, match="-1 days"):
        withhold(purchases({}), profiles["UA"], TODAY, delay_days=-1)


@pytest.mark.parametrize("date", [None, "", "2020", "soon"])
def test_what_has_no_day_is_held_back(profiles: Profiles, purchases: Purchases, date: str | None) -> None:
    assert reasons(purchases({"date": date}), profiles["UA"]) == ["no date"]


def test_purchases_of_other_countries_in_the_table_are_not_touched(profiles: Profiles, purchases: Purchases) -> None:
    table = purchases(
        {"ocid": "kg", "country": "KG", "buyer_name": "військова частина"},
        {"ocid": "none", "country": None, "date": None},
        {"ocid": "ua", "date": "2026-11-01"},
        {"ocid": "ua-old"},
    )
    kept = withhold(table, profiles["UA"], TODAY)
    assert kept.published["ocid"].to_pylist() == ["kg", "none", "ua-old"]


def test_what_is_withheld_is_counted_by_document_and_reason(profiles: Profiles, purchases: Purchases) -> None:
    table = purchases(
        {"document_id": "b", "date": "2026-11-01"},
        {"document_id": "a", "date": "2026-11-01"},
        {"document_id": "a", "date": "2026-11-02"},
        {"document_id": "a", "buyer_name": "в/ч А0000"},
    )
    kept = withhold(table, profiles["UA"], TODAY)
    assert kept.counts.to_pylist() == [
        {"document_id": "a", "country": "UA", "reason": "military", "purchases": 1},
        {"document_id": "a", "country": "UA", "reason": "too recent", "purchases": 2},
        {"document_id": "b", "country": "UA", "reason": "too recent", "purchases": 1},
    ]
    assert kept.published.num_rows + sum(kept.counts["purchases"].to_pylist()) == table.num_rows
