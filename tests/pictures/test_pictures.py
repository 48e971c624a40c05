"""Every kind of picture: what it counts, what it never adds, and that no text of a publisher can do harm in it."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from custodiet.site.languages import LANGUAGES, language
from custodiet.site.pictures import (
    Picture,
    bid_prices,
    network,
    purchases_by_year,
    settlements,
    shares_flagged,
    spending_by_purpose,
    spending_choices,
    timeline,
)
from custodiet.site.pictures.bid_prices import Bid
from custodiet.site.pictures.network import Deal, Party
from custodiet.site.pictures.settlements import Spot, geojson
from custodiet.site.pictures.shares_flagged import Judged
from custodiet.site.pictures.themes import GROUND, PAINTS
from custodiet.site.pictures.timeline import Step
from hostile_strings import HOSTILE

SOURCE = "register of 1 May 2026"
TEXT = "Київ · საქართველო · Հայաստան · Өзгөн"


def money(
    purpose: str, year: str, amount: int | None, state: str = "awarded", currency: str = "UAH"
) -> dict[str, object]:
    spent = None if amount is None else Decimal(amount)
    return {
        "purpose": purpose,
        "year": year,
        "state": state,
        "currency": currency,
        "spent_amount": spent,
        "with_amount": 1,
        "read": 40,
    }


def everything(text: str, code: str = "en", *, land: bool = True) -> list[Picture]:
    """One picture of each kind, with the text wherever a text can stand."""
    reader = language(code)
    where = (30.5, 50.4) if land else (-140.0, -40.0)
    made = [
        purchases_by_year(reader, text, [("2020", "awarded", 3), ("2021", "paid", 2), (None, "planned", 1)], text),
        spending_by_purpose(
            reader, text, [money("surveillance", "2020", 5), money("roads", "2021", 9)], "awarded", "UAH", text
        ),
        shares_flagged(reader, text, [Judged(text, 3, 9, 1), Judged(text, 0, 0, 4)], text),
        timeline(reader, text, [Step("2020-01-02", text, text), Step(text, text), Step(None, text)], text),
        bid_prices(reader, text, [Bid(text, Decimal(9), "UAH", won=True, status=text)], (Decimal(8), "UAH"), text),
        network(reader, text, [Deal(Party(text, "a" + text), (Party(None, "b" + text),), ("c" + text,))], text),
        settlements(
            reader,
            text,
            [Spot(text, "UA", *where, 3, text), Spot(text, "UA", None, None, 1)],
            text,
            "UA" if land else None,
        ),
    ]
    return [picture for picture in made if picture is not None]


def attributes(svg: str) -> list[tuple[str, str, str]]:
    """Tag, name and value of every attribute."""
    root = ET.fromstring(svg)
    return [(part.tag.split("}")[1], name, value) for part in root.iter() for name, value in part.attrib.items()]


def test_a_hostile_text_stays_a_text() -> None:
    for picture in (picture for text in HOSTILE for picture in everything(text, land=False)):
        for svg in (picture.svg(), picture.file("dark")):
            found = attributes(svg)
            tags = {part.tag.split("}")[1] for part in ET.fromstring(svg).iter()}
            assert tags <= {"svg", "title", "desc", "rect", "line", "circle", "path", "text", "a"}
            assert not [name for _, name, _ in found if name.startswith("on") or name in {"style", "id", "src"}]
            assert {tag for tag, name, _ in found if name.endswith("href")} <= {"a"}


def test_a_hostile_text_stays_one_cell_and_no_formula() -> None:
    for picture in (picture for text in HOSTILE for picture in everything(text, land=False)):
        rows = list(csv.reader(io.StringIO(picture.csv().removeprefix("\ufeff"))))
        assert len([row for row in rows if len(row) == len(picture.header)]) >= len(picture.rows) + 1
        assert not [cell for row in rows for cell in row if re.match(r"\s*[=+@]", cell)]


def test_a_hostile_text_can_be_painted_in_pixels() -> None:
    picture = timeline(language("en"), "x", [Step("2020-01-02", text[:80]) for text in HOSTILE], SOURCE)
    assert picture is not None
    assert picture.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_picture_says_what_it_is_to_those_who_do_not_see_it(code: str) -> None:
    for picture in everything(TEXT, code):
        root = ET.fromstring(picture.svg())
        title, about = list(root)[:2]
        assert root.get("role") in {"img", "group"}
        assert (title.text, about.text) == (picture.title, picture.about)
        assert picture.unit
        assert picture.source
        assert str(language(code).number(picture.of)) in picture.said


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_alone_has_title_unit_counts_and_source_in_it(theme: str) -> None:
    for picture in everything("Kyiv"):
        written = " ".join(" ".join(picture.file(theme).split()).split("</text>"))  # type: ignore[arg-type]
        words = re.sub(r"<[^>]*>", "", written)
        for part in (picture.title, picture.unit, picture.said, picture.source):
            assert part.split()[0] in words
            assert part.split()[-1] in words


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = everything(TEXT), everything(TEXT)
    assert [(one.svg(), one.file(), one.png(), one.csv()) for one in first] == [
        (one.svg(), one.file(), one.png(), one.csv()) for one in second
    ]


def test_nothing_in_a_picture_asks_another_machine() -> None:
    for picture in everything(TEXT):
        assert re.findall(r"(?:https?:)?//[^\"< ]+", picture.file()) == ["http://www.w3.org/2000/svg"]
        assert "url(" not in picture.file()


def test_a_picture_is_no_wider_than_a_telephone() -> None:
    assert {picture.drawing.width for picture in everything(TEXT)} == {400}
    smallest = min(
        float(size) for picture in everything(TEXT) for size in re.findall(r'font-size="([\d.]+)"', picture.svg())
    )
    assert smallest * 358 / 400 >= 9.5  # at 390 pixels with 16 on each side


def test_cancelled_purchases_stand_in_the_table_and_in_no_column() -> None:
    picture = purchases_by_year(
        language("en"), "", [(2020, "awarded", 3), (2020, "cancelled", 4), (2021, "awarded", 1)], SOURCE
    )
    assert picture is not None
    assert (picture.counted, picture.of) == (4, 8)
    assert picture.rows == (("2020", 0, 0, 3, 0, 0, 4), ("2021", 0, 0, 1, 0, 0, 0))
    assert "4 cancelled purchases are in the table only." in picture.said


def test_a_year_that_is_none_is_counted_and_not_drawn() -> None:
    picture = purchases_by_year(
        language("en"), "", [(2019, "paid", 1), (2020, "paid", 3), ("none", "paid", 2), ("20x1", "paid", 1)], SOURCE
    )
    assert picture is not None
    assert (picture.counted, picture.of) == (4, 7)


def test_years_without_a_purchase_keep_their_place() -> None:
    picture = purchases_by_year(language("en"), "", [(2018, "paid", 1), (2021, "paid", 1)], SOURCE)
    assert picture is not None
    assert [row[0] for row in picture.rows] == ["2018", "2019", "2020", "2021"]


def test_the_height_of_a_column_is_its_number() -> None:
    picture = purchases_by_year(language("en"), "", [(2020, "paid", 10), (2021, "paid", 40)], SOURCE)
    assert picture is not None
    heights = [
        float(dict(mark.place)["height"]) for mark in picture.drawing.marks if mark.paint == "paid" and mark.about
    ]
    assert (heights[0] + 1) / (heights[1] + 1) == pytest.approx(0.25, abs=0.001)  # a hair of ground above each


def test_money_of_one_state_and_currency_alone_is_shown() -> None:
    rows = [
        money("surveillance", "2020", 100),
        money("surveillance", "2020", 7, state="paid"),
        money("surveillance", "2020", 9, currency="USD"),
        money("roads", "2020", 300),
        money("other", "2020", 999),
    ]
    picture = spending_by_purpose(language("en"), "Kyiv", rows, "awarded", "UAH", SOURCE)
    assert picture is not None
    assert picture.rows == (("2020", Decimal(100), Decimal(300)),)
    assert (picture.counted, picture.of) == (2, 40)
    assert spending_choices(rows) == [("awarded", "UAH"), ("awarded", "USD"), ("paid", "UAH")]


def test_all_purposes_have_one_scale() -> None:
    rows = [money("surveillance", "2020", 100), money("roads", "2020", 400)]
    picture = spending_by_purpose(language("en"), "Kyiv", rows, "awarded", "UAH", SOURCE)
    assert picture is not None
    high = {mark.paint: float(dict(mark.place)["height"]) for mark in picture.drawing.marks if mark.tag == "rect"}
    assert high["marked"] / high["bar"] == pytest.approx(0.25, abs=0.001)


def test_what_could_not_be_judged_is_told_and_not_drawn_as_zero() -> None:
    picture = shares_flagged(language("en"), "", [Judged("a", 34, 120, 5), Judged("b", 0, 0, 9)], SOURCE)
    assert picture is not None
    assert (picture.counted, picture.of) == (120, 134)
    assert "34 of 120" in picture.svg()
    assert "none of 9 could be judged" in picture.svg()
    assert picture.rows[1][-1] is None


def test_where_nothing_was_judged_there_is_no_picture() -> None:
    assert shares_flagged(language("en"), "", [Judged("a", 0, 0, 5)], SOURCE) is None
    assert timeline(language("en"), "a", [Step(None, "a")], SOURCE) is None
    assert purchases_by_year(language("en"), "a", [(None, "paid", 3)], SOURCE) is None
    assert purchases_by_year(language("en"), "a", [(2020, "paid", 3), (2020, "planned", 1)], SOURCE) is None
    assert bid_prices(language("en"), "a", [Bid("a", None, "UAH")], None, SOURCE) is None
    assert network(language("en"), "a", [Deal(Party("a", "a"))], SOURCE) is None
    assert settlements(language("en"), "a", [Spot("a", "UA", None, None, 3)], SOURCE) is None


def test_steps_stand_in_the_order_of_their_dates_with_the_days_between() -> None:
    steps = [Step("2020-03-01", "late"), Step("2020-01-31T10:00:00Z", "early"), Step(None, "unknown")]
    picture = timeline(language("en"), "a", steps, SOURCE)
    assert picture is not None
    assert [row[1] for row in picture.rows] == ["early", "late", "unknown"]
    assert "30 days later" in picture.svg()
    assert (picture.counted, picture.of) == (2, 3)


def test_bids_in_another_currency_are_counted_and_not_drawn() -> None:
    bids = [
        Bid("a", Decimal(9), "UAH"),
        Bid("b", Decimal(7), "UAH", won=True),
        Bid("c", Decimal(1), "USD"),
        Bid("d", None, None),
    ]
    picture = bid_prices(language("en"), "x", bids, (Decimal(9), "USD"), SOURCE)
    assert picture is not None
    assert (picture.counted, picture.of, len(picture.rows)) == (2, 4, 4)
    assert "estimate" not in picture.svg()


def test_a_network_is_bounded_and_says_of_how_many() -> None:
    deals = [Deal(Party(str(n), f"Buyer {n}"), (Party(None, f"Firm {n}"),), (f"Maker {n % 3}",)) for n in range(50)]
    picture = network(language("en"), "x", deals, SOURCE)
    assert picture is not None
    assert picture.of == 103
    assert picture.counted <= 24
    assert picture.svg().count("pic-box") == picture.counted


def test_a_maker_is_joined_to_the_buyer_where_no_supplier_is_named() -> None:
    picture = network(language("en"), "x", [Deal(Party("1", "City"), (), ("Maker",))], SOURCE)
    assert picture is not None
    assert picture.rows == (("City", "buyer", "Maker", "maker named", 1),)


def test_two_layers_take_the_room_of_three() -> None:
    two = network(language("en"), "x", [Deal(Party("1", "City"), (Party("2", "Firm"),))], SOURCE)
    three = network(language("en"), "x", [Deal(Party("1", "City"), (Party("2", "Firm"),), ("Maker",))], SOURCE)
    for picture in (two, three):
        assert picture is not None
        boxes = [dict(mark.place) for mark in picture.drawing.marks if mark.paint == "box"]
        assert max(float(box["x"]) + float(box["width"]) for box in boxes) == pytest.approx(400, abs=1)


def test_two_organisations_of_one_name_stay_two() -> None:
    deals = [Deal(Party("1", "City"), (Party("3", "Firm"),)), Deal(Party("2", "City"), (Party("3", "Firm"),))]
    picture = network(language("en"), "x", deals, SOURCE)
    assert picture is not None
    assert picture.of == 3


def test_the_map_counts_what_it_cannot_place() -> None:
    spots = [Spot("Kyiv", "UA", 30.52, 50.45, 7), Spot("", "UA", None, None, 3)]
    picture = settlements(language("en"), "", spots, SOURCE)
    assert picture is not None
    assert (picture.counted, picture.of) == (7, 10)
    assert '"coordinates":[30.52,50.45]' in geojson(spots)
    assert geojson(spots).count('Feature"') == 1


@pytest.mark.parametrize("country", ["UA", "KG", "RU", "FJ", "LI", "CL", None])
def test_the_map_of_any_country_shows_its_land(country: str | None) -> None:
    picture = settlements(language("en"), "", [Spot("a", country or "UA", 30.0, 50.0, 1)], SOURCE, country)
    assert picture is not None
    assert any(mark.paint == "land" for mark in picture.drawing.marks) == (country is not None) or country is None
    numbers = [float(n) for mark in picture.drawing.marks if mark.tag == "circle" for n in dict(mark.place).values()]
    assert all(0 <= number <= 500 for number in numbers)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    light = []
    for colour in (one, other):
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_areas_stand_out_from_the_ground(theme: str) -> None:
    quiet = {"grid", "rail", "land", "other_land", "border", "frame", "ground", "halo", "halo_words", "onto"}
    ground = getattr(GROUND, theme)
    weak = {
        name
        for name, paint in PAINTS.items()
        if name not in quiet and contrast(getattr(paint, theme), ground) < (4.5 if paint.kind == "words" else 3)
    }
    onto = getattr(PAINTS["onto"], theme)
    assert weak == set()
    assert min(contrast(onto, getattr(PAINTS[name], theme)) for name in ("paid", "rest")) >= 4.5


def test_the_style_sheet_has_a_rule_for_every_part(project: Path) -> None:
    sheet = (project / "src/custodiet/site/pictures/static/pictures.css").read_text(encoding="utf-8")
    assert {name for name in PAINTS if sheet.count(f".pic-{name} {{") != 2} == set()


def test_a_png_needs_no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    picture = timeline(language("en"), "x", [Step("2020-01-02", TEXT)], SOURCE)
    other = timeline(language("en"), "x", [Step("2020-01-02", "")], SOURCE)
    assert picture is not None
    assert other is not None
    before = picture.png()
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none.conf"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert picture.png() == before
    assert len(before) > len(other.png())


def test_letters_that_the_shipped_fonts_lack_are_asked_of_the_machine() -> None:
    from custodiet.site.pictures.raster import is_held

    assert is_held(TEXT + "Ўзбекистон Қазақ Ελλάδα")
    assert not is_held("大华")
    assert not is_held("অসম")


def test_a_glyph_stands_in_the_shipped_font_for_every_letter_that_it_is_said_to_hold(
    assets: Path, letters_of: Callable[[Path], set[int]]
) -> None:
    held = letters_of(assets / "DejaVuSans.ttf")
    words = (
        "Київщина Ґ Є Ї Өзгөн Ң Ү საქართველო Հայաստան Ўзбекистон Қарағанды Ғ Һ Ә Ħ Ž ğ ı ş Ελλάδα № – “” « » … ₴ ₸ ₽ €"
    )
    assert {letter for letter in words if letter != " " and ord(letter) not in held} == set()
