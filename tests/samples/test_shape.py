"""The bundled sample is well formed, balanced, and holds no person."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from custodiet.model.release import Release

PERSONAL = {
    "an e-mail address": r"[\w.+-]+@[\w-]+\.\w",
    "a telephone number": r"\+\d{2,3}[ \d-]{7,}|\b0\d{3,4} \d{6}\b|(?i:\btel\.|\bтел\.)",
    "a street address": (
        r"(?i:\b(?:ул\.|улица|просп\.|пр-т|пер\.|наб\.|rue|avenue|boulevard|calle|ul\.|c/|postboks)\s[^|]{1,40}\d)"
        r"|(?i:\b[\w-]+stra(?:ß|ss)e \d)|\b\d{1,4}[a-z]?,? [A-Z][a-z]+ (?:Street|Road|Avenue|Lane)\b"
    ),
    "the place of a house": r"\bд\. ?\d|\bлит(?:ер|\.) ?[АA]\b",
}
# Addresses, numbers and codes of notices are long digits by nature; only the texts that people wrote are searched.
TEXTS = {"name", "title", "description", "legalName", "locality", "region"}


def test_every_file_is_a_release_package_that_names_its_publisher_and_licence(packages: dict[str, Any]) -> None:
    for name, package in packages.items():
        assert package.version == "1.1"
        assert package.publisher["name"].startswith("custodiet sample, facts from "), name
        assert package.license.startswith("http"), name
        assert package.releases, name


def test_no_key_of_a_release_is_unknown_to_the_model(packages: dict[str, Any]) -> None:
    unknown = Counter(
        path
        for package in packages.values()
        for raw in package.releases
        for path in _lost(msgspec.json.decode(raw), msgspec.to_builtins(msgspec.json.decode(raw, type=Release)))
    )
    assert not unknown


def test_every_release_has_what_a_reader_looks_for_first(releases: dict[str, tuple[str, Release]]) -> None:
    for ocid, (_, release) in releases.items():
        tender = release.tender
        assert tender is not None, ocid
        assert tender.title, ocid
        assert tender.id, ocid
        assert release.buyer is not None, ocid
        assert release.buyer.name, ocid
        assert re.fullmatch(r"[a-z]{2}", release.language or ""), ocid
        assert re.match(r"20[012]\d-\d\d-\d\d", release.date or ""), ocid
        assert release.tag, ocid


def test_every_release_names_its_notice_and_where_it_is_published(releases: dict[str, tuple[str, Release]]) -> None:
    for ocid, (_, release) in releases.items():
        assert release.tender is not None
        assert release.tender.documents, ocid
        notice = release.tender.documents[0]
        assert notice.id, ocid
        assert re.match(r"https?://", notice.url or ""), ocid


def test_every_reference_to_an_organisation_is_a_party_with_that_name(
    releases: dict[str, tuple[str, Release]],
) -> None:
    for ocid, (_, release) in releases.items():
        names = {party.id: party.name for party in release.parties or []}
        references = [release.buyer, release.tender.procuring_entity if release.tender else None]
        references += [one for award in release.awards or [] for one in award.suppliers or []]
        references += [
            one for bid in (release.bids.details or [] if release.bids else []) for one in bid.tenderers or []
        ]
        for reference in references:
            assert reference is None or names.get(reference.id) == reference.name, ocid


def test_an_ocid_stands_once(packages: dict[str, Any], releases: dict[str, Any]) -> None:
    assert sum(len(package.releases) for package in packages.values()) == len(releases)


def test_the_sample_is_large_enough_and_small_enough(
    folder: Path, releases: dict[str, Any], surveillance: set[str]
) -> None:
    assert surveillance <= releases.keys()
    assert len(surveillance) >= 55
    assert len(releases) - len(surveillance) >= 230
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) <= 1_500_000


def test_the_list_of_surveillance_purchases_says_how_they_were_judged(folder: Path) -> None:
    first, *rest = (folder / "surveillance.txt").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert "judged by reading" in first
    assert rest == sorted(set(rest))


@pytest.mark.parametrize(
    "ocid",
    [
        "assam:2023_GSCT_35054_1",
        "doffin:2023-604437",
        "ocds-03ad3f-287622",
        "ocds-kuma6s-147841",
        "russia:4369587",
        "ted:148943-2018",
        "ted:492647-2021",
    ],
)
def test_the_well_known_purchases_are_in_it(ocid: str, surveillance: set[str]) -> None:
    assert ocid in surveillance


def test_the_guwahati_tender_has_four_bidders_of_whom_one_was_turned_down(
    releases: dict[str, tuple[str, Release]],
) -> None:
    bids = releases["assam:2023_GSCT_35054_1"][1].bids
    assert bids is not None
    told = {bid.tenderers[0].name: (bid.status, bid.value and bid.value.amount) for bid in bids.details or []}  # type: ignore[index]
    assert told == {
        "Continental Engines Pvt Ltd": ("disqualified", None),
        "HONEYWELL AUTOMATION INDIA LIMITED": ("valid", 1_771_754_799.21),
        "Johnson Control India Private Limited": ("valid", 1_899_220_539),
        "L&T Technology Services Limited": ("valid", 2_097_980_445),
    }


def test_several_languages_and_countries_are_there(releases: dict[str, tuple[str, Release]]) -> None:
    languages = {release.language for _, release in releases.values()}
    countries = {
        party.address.country_name
        for _, release in releases.values()
        for party in release.parties or []
        if party.address and party.id == (release.buyer and release.buyer.id)
    }
    assert {"bg", "de", "el", "en", "es", "fr", "lt", "ru"} <= languages
    assert len(countries - {None}) >= 20


def test_buyers_with_several_purchases_give_the_indicators_their_peers(
    releases: dict[str, tuple[str, Release]],
) -> None:
    buyers = Counter((source, release.buyer and release.buyer.name) for source, release in releases.values())
    assert sum(number >= 3 for number in buyers.values()) >= 15
    with_bids = [release for _, release in releases.values() if release.bids and len(release.bids.details or []) > 1]
    assert len(with_bids) >= 40


@pytest.mark.parametrize("kind", PERSONAL)
def test_no_text_shows_a_person_or_a_door(kind: str, packages: dict[str, Any]) -> None:
    pattern = re.compile(PERSONAL[kind])
    found = [
        text
        for package in packages.values()
        for raw in package.releases
        for text in _texts(msgspec.json.decode(raw))
        if pattern.search(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("an e-mail address", "write to office@city.example"),
        ("a telephone number", "+44 1656655555"),
        ("a street address", "г. Ижевск, ул. Ленина, 5"),
        ("a street address", "12 High Street"),
        ("the place of a house", "г. Москва, д. 18"),
    ],
)
def test_the_search_for_persons_and_doors_would_find_one(kind: str, text: str) -> None:
    assert re.search(PERSONAL[kind], text)


def test_the_tutorial_counts_what_is_there(
    project: Path, releases: dict[str, tuple[str, Release]], surveillance: set[str]
) -> None:
    page = (project / "docs" / "tutorials" / "first-register.md").read_text(encoding="utf-8")
    european = {release.language for source, release in releases.values() if source == "ted"}
    assert f"facts of {len(releases)} real purchases" in page
    assert f"judged {len(surveillance)} of them" in page
    assert f"in {len(european)} languages" in page
    assert set(re.findall(r"explain register (\S+)", page)) <= surveillance


def test_the_sources_page_names_every_file_and_keeps_the_share_alike_one_apart(
    folder: Path, packages: dict[str, Any]
) -> None:
    page = (folder / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"| `{name}.json` |" in page for name in packages)
    assert "opendatacommons.org/licenses/odbl" in packages["assam"].license
    assert not [name for name, package in packages.items() if name != "assam" and "odbl" in package.license]


def _lost(given: Any, kept: Any, path: str = "") -> list[str]:
    if isinstance(given, dict):
        return [
            place
            for key, value in given.items()
            for place in (_lost(value, kept[key], f"{path}/{key}") if key in kept else [f"{path}/{key}"])
        ]
    if isinstance(given, list):
        return [place for one, other in zip(given, kept, strict=True) for place in _lost(one, other, path)]
    return [] if given == kept else [path]


def _texts(value: Any, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in _texts(one, name)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, key)]
    return [value] if key in TEXTS and isinstance(value, str) else []
