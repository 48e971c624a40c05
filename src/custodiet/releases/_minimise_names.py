"""Names of persons in texts: initials, patronymics, words that announce a contact person."""

import itertools
import re
from collections.abc import Callable

from custodiet.releases._minimise_bare_names import is_given_name
from custodiet.releases._minimise_rule import CAPITALISED, UPPER, Rule, Spans

_CAPITALS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄҐЎҚҲҒЁӨҮӘ"
_S = r"[ \t\u00a0]"
_CYRILLIC_UPPER = "А-ЯЁІЇЄҐЎҒҚҲҶӨҮҢӘӢӮ"
_SURNAME = (
    rf"(?!(?:Музе|Театр|Б[иі]бл[иі]отек|Школ|Ліце|Лице|Фонд|Парк|Сквер|Усадьб|Садиб|Пам|Дом\s)|(?:Литера?"
    rf"|Літера?|Лит|Корпус|Блок"
    rf"|Секция)[\s.])[{_CYRILLIC_UPPER}](?:[а-яёіїєґўғқҳҷөүңә]+['’ʼ]?[а-яёіїєґўғқҳҷөүңә]+"
    rf"|[{_CYRILLIC_UPPER}'’]{{2,}})(?:-[{_CYRILLIC_UPPER}][\w'’]+)?"
)
_INITIALS = rf"[{_CYRILLIC_UPPER}]\.{_S}?[{_CYRILLIC_UPPER}]\."
_CYRILLIC_INITIALS = re.compile(
    rf"(?<![\w.]){_SURNAME}{_S}{{1,2}}{_INITIALS}(?![\w]\.)|(?<![\w.]){_INITIALS}{_S}?{_SURNAME}(?!\w)"
)
# Two capitals with points that are an office, a legal form or a kind of place.
_NO_INITIALS = frozenset(("ДО", "РФ", "ИО", "АО", "НП", "ТД", "СШ", "УА", "ВО", "ОО", "РП"))
_BEHIND_A_PLACE = re.compile(r"\s(?:сельсовет|сельск|район|р-н|поселен|округ|сільськ)")
# "named after": what follows is the name of an institution or a place, and stays.
_NAMED_AFTER = re.compile(
    r"(?:(?<!\w)(?:ім(?:ен[іи])?|им(?:ен[иі])?|пам['’]?ят[іи]|памяти|атындагы|атындағы|номидаги|ба номи"
    r"|named after|im(?:ienia)?"
    r"|фонд\w*|фірм\w*|корпорац\w*)[\s.]{1,3}[«\"„“]?(?:[\w'’-]+[\s.,(]{1,3}){0,9}"
    r"|(?<!\w)(?:музе|театр|библиотек|бібліотек|усадьб|садиб|памятник|пам['’]ятник|мемориал|меморіал|художник"
    r"|писател|письменник|поэт|поет"
    r"|композитор|преми|премі|фестивал|стипенд|аэропорт|аеропорт|творч)\w*[\s.]{1,2}(?:[\w'’.-]+\s){0,3}"
    r"|[«\"]Дом\w*\s(?:[\w.'’-]+\s){0,3}|(?:п\.?г\.?т\.?|пос[её]л\w+|селищ\w+|типа\))\s{0,2}|[«\"„“])$",
    re.IGNORECASE,
)
_WINDOW = 100
_NAMED_BEHIND = re.compile(r"\s?(?:атындагы|атындағы|ат\.|номидаги|nomidagi|adına|սահ|անվան|სახელობის)", re.IGNORECASE)
_STEM = rf"[{_CYRILLIC_UPPER}][а-яёіїєґўғқҳҷөүңә'’ʼ]+"
_PATRONYMIC = (
    rf"[{_CYRILLIC_UPPER}][а-яёіїєґ'’]+(?:ович|йович|евич|ьович|їч|ьич|івн|ївн|ывн|овн|евн|[иії]н[иі]чн)(?:а|у"
    rf"|ем|ом|ою|і|ї|е|ы|и|ой|ей)?(?!\w)"
)
_FULL_NAME = re.compile(
    rf"(?<!\w)(?:{_STEM}(?:-{_STEM})?{_S}){{1,2}}{_PATRONYMIC}(?:{_S}{_STEM}(?=[\s,.;)]|$))?"
    rf"|(?<!\w)(?:[{_CYRILLIC_UPPER}][{_CYRILLIC_UPPER}'’-]+{_S}){{2}}[{_CYRILLIC_UPPER}][{_CYRILLIC_UPPER}'’]+"
    rf"(?:ОВИЧ|ЙОВИЧ|ЕВИЧ|ІВН|ЇВН|ОВН|ЕВН)(?:А|У|ЕМ|ОМ|ОЮ|І|Ї|Е|Ы|И|ОЙ)?(?!\w)"
    rf"|(?<!\w)(?:{_STEM}{_S}){{1,2}}{_STEM}(?:{_S}|-)(?:уулу|кызы|улы|ұлы|қызы|оглы|огли|ўғли|қизи|угли|гызы)(?!\w)"
    rf"|(?<!\w){CAPITALISED}{_S}{CAPITALISED}{_S}{CAPITALISED}(?:{_S}|-)(?:oğlu|qızı|o['’ʻ‘`]g['’ʻ‘`]li|qizi"
    rf"|uulu|kyzy|ogly|gyzy)(?!\w)"
)
_NAME = (
    rf"(?P<name>(?:[{UPPER}]\.|{CAPITALISED})(?:(?:{_S}|(?<=\.))(?:(?:van|von|de|der|da|di|la|le"
    rf"|el){_S}){{0,2}}(?:[{UPPER}]\.|{CAPITALISED})){{0,3}})"
)
_CONTACT = re.compile(
    r"(?<!\w)(?i:контактн(?:а|ая|і|ые|ое)\s(?:особа|лицо|лица|особи|дані|данные)|відповідальна\sособа"
    r"|ответственное\sлицо|отв\.\s?лицо"
    r"|уповноважена\sособа|уполномоченное\sлицо|байланыш(?:уучу)?\s(?:адам|тұлға)|contact(?:\s(?:person|name"
    r"|point|officer))?|attn|attention|for the attention of"
    r"|ansprechpartner(?:in)?(?:/-?in)?|kontaktperson|contactpersoon|kontaktná osoba|kontaktní osoba"
    r"|osoba\s(?:do kontaktu|kontaktowa)|kontakt(?:na)? os[eo]ba"
    r"|persoana\sde\scontact|persona\s(?:de\scontacto|di\sriferimento)|personne\s(?:de|à)\scontact(?:er)?"
    r"|pessoa\sde\scontacto|kapcsolattartó|лице за контакт"
    r"|kontaktisik|yhteyshenkilö|kontaktinis asmuo|կոնտակտային անձ|əlaqədar şəxs|ilgili kişi|aloqa uchun"
    r"|referent|sachbearbeiter(?:in)?|viewer contact)"
    rf"{_S}?[:\-–]{_S}?(?i:(?:mr|mrs|ms|dr|ing|mgr|prof|пан|пані|г-н|г-жа|herr|frau|dl|dna|pani?|m\."
    rf"|mme)\.?{_S})*+{_NAME}"
)
_CONTACT_BEFORE_A_NUMBER = re.compile(
    rf"(?<!\w)[Cc]ontact(?:ing)?{_S}(?P<name>{CAPITALISED}{_S}{CAPITALISED})(?={_S}?(?:[\[,(]|on\s|at\s|by\s|via\s))"
)
_SOLE_TRADER = re.compile(
    rf"(?<!\w)(?:ФОП|ФЛП|СПД(?:[\s-]ФО)?|ЯТТ|YaTT|YATT|Ա/?Ձ|(?i:жеке кәсіпкер|жеке ишкер"
    rf"|індивідуальний підприємець|индивидуальный предприниматель))"
    rf"{_S}[«\"„“]?{_NAME}|(?<!\w)(?:ИП|ЧП|ЖК){_S}[«\"„“]?(?P<initials>{_SURNAME}{_S}[{_CYRILLIC_UPPER}]\.)"
    rf"|ი/მ{_S}(?P<georgian>[ა-ჰ]+{_S}[ა-ჰ]+)"
)
_GEORGIAN_CONTACT = re.compile(r"საკონტაქტო\s(?:პირი|პირები)\s?[:\-–]\s?(?P<name>[ა-ჰ]+(?:\s[ა-ჰ]+)?)")
_ARMENIAN_CONTACT = re.compile(rf"(?:[Կկ]ոնտակտային|[Պպ]ատասխանատու)\s(?:անձ|ստորաբաժանում)\w*\s?[:`՝-]\s?{_NAME}")
_HONORIFIC = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|[Dd]omnul|[Dd]oamna|Señor|Señora|Sra\."
    r"|Signora?|Gospod(?:in|a)|Dhr\.|Mevr\.|[Гг]-н|[Гг]-жа|[Гг]-же|[Гг]-ну|[Гг]осподин|[Гг]оспожа|[Пп]ан|[Пп]ані"
    rf"|[Гг]р-н(?:ин|ке|ка)?|[Гг]ромадян(?:ин|ка|ину|ці)|[Гг]ражданин|[Гг]ражданка)\.?{_S}{_NAME}"
)
_OFFICE = re.compile(
    r"(?<!\w)(?i:директор[ауе]?(?:ом)?|начальник[ау]?(?:ом)?|голов[аиі]|керівник[ау]?|руководител[ья]"
    r"|бухгалтер[ау]?|секретар[я]?|інженер[ау]?|инженер[ау]?|виконав(?:ець|ця)|исполнител[ья]|аким|мэр[ау]?"
    r"|депутат[ау]?|в\.о\.|и\.о\.)"
    rf"{_S}(?P<name>[{_CYRILLIC_UPPER}]\.{_S}?{_SURNAME})(?!\w)"
)
# Who stands for a body: a name is cut if one of its words is a given name, since mostly another body is named here.
_REPRESENTED = re.compile(
    r"(?<!\w)(?i:vertreten\sdurch|represented\sby|représentée?\spar|reprezentat[ăa]?\s(?:prin|de)|rappresentat[oa]\sda"
    r"|reprezentowan\w{1,3}\sprzez|zastúpen\w{1,2}|zastoupen\w{0,2}|v\szastúpení|representad[oa]\spor|в\sлице|в\sособі)"
    rf"{_S}?:?{_S}?(?:[\w.’'-]+{_S}){{0,4}}?(?P<name>{CAPITALISED}(?:{_S}(?:[{UPPER}]\.|{CAPITALISED})){{1,2}})"
)
_FIRM_BEHIND = re.compile(r"\s?(?:&|(?i:enterprise|construction|ltd|and (?:co|sons)))")
_NO_NAME = re.compile(
    r"(?i:street|office|department|відділ|отдел|комітет|university|ltd|limited|gmbh|centre|center|management"
    r"|services?|hub|magazin|bank|company|group|council|enterpr|enetrpr|industr|builder|electric|construct"
    r"|supplier|trader|agenc|associat|infra|tech|system|solution|works|store)"
)


