"""Natural persons among the parties become sole traders without name and number; organisations stay."""

import pytest

from custodiet.releases import minimise

REGION = "Приклад область"


def party(name=None, scheme=None, identifier=None, *, legal_name=None, region=None, country=None):
    return minimise.party(name, legal_name, scheme, identifier, region, country)


@pytest.fixture
def other_salt():
    minimise.set_salt(b"another salt")
    yield
    minimise.set_salt(minimise.DEFAULT_SALT)


@pytest.mark.parametrize(
    "name",
    [
        "ФОП Прикладенко Марія Іванівна",
        "ФОП «Прикладенко»",
        "СПД ФО Прикладенко М.І.",
        "Фізична особа-підприємець Прикладенко Марія",
        "ФЛП Примерова Мария",
        "ПП Прикладенко Марія Іванівна",
        "ИП Примеров",
        "ИП «Пример»",
        "Индивидуальный предприниматель Примеров Иван",
        "ЧП Примеров И.И.",
        "Физическое лицо Примеров",
        "Жеке кәсіпкер Үлгиев",
        "ЖК Улгиев Улги Улгиевич",
        "Жеке ишкер Асанов",
        "ЯТТ Намунаев",
        "YaTT Namunaev",
        "Соҳибкори инфиродӣ Намунаев",
        "Fərdi sahibkar Misalov",
        "Ա/Ձ Օրինակ Օրինակյան",
        "ԱՁ Օրինակ Օրինակյան",
        "Անհատ ձեռնարկատեր Օրինակյան",
        "ი/მ ნიმუში ნიმუშაძე",
        "ინდივიდუალური მეწარმე ნიმუშაძე",
        "Î.I. Exemplu Ion",
        "Întreprindere Individuală Exemplu Ion",
        "Exemplu Ion PFA",
        "Persoană fizică autorizată Exemplu",
        "persona física Juan Ejemplo",
        "EIRL Exemple Jean",
        "Auto-entrepreneur Jean Exemple",
        "Elektro Muster e.K.",
        "Schreinerei, Inh. Max Muster",
        "ditta individuale Esempio Mario",
        "Jednoosobowa działalność gospodarcza Jan Przykładowy",
        "Jan Příklad OSVČ",
        "Példa Tibor e.v.",
        "Egyéni Vállalkozó Példa",
        "ЕТ „Примеров“",
        "Individual Entrepreneur Jane Sample",
        "Jane Sample, sole trader",
        "Mr Sample",
        "Mrs. Jane Sample",
        "Прикладенко Марія Іванівна",
        "Примеров И.И.",
        "Асанов Үлгү уулу",
    ],
)
def test_a_sole_trader_is_recognised_by_the_words_of_the_name(name):
    assert party(name, region=REGION) == minimise.MinimisedParty(
        f"sole trader, {REGION}", None, None, None, True, party(name).id_token, ("name",)
    )


@pytest.mark.parametrize(
    "name",
    [
        'ТОВ "Прикладенко"',
        'ТОВ "Прикладенко І.І."',
        "ТОВ «ФОП-Сервіс»",
        "ПП «Приклад-Буд»",
        "ЧП «Пример»",
        "ОсОО «Примеров и К»",
        "ИП ООО «Пример Текнолоджи»",
        "ЖШС «Үлгі»",
        "ліцей імені Т. Г. Шевченка",
        "Школа імені Лесі Українки",
        "Больница имени Н.Н. Примерова",
        "Управління освіти Прикладської міської ради",
        "The King's School",
        "Zorgkantoor",
        "Česká pošta, s.p.",
        "Orange S.A.",
        "Dr. Example Clinic GmbH",
        "Ms SAMPLE INDUSTRIES",
        "Autobahn PFA 1 Musterstadt",
        "ՍՊԸ «Օրինակ»",
        "შპს ნიმუში",
        "Î.M. Exemplu SRL",
        "Î.S. Moldexemplu",
        "ЖК «Северный»",
        "Exemplu Construct",
        "Muster & Söhne GmbH & Co. KG",
    ],
)
def test_an_organisation_keeps_its_name_and_number(name):
    assert party(name, "XX-REG", "12345678") == minimise.MinimisedParty(
        name, None, "XX-REG", "12345678", False, None, ()
    )


