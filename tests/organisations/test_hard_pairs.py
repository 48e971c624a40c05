"""Pairs that lie close together: legal forms of many languages fold, nearly equal names of two firms do not merge."""

import pytest

from custodiet.organisations import Mention, decide


@pytest.mark.parametrize(
    ("short", "long", "country", "town"),
    [
        ('ТДВ "Галичина-Прилад"', "Товариство з додатковою відповідальністю «Галичина-Прилад»", "UA", "Львів"),
        ('ЖАК "Тоо-Байланыш"', 'ЗАО "Тоо-Байланыш"', "KG", "Бишкек"),
        ('ШЖҚ РМК "Қазсаулық"', 'РГП на ПХВ "Казсаулык"', "KZ", "Астана"),
        ('"Oltin Kamera" XK', 'Xususiy korxona "Oltin Kamera"', "UZ", "Toshkent"),
        ('ҶСП "Барқи Шаҳр"', 'ЗАО "Барки Шахр"', "TJ", "Душанбе"),
        ('ЧТУП "Кобринвидеомонтаж"', 'Частное торговое унитарное предприятие "Кобринвидеомонтаж"', "BY", "Кобрин"),
        ("Întreprinderea cu capital străin „Vidcontrol Nord” SRL", "Vidcontrol Nord SRL", "MD", "Bălți"),
        ("სს სილქნეტი", "JSC Silknet", "GE", "თბილისი"),
        ("Kontron Építő Kft.", "Kontron Építő Korlátolt Felelősségű Társaság", "HU", "Budapest"),
        ('SIA "Belam-Riga"', 'Sabiedrība ar ierobežotu atbildību "Belam-Rīga"', "LV", "Rīga"),
        ("上海眼控科技股份有限公司", "上海眼控科技", "CN", "上海"),
        ("華微軟件有限公司", "华微软件有限公司", "CN", "深圳"),
    ],
)
def test_legal_forms_of_many_languages_fold(verdict, short: str, long: str, country: str, town: str):
    assert verdict(short, long, country=country, locality=town) == "same"


@pytest.mark.parametrize(
    ("one", "other", "country", "town"),
    [
        ('ТОВ "Оріана-Буд"', 'ТОВ "Орлана-Буд"', "UA", "Київ"),
        ('ООО "Техносвет"', 'ООО "Техноцвет"', "RU", "Омск"),
        ("Securitel SRL", "Securitas SRL", "RO", "Cluj"),
        ("ФОП Шевчук І.В.", "ФОП Шевчук І.М.", "UA", "Рівне"),
        ("ИП Бекова А.С.", "ИП Бекова А.", "KZ", "Тараз"),
        ("Arge Müller Bau GmbH / Schmidt Tiefbau GmbH", "Schmidt Tiefbau GmbH", "DE", "Ulm"),
        ('КП "Харківвідеонагляд" Харківської міської ради', "Харківська міська рада", "UA", "Харків"),
        ('КП "Міськсвітло" Полтавської міської ради', "Полтавська міська рада", "UA", "Полтава"),
        ('КП "Міське" Полтавської міської ради', "Полтавська міська рада", "UA", "Полтава"),
        ("ООО Система-А", "ООО Система-Б", "RU", "Пенза"),
        ("Військова частина А1234", "Військова частина А1243", "UA", "Київ"),
        ('ТОВ "Гранд-Електро"', 'ТОВ "Гранд-Електрик"', "UA", "Львів"),
        ("Weber Sicherheit GmbH", "Weber Sicherheit GmbH & Co. KG", "DE", "Kassel"),
        ("Durham City Council", "Durham County Council", "GB", "Durham"),
        ("Consiliul Raional Orhei", "Consiliul Municipal Orhei", "MD", "Orhei"),
        ("ОМВД России по району Митино", "ОМВД России по району Строгино", "RU", "Москва"),
        ("Textile Department", "Textile Department||Directorate of Textile", "IN", "Guwahati"),
    ],
)
def test_names_a_letter_apart_and_members_never_merge(verdict, one: str, other: str, country: str, town: str):
    assert verdict(one, other, country=country, locality=town) != "same"


def test_a_person_s_name_without_a_place_never_merges(mention):
    a = mention("Петренко Петро Петрович", country="UA")
    assert decide(a, a).decision != "same"


def test_sister_companies_under_one_mistyped_number_are_for_a_person_to_judge(mention):
    a, b = (
        mention(f"Renfe {what} SME, S. A.", "ES-CIF:A86868114", country="ES") for what in ("Viajeros", "Mercancías")
    )
    found = decide(a, b)
    assert found.decision == "possible"
    assert "two units, or a wrong number" in found.why


