"""A mapping is read strictly, recognised by columns, and turns rows into releases with the place of every object."""

import io
import json
from pathlib import Path

import msgspec
import pytest
import xlsxwriter

from custodiet.errors import DefinitionError, NotUnderstoodError
from custodiet.model.release import Release
from custodiet.sources import _map_definition as d
from custodiet.sources._map_shape import SHAPES
from custodiet.sources.mapped_table import (
    convert,
    convert_block,
    convert_joined,
    convert_rows,
    csv_blocks,
    csv_form,
    load_mappings,
    places,
    recognise,
)

CITY = """
name = "City purchases"
recognise = ["Number", "Subject", "Winner"]
ocid = "city:{Number}"
currency = "EUR"
country = "DE"
dates = ["%d.%m.%Y"]
ignore = ["Contact*"]
[buyer]
name = "Office"
[tender]
title = "Subject"
amount = "Estimate"
status = { column = "State", values = { "laufend" = "active", "-" = "" } }
[[awards]]
date = "Decided"
amount = "Price"
[awards.supplier]
name = "Winner"
"""
ROWS = (
    "Number,Subject,Office,Estimate,State,Winner,Decided,Price,Contact person\n"
    "7,Kameras,Bauamt,900,laufend,Firma A,01.02.2024,800.50,someone\n"
    "8,Stühle,Bauamt,viel,-,,,,\n"
)


def mapping(tmp_path: Path, text: str = CITY, name: str = "city"):
    file = tmp_path / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return load_mappings([file]).by_id[name]


def kinds(converted):
    return [(problem.pointer, problem.kind, problem.original) for problem in converted.problems]


def test_a_row_becomes_a_release_with_the_place_of_every_object(tmp_path):
    first = convert(ROWS.encode(), mapping(tmp_path)).releases[0]
    assert first == {
        "ocid": "city:7",
        "id": "city:7",
        "@pointer": "row=2",
        "tag": ["tender", "award"],
        "buyer": {"name": "Bauamt", "address": {"countryName": "DE"}, "@pointer": "row=2"},
        "tender": {
            "title": "Kameras",
            "status": "active",
            "value": {"amount": 900, "currency": "EUR"},
            "@pointer": "row=2",
        },
        "awards": [
            {
                "id": "row=2",
                "date": "2024-02-01",
                "value": {"amount": 800.5, "currency": "EUR"},
                "suppliers": [{"name": "Firma A", "@pointer": "row=2"}],
                "@pointer": "row=2",
            }
        ],
        "parties": [
            {"name": "Bauamt", "address": {"countryName": "DE"}, "@pointer": "row=2", "roles": ["buyer"]},
            {"name": "Firma A", "@pointer": "row=2", "roles": ["supplier"]},
        ],
    }


def test_what_cannot_be_read_is_none_and_reported_with_its_cell(tmp_path):
    converted = convert(ROWS.encode(), mapping(tmp_path))
    second = converted.releases[1]
    assert second["tender"] == {"title": "Stühle", "@pointer": "row=3"}
    assert "awards" not in second
    assert kinds(converted) == [("row=3/column=Estimate", "amount-not-read", "viel")]


def test_every_column_is_read_ignored_by_name_or_reported_once(tmp_path):
    rows = ROWS.replace("Contact person", "Remarks").replace("Estimate", "Guess")
    converted = convert(rows.encode(), mapping(tmp_path))
    assert kinds(converted) == [
        ("row=1", "column-not-known", "Guess"),
        ("row=1", "column-not-known", "Remarks"),
        ("row=1", "column-not-found", "Estimate"),
    ]
    assert len(converted.releases) == 2


def test_columns_of_one_name_that_differ_are_reported_and_equal_ones_are_not(tmp_path):
    city = mapping(tmp_path)
    rows = "Number,Subject,Office,Estimate,State,Winner,Decided,Price,Subject,Office\n1,a,o,1,-,,,,b,o\n"
    assert kinds(convert(rows.encode(), city)) == [("row=1", "column-twice", "Subject")]


def test_a_row_without_its_number_is_set_aside_and_empty_rows_are_nothing(tmp_path):
    rows = ROWS.replace("\n7,", "\n,") + ",,,,,,,,\n"
    converted = convert(rows.encode(), mapping(tmp_path))
    assert [release["ocid"] for release in converted.releases] == ["city:8"]
    assert ("row=2", "id-not-stated", "") in kinds(converted)


def test_a_value_that_the_table_of_values_lacks_is_not_guessed(tmp_path):
    converted = convert(ROWS.replace("laufend", "neu").encode(), mapping(tmp_path))
    assert "status" not in converted.releases[0]["tender"]
    assert ("row=2/column=State", "value-not-known", "neu") in kinds(converted)


def test_blocks_and_rows_give_the_same_releases_as_the_whole(tmp_path):
    city = mapping(tmp_path)
    document = ROWS.encode()
    whole = convert(document, city)
    form = csv_form(document)
    blocks = [convert_block(block, form.of_blocks, city) for block in csv_blocks([document], form, 1)]
    assert [release for block in blocks for release in block.releases] == whole.releases
    assert [problem for block in blocks for problem in block.problems] == whole.problems
    rows = [line.split(",") for line in ROWS.splitlines()[1:]]
    assert convert_rows(rows, form.columns, city, 2) == whole


