"""Where processes lie: by address, by the name of the buyer, by title; never finer than a settlement."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.engine import open_engine
from custodiet.model.place_tables import PLACES, PROCESS_PLACES
from custodiet.model.tables import PARTIES, PROCESSES
from custodiet.register.gazetteer import country, regions, rules
from custodiet.register.place_texts import texts_of
from custodiet.register.places import Place, locate, place_of_address, places_in


def settled(place: Place) -> tuple[str, str] | None:
    """Country and name of the settlement of a place."""
    return (place.settlement.country, place.settlement.name) if place.settlement else None


def located(folder: Path, processes: list[dict[str, Any]], parties: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The places of processes by ocid, and those of the table of places by id."""
    for table, rows in ((PROCESSES, processes), (PARTIES, parties)):
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / f"{table.name}.parquet")
    with open_engine(folder=folder) as engine:
        tables = {name: engine.table(folder / f"{name}.parquet") for name in ("processes", "parties")}
        engine.write(locate(engine, tables), folder / "found.parquet", PROCESS_PLACES)
        places = places_in(engine, {"process_places": engine.table(folder / "found.parquet")})
        assert places.schema.equals(PLACES.schema)
        by_ocid = {row["ocid"]: row for row in pq.read_table(folder / "found.parquet").to_pylist()}
        return by_ocid | {row["place_id"]: row for row in places.to_pylist()}


@pytest.mark.parametrize(
    ("land", "printed", "name"),
    [
        ("UA", "м. Київ", "Kyiv"),
        ("UA", "Киев", "Kyiv"),
        ("UA", "Кам’янське", "Kamyanske"),
        ("UA", "Кам`янське", "Kamyanske"),
        ("KG", "г.Бишкек", "Bishkek"),
        ("KG", "Ош шаары", "Osh"),
        ("TJ", "ш. Душанбе", "Dushanbe"),
        ("UZ", "Қўқон", "Qo‘qon"),
        ("UZ", "Toshkent shahri", "Tashkent"),
        ("MD", "mun. Chișinău", "Chisinau"),
        ("MD", "mun. Chişinău", "Chisinau"),
        ("AM", "Ք.Երևան", "Yerevan"),
        ("GE", "ქ. თბილისი", "Tbilisi"),
        ("AZ", "Bakı şəhəri", "Baku"),
        ("KZ", "Алматы қ.", "Almaty"),
        ("FR", "PARIS CEDEX 08", "Paris"),
        ("CZ", "Praha 1", "Prague"),
    ],
)
def test_a_settlement_is_found_however_its_country_prints_it(land: str, printed: str, name: str) -> None:
    assert settled(place_of_address(land, printed, None)) == (land, name)


@pytest.mark.parametrize(
    ("land", "printed", "name"),
    [
        ("UA", "Сімферополь", "Simferopol"),
        ("RU", "г. Симферополь", "Simferopol"),
        ("RU", "Севастополь", "Sevastopol"),
        ("UA", "Донецьк", "Donetsk"),
        ("MD", "Тирасполь", "Tiraspol"),
        ("GE", "სოხუმი", "Sokhumi"),
        ("GE", "ცხინვალი", "Ts’khinvali"),
        ("RU", "Сухум", "Sokhumi"),
    ],
)
def test_a_disputed_settlement_lies_in_the_state_that_international_law_gives_it(
    land: str, printed: str, name: str
) -> None:
    lawful = {"Simferopol": "UA", "Sevastopol": "UA", "Donetsk": "UA", "Tiraspol": "MD"}.get(name, "GE")
    assert settled(place_of_address(land, printed, None)) == (lawful, name)


def test_a_name_on_both_sides_of_a_claim_is_told_by_its_region_or_not_at_all() -> None:
    assert settled(place_of_address("RU", "Донецк", None)) is None
    assert settled(place_of_address("RU", "Донецк", "Ростовская обл")) == ("RU", "Donetsk")