@pytest.mark.parametrize(
    ("scheme", "identifier"),
    [
        ("UA-EDR", "1234567890"),
        ("UA-EDR", "АБ123456"),
        ("UA-EDR", "123456789"),
        ("UA-IPN", "1234567890"),
        ("UA-PASSPORT", "АБ 123456"),
        ("KZ-BIN", "800101300123"),
        ("KZ-IIN", "800101300123"),
        ("KG-INN", "20101198000123"),
        ("GE-NAPR", "01000000001"),
        ("RU-INN", "123456789012"),
        ("UZ-STIR", "30101800000012"),
        ("MD-IDNO", "2000000000001"),
        ("AZ-VOEN", "1234567892"),
        ("BR-CPF", "123.456.789-09"),
        ("PY-RUC", "1234567-8"),
        ("PY-CI", "1234567"),
        ("RO-CUI", "1800101000001"),
        ("IT-CF", "AAABBB80A01H501X"),
        ("ES-NIF", "12345678Z"),
        ("PL-PESEL", "44051401458"),
        ("BG-EIK", "8001010000"),
        ("IN-PAN", "ABCPA1234A"),
        ("passport", "AB1234567"),
    ],
)
def test_a_personal_number_makes_a_person_of_any_name(scheme, identifier):
    minimised = party("Приклад", scheme, identifier)

    assert minimised.is_person
    assert (minimised.name, minimised.scheme, minimised.identifier) == ("sole trader, place not stated", None, None)
    assert minimise.reference(f"XX-XX-{identifier}") == f"XX-XX-{identifier}"


@pytest.mark.parametrize(
    ("scheme", "identifier"),
    [
        ("UA-EDR", "12345678"),
        ("KZ-BIN", "800140300123"),
        ("KZ-IIN", "800140300123"),
        ("KG-INN", "01234567890123"),
        ("GE-NAPR", "123456789"),
        ("RU-INN", "1234567890"),
        ("UZ-STIR", "201234567"),
        ("MD-IDNO", "1000000000001"),
        ("AZ-VOEN", "1234567891"),
        ("BR-CNPJ", "12.345.678/0001-09"),
        ("PY-RUC", "80012345-6"),
        ("AM-TIN", "01234567"),
        ("GB-COH", "01234567"),
        ("RO-CUI", "12345678"),
        ("BG-EIK", "123456789"),
        ("IN-PAN", "ABCCA1234A"),
        (None, "1234567890"),
    ],
)
def test_a_number_of_an_organisation_stays(scheme, identifier):
    assert party("Приклад", scheme, identifier).identifier == identifier


def test_the_token_depends_on_the_salt(other_salt):
    salted = party("ФОП Прикладенко", "UA-EDR", "1234567890").id_token
    minimise.set_salt(minimise.DEFAULT_SALT)

    assert salted != party("ФОП Прикладенко", "UA-EDR", "1234567890").id_token


def test_one_number_gives_one_token_however_the_name_is_written():
    tokens = {party(name, "UA-EDR", "1234567890").id_token for name in ("ФОП Прикладенко", "Прикладенко М.І.", None)}

    assert len(tokens) == 1


def test_two_persons_in_one_region_stay_apart():
    first, second = (party(f"ФОП Прикладенко {name}", region=REGION) for name in ("Марія", "Іван"))

    assert first.name == second.name
    assert first.id_token != second.id_token


def test_a_region_that_holds_a_street_is_reduced():
    assert party("ФОП Прикладенко", region="м. Київ, вул. Перша, 5").name == "sole trader, м. Київ"


def test_the_country_stands_in_for_a_missing_region():
    assert party("ФОП Прикладенко", country="Україна").name == "sole trader, Україна"


def test_an_address_in_the_name_of_an_organisation_is_cut():
    minimised = party("Відділ освіти, вул. Перша, 5, тел. 044 123-45-67")

    assert minimised.name == "Відділ освіти, [street address removed], тел. [telephone removed]"
    assert minimised.kinds == ("street address", "telephone")


def test_an_empty_party_stays_empty():
    assert party() == minimise.MinimisedParty(None, None, None, None, False, None, ())


@pytest.mark.parametrize("salt", [b"", b"x" * 65])
def test_a_salt_of_impossible_length_is_refused(salt):
    with pytest.raises(ValueError, match="1 to 64"):
        minimise.set_salt(salt)


