"""Decisions on two mentions: what proves identity, what guards stop it, what is only related."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.organisations import Mention, decide

TOWNS = ("Харків", "Чернівці")


def test_one_number_and_one_name_are_the_same_on_the_identifier(mention):
    found = decide(mention("ТОВ Дзвінок", "UA-EDR:40126602"), mention("Дзвинок LLC", "UA-EDR:UA-EDR-40126602"))
    assert (found.decision, found.basis) == ("same", "identifier")
    assert "40126602" in found.why


def test_two_numbers_of_one_register_are_two_organisations(mention):
    a, b = (
        mention('ТОВ "Альфа"', f"UA-EDR:{number}", locality=town)
        for number, town in zip(("90000084", "90000092"), TOWNS, strict=True)
    )
    assert decide(a, b).decision == "different"


def test_one_number_under_contradicting_names_and_towns_is_not_the_same(mention):
    a = mention("Գյումրու ջրմուղ", "AM-TIN:09900018", country="AM", locality="Գյումրի")
    b = mention("Tesahskum LLC", "AM-TIN:09900018", country="AM", locality="Երևան")
    assert decide(a, b).decision == "different"


def test_one_number_under_two_names_without_contradiction_is_for_a_person(mention):
    assert (
        decide(mention("ТОВ Дзвінок", "UA-EDR:40126602"), mention("ТОВ Ялинка", "UA-EDR:40126602")).decision
        == "possible"
    )


def test_two_units_under_the_number_of_their_institute_are_related(mention):
    number = "FIC000330LK9"
    a = mention("Unidad Profesional de Ingenieria del Instituto Politecnico Nacional", number, country="MX")
    b = mention("Fondo de Investigacion Cientifica del Instituto Politecnico Nacional", number, country="MX")
    assert decide(a, b).decision == "related"


def test_slip_in_a_number_that_fails_its_check_is_the_same_on_the_name(mention):
    a, b = (
        mention("GRDF Distribution", f"FR-SIREN:{number}", country="FR", locality="Paris")
        for number in ("444736511", "444786511")
    )
    found = decide(a, b)
    assert (found.decision, found.basis) == ("same", "name")


def test_frequent_name_without_number_or_place_is_only_possible(verdict):
    assert verdict('ТОВ "Гарант-Сервіс"', "ТОВ Гарант Сервіс") == "possible"


def test_uncommon_name_in_one_town_is_the_same_on_the_name(verdict):
    assert verdict('ТОВ "Дзвінок"', "Дзвінок", locality="Харків") == "same"


def test_numbered_school_is_the_same_in_one_town_only(mention):
    a, b = (mention("Школа № 5", locality=town, country="KG") for town in ("Бишкек", "Каракол"))
    assert decide(a, a).decision == "same"
    assert decide(a, b).decision == "different"


def test_numbered_hospital_of_a_region_is_not_proved_by_the_region(mention):
    a = mention("Городская больница №1", country="RU", locality="Кемеровская обл")
    assert decide(a, a).decision != "same"


def test_other_number_in_the_name_is_another_body(verdict):
    assert (
        verdict("Детский сад № 9 города Можги", "Детский сад № 27 города Можги", country="RU", locality="Можга")
        == "different"
    )


def test_other_legal_form_is_never_the_same_on_the_name(verdict):
    assert verdict("ТОВ Дзвінок", "ПАТ Дзвінок", locality="Харків") == "possible"


def test_national_body_is_the_same_in_two_towns(mention):
    a, b = (
        mention("Федеральная служба судебных приставов", country="RU", locality=town) for town in ("Брянск", "Самара")
    )
    assert decide(a, b).decision == "same"


def test_town_halls_of_towns_of_one_name_in_two_regions_differ(mention):
    a, b = (
        mention("Миколаївська міська рада", locality=f"Миколаїв, {region}")
        for region in ("Миколаївська область", "Львівська область")
    )
    assert decide(a, b).decision == "different"


def test_hotels_of_one_chain_in_two_towns_are_not_the_same(mention):
    a, b = (
        mention("Holiday Inn Express Hotel & Suites", country="CA", locality=town) for town in ("Regina", "Gananoque")
    )
    assert decide(a, b).decision != "same"


@pytest.mark.parametrize(
    ("whole", "part", "country"),
    [
        ("Deutsche Bahn AG", "Deutsche Bahn AG Konzernleitung", "DE"),
        ("RA Ministry of Agriculture", "State Committee of Water System of the RA Ministry of Agriculture", "AM"),
        ("Администрация города Нововоронеж", "Финансовый отдел администрации города Нововоронеж", "RU"),
        ("Alcea Technologies Inc.", "S.I. SYSTEMS LTD., ALCEA TECHNOLOGIES INC IN JOINT VENTURE", "CA"),
        ("ТОВ Дзвінок", "Харківська філія ТОВ Дзвінок", "UA"),
    ],
)
def test_unit_member_and_whole_are_related_and_never_merged(verdict, whole: str, part: str, country: str):
    assert verdict(whole, part, country=country) == "related"


def test_national_companies_of_one_group_are_related(mention):
    a, b = mention("Securitas Canada Limited", country="CA"), mention("SECURITAS FRANCE SARL", country="FR")
    assert decide(a, b).decision == "related"


@pytest.mark.parametrize(
    "name", ["Хиквижн", "海康威视", "ჰიკვიჟენი", "НIКVISION", "Hangzhou Hikvision Digital Technology Co., Ltd."]
)
def test_maker_is_known_in_every_script(mention, name: str):
    found = decide(
        mention("Hikvision", country="CN", role="manufacturer"), mention(name, country=None, role="manufacturer")
    )
    assert (found.decision, found.basis) == ("same", "maker")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ОсОО Видео Системс дилер Hikvision", "different"), ("ТОВ Сервіс (дочірнє підприємство Hikvision)", "related"),
    ("ИП Hikvision Osh", "possible"), ("EZVIZ", "related")],
)  # fmt: skip
def test_firm_that_bears_a_makers_name_is_not_the_maker(mention, name: str, expected: str):
    assert (
        decide(mention("Hikvision", country="CN", role="manufacturer"), mention(name, country="KG")).decision
        == expected
    )


def test_ukrainian_acronym_is_not_the_japanese_maker(mention):
    assert decide(mention("НЭК", locality="Київ"), mention("NEC", country="JP", role="manufacturer")).decision != "same"


def test_fields_of_government_are_told_apart(verdict):
    assert (
        verdict(
            "Отдел образования города Усолье", "Отдел здравоохранения города Усолье", country="RU", locality="Усолье"
        )
        == "different"
    )


def test_reason_is_one_line(mention):
    found = decide(mention("ТОВ Дзвінок", "UA-EDR:40126602"), mention("ТОВ Дзвінок", "UA-EDR:40126602"))
    assert found.why
    assert "\n" not in found.why


@given(
    st.lists(
        st.sampled_from(["ТОВ", "Дзвінок", "школа", "№ 5", "ministry", "Київ", "NEC", "(X)", "||", "АО"]),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_decision_does_not_depend_on_the_order_of_the_two(words: list[str], data: st.DataObject):
    other = data.draw(st.permutations(words))
    a, b = (
        Mention(key, " ".join(text), country="UA", locality=data.draw(st.sampled_from([None, "Київ", "Ош"])))
        for key, text in (("a", words), ("b", other))
    )
    assert decide(a, b) == decide(b, a)


@pytest.mark.parametrize(
    ("one", "other", "country", "locality"),
    [
        (
            "Қазақстан Республикасы Ішкі істер министрлігі",
            "Министерство внутренних дел Республики Казахстан",
            "KZ",
            "Астана",
        ),
        ("Міністерство внутрішніх справ України", "Ministry of Internal Affairs of Ukraine", "UA", "Київ"),
        ("საქართველოს შინაგან საქმეთა სამინისტრო", "Ministry of Internal Affairs of Georgia", "GE", "თბილისი"),
        ("Вазорати корҳои дохилии Ҷумҳурии Тоҷикистон", "МВД Республики Таджикистан", "TJ", "Душанбе"),
        (
            "Azərbaycan Respublikası Daxili İşlər Nazirliyi",
            "Министерство внутренних дел Азербайджанской Республики",
            "AZ",
            "Bakı",
        ),
        (
            "O'zbekiston Respublikasi Ichki ishlar vazirligi",
            "Министерство внутренних дел Республики Узбекистан",
            "UZ",
            "Toshkent",
        ),
        (
            "Ministerul Afacerilor Interne al Republicii Moldova",
            "Министерство внутренних дел Республики Молдова",
            "MD",
            "Chișinău",
        ),
        ("Երևանի քաղաքապետարան", "Yerevan Municipality", "AM", "Երևան"),
    ],
)
def test_public_body_is_the_same_in_two_languages(verdict, one: str, other: str, country: str, locality: str):
    assert verdict(one, other, country=country, locality=locality) == "same"


@pytest.mark.parametrize(
    ("one", "other", "country", "locality"),
    [
        ("Spayka LLC", "«Սպայկա» ՍՊԸ", "AM", "Երևան"),
        ("Kyivstar PJSC", "ПрАТ Київстар", "UA", "Київ"),
        ("Boboyon LLC", "ҶДММ Бобоён", "TJ", "Душанбе"),
        ("Stadt Koeln", "Stadt Köln", "DE", "Köln"),
    ],
)
def test_name_is_the_same_in_two_scripts_or_spellings(verdict, one: str, other: str, country: str, locality: str):
    assert verdict(one, other, country=country, locality=locality) == "same"


def test_company_and_another_that_bears_its_name_are_related(verdict):
    assert verdict("Siemens AG", "Siemens Mobility GmbH", country="DE", locality="München") == "related"
    assert verdict("Akzent Media GmbH", "Akzente Bau GmbH", country="DE", locality="Berlin") != "same"


@pytest.mark.parametrize(
    ("one", "other", "country", "locality"),
    [
        ("Сумська міська рада", "Сумська обласна рада", "UA", "Суми"),
        ("Прокуратура Курской области", "Прокуратура города Курска", "RU", "Курск"),
        ("УМВД России по городу Омску", "УМВД России по Омской области", "RU", "Омская обл"),
        ("Альфа-Завод Дзвінок", "Дзвінок", "UA", "Суми"),
        ("West Yorkshire Police", "North Yorkshire Police", "GB", "Leeds"),
    ],
)
def test_words_that_set_two_bodies_apart_are_no_frame(verdict, one: str, other: str, country: str, locality: str):
    assert verdict(one, other, country=country, locality=locality) != "same"
