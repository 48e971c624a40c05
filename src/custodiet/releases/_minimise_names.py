"""Names of persons and their numbers in texts: initials, patronymics, words that announce a contact person."""

import itertools
import re

from custodiet.releases._minimise_rule import CAPITALISED, UPPER, Rule, Spans

_CYRILLIC_CAPITALS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄҐЎҚҲҒЁӨҮӘ"
_LATIN_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_S = r"[ \t\u00a0]"
_CYRILLIC_UPPER = "А-ЯЁІЇЄҐЎҒҚҲҶӨҮҢӘӢӮ"
_SURNAME = rf"[{_CYRILLIC_UPPER}](?:[а-яёіїєґўғқҳҷөүңә]+['’ʼ]?[а-яёіїєґўғқҳҷөүңә]+|[{_CYRILLIC_UPPER}'’]{{2,}})(?:-[{_CYRILLIC_UPPER}][\w'’]+)?"
_INITIALS = rf"[{_CYRILLIC_UPPER}]\.{_S}?[{_CYRILLIC_UPPER}]\."
_CYRILLIC_INITIALS = re.compile(
    rf"(?<![\w.]){_SURNAME}{_S}{{1,2}}{_INITIALS}(?![\w]\.)|(?<![\w.]){_INITIALS}{_S}?{_SURNAME}(?!\w)"
)
_LATIN_SURNAME = r"[A-ZÀ-ÖØ-ÞŠŽČĆĐȘȚĂÎÂŁŚŻŹŃŘĚŮƏŞÇĞİÖÜ][a-zà-öø-ÿšžčćđșțăłśżźńřěůəşçğıöü]{2,}(?:-[A-Z][a-z]+)?"
_LATIN_INITIALS = re.compile(
    rf"(?<![\w.])(?P<before>[A-Z]\.{_S}?[A-Z]\.){_S}?{_LATIN_SURNAME}(?!\w)|(?<![\w.]){_LATIN_SURNAME}{_S}(?P<after>[A-Z]\.{_S}?[A-Z]\.)(?!\w|{_S}?[A-Z]\.)"
)
# Two letters with points that are a legal form, a country, a title or an office, and no initials.
_NO_INITIALS = frozenset(
    "US UK EU UN SA SC NV BV AS AB PO RD DC SL PC IP IM IS SP LP KG CA NA OO DO ДО РФ ИО АО НП ТД ТО ПС СШ МП ГО КП УА СП ВО ОО"
    " PF SR RL AD EE PA AG EV EG ZN VV PT CV SG SS MC CM CF UM II DG NO OD AE IE OE EN BS RC PV CC HC SN GT CO MD LA".split()
)
_FEATURES = r"[«\"„“]?"
# "named after": what follows is the name of an institution or a place, and stays.
_NAMED_AFTER = re.compile(
    r"(?:(?<!\w)(?:ім(?:ен[іи])?|им(?:ен[иі])?|пам['’]?ят[іи]|памяти|атындагы|атындағы|ат\.|номидаги|ба номи|named after|memorial|im(?:ienia)?|nomidagi|adına|adındakı"
    r"|фонд\w*|fundat\w*|foundation|фірм\w*|корпорац\w*)[\s.]{1,3}[«\"„“]?(?:[\w'’-]+[\s.]{1,2}){0,3}|[«\"„“])$",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(r"\s?(?:атындагы|атындағы|ат\.|номидаги|nomidagi|adına|սահ|անվան|სახელობის)", re.IGNORECASE)
_STEM = rf"[{_CYRILLIC_UPPER}][а-яёіїєґўғқҳҷөүңә'’ʼ]+"
_PATRONYMIC = rf"[{_CYRILLIC_UPPER}][а-яёіїєґ'’]+(?:ович|йович|евич|ьович|їч|ьич|івн|ївн|ывн|овн|евн|ичн|иничн)(?:а|у|ем|ом|ою|і|ї|е|ы|и|ой|ей)?(?!\w)"
_FULL_NAME = re.compile(
    rf"(?<!\w)(?:{_STEM}(?:-{_STEM})?{_S}){{1,2}}{_PATRONYMIC}(?:{_S}{_STEM}(?=[\s,.;)]|$))?"
    rf"|(?<!\w)(?:[{_CYRILLIC_UPPER}][{_CYRILLIC_UPPER}'’-]+{_S}){{2}}[{_CYRILLIC_UPPER}][{_CYRILLIC_UPPER}'’]+(?:ОВИЧ|ЙОВИЧ|ЕВИЧ|ІВН|ЇВН|ОВН|ЕВН)(?:А|У|ЕМ|ОМ|ОЮ|І|Ї|Е|Ы|И|ОЙ)?(?!\w)"
    rf"|(?<!\w)(?:{_STEM}{_S}){{1,2}}{_STEM}(?:{_S}|-)(?:уулу|кызы|улы|ұлы|қызы|оглы|огли|ўғли|қизи|угли|гызы)(?!\w)"
    rf"|(?<!\w){CAPITALISED}{_S}{CAPITALISED}{_S}{CAPITALISED}(?:{_S}|-)(?:oğlu|qızı|o['’ʻ‘`]g['’ʻ‘`]li|qizi|uulu|kyzy|ogly|gyzy)(?!\w)"
)
_NAME = rf"(?P<name>(?:{CAPITALISED}|[{UPPER}]\.)(?:(?:{_S}|(?<=\.))(?:(?:van|von|de|der|da|di|la|le|el){_S}){{0,2}}(?:{CAPITALISED}|[{UPPER}]\.)){{0,3}})"
_CONTACT = re.compile(
    r"(?<!\w)(?i:контактн(?:а|ая|і|ые|ое)\s(?:особа|лицо|лица|особи|дані|данные)|відповідальна\sособа|ответственное\sлицо|отв\.\s?лицо"
    r"|уповноважена\sособа|уполномоченное\sлицо|байланыш(?:уучу)?\s(?:адам|тұлға)|contact(?:\s(?:person|name|point|officer))?|attn|attention|for the attention of"
    r"|ansprechpartner(?:in)?(?:/-?in)?|kontaktperson|contactpersoon|kontaktná osoba|kontaktní osoba|osoba\s(?:do kontaktu|kontaktowa)|kontakt(?:na)? os[eo]ba"
    r"|persoana\sde\scontact|persona\s(?:de\scontacto|di\sriferimento)|personne\s(?:de|à)\scontact(?:er)?|pessoa\sde\scontacto|kapcsolattartó|лице за контакт"
    r"|kontaktisik|yhteyshenkilö|kontaktinis asmuo|կոնտակտային անձ|əlaqədar şəxs|ilgili kişi|aloqa uchun|referent|sachbearbeiter(?:in)?|viewer contact)"
    rf"{_S}?[:\-–]{_S}?(?i:(?:mr|mrs|ms|dr|ing|mgr|prof|пан|пані|г-н|г-жа|herr|frau|dl|dna)\.?{_S})*{_NAME}"
)
_GEORGIAN_CONTACT = re.compile(r"საკონტაქტო\s(?:პირი|პირები)\s?[:\-–]\s?(?P<name>[ა-ჰ]+(?:\s[ა-ჰ]+)?)")
_ARMENIAN_CONTACT = re.compile(rf"(?:[Կկ]ոնտակտային|[Պպ]ատասխանատու)\s(?:անձ|ստորաբաժանում)\w*\s?[:`՝-]\s?{_NAME}")
_HONORIFIC = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Domnul|Doamna|Señor|Señora|Sra\.|Signora?|Pani|Panu|Gospod(?:in|a)|Dhr\.|Mevr\.|[Гг]-н|[Гг]-жа|[Гг]-же|[Гг]-ну|[Гг]осподин|[Гг]оспожа|[Пп]ан|[Пп]ані"
    rf"|[Гг]р-н(?:ин|ке|ка)?|[Гг]ромадян(?:ин|ка|ину|ці)|[Гг]ражданин|[Гг]ражданка)\.?{_S}{_NAME}"
)
_OFFICE = re.compile(
    r"(?<!\w)(?i:директор[ауе]?(?:ом)?|начальник[ау]?(?:ом)?|голов[аиі]|керівник[ау]?|руководител[ья]|бухгалтер[ау]?|секретар[я]?|інженер[ау]?|инженер[ау]?|виконав(?:ець|ця)|исполнител[ья]|акim|аким|мэр[ау]?|мер[ау]?|депутат[ау]?|в\.о\.|и\.о\.)"
    rf"{_S}[{_CYRILLIC_UPPER}]\.{_S}?(?P<name>{_SURNAME})(?!\w)"
)
_NO_NAME = re.compile(
    r"(?i:street|office|department|відділ|отдел|комітет|university|ltd|limited|gmbh|centre|center|management|services?|hub|magazin|bank|company|group|council)"
)