@pytest.mark.parametrize(("land", "printed"), [("UA", "Первомайськ"), ("UA", "Олександрівка"), ("DE", "Frankfurt")])
def test_a_name_that_several_settlements_bear_tells_the_country_alone(land: str, printed: str) -> None:
    place = place_of_address(land, printed, None)
    assert (place.country, place.settlement) == (land, None)


def test_a_stated_region_tells_namesakes_apart() -> None:
    found = place_of_address("UA", "Первомайськ", "Миколаївська область")
    assert found.settlement is not None
    assert found.settlement.region == "UA.16"


def test_a_settlement_outside_the_stated_region_is_not_meant() -> None:
    assert settled(place_of_address("UA", "Львів", "Одеська область")) is None


def test_a_capital_may_state_the_region_around_it() -> None:
    assert settled(place_of_address("UA", "Київ", "Київська область")) == ("UA", "Kyiv")


@pytest.mark.parametrize(("printed", "name"), [("Москва", "Moscow"), ("Москва г", "Moscow"), ("Московская обл", None)])
def test_only_a_region_that_is_a_city_is_a_settlement(printed: str, name: str | None) -> None:
    found = settled(place_of_address("RU", None, printed))
    assert found == (("RU", name) if name else None)


@pytest.mark.parametrize("district", ["Pechersk", "Троєщина", "Салтівка"])
def test_a_district_of_a_city_is_no_settlement(district: str) -> None:
    assert settled(place_of_address("UA", district, None)) is None


def test_a_city_and_its_district_are_the_city() -> None:
    assert settled(place_of_address("UA", "Київ, Шевченківський район", None)) == ("UA", "Kyiv")


def test_a_village_is_never_a_big_city_of_that_name() -> None:
    assert settled(place_of_address("UA", "с. Дніпро", None)) is None


@pytest.mark.parametrize(
    ("land", "text", "name"),
    [
        ("UA", "Відеоспостереження у місті Києві", "Kyiv"),
        ("UA", "Послуги для потреб міста Львова", "Lviv"),
        ("UA", "ремонт дороги у м. Біла Церква", "Bila Tserkva"),
        ("KG", "Установка камер в г. Бишкек", "Bishkek"),
        ("KG", "мэрия города Бишкека", "Bishkek"),
        ("RU", "камеры в городе Ростове-на-Дону", "Rostov-on-Don"),
        ("RU", "обслуживание светофоров г. Нижнего Новгорода", "Nizhniy Novgorod"),
        ("GE", "კამერების შესყიდვა ქალაქ ქუთაისის ქუჩებში", "Kutaisi"),
        ("KG", "Бишкек шаарынын көчөлөрүнө камераларды орнотуу", "Bishkek"),
        ("KZ", "Алматы қаласының бейнебақылау жүйесі", "Almaty"),
        ("UZ", "Самарқанд шаҳрида камералар ўрнатиш", "Samarkand"),
        ("UZ", "Toshkent shahri ko'chalarida kameralar", "Tashkent"),
        ("TJ", "насби камераҳо дар шаҳри Хуҷанд", "Khujand"),
        ("AZ", "Bakı şəhərində kameraların quraşdırılması", "Baku"),
        ("GB", "CCTV for the City of Sheffield", "Sheffield"),
    ],
)
def test_a_title_names_a_settlement_by_the_word_before_it(land: str, text: str, name: str) -> None:
    found = texts_of(land).title(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Послуги з ремонту",
        "Дорога з міста Києва до міста Львова",
        "поставка в 2012 г. Москвичей",
        "камери 100 м. Львівської якості",
    ],
)
def test_a_title_without_one_certain_settlement_names_none(text: str) -> None:
    assert texts_of("UA").title(text) is None