JOINED = """
name = "Joined"
recognise = ["Tender", "Title"]
key = "Tender"
ocid = "joined:{Tender}"
[tables.offers]
recognise = ["Tender", "Firm", "Offer"]
key = "Tender"
[words.forms]
"company" = "XX-REG"
"person" = ""
[tables.firms]
recognise = ["Firm", "Register", "Form"]
[tender]
title = "Title"
[[bids]]
table = "offers"
id = "Firm"
amount = "Offer"
[bids.tenderer]
id = "Firm"
scheme = { column = "Form", table = "firms", where = "Firm", equals = "Firm", values = "forms" }
identifier = { column = "Register", table = "firms", where = "Firm", equals = "Firm", pattern = '(\\d+)' }
"""
FILES = {
    "firms.json": b'{"Firm": "A", "Register": 12, "Form": "company"}\n{"Firm": "B", "Register": 9, "Form": "person"}\n',
    "offers.csv": b"Tender,Firm,Offer\n1,A,10 EUR\n1,B,11 EUR\n2,A,12 EUR\n",
    "any-name": b"Tender,Title\n1,Cameras\n2,Chairs\n3,Desks\n",
}


def test_files_are_joined_by_key_and_each_object_names_its_file(tmp_path):
    converted = convert_joined(FILES, mapping(tmp_path, JOINED, "joined"))
    first, second, third = converted.releases
    assert converted.problems == []
    assert [bid["id"] for bid in first["bids"]["details"]] == ["A", "B"]
    bid = second["bids"]["details"][0]
    assert (bid["@document"], bid["@pointer"], bid["value"]) == (
        "offers.csv",
        "row=4",
        {"amount": 12, "currency": "EUR"},
    )
    assert bid["tenderers"][0]["identifier"] == {"scheme": "XX-REG", "id": "12"}
    assert "bids" not in third
    assert "@document" not in third["tender"]


def test_a_number_is_left_out_where_the_register_does_not_hold_it(tmp_path):
    first = convert_joined(FILES, mapping(tmp_path, JOINED, "joined")).releases[0]
    assert "identifier" not in first["bids"]["details"][1]["tenderers"][0]


def test_a_key_with_two_different_answers_gives_none(tmp_path):
    twice = FILES | {"firms.json": FILES["firms.json"].replace(b'"B"', b'"A"').replace(b"person", b"company")}
    converted = convert_joined(twice, mapping(tmp_path, JOINED, "joined"))
    assert "identifier" not in converted.releases[0]["bids"]["details"][0]["tenderers"][0]
    assert kinds(converted) == [("/0/Register", "key-not-unique", "")]


def test_a_missing_further_file_is_reported_and_the_main_table_is_kept(tmp_path):
    converted = convert_joined({"any-name": FILES["any-name"]}, mapping(tmp_path, JOINED, "joined"))
    assert len(converted.releases) == 3
    assert {kind for _place, kind, _original in kinds(converted)} == {"table-not-found"}


def test_a_missing_main_table_is_an_error_that_names_its_columns(tmp_path):
    with pytest.raises(NotUnderstoodError, match="Tender, Title"):
        convert_joined({"offers.csv": FILES["offers.csv"]}, mapping(tmp_path, JOINED, "joined"))


def test_a_list_that_a_document_does_not_have_is_empty(tmp_path):
    text = CITY.replace("[[awards]]", '[[awards]]\nrows_with = "Winner no."').replace(
        'ignore = ["', 'optional = ["Winner no."]\nignore = ["'
    )
    assert all("awards" not in release for release in convert(ROWS.encode(), mapping(tmp_path, text)).releases)


def test_titles_above_the_columns_of_a_sheet_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("2024")
    sheet.write(0, 0, "Purchases of the city")
    for n, line in enumerate(ROWS.splitlines(), 2):
        sheet.write_row(n, 0, line.split(","))
    book.add_worksheet("Notes").write_row(0, 0, ["Note"])
    book.get_worksheet_by_name("Notes").write_row(1, 0, ["nothing"])
    book.close()
    mapping(tmp_path)
    found = recognise(stream.getvalue(), load_mappings([tmp_path / "city.toml"]))
    converted = convert(stream.getvalue(), found.mapping)
    assert [release["@pointer"] for release in converted.releases] == ["sheet=2024/row=4", "sheet=2024/row=5"]
    assert kinds(converted) == [
        ("sheet=2024/row=5/column=Estimate", "amount-not-read", "viel"),
        ("sheet=Notes", "sheet-not-known", ""),
    ]


def test_two_sections_of_a_list_number_the_same_row_apart(tmp_path):
    text = CITY + '\n[[awards]]\namount = "Estimate"\n'
    awards = convert(ROWS.encode(), mapping(tmp_path, text)).releases[0]["awards"]
    assert [award["id"] for award in awards] == ["row=2", "row=2#2"]