def test_two_departments_under_the_number_of_their_region_are_not_one(mention):
    a, b = (
        mention(f"Junta de Andalucía, Consejería de {what}", "ES-CIF:S4111001F", country="ES")
        for what in ("Empleo y Formación", "Agricultura, Ganadería y Pesca")
    )
    assert decide(a, b).decision != "same"


def test_a_longer_printing_under_one_number_is_the_same(mention):
    a, b = (mention(name, "BE-KBO:0543696579", country="BE") for name in ("ORES", "ORES Assets"))
    assert decide(a, b).decision == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('ТОО "Алатау Видеомониторинг"', 'ТОО "Алатау Видиомониторинг"'),
        ('ТОО "Интеллектуальные системы Жетыген"', 'ТОО "Интеллектуальные системы Жетыгнен"'),
    ],
)
def test_slip_in_a_long_name_is_still_the_same(verdict, one: str, other: str):
    assert verdict(one, other, country="KZ", locality="Алматы") == "same"


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Міністэрства ўнутраных спраў Рэспублікі Беларусь", "Министерство внутренних дел Республики Беларусь", "BY"),
        ("Ministerul Finanțelor", "Министерство финансов Республики Молдова", "MD"),
        ("Генеральна прокуратура України", "Prosecutor General's Office of Ukraine", "UA"),
        ("Вазорати мудофиаи Ҷумҳурии Тоҷикистон", "Ministry of Defence of the Republic of Tajikistan", "TJ"),
        ("შსს", "საქართველოს შინაგან საქმეთა სამინისტრო", "GE"),
    ],
)
def test_a_ministry_is_the_same_in_its_languages(mention, one: str, other: str, country: str):
    a, b = (mention(name, country=country, locality="Capital", role="buyer") for name in (one, other))
    assert decide(a, b).decision == "same"


def test_a_ministry_without_its_country_is_not_the_federal_one(mention):
    a = mention("Министерство финансов", country="RU", locality="Тула", role="buyer")
    b = mention("Министерство финансов Российской Федерации", country="RU", locality="Тула", role="buyer")
    assert decide(a, b).decision != "same"


def test_a_kindergarten_named_after_a_word_needs_its_town(mention):
    a, b = (mention("Детский сад Солнышко", country="RU", locality=town) for town in (None, "Омск"))
    assert decide(a, b).decision != "same"


@pytest.mark.parametrize("other", ["Canon Street Bakery Ltd", "Talesh Trading", "Axis Architects", "NEC Energy Kft"])
def test_a_word_that_is_also_a_maker_s_makes_no_group(other: str):
    for maker in ("Canon Inc.", "Thales", "Axis Communications", "NEC Corporation"):
        assert decide(Mention("a", other), Mention("b", maker)).decision in {"different", "possible"}


def test_national_company_of_a_maker_is_related_to_it(verdict):
    assert verdict("Dahua Technology Kazakhstan LLP", "Dahua Technology", country=None) == "related"


def test_a_reason_quotes_words_as_they_are_printed(mention):
    names = ("ТОВ Дзвінок Полісся", "ТОВ Дзвінок Полісся Подільська філармонія Верба")
    a, b = (mention(name, "UA-EDR:32855961") for name in names)
    assert "'Дзвінок'" in decide(a, b).why


def test_two_divisions_with_one_zone_in_brackets_are_not_one(verdict):
    path = "Forest Department||Chief Conservator (Upper Eastern Zone)||Eastern Circle||"
    assert verdict(path + "Dibrugarh Division", path + "Digboi Division", country="IN", locality="Jorhat") == "related"


def test_a_hospital_that_names_its_ministry_is_not_the_ministry(verdict):
    ministry = "Ministerio de Salud Pública y Bienestar Social"
    assert verdict(f"Hospital Nacional / {ministry}", f"{ministry} (MSPBS)", country="PY") != "same"


def test_neighbours_in_a_register_are_two_bodies(mention):
    a, b = (
        mention(f"Администрация сельского поселения {name} Рузского муниципального района", number, country="RU")
        for name, number in (("Ивановское", "RU-SPZ:01483000425"), ("Колюбакинское", "RU-SPZ:01483000495"))
    )
    assert decide(a, b).decision == "different"


@pytest.mark.parametrize("other", ["Manab Jyoti Dihing", "M/s Manab Jyoti Dihing"])
def test_a_person_and_a_firm_of_that_name_are_not_one_without_a_place(verdict, other: str):
    assert verdict("Manab Jyoti Dihing and Co. Pvt Ltd", other, country="IN") != "same"
    assert verdict("Manab Jyoti Dihing", "MANAB JYOTI DIHING", country="IN") != "same"
