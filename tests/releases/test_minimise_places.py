"""Localities are reduced to settlements, addresses of pages lose what shows a person."""

import pytest

from custodiet.releases import minimise


@pytest.mark.parametrize(
    ("printed", "settlement"),
    [
        (None, None),
        ("Київ", "Київ"),
        ("м. Київ, вул. Прикладна, 36", "м. Київ"),
        ("вул. Прикладна, 36", None),
        ("Прикладна, 36", None),
        ("г. Бишкек, ул. Примерная 5, кв. 3", "г. Бишкек"),
        ("01001, м. Київ", "м. Київ"),
        ("Київ 01001", "Київ"),
        ("12 Example Street, Leeds", "Leeds"),
        ("London EC1A 1BB", "London"),
        ("10 rue de la République, 75001 Paris", "Paris"),
        ("Paris Cedex 12", "Paris"),
        ("Praha 4", "Praha"),
        ("Musterstadt, Hauptstraße 5", "Musterstadt"),
        ("50.45010, 30.52340", None),
        ("1 Decembrie", "1 Decembrie"),
        ("Frankfurt am Main", "Frankfurt am Main"),
        ("Newcastle upon Tyne", "Newcastle upon Tyne"),
        ("Saint-Denis", "Saint-Denis"),
        ("Київська область, м. Біла Церква", "Київська область, м. Біла Церква"),
        ("mun. Chișinău, str. Exemplu 5", "mun. Chișinău"),
        ("Երևան, Օրինակ փողոց 5", "Երևան"),
        ("", None),
    ],
)
def test_a_locality_is_reduced_to_its_settlement(printed, settlement):
    assert minimise.place(printed) == settlement


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("https://user:secret@files.example.org/a.pdf", "https://files.example.org/a.pdf"),
        ("https://example.org/a?email=jane@example.org&id=5", "https://example.org/a?id=5"),
        ("https://example.org/a?who=jane%40example.org", "https://example.org/a"),
        ("https://example.org/a?id=5&token=abc#top", "https://example.org/a?id=5#top"),
        ("rtsp://192.0.2.1:554/ch1", "[stream address removed]"),
        ("rtmp://example.org/live", "[stream address removed]"),
        ("https://example.org/city.m3u8", "[stream address removed]"),
        ("http://192.0.2.1/live/1", "[stream address removed]"),
        ("http://192.0.2.1/docs/a.pdf", "[network address removed]"),
        ("mailto:jane@example.org", "[e-mail removed]"),
        ("https://www.google.com/maps/@50.45,30.52,15z", "[coordinates removed]"),
    ],
)
def test_an_address_of_a_page_loses_what_shows_a_person_or_a_place(printed, cleaned):
    assert minimise.url(printed) == cleaned


@pytest.mark.parametrize(
    "printed",
    [
        "https://portal.example/1/2",
        "https://prozorro.example/tender/UA-2017-01-20-000582-a",
        "https://example.org/get?id=1508165822970&lang=uk",
        "https://example.org/live-events/program.pdf",
        "/relative/path?x=1",
        "",
    ],
)
def test_an_address_without_such_parts_comes_back_as_the_same_object(printed):
    assert minimise.url(printed) is printed
