"""The bundled mappings on the real folders they were written for."""

import io
import zipfile
from collections import Counter

import pytest

from custodiet.sources.mapped_table import convert, convert_joined, load_mappings, recognise


def members(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist()) if not name.endswith("/")}


def counted(converted):
    counts = Counter(problem.kind for problem in converted.problems)
    for release in converted.releases:
        counts["releases"] += 1
        counts["bids"] += len(release.get("bids", {}).get("details", []))
        counts["awards"] += len(release.get("awards", []))
        counts["contracts"] += len(release.get("contracts", []))
    return +counts


@pytest.fixture(scope="module")
def mappings():
    return load_mappings()


@pytest.fixture(scope="module")
def assam(shared):
    return members(shared / "data" / "assam-csv" / "tenders.zip")


def one(assam, mappings, tender):
    document = next(content for name, content in assam.items() if tender in name)
    found = recognise(document, mappings)
    assert found.id == "assam"
    converted = convert(document, found.mapping)
    assert converted.problems == []
    return converted.releases[0]


def test_the_city_surveillance_of_guwahati_has_four_bids_with_status_and_stated_price(assam, mappings):
    release = one(assam, mappings, "2023_GSCT_35054_1")
    bids = {
        bid["tenderers"][0]["name"].split()[0].casefold(): (bid["status"], bid.get("value", {}).get("amount"))
        for bid in release["bids"]["details"]
    }
    assert bids == {
        "continental": ("disqualified", None),
        "honeywell": ("valid", 1_771_754_799.21),
        "johnson": ("valid", 1_899_220_539),
        "l&t": ("valid", 2_097_980_445),
    }
    (award,) = release["awards"]
    assert award["value"] == {"amount": 1_771_754_799.21, "currency": "INR"}
    assert release["contracts"][0]["awardID"] == award["id"]
    assert release["tender"]["value"] == {"amount": 2_035_684_080, "currency": "INR"}
    assert release["tender"]["datePublished"] == "2023-12-29T18:00:00+05:30"


def test_columns_that_show_persons_never_leave_the_assam_tables(assam, mappings):
    import csv

    persons = ("Name", "Updated By", "Committee")
    for name, content in list(assam.items())[::100]:
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        shown = {
            row[n].strip()
            for n, column in enumerate(header)
            if column.startswith(persons)
            for row in rows
            if len(row[n].strip()) > 12
        }
        public = {row[n].strip() for n, column in enumerate(header) if "Bidder Name" in column for row in rows}
        text = repr(convert(content, mappings.by_id["assam"]).releases)
        assert not [value for value in shown - public if repr(value)[1:-1] in text], name


@pytest.mark.slow
def test_all_of_assam_is_read_without_a_problem(assam, mappings):
    total = Counter()
    for document in assam.values():
        total += counted(convert(document, recognise(document, mappings).mapping))
    assert total == {"releases": 5495, "bids": 26_952, "awards": 14_210, "contracts": 5495}


def test_the_russian_workbook_is_read_with_its_letters_as_published(shared, mappings):
    document = (shared / "data" / "russia-xlsx" / "notices.xlsx").read_bytes()
    found = recognise(document, mappings)
    converted = convert(document, found.mapping)
    assert counted(converted) == {"releases": 12_346}
    first = converted.releases[0]
    assert first["@pointer"] == "sheet=Лист1/row=2"
    assert first["tender"]["title"].startswith("Поcтавка")  # the third letter is Latin
    assert first["buyer"]["identifier"] == {"scheme": "RU-SPZ", "id": "03712000128"}
    assert first["tender"]["procuringEntity"]["identifier"] == first["buyer"]["identifier"]
    assert converted.releases[-1]["@pointer"] == "sheet=Лист1/row=12347"


def test_the_four_georgian_files_are_joined(shared, mappings):
    files = members(shared / "data" / "georgia-json" / "tenders.zip")
    tables = {recognise(document, mappings).table for document in files.values()}
    assert tables == {"", "bidders", "agreements", "organisations"}
    converted = convert_joined(files, mappings.by_id["georgia"])
    counts = counted(converted)
    assert (counts["releases"], counts["bids"], counts["awards"], counts["contracts"]) == (3031, 2952, 1296, 1296)
    assert counts["json-comma-at-end"] == 4
    contract = next(c for r in converted.releases for c in r.get("contracts", []) if c["id"] == "010406/20/294")
    assert contract["value"] == {"amount": 89_997.8, "currency": "GEL"}
    first = converted.releases[0]["tender"]
    assert (first["value"]["amount"], first["classification"]["id"]) == (771_307, "45200000")


def test_no_number_of_a_person_leaves_the_georgian_files(shared, mappings):
    files = members(shared / "data" / "georgia-json" / "tenders.zip")
    for release in convert_joined(files, mappings.by_id["georgia"]).releases:
        for party in release["parties"]:
            assert len(party.get("identifier", {"id": "9 digits."})["id"]) == 9