@pytest.mark.parametrize(
    ("land", "buyer", "name"),
    [
        ("UA", "Департамент муніципальної поліції Луцької міської ради", "Lutsk"),
        ("UA", "ВИКОНАВЧИЙ КОМІТЕТ РІВНЕНСЬКОЇ МІСЬКОЇ РАДИ", "Rivne"),
        ("GE", "ქ. თბილისის მერია", "Tbilisi"),
        ("AM", "Երևանի քաղաքապետարան", "Yerevan"),
        ("MD", "PRIMĂRIA ORAŞULUI EDINEŢ", "Edineţ"),
        ("PY", "Municipalidad de Asunción", "Asunción"),
        ("IN", "Guwahati Municipal Corporation", "Guwahati"),
        ("IN", "Guwahati Smart City Limited", "Guwahati"),
    ],
)
def test_the_name_of_a_city_office_names_its_city(land: str, buyer: str, name: str) -> None:
    found = texts_of(land).institution(buyer)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("land", "buyer"),
    [
        ("UA", "Полтавська обласна рада"),
        ("MD", "CONSILIUL RAIONAL CAHUL"),
        ("ES", "AYUNTAMIENTO DE LES FRANQUESES DEL VALLES"),
    ],
)
def test_the_name_of_a_regional_office_names_no_city(land: str, buyer: str) -> None:
    assert texts_of(land).institution(buyer) is None


def test_processes_are_placed_by_address_then_buyer_then_title(tmp_path: Path) -> None:
    found = located(
        tmp_path,
        [
            {"ocid": "address", "country": "UA", "buyer_id": "b", "title": "у місті Львові"},
            {"ocid": "second", "country": "UA", "buyer_id": "none", "procuring_entity_id": "e"},
            {"ocid": "buyer", "country": "UA", "buyer_name": "Луцька міська рада", "title": "у місті Львові"},
            {"ocid": "title", "country": "UA", "buyer_name": "Міноборони", "title": "у місті Львові"},
            {"ocid": "country", "country": "UA", "title": "Бензин"},
            {"ocid": "nothing", "title": "Бензин у місті Львові"},
            {"ocid": "claimed", "country": "RU", "title": "ремонт в г. Симферополе"},
        ],
        [
            {"ocid": "address", "party_id": "b", "locality": "Одеса", "country": "Україна"},
            {"ocid": "second", "party_id": "e", "locality": "Суми"},
        ],
    )
    names = {ocid: (found[found[ocid]["place_id"]]["name"], found[ocid]["basis"]) for ocid in ("address", "second")}
    assert names == {"address": ("Odesa", "locality"), "second": ("Sumy", "locality")}
    assert (found["buyer"]["place_id"], found["buyer"]["basis"]) == ("geonames:702569", "buyer")
    assert (found["title"]["region"], found["title"]["basis"]) == ("UA-46", "title")
    assert (found["country"]["place_id"], found["country"]["basis"]) == ("UA", "country")
    assert (found["nothing"]["place_id"], found["nothing"]["basis"]) == (None, None)
    assert (found["claimed"]["country"], found["claimed"]["region"]) == ("UA", "UA-43")
    assert found[found["claimed"]["place_id"]]["disputed"].startswith("Crimea and Sevastopol, claimed by RU")


def test_a_place_tells_names_region_people_and_centre(tmp_path: Path) -> None:
    found = located(tmp_path, [{"ocid": "one", "country": "KG", "buyer_id": "b"}],
        [{"ocid": "one", "party_id": "b", "locality": "Бишкек"}])  # fmt: skip
    place = found[found["one"]["place_id"]]
    assert {"Bishkek", "Бишкек"} <= {place["name"], *place["names"]}
    assert (place["region"], place["region_name"], place["kind"]) == ("KG-GB", "Bishkek", "settlement")
    assert place["population"] > 500_000
    assert round(place["latitude"]) == 43


def test_every_region_and_city_that_a_rule_names_is_in_the_gazetteer() -> None:
    cities = {code: country(code[:2]).settlements.get(city) for code, city in rules().city_regions.items()}
    assert [code for code, city in cities.items() if city is None or city.region != code] == []
    known = {one.region for code in {code[:2] for code in regions()} for one in country(code).settlements.values()}
    assert set(regions()) <= known
    assert {code for one in rules().disputed for code in one.regions} <= known | {
        one.region for one in country("AZ").settlements.values()
    }