def _initials(text: str) -> Spans:
    for match in _CYRILLIC_INITIALS.finditer(text):
        letters = "".join(re.findall(rf"(?<![^\W_])([{UPPER}])\.", match[0])[:2])
        if letters in _NO_INITIALS or _BEHIND_A_PLACE.match(text, match.end()):
            continue
        if not _names_an_institution(text, match.start(), match.end()):
            yield match.span()


def _full_names(text: str) -> Spans:
    for match in _FULL_NAME.finditer(text):
        if not _names_an_institution(text, match.start(), match.end()):
            yield match.span()


def _announced(pattern: re.Pattern[str]) -> Callable[[str], Spans]:
    """Finds the names behind a word that announces a person."""

    def find(text: str) -> Spans:
        for match in pattern.finditer(text):
            named = match.lastgroup or "name"
            if _NO_NAME.search(match[named]) is None and _FIRM_BEHIND.match(text, match.end()) is None:
                yield match.span(named)

    return find


def _represented(text: str) -> Spans:
    for match in _REPRESENTED.finditer(text):
        words = list(re.finditer(r"\S+", match["name"]))
        given = next((n for n, word in enumerate(words) if is_given_name(word[0])), None)
        if given is None or _NO_NAME.search(match["name"]) is not None:
            continue
        first = (
            0 if given == len(words) - 1 else given
        )  # an office may stand before, and the family name behind or before
        yield match.start("name") + words[first].start(), match.end("name")