_SERIES = r"[A-ZА-ЯІЇЄ]{2}\s?(?:№|N|n)?\s?\d{6}(?!\d)"
_NUMBERS = (
    re.compile(
        rf"(?i:паспорт[а-яії]{{0,3}}|passport|pașaport(?:ul)?|паспорти|անձնագիր|պասպորտ|პასპორტი|şəxsiyyət vəsiqəsi|buletin(?:ul)?|pasaporte|personalausweis|reisepass)[^\n\d]{{0,30}}?(?P<n>{_SERIES}|[A-Z]{{1,3}}\d{{6,8}}|\d{{2}}\s?\d{{2}}\s?№?\s?\d{{6}}|№\s?\d{{8,9}})(?!\d)"
    ),
    re.compile(
        r"(?i:рнокпп|іпн|ипн|ідент(?:ифікаційний|\.)\s(?:номер|код)|індивідуальний податковий номер|реєстраційний номер облікової картки\D{0,40})[\s:№#.-]{0,4}(?P<n>\d{10})(?!\d)"
    ),
    re.compile(r"(?i:иин|жсн|iin)[\s:/№#.-]{0,4}(?P<n>\d{4}[0-3]\d{7})(?!\d)"),
    re.compile(r"(?i:инн|inn)[\s:№#.-]{0,4}(?P<n>\d{12}|[12]\d{13})(?!\d)"),
    re.compile(r"(?i:пин|жыйт|pin|пинфл|жшшир|jshshir|pinfl|жшир)[\s:№#.-]{0,4}(?P<n>\d{14})(?!\d)"),
    re.compile(r"(?i:снилс)[\s:№#.-]{0,4}(?P<n>\d{3}-?\d{3}-?\d{3}[ -]?\d{2})(?!\d)"),
    re.compile(r"(?i:idnp|cod(?:ul)? personal)[\s:№#.-]{0,4}(?P<n>\d{13})(?!\d)"),
    re.compile(r"(?i:cnp)[\s:№#.-]{0,4}(?P<n>[1-9]\d{12})(?!\d)"),
    re.compile(
        r"(?i:pesel|oib fizičke osobe|isikukood|asmens kodas|personas kods|egn|егн|rodné číslo|personnummer|fødselsnummer|henkilötunnus|jmbg|ЈМБГ|emšo|bsn)[\s:№#.-]{0,4}(?P<n>\d{6}[-/+A]?\d{3,7}\w?)(?!\d)"
    ),
    re.compile(
        r"(?i:პირადი\s(?:ნომერი|№)|პ/ნ|personal (?:number|no\.?|id)|piradi nomeri)[\s:№#.-]{0,4}(?P<n>\d{11})(?!\d)"
    ),
    re.compile(r"(?i:հծհ|սոց\.? քարտ\w*|ssn|psn)[\s:№#.-]{0,4}(?P<n>\d{10}|\d{3}-\d{2}-\d{4})(?!\d)"),
    re.compile(
        r"(?i:c[ée]dula(?: de identidad)?|c\.?i\.?\s?(?:n[°º.]{0,2}|:)|dni|nie|cpf)[\s:№#.°º-]{0,4}(?P<n>[XYZ]?\d{1,3}\.?\d{3}\.?\d{3}(?:-?\d{2}|-?[A-Z])?)(?![\d.]\d)"
    ),
    re.compile(
        r"(?i:steuer-?id(?:nr)?|identifikationsnummer|codice fiscale|national insurance(?: number| no\.?)?|nino)[\s:№#.-]{0,4}(?P<n>\d{11}|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D])(?!\w)"
    ),
    re.compile(
        r"(?i:дата народження|дата рождения|date of birth|d\.o\.b\.|born on|nascut[ăa]? la|geburtsdatum|geb\. am)[\s:.-]{0,3}(?P<n>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})"
    ),
    re.compile(r"(?P<n>\d{1,2}\.\d{1,2}\.(?:19|20)\d{2})\s?(?i:р\.\s?н|г\.\s?р|року народження|года рождения)"),
)