def test_a_list_is_not_read_where_a_column_it_needs_is_not_there(tmp_path):
    text = CITY.replace("[[awards]]", '[[awards]]\nneeds = ["Contact person"]')
    assert "awards" in convert(ROWS.encode(), mapping(tmp_path, text)).releases[0]
    other = ROWS.replace("Contact person", "Contact")
    assert "awards" not in convert(other.encode(), mapping(tmp_path, text)).releases[0]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('titel = "Subject"', 'title = "Subject"', r"city.toml, line \d+: unknown key 'titel'; did you mean 'title'\?"),
        (
            'release = "fiel"',
            'currency = "EUR"',
            "release: expected 'row' or 'file', found 'fiel'; did you mean 'file'",
        ),
        ('zone = "CET"', 'currency = "EUR"', "zone: 'CET' is no offset like"),
        ('dates = ["%d.%m.%y"]', 'dates = ["%d.%m.%Y"]', "names no day"),
        ('ocid = "city"', 'ocid = "city:{Number}"', "in braces"),
        ("title = { column = \"Subject\", pattern = '(' }", 'title = "Subject"', "tender.title: pattern"),
        ("title = { column = \"Subject\", pattern = '.*' }", 'title = "Subject"', "needs one group"),
        ("title = { values = {} }", 'title = "Subject"', "either a `column` or a `constant`"),
        ('title = { column = "Subject", values = "word" }', 'title = "Subject"', r"no \[words.word\]"),
        ('title = { column = "S", table = "t", where = "a", equals = "b" }', 'title = "Subject"', r"no \[tables.t\]"),
        ('title = { column = "S", where = "a", equals = "b" }', 'title = "Subject"', "release = 'file'"),
        ('title = { column = "S", where = "a" }', 'title = "Subject"', "give both"),
        ("recognise = []", 'recognise = ["Number", "Subject", "Winner"]', "at least one column"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_file_and_key(tmp_path, wrong, right, message):
    with pytest.raises(DefinitionError, match=message) as error:
        mapping(tmp_path, CITY.replace(right, wrong, 1))
    assert "city.toml" in str(error.value)


def test_two_mappings_for_the_same_table_are_an_error_that_names_both(tmp_path):
    mapping(tmp_path)
    mapping(tmp_path, CITY, "town")
    both = load_mappings([tmp_path / "city.toml", tmp_path / "town.toml"])
    with pytest.raises(DefinitionError, match=r"city\.toml.*town\.toml"):
        recognise(ROWS.encode(), both)


def test_a_table_that_no_mapping_knows_is_not_recognised():
    assert recognise(b"a,b\n1,2\n", load_mappings()) is None


def test_a_mapping_file_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(DefinitionError, match="no such mapping file"):
        load_mappings([tmp_path / "none.toml"])


def test_places_name_the_column_of_each_value(tmp_path):
    found = places(mapping(tmp_path))
    assert found["processes"]["title"] == "/column=Subject"
    assert found["processes"]["tender_amount"] == "/column=Estimate"
    assert found["awards"] == {"date": "/column=Decided", "award_amount": "/column=Price"}
    assert found["parties:supplier"] == {"name": "/column=Winner"}
    assert places(mapping(tmp_path), json=True)["processes"]["title"] == "/Subject"


def test_a_place_in_another_row_says_how_the_row_is_found(tmp_path):
    found = places(mapping(tmp_path, JOINED, "joined"))
    assert found["parties:tenderer"]["identifier"] == "/table=firms/where=Firm/equals=Firm/column=Register"


def test_a_column_read_in_two_ways_has_no_single_place(tmp_path):
    text = CITY + '\n[[awards]]\namount = "Second price"\n[awards.supplier]\nname = "Second winner"\n'
    found = places(mapping(tmp_path, text))
    assert "award_amount" not in found["awards"]
    assert "parties:supplier" not in found or "name" not in found["parties:supplier"]


def test_every_key_of_a_section_has_its_place_in_a_release():
    for section, shape in SHAPES.items():
        currencies = {spot.currency for spot in shape.values() if spot.currency}
        structure = {"table", "rows_with", "needs", "codes", "tenderer", "supplier"}
        assert set(section.__struct_fields__) - structure == shape.keys() | currencies, section


def test_every_place_is_one_that_the_release_reads():
    targets = {d.Party: "Organization", d.Attachment: "Document", d.Code: "Classification"}
    for section, shape in SHAPES.items():
        structs = {kind.__name__: kind for kind in msgspec_structs()}
        struct = structs[targets.get(section, section.__name__)]
        for spot in shape.values():
            assert spot.path[0] in {field.encode_name for field in msgspec.structs.fields(struct)}, (section, spot)


def msgspec_structs():
    from custodiet.model import release

    return [kind for kind in vars(release).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]


def test_releases_fit_the_shape_that_custodiet_reads(tmp_path):
    for release in convert(ROWS.encode(), mapping(tmp_path)).releases:
        read = msgspec.convert(json.loads(json.dumps(release)), Release)
        assert read.ocid == release["ocid"]
        assert read.pointer == release["@pointer"]