def _names_an_institution(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _WINDOW) : start]
    return _NAMED_AFTER.search(before) is not None or _NAMED_BEHIND.match(text, end) is not None


_INITIALS_OF_TWO = tuple(
    f"{first}.{space}{second}."
    for first, second in itertools.product(_CAPITALS, repeat=2)
    for space in ("", " ", "\u00a0")
)
RULES = (
    Rule("name", (), _initials, _INITIALS_OF_TWO),
    Rule(
        "name",
        (
            *(
                "ович",
                "йович",
                "евич",
                "ьович",
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
            ),
            *(
                "евне",
                "ична",
                "їч",
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
            ),
            *(
                " гызы",
                "-оглы",
                "oğlu",
                "qızı",
                " qizi",
                "g'li",
                "g‘li",
                "gʻli",
                "g`li",
                "g’li",
                "uulu",
                "kyzy",
                " ogly",
                " gyzy",
            ),
        ),
        _full_names,
    ),
    Rule(
        "name",
        (
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
                "contact:",
                "contact :",
                "contact -",
                "contact –",
                "contact person",
                "contact name",
                "contact point",
                "contact officer",
                "attn",
            ),
            *(
                "attention:",
                "attention of",
                "ansprechpartner",
                "kontaktperson",
                "contactpersoon",
                "kontaktná",
                "kontaktní",
                "kontaktowa",
            ),
            *(
                "osoba do",
                "kontaktna",
                "kontakt os",
                "persoana de",
                "persona de c",
                "persona di",
                "personne de c",
                "personne à c",
                "pessoa de",
            ),
            *(
                "kapcsolattartó",
                "лице за контакт",
                "kontaktisik",
                "yhteyshenkilö",
                "kontaktinis",
                "կոնտակտային",
                "əlaqədar",
                "ilgili kişi",
            ),
            *("aloqa uchun", "referent:", "sachbearbeiter", "referent "),
        ),
        _announced(_CONTACT),
    ),
    Rule(
        "name",
        (
            *("vertreten durch", "represented by", "représenté", "reprezentat", "rappresentat", "reprezentowan"),
            *("zastúpen", "zastoupen", "representad", "в лице ", "в особі "),
        ),
        _represented,
    ),
    Rule("name", ("contact ", "contacting "), _announced(_CONTACT_BEFORE_A_NUMBER)),
    Rule(
        "name",
        ("жеке кәсіпкер", "жеке ишкер", "індивідуальний підприємець", "индивидуальный предприниматель"),
        _announced(_SOLE_TRADER),
        ("ФОП ", "ФЛП ", "СПД ", "СПД-", "ЯТТ ", "YaTT ", "YATT ", "ԱՁ ", "Ա/Ձ ", "ИП ", "ЧП ", "ЖК ", "ი/მ "),
    ),
    Rule("name", ("საკონტაქტო",), _announced(_GEORGIAN_CONTACT)),
    Rule("name", ("կոնտակտային", "պատասխանատու"), _announced(_ARMENIAN_CONTACT)),
    Rule(
        "name",
        (
            "monsieur",
            "madame",
            "domnul",
            "doamna",
            "señor",
            "г-н",
            "г-ж",
            "господин",
            "госпож",
            "пані ",
            "гр-н",
            "гр-к",
            "громадян",
            "гражданин",
        ),
        _announced(_HONORIFIC),
        (
            *(
                "Mr ",
                "Mr.",
                "Mrs ",
                "Mrs.",
                "Ms ",
                "Ms.",
                "Miss ",
                "Herr ",
                "Herrn ",
                "Frau ",
                "Mme ",
                "Mlle ",
                "Sra.",
                "Signor",
                "Gospod",
            ),
            *("Dhr.", "Mevr.", "Пан ", " пан ", "Гражданк", "гражданк"),
        ),
    ),
    Rule(
        "name",
        (
            *(
                "директор",
                "начальник",
                "голова ",
                "голови ",
                "голові ",
                "керівник",
                "руководител",
                "бухгалтер",
                "секретар",
                "інженер",
            ),
            *("инженер", "виконав", "исполнител", "аким", "мэр ", "мэра ", "депутат", "в.о.", "и.о."),
        ),
        _announced(_OFFICE),
    ),
)