def name_spans(text: str) -> Spans:
    """The spans of names of natural persons, except those an institution or a place is named after."""
    for pattern in (_CYRILLIC_INITIALS, _LATIN_INITIALS, _FULL_NAME):
        for match in pattern.finditer(text):
            if not _is_initials_of_something_else(match) and not _names_an_institution(
                text, match.start(), match.end()
            ):
                yield match.span()
    for pattern in (_CONTACT, _HONORIFIC, _OFFICE, _GEORGIAN_CONTACT, _ARMENIAN_CONTACT):
        for match in pattern.finditer(text):
            if _NO_NAME.search(match["name"]) is None:
                yield match.span("name")


def _is_initials_of_something_else(match: re.Match[str]) -> bool:
    letters = re.findall(rf"(?<![^\W_])([{UPPER}])\.", match[0])
    return "".join(letters[:2]) in _NO_INITIALS


def _names_an_institution(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 60) : start]
    return _NAMED_AFTER.search(before) is not None or _NAMED_BEHIND.match(text, end) is not None


def _personal_numbers(text: str) -> Spans:
    for pattern in _NUMBERS:
        yield from (match.span("n") for match in pattern.finditer(text))


_INITIAL_MARKERS = tuple(
    f"{first}.{space}{second}."
    for letters in (_CYRILLIC_CAPITALS, _LATIN_CAPITALS)
    for first, second in itertools.product(letters, repeat=2)
    for space in ("", " ", "\u00a0")
)
RULES = (
    Rule(
        "personal number",
        (
            *(
                "паспорт",
                "passport",
                "pașaport",
                "անձնագիր",
                "պասպորտ",
                "პასპორტ",
                "vəsiqəsi",
                "buletin",
                "pasaporte",
                "personalausweis",
            ),
            *(
                "reisepass",
                "рнокпп",
                "іпн",
                "ипн",
                "ідент",
                "індивідуальний податк",
                "облікової карт",
                "иин",
                "жсн",
                "iin",
                "инн",
                "inn ",
            ),
            *(
                "inn:",
                "inn#",
                "пин",
                "жыйт",
                "pin ",
                "pin:",
                "пинфл",
                "жшшир",
                "jshshir",
                "pinfl",
                "жшир",
                "снилс",
                "idnp",
                "personal ",
                "cnp",
                "pesel",
            ),
            *(
                "oib",
                "isikukood",
                "asmens kodas",
                "personas kods",
                "egn",
                "егн",
                "rodné",
                "personnummer",
                "fødselsnummer",
                "henkilötunnus",
            ),
            *(
                "jmbg",
                "јмбг",
                "emšo",
                "bsn",
                "პირადი",
                "პ/ნ",
                "piradi",
                "հծհ",
                "սոց",
                "ssn",
                "psn",
                "cedula",
                "cédula",
                "c.i",
                "ci:",
                "dni",
                "nie",
            ),
            *(
                "cpf",
                "steuer",
                "identifikationsnummer",
                "codice fiscale",
                "national insurance",
                "nino",
                "дата народження",
                "дата рождения",
            ),
            *(
                "date of birth",
                "d.o.b",
                "born on",
                "nascut",
                "geburtsdatum",
                "geb. am",
                "р.н",
                "р. н",
                "г.р",
                "г. р",
                "року народження",
                "года рождения",
            ),
        ),
        _personal_numbers,
    ),
)
NAME = Rule(
    "name",
    (
        *(
            "ович",
            "йович",
            "евич",
            "івна",
            "івни",
            "івні",
            "івну",
            "ївна",
            "ївни",
            "овна",
            "овны",
            "овне",
            "овну",
            "евна",
            "евны",
            "евне",
            "ична",
        ),
        *(
            " уулу",
            " кызы",
            "-уулу",
            "-кызы",
            " улы",
            " ұлы",
            " қызы",
            " оглы",
            " огли",
            " ўғли",
            " қизи",
            " угли",
            " гызы",
            "-оглы",
            "oğlu",
            "qızı",
            " qizi",
        ),
        *("g'li", "g‘li", "gʻli", "g`li", "g’li", "uulu", "kyzy", "ogly", "gyzy"),
        *(
            "контактн",
            "відповідальна особа",
            "ответственное лицо",
            "отв. лицо",
            "отв.лицо",
            "уповноважена",
            "уполномоч",
            "байланыш",
        ),
        *(
            "contact",
            "attn",
            "attention",
            "ansprechpartner",
            "kontakt",
            "osoba",
            "persoana de",
            "persona de",
            "persona di",
            "personne ",
            "pessoa de",
        ),
        *(
            "kapcsolattartó",
            "лице за контакт",
            "yhteyshenkilö",
            "կոնտակտային",
            "պատասխանատու",
            "əlaqədar",
            "ilgili kişi",
            "aloqa uchun",
        ),
        *("referent", "sachbearbeiter", "საკონტაქტო", "Monsieur", "Madame", "Mme", "Mlle"),
        *("Domnul", "Doamna", "Señor", "г-н", "г-ж", "господин", "госпож", "пан ", "пані ", "гр-н", "гр-к"),
        *(
            "громадян",
            "гражданин",
            "гражданк",
            "директор",
            "начальник",
            "голов",
            "керівник",
            "руководител",
            "бухгалтер",
            "секретар",
            "інженер",
            "инженер",
        ),
        *("виконав", "исполнител", "аким ", "мэр", "мер ", "депутат", "в.о.", "и.о."),
    ),
    name_spans,
    (
        *_INITIAL_MARKERS,
        *(
            "Mr ",
            "Mr.",
            "Mrs",
            "Ms ",
            "Ms.",
            "Miss ",
            "Herr ",
            "Herrn ",
            "Frau ",
            "Sra.",
            "Signor",
            "Pani ",
            "Panu ",
            "Gospod",
            "Dhr.",
            "Mevr.",
        ),
    ),
)
