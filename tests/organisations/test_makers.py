"""Makers: recognised in texts with boundaries and guards; facts with sources; never a supplier by this."""

from pathlib import Path

import pyarrow as pa
import pytest

from custodiet.errors import DefinitionError
from custodiet.organisations import recognise, recognise_makers
from custodiet.organisations.makers import maker_list, makers_from


@pytest.mark.parametrize(
    ("text", "maker", "words"),
    [
        ("IP-камера Hikvision, 4 Мп", "hikvision", "Hikvision"), ("поставка камер Хиквижн", "hikvision", "Хиквижн"),
        ("海康威视摄像机", "hikvision", "海康威视"),
        ("DS-2CD2043G2-I(2.8mm)", "hikvision", "DS-2CD2043G2-I(2.8mm)"), ("камера IPC-HFW2431S.", "dahua",
        "IPC-HFW2431S"),
        ("ПЗ Milestone XProtect для камер", "milestone", "XProtect"), ("сервер Трассира", "trassir", "Трассир"),
        ("UFED Touch", "cellebrite", "UFED Touch"),
        ("комплексы «Сергек»", "sergek", "Сергек"), ("AXIS P3245-V dome camera", "axis", "AXIS P3245-V"),
        ("FindFace Multi", "ntechlab", "FindFace"), ("камера DS-2СD2043 уличная", "hikvision", "DS-2СD2043"),
        ("Нikvision", "hikvision", "Нikvision"), ("регистратор TRASSIR TR-D4161IR", "trassir", "TR-D4161IR"),
        ("Dahuа IPC-HFW2431", "dahua", "Dahuа"),
    ],
)  # fmt: skip
def test_maker_or_product_in_a_text_is_found_with_its_words(text: str, maker: str, words: str):
    assert (maker, words) in {(span.maker, span.words) for span in recognise_makers(text)}


@pytest.mark.parametrize(
    "text",
    [
        "axis of rotation of the camera", "Bosch дриль", "Thales of Miletus", "necessary cameras",
        "Motorola radio station", "Huaweiphone",
        "axon of a nerve",
        "Verint Work force Management", "NEC road to Kailingar", "Санаторий", "Business World @ Milestone 6",
        "milestones of the video project", "a milestone payment for cameras",
    ],
)  # fmt: skip
def test_ordinary_word_is_no_maker(text: str):
    assert recognise_makers(text) == []


def test_guarded_name_needs_a_word_of_its_field_nearby():
    assert [span.maker for span in recognise_makers("відеокамера Bosch")] == ["bosch"]
    assert recognise_makers("відеокамера " + "x" * 80 + " Bosch") == []


def test_span_points_at_the_words():
    text = "Поставка: ІР-камера DAHUA та реєстратор"
    (span,) = recognise_makers(text)
    assert text[span.start : span.end] == span.words == "DAHUA"


def test_table_has_one_row_per_place_and_never_a_supplier():
    processes = pa.table({
        "ocid": ["o1", "o2"], "document_id": ["d", "d"], "pointer": ["/0", "/1"],
        "title": ["Камери Hikvision", "Папір"], "description": ["Hikvision або Dahua", None],
    })  # fmt: skip
    rows = recognise({"processes": processes}).to_pylist()
    assert [(row["ocid"], row["maker"], row["pointer"], row["table"], row["column"]) for row in rows] == [
        ("o1", "dahua", "/0", "processes", "description"),
        ("o1", "hikvision", "/0", "processes", "description"),
        ("o1", "hikvision", "/0", "processes", "title"),
    ]
    assert {row["role"] for row in rows} == {"maker named in the text"}


def test_every_official_list_has_date_source_and_address():
    for official in maker_list().official.values():
        assert official.date
        assert official.source
        assert official.url.startswith("https://")


def test_link_between_makers_has_an_address_or_says_unconfirmed():
    for maker in maker_list().makers.values():
        for link in maker.belongs:
            assert bool(link.url) != (link.source == "unconfirmed")


def test_unknown_key_is_named_with_the_nearest_known(tmp_path: Path):
    file = tmp_path / "makers.toml"
    file.write_text(
        'context = []\n[official]\n[maker.x]\nname = "X"\ncountry = "CN"\nnames = ["X"]\nwordz = []\n', encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match="unknown key 'wordz'; did you mean 'words'"):
        makers_from(file)


def test_link_to_a_maker_that_is_not_there_is_an_error(tmp_path: Path):
    file = tmp_path / "makers.toml"
    file.write_text(
        'context = []\n[official]\n[maker.alpha]\nname = "Alpha"\ncountry = "CN"\nnames = ["Alpha"]\n'
        'belongs = [{ to = "alpho", what = "w", source = "s", url = "", date = "" }]\n',
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match="did you mean 'alpha'"):
        makers_from(file)


def test_one_name_under_two_makers_is_an_error(tmp_path: Path):
    file = tmp_path / "makers.toml"
    one = '[maker.{0}]\nname = "{0}"\ncountry = "CN"\nnames = ["Gamma Vision"]\n'
    file.write_text("context = []\n[official]\n" + one.format("alpha") + one.format("beta"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="stands under"):
        makers_from(file)
