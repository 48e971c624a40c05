"""Street addresses in texts, language by language; the settlement around them stays.

After a marker word the street's name is enough ("ремонт вул. Першої"), since nothing finer than a settlement is kept.
Words that are also something else (place, route, Weg, cours) need a house number.
"""

import re

from custodiet.releases._minimise_rule import APOSTROPHE, CAPITALISED, UPPER, Rule, Spans

_S = r"[ \t\u00a0]"
_LETTER = r"[^\W\d_]"
_NO_WORD = rf"(?<![\w{APOSTROPHE}])"
_HOUSE = r"\d{1,4}(?:[-/]\d{1,4}){0,2}(?:[-\s]?[A-Za-zА-Яа-яІіЇї](?!\w))?(?!\d|[.,]\d)"

# What may follow a Slavic street: house, building, flat, office.
_SLAVIC_PART = (
    r"буд(?:\.|инок|инку)?|д\.|дом[а]?|будівл[яі]|стр(?:\.|оение)|корп(?:\.|ус)?|к\.|кв(?:\.|артира)|оф(?:\.|іс|ис)|кімн?\.|каб\.?"
    r"|прим\.|пом\.|літ\.|лит\.|під'їзд|подъезд|пов(?:\.|ерх)|эт(?:\.|аж)|үй|кв-ра|num\.|č\.p\.|nr\.?|m\.|lok\.?"
)
_SLAVIC_TAIL = rf"(?:{_S}?,?{_S}?(?:(?:{_SLAVIC_PART}){_S}?(?:№{_S}?)?(?:{_HOUSE}|[А-ЯІЇ](?!\w))|№{_S}?{_HOUSE}|{_HOUSE}(?!{_S}*(?:р\.|рік|рок|год|г\.|км|м\b|шт|м2|м²|грн|руб|тыс|тис|%|етап|этап|черг|очеред|пуск))))*"
_STOP = r"(?!(?:У|В|М|С|Г|НА|ТА|ДЛЯ|З|И|І|ПО|ДО|ВІД|ОТ|БІЛЯ|СМТ|МІСТО|МІСТІ|МІСТА|ГОРОД|ГОРОДЕ|СЕЛО|СЕЛІ|ЗА|К|ЯКА|ЩО|ПІД|ПРИ)(?![\w]))"
_NUMERAL = rf"\d{{1,3}}(?:-?(?:го|й|ї|а|я|та|ї|ая|ий|ої|ти|лет|річчя|летия|е))?"
_SLAVIC_WORD = rf"(?:{_STOP}{CAPITALISED}|(?:[{UPPER}]\.){{1,2}})"
_OF = r"(?:ім\.|имени|імені|ак\.|акад\.|академіка|академика|ген\.|генерала|маршала|полковника|героїв|героев|гетьмана|князя|княгині|проф\.|професора|лейтенанта|капітана|адмирала|адмірала|братів|братьев|св\.|святої|святого|сім'ї|отамана|архітектора|митрополита|космонавта|воїнів|бригади|полка|полку|лет|років|річчя|роковин|дивізії|рудника|съезда)"
_SLAVIC_NAME = (
    rf"[«\"„“]?(?:(?:{_NUMERAL}|{_OF}|{_SLAVIC_WORD}){_S}?){{0,4}}(?:{_SLAVIC_WORD}|{_NUMERAL}(?={_S}?,))"
    rf"(?:{_S}(?:{_OF}|{_SLAVIC_WORD})){{0,2}}[»\"”]?"
)
_SLAVIC_MARK = (
    r"(?:(?:вул|ул|просп|пр-т|пр-кт|пр-ту|пр-те|бульв|бул|б-р|бул-р|пров|пер|пл|наб|туп|узв|прк|прт|мкр|мкрн|м-н|мк-н|кв-л|ж/м|ш|пр)(?:\.|(?<=-.)|(?<=-..))"
    r"|(?:вул|ул|просп|бульв|пров|наб|мкр)(?=\s)"
    r"|вулиц[яіюеь]\w{0,2}|улиц[аеыую]?\w{0,2}|(?:проспект|бульвар|мікрорайон|микрорайон|тупик|проїзд|проезд|узвіз|узвоз)[ауеіиы]?(?:ом|ах)?|провул(?:ок|к[ау]|ку)"
    r"|переул(?:ок|к[ауе])|шосе|шоссе|набережн[аоы][яйї]?|набережній|майдан[іу]?|алея|аллея|вулички|[вs]ulic[aeiyu]|ulice|улице|кӯчаи|кучаи|хиёбони|гузари)"
)
_SLAVIC = re.compile(rf"{_NO_WORD}{_SLAVIC_MARK}{_S}{{0,2}}{_SLAVIC_NAME}{_SLAVIC_TAIL}", re.IGNORECASE)
_SLAVIC = re.compile(rf"{_NO_WORD}(?i:{_SLAVIC_MARK}){_S}{{0,2}}{_SLAVIC_NAME}(?i:{_SLAVIC_TAIL})")
_SLAVIC_AFTER = re.compile(
    rf"{_NO_WORD}[{UPPER}][\w{APOSTROPHE}-]*(?:ий|ій|ый|ой|ая|яя|ое|ее|ого|ої|ому|ую|ом|ка|ка|на|ська|ське|цька|цьке|ській|цькій)"
    rf"{_S}(?i:шосе|шоссе|проспект[ауеі]?|пр-т|бульвар[ауеі]?|вулиц[яіюе]|улиц[аеыу]|набережн\w{{2,3}}|переул(?:ок|к[ауе])|провул(?:ок|ку)|узв[іо]з)(?!\w)"
    rf"(?i:{_SLAVIC_TAIL})"
)
_WEST_SLAVIC = re.compile(
    rf"{_NO_WORD}(?:[Uu]l\.|UL\.|[Uu]lic[aeyi]|[Uu]lici){_S}?(?:\d{{1,2}}\.?{_S})?{CAPITALISED}(?:{_S}{CAPITALISED}){{0,3}}(?:{_S}?,?{_S}?(?:č\.{_S}?|nr{_S}|br\.{_S}?)?{_HOUSE})?"
    rf"|{_NO_WORD}(?:[Aa]l\.|[Aa]lej[aie]|[Pp]l\.|[Oo]s\.|[Nn]ám\.|[Nn]áměstí|[Nn]ámestie|[Tt]rg){_S}?{CAPITALISED}(?:{_S}{CAPITALISED}){{0,3}}{_S}{_HOUSE}"
)
_ROMANIAN = re.compile(
    rf"{_NO_WORD}(?:[Ss]tr\.|STR\.|[Ss]trad(?:a|ă|ei|ela)|STRADA|[Bb]d\.|[Bb]-dul|[Bb]ulevardul(?:ui)?|[Bb]ul\.|[Șș]os\.|[Șș]oseaua|[Ss]os\.|[Ss]oseaua){_S}?"
    rf"(?:\d{{1,2}}{_S})?(?:(?:[Ss]f\.|[Gg]en\.|[Dd]r\.|[Aa]cad\.|[Mm]\.){_S}?)?{CAPITALISED}(?:{_S}(?:(?:cel|de|din|lui){_S})?{CAPITALISED}){{0,3}}(?:{_S}?,?{_S}?(?:(?:nr|n|bl|ap|et|sc|of)\.?{_S}?)?{_HOUSE})*"
    rf"|{_NO_WORD}(?:[Cc]alea|[Aa]leea|[Pp]ia[țţt]a|[Ii]ntr\.|[Ii]ntrarea|[Ss]plaiul){_S}{CAPITALISED}(?:{_S}(?:de{_S})?{CAPITALISED}){{0,2}}{_S}?,?{_S}?[Nn]r\.?{_S}?{_HOUSE}"
)
_FRENCH = re.compile(
    rf"(?:(?<!\d)\d{{1,4}}(?:{_S}?(?:bis|ter))?,?{_S})?{_NO_WORD}(?:[Rr]ue|RUE|[Aa]venue|AVENUE|[Bb]oulevard|BOULEVARD|[Aa]ll[ée]e|[Ii]mpasse|[Cc]hemin)"
    rf"{_S}(?:(?:de la|de l['’]|du|des|de|d['’]|DE LA|DU|DES|DE){_S}?)?{CAPITALISED}(?:(?:{_S}|-)(?:(?:de la|de l['’]|du|des|de|et){_S}?)?{CAPITALISED}){{0,3}}"
    rf"|(?<!\d)\d{{1,4}}(?:{_S}?(?:bis|ter))?,?{_S}(?:[Pp]lace|[Qq]uai|[Cc]ours|[Ss]quare|[Rr]oute|[Ee]splanade|[Pp]arvis|[Pp]assage){_S}(?:(?:de la|de l['’]|du|des|de|d['’]){_S}?)?{CAPITALISED}(?:{_S}(?:(?:de|du){_S})?{CAPITALISED}){{0,3}}"
)
_IBERIAN = re.compile(
    rf"{_NO_WORD}(?:[Cc]alle|CALLE|[Cc]/|[Aa]v(?:e?n)?da\.?|[Aa]v\.|AV\.|AVDA\.|[Aa]venida|AVENIDA|[Pp]aseo|[Rr]ua|RUA|[Tt]ravessa|[Rr]onda|[Cc]arrer){_S}?"
    rf"(?:(?:de la|de los|de las|del|de|da|do|dos|das|DE LA|DEL|DE){_S})?(?:(?:\d{{1,2}}{_S}de|Dr\.|Mcal\.|Gral\.|Cnel\.|Tte\.|Pdte\.|Prof\.|Sta\.){_S}?)?{CAPITALISED}"
    rf"(?:{_S}(?:(?:de la|del|de|y|da|do|esq\.?|c/|casi|esquina){_S})?(?:(?:Mcal|Gral|Cnel|Tte|Dr|Pdte)\.{_S}?)?{CAPITALISED}){{0,4}}(?:{_S}?,?{_S}?(?:[nN][º°.]?\.?{_S}?)?{_HOUSE})?"
    rf"|{_NO_WORD}(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Pp]iazzale|[Cc]orso|[Ll]argo|[Pp]laza|[Pp]laça|[Pp]raça){_S}(?:(?:della|delle|dei|di|de la|de|del|da){_S})?{CAPITALISED}(?:{_S}(?:(?:di|de|da){_S})?{CAPITALISED}){{0,3}}{_S}?,?{_S}?(?:n\.?{_S}?|s\.n\.c\.)?{_HOUSE}"
)
_GENERIC_STRASSE = (
    r"(?!(?:Bundes|Land|Landes|Kreis|Fahr|Wasch|Fertigungs|Umgehungs|Orts|Gemeinde|Staats|Schnell|Wasser|Produktions|Sortier|Misch"
    r"|Zufahrts|Erschließungs|Anlieger|Verbindungs|Bau|Wohn|Spiel|Fahrrad|Durchgangs|Haupterschließungs|Kraftfahr|Auto|Ortsdurchfahrts"
    r"|Industrie|Betriebs|Ring|Stadt|Hochwasser|Privat|Zubringer|Planie|Lager|Montage|Prüf|Feuerwehr|Werk|Ufer|Einbahn|Wohnsammel|Sammel)(?:straße|strasse))"
)
_GERMANIC = re.compile(
    rf"{_NO_WORD}{_GENERIC_STRASSE}[A-ZÄÖÜ][a-zäöüß-]*(?:straße|strasse|str\.)(?:{_S}?{_HOUSE}(?:{_S}?[-–]{_S}?\d{{1,4}}{_LETTER}?)?)?(?!\w)"
    rf"|{_NO_WORD}[A-ZÄÖÜ][\wäöüß.-]*(?:{_S}[A-ZÄÖÜ][\wäöüß.-]*)?(?:-|{_S})(?:Straße|Strasse|Str\.)(?:{_S}?{_HOUSE})?(?!\w)"
    rf"|{_NO_WORD}[A-ZÄÖÜ][\wäöüß.-]{{2,}}(?:weg|platz|allee|gasse|ufer|damm|stieg|steig|chaussee|markt|graben){_S}{_HOUSE}"
    rf"|{_NO_WORD}[A-ZÄÖÜ][\wäöüß.-]+(?:-|{_S})(?:Weg|Platz|Allee|Gasse|Ufer|Damm|Chaussee|Ring){_S}{_HOUSE}"
    rf"|{_NO_WORD}[A-Z][a-zë'’-]+(?:straat|gracht)(?:{_S}{_HOUSE})?(?!\w)|{_NO_WORD}[A-Z][a-zë'’-]+(?:laan|weg|plein|kade|dijk|singel|steeg|hof|baan){_S}{_HOUSE}"
    rf"|{_NO_WORD}[A-ZÅÄÖÆØ][\wåäöæøé-]+(?:gatan|vägen|torget|gränd|gade|vej|gata|veien|vegen|gaten|allé|plads|plass|katu|tie|kuja|polku|stræde){_S}{_HOUSE}"
)
_ENGLISH = re.compile(
    rf"(?<![\w.,/-])(?:(?:[Ff]lat|[Uu]nit|[Aa]pt\.?|[Ss]uite){_S}\d{{1,4}}\w?,?{_S})?\d{{1,5}}[A-Za-z]?(?:[-–]\d{{1,5}})?,?{_S}(?:(?:N|S|E|W|North|South|East|West|St|Old|New|The)\.?{_S})?"
    rf"(?:(?:[A-Z][\w'’-]+|\d{{1,3}}(?:st|nd|rd|th)){_S}){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Close|Court|Crescent|Terrace|Place|Square|Highway|Hwy|Parkway|Row|Gardens|Grove|Mews|STREET|ROAD|AVENUE|LANE|DRIVE)(?!\w)\.?"
)
_NAME_BEFORE = rf"(?:{CAPITALISED}{_S}){{1,3}}"
_TURKIC = re.compile(
    rf"{_NO_WORD}{_NAME_BEFORE}(?i:küçəsi(?:nd?ə|nin)?|küç\.|küçesi|prospekti(?:nd?ə|nin)?|sokak|sokağı|sok\.|caddesi|cad\.|mahallesi|mah\.|bulvarı|ko[{APOSTROPHE}]?chasi|кўчаси|көчөсү(?:ндө|нүн)?|көч\.|көшесі(?:нде|нің)?|көш\.|даңғылы|д-лы|проспектиси|köçesi|şaýoly|шоссеси)(?:{_S}?,?{_S}?(?:no:?{_S}?|№{_S}?|ev{_S}|uy{_S}|үй{_S})?{_HOUSE}(?:-?(?:uy|үй|ev|mənzil))?)?"
)
_CAUCASIAN = re.compile(
    rf"(?:[Ա-Ֆա-և.]+{_S}){{1,2}}(?:փողոց\w{{0,3}}|փող\.|պողոտա\w{{0,2}}|նրբանցք\w{{0,2}}|խճուղի|փ\.(?={_S}?\d))(?:{_S}?,?{_S}?{_HOUSE})?"
    rf"|(?:[ა-ჰ]{{1,2}}\.{_S}?)?[ა-ჰ-]+{_S}(?:ქუჩ(?:ა|ის|აზე|აში|ები)|გამზირ(?:ი|ის|ზე)|ჩიხი|შესახვევი|ქ\.?(?={_S}?[№N]?{_S}?\d))(?:{_S}?,?{_S}?[№N]?{_S}?{_HOUSE})?"
)
_OTHERS = re.compile(
    rf"{_NO_WORD}{_NAME_BEFORE}(?:(?:utca|u\.|út|útja|tér|tere|krt\.|körút){_S}{_HOUSE}\.?|(?:g\.|pr\.|al\.){_S}?{_HOUSE}|(?:iela|gatve|bulvāris)(?:{_S}{_HOUSE})?(?!\w)|(?:tn|tänav|mnt|maantee|pst){_S}{_HOUSE}|(?:gatv[ėe]s?|prospektas){_S}{_HOUSE})"
    rf"|{_NO_WORD}(?:[Οο]δ[όο][ςύ]|Λεωφ(?:όρος|\.)|λεωφ\.){_S}{CAPITALISED}(?:{_S}{CAPITALISED}){{0,2}}(?:{_S}{_HOUSE})?"
)
_BY_LANGUAGE = (
    _SLAVIC,
    _SLAVIC_AFTER,
    _WEST_SLAVIC,
    _ROMANIAN,
    _FRENCH,
    _IBERIAN,
    _GERMANIC,
    _ENGLISH,
    _TURKIC,
    _CAUCASIAN,
    _OTHERS,
)
# A postal code is finer than a settlement; it is cut where it leads to an address.
_POSTAL_CODE = re.compile(
    r"(?<![\w.,/-])\d{5,6},?\s(?=(?:м|г|с|смт|місто|город|обл|Україна|Украина|[А-ЯІЇЄ][а-яіїє]+ська)[\s.,])"
)