def offered(name, country=None, **more):
    """The party `name` as one that takes part in a tender."""
    return minimise.party(name, more.get("legal_name"), None, more.get("identifier"), None, country, offers=True)


BARE_NAMES = [
    ("Maria Beispielhuber", "AT"),
    ("Beispielhuber Julian", "AT"),
    ("Jean-Pierre Exempleur", "FR"),
    ("Me Marie-Laure Exempleur", "FR"),
    ("Tom and Lien Voorbeeldman", "BE"),
    ("Filip Eksempelski med flere", "DK"),
    ("MARÍA DEL CARMEN EJEMPLO MUESTRA", "ES"),
    ("Przykładowski Michał", "PL"),
    ("Usługi Leśne „Aronia” Danuta Przykładowska", "PL"),
    ("PRACOWNIA ARCHITEKTURY Anna Przykładowska", "PL"),
    ("CMI DR.EXEMPLESCU MIHAELA", "RO"),
    ("CM EXEMPLESCU DALILA", "RO"),
    ("Tmi Henna Esimerkki", "FI"),
    ("Веселин Примеров Образцов", "BG"),
    ("Παραδειγμάτης Κωνσταντίνος", "GR"),
    ("A/Dz Orinak Orinakyan", "AM"),
    ("Samvel Orinakyan", "AM"),
    ("SRI UDAHARAN SAIKIA", None),
    ("M/S Udaharan Kumar Das", "IN"),
    ("Md. Udaharan Ali", None),
    ("udaharansaikia", None),
    ("M/S U. K. Udyog Enterprise (Prop. Udaharana Saikia)", "IN"),
]
FIRMS = [
    ("Dipak Saikia Construction", "IN"),
    ("M/S KAMAKHYA ENTERPRISE", None),
    ("Assam Electricals", None),
    ("Grant Thornton", None),
    ("EJEMPLO Y CIA. SACI", None),
    ("ТД Примір", "UA"),
    ("Cabinet Thierry Exemple", "FR"),
    ("Red Penguin Marine", "GB"),
    ("Home James", "GB"),
    ("greta alpes", "FR"),
    ("Thales Portugal, S. A.", "PT"),
    ("ΘΑΛΗΣ ΥΠΗΡΕΣΙΕΣ ΑΝΩΝΥΜΗ ΕΤΑΙΡΕΙΑ", "GR"),
    ("SELARL Juris Armor", "FR"),
    ("Levvon-Lilit SPY", "AM"),
    ("Fundacja im. Jana Przykładowskiego", "PL"),
    ("Szpital Anna Przykład", "PL"),
    ("Network Rail", None),
    ("Siemens Healthineers", None),
    ("Hikvision Digital Technology", None),
    ("Sergek Group", "KZ"),
]


@pytest.mark.parametrize(("name", "country"), BARE_NAMES)
def test_who_takes_part_under_a_bare_name_is_a_person(name, country):
    found = offered(name, country)
    assert found.is_person
    assert found.name.startswith("sole trader, ")
    assert found.id_token.startswith("person-")


@pytest.mark.parametrize(("name", "country"), FIRMS)
def test_a_firm_that_takes_part_keeps_its_name(name, country):
    assert offered(name, country).name == name


@pytest.mark.parametrize(("name", "country"), [("Santa Rosa", None), ("San Pedro", "PY"), ("Maria Enzersdorf", "AT")])
def test_a_body_that_buys_is_never_a_person(name, country):
    assert minimise.party(name, None, None, None, None, country).name == name


def test_a_bare_name_under_a_number_that_only_firms_have_is_a_firm():
    assert offered("Марія Прикладенко", "UA", identifier="12345678").name == "Марія Прикладенко"
    assert offered("Марія Прикладенко", "UA", identifier="AB-1").is_person


def test_a_bare_name_with_a_legal_name_of_a_firm_is_a_firm():
    assert offered("Anna Beispiel", "DE", legal_name="Anna Beispiel GmbH").name == "Anna Beispiel"


def test_a_number_with_hidden_digits_is_a_persons():
    assert minimise.party("Ejemplo Muestra", None, "ES-NATIONALID", "***1234**", None, "ES").is_person