def street_spans(text: str) -> Spans:
    """The spans of street addresses in `text`, in no order, perhaps overlapping."""
    found = False
    for pattern in _BY_LANGUAGE:
        for match in pattern.finditer(text):
            found = True
            yield match.start(), match.start() + len(match[0].rstrip(" ,"))
    if found:
        yield from (match.span() for match in _POSTAL_CODE.finditer(text))


RULES = (
    Rule(
        "street address",
        (
            *(
                "вул.",
                "вул ",
                "вулиц",
                "ул.",
                " ул ",
                "\0ул ",
                "улиц",
                "улице",
                "просп.",
                "просп ",
                "проспект",
                "пр-т",
                "пр-кт",
                "бульв",
                "б-р",
                "бул.",
            ),
            *(
                "пров.",
                "провул",
                "пер.",
                "переул",
                "пл.",
                "наб.",
                "набереж",
                "туп.",
                "тупик",
                "узв",
                "шосе",
                "шоссе",
                "майдан",
                "алея",
            ),
            *(
                "мкр",
                "м-н ",
                "мікрорайон",
                "микрорайон",
                "ж/м",
                "кв-л",
                "проїзд",
                "проезд",
                "аллея",
                "вулички",
                "пр. ",
                "прк.",
                "прт.",
            ),
            *("кӯча", "куча", "хиёбон", "гузар", "көчө", "көше", "көч.", "көш.", "даңғыл", "д-лы", "кўча", "chasi"),
            *(
                "ul.",
                "ulic",
                "al. ",
                "alej",
                "pl. ",
                "os. ",
                "nám",
                "trg ",
                "str.",
                "strad",
                "bd.",
                "b-dul",
                "bulevard",
                "bul.",
                "șos",
                "şos",
            ),
            *(
                "sos.",
                "soseaua",
                "calea",
                "aleea",
                "piața",
                "piaţa",
                "piata",
                "intr",
                "splai",
                "rue ",
                "avenue",
                "boulevard",
                "allée",
                "allee",
            ),
            *(
                "impasse",
                "chemin",
                "place ",
                "quai ",
                "cours ",
                "square",
                "route ",
                "esplanade",
                "parvis",
                "passage ",
                "calle",
                "c/",
                "avda",
            ),
            *(
                "av.",
                "avenida",
                "avnda",
                "paseo",
                "rua ",
                "travessa",
                "ronda",
                "carrer",
                "via ",
                "viale",
                "piazza",
                "corso ",
                "largo ",
                "plaza ",
            ),
            *(
                "plaça",
                "praça",
                "straße",
                "strasse",
                "weg ",
                "platz ",
                "gasse ",
                "ufer ",
                "damm ",
                "steig ",
                "stieg ",
                "chaussee ",
                "markt ",
            ),
            *(
                "graben ",
                "ring ",
                "straat",
                "gracht",
                "laan ",
                "plein ",
                "kade ",
                "dijk ",
                "singel ",
                "steeg ",
                "hof ",
                "baan ",
                "gatan ",
            ),
            *(
                "vägen ",
                "torget ",
                "gränd ",
                "gade ",
                "vej ",
                "gata ",
                "veien ",
                "vegen ",
                "gaten ",
                "allé ",
                "plads ",
                "plass ",
                "katu ",
            ),
            *(
                "tie ",
                "kuja ",
                "polku ",
                "stræde ",
                "street",
                " st ",
                " st.",
                " st,",
                " st\0",
                "road",
                " rd",
                " ave",
                " lane",
                " ln",
                "drive",
            ),
            *(
                "blvd",
                "close",
                "court",
                "crescent",
                "terrace",
                "highway",
                "hwy",
                "parkway",
                " row",
                "gardens",
                "grove",
                "mews",
                "küç",
                "prospekti",
            ),
            *(
                "sokak",
                "sokağı",
                "sok.",
                "caddesi",
                "cad.",
                "mahallesi",
                "mah.",
                "bulvar",
                "köçe",
                "şaýol",
                "փողոց",
                "փող.",
                "պողոտա",
                "նրբանցք",
            ),
            *(
                "խճուղի",
                " փ.",
                "ქუჩ",
                "გამზირ",
                "ჩიხ",
                "შესახვევ",
                " ქ. #",
                " ქ.#",
                " ქ #",
                " ქ. №",
                " ქ. n",
                " utca",
                " u. ",
                " út",
                " tér",
                "krt.",
                "körút",
            ),
            *(
                " g. #",
                " g.#",
                " pr. #",
                " al. #",
                " iela",
                " gatv",
                " tn ",
                " tänav",
                " mnt ",
                " maantee",
                " pst ",
                "prospektas",
                "οδό",
                "λεωφ",
            ),
        ),
        street_spans,
    ),
)
