"""Street addresses in Cyrillic and West Slavic texts; a street's name is cut with or without a house number."""

import functools
import re

from custodiet.releases._minimise_rule import APOSTROPHE, CAPITALISED, HOUSE, SPACE, UPPER, Rule, Spans, any_of

_NOT_IN_A_WORD = rf"(?<![\w{APOSTROPHE}])"
# Abbreviated marks end in a point or stand before a space; "yл." with a Latin y is frequent in Russian notices.
_SHORT_MARK = (
    r"(?:в?[уy]л|просп|бульв|бул|пров|пер|пл|наб|туп|узв|прк|прт|мкрн?)\.|(?<!\.)(?-i:ш)\.|пр\.(?!\s?[„«\"])"
    r"|(?:в?[уy]л|просп|бульв|наб|мкр)(?=\s)"
)
_HYPHENATED_MARK = r"(?:пр-к?т[аеу]?|б-ра?|м-н|кв-л|бул-р)(?:\.|(?=\s))|ж/м"
_FULL_MARK = (
    r"вулиц(?:[яіюеь]|ею|ями|ях)?|улиц(?:[аеыую]|ей|ам|ах)?"
    r"|(?:проспект|бульвар|м[іи]крорайон|тупик|проїзд|проезд|узв[іо]з)(?:[ауеіи]|ом|ах|ів|ов)?"
    r"|провул(?:ок|к[ауі]|ку)|переул(?:ок|к[ауе])|шосс?е|набережн(?:а|ая|ої|ой|ій|ую)|майдан[іу]?|алл?ея|улице"
    r"|кӯчаи|кучаи|хиёбони|гузари"
)
_MARK = rf"(?:{_SHORT_MARK}|{_HYPHENATED_MARK}|(?:{_FULL_MARK})(?=[\s«„\"]))"
_PLURAL_MARK = (
    r"(?:вулиць|вулицями|вулицях|улиц(?:ам|ах)?)(?=\s)|(?:вул|ул)\.(?=\s?\w+(?:,\s?\w+){1,12}\sта\s|\s?\w+,\s?\w+ая)"
)

# A name ends before prepositions and kinds of place, also in a title that is all capitals, and before another region.
_END_OF_NAME = (
    r"(?!(?:У|В|М|С|Г|НА|ТА|ДЛЯ|З|И|І|ПО|ДО|ВІД|ОТ|БІЛЯ|СМТ|МІСТО|МІСТІ|МІСТА|ГОРОД[А-Я]*|СЕЛ[ОАІЕ]|ЗА|К|ПІД"
    r"|ПРИ|В\.|М\.|С\.|Г\.)(?!\w))"
    r"(?!\w{1,40}(?:ского|ской|ському|ського|ської|ська|ская)\s(?:р-н|район|обл|край|края|міськ|сільськ))"
)
_NUMERAL = r"\d{1,3}(?:-?(?:го|й|ї|а|я|та|ая|ий|ої|ти|летия|річчя|е))?(?!\w)"
_DEDICATION = any_of(
    "ім. имени імені ак. акад. академіка академика ген. генерала маршала полковника героїв героев гетьмана"
    " князя княгині проф. професора профессора лейтенанта капітана капитана адмірала адмирала братів братьев"
    " св. святої святого отамана архітектора митрополита космонавта воїнів бригади полку полка лет років річчя"
    " роковин дивізії съезда партизан"
)
_WORD = rf"(?:{_END_OF_NAME}{CAPITALISED}|(?:[{UPPER}]\.){{1,2}}(?![{UPPER}]\.))"
_PLAIN_NAME = (
    rf"(?:(?:{_NUMERAL}|{_DEDICATION}|{_WORD}){SPACE}?){{0,3}}(?:{_WORD}|{_NUMERAL}(?={SPACE}?,))"
    rf"(?:{SPACE}{_WORD}){{0,2}}"
)
_NAME = rf"(?:«[^»\n]{{1,60}}»|„[^“”\n]{{1,60}}[“”]|\"?{_PLAIN_NAME}\"?)"

_PART = any_of(
    "буд. будинок будинку буд д. д.д. дом дома будівля будівлі стр. строение корп. корп корпус к. кор. кв."
    " квартира кв оф. офіс офис кім. каб. каб прим. пом. літ. літера лит. лит литер литера під'їзд подъезд пов."
    " поверх эт. этаж влад. владение үй"
)
_NOT_A_HOUSE = (
    rf"(?!{SPACE}*(?:р\.|рік|рок|год|г\.|км|м(?!\w)|шт|м2|м²|кв\.{SPACE}?м|грн|руб|тыс|тис|%|етап|этап|черг"
    rf"|очеред|пуск|поверх|этаж|од\.))"
)
_HOUSE_OR_PART = rf"(?:{_PART}{SPACE}?(?:№{SPACE}?)?(?:{HOUSE}|[А-ЯІЇ](?!\w))|№{SPACE}?{HOUSE}|{HOUSE}){_NOT_A_HOUSE}"
_TAIL = rf"(?:{SPACE}?,?{SPACE}?{_HOUSE_OR_PART})*"

_MARK_FIRST = re.compile(rf"{_NOT_IN_A_WORD}(?i:{_MARK}){SPACE}{{0,2}}{_NAME}(?i:{_TAIL})")
_PLURAL = re.compile(rf"{_NOT_IN_A_WORD}(?i:{_PLURAL_MARK})")
_MARK_LAST = re.compile(
    rf"{_NOT_IN_A_WORD}[{UPPER}][\w{APOSTROPHE}-]{{1,40}}(?:ий|ій|ый|ой|ая|яя|ое|ее|ого|ої|ому|ую|ом|на|ська"
    rf"|ське|цька|цьке)"
    rf"{SPACE}(?i:шосс?е|проспект[ауеі]?|пр-т|бульвар[ауеі]?|вулиц[яіюе]|улиц[аеыу]|набережн\w{{2,3}}"
    rf"|переул(?:ок|к[ауе])"
    rf"|провул(?:ок|ку)|узв[іо]з)(?!\w)(?i:{_TAIL})"
)
_WEST_SLAVIC = re.compile(
    rf"{_NOT_IN_A_WORD}(?:[Uu]l\.|UL\.|[Uu]lic[aeyi]|[Uu]licą){SPACE}?(?:\d{{1,2}}\.?{SPACE}|(?:[Gg]en|[Kk]s"
    rf"|[Pp]rof|[Dd]r|[Śś]w|[Mm]arsz"
    rf"|[Pp]łk|[Bb]p"
    rf"|[Kk]ard)\.{SPACE}?)?(?:[A-Z]\.{SPACE}?){{0,2}}{CAPITALISED}(?:{SPACE}(?:i{SPACE})?{CAPITALISED}){{0,3}}"
    rf"(?:{SPACE}?,?{SPACE}?(?:č\.{SPACE}?|nr{SPACE}|br\.{SPACE}?)?{HOUSE}(?:{SPACE}(?:lok|m)\.{SPACE}?\d{{1,4}})?)?"
    rf"|{_NOT_IN_A_WORD}(?:[Aa]l\.|[Aa]lej[aie]|[Pp]l\.|[Oo]s\.|[Nn]ám\.|[Nn]áměstí|[Nn]ámestie|[Tt]rg){SPACE}?"
    rf"{CAPITALISED}(?:{SPACE}{CAPITALISED}){{0,3}}{SPACE}{HOUSE}"
)
# A postal code is finer than a settlement; it is cut where an address follows it.
_POSTAL_CODE = re.compile(
    r"(?<![\w.,/-])\d{5,6}(?=,?\s(?:м|г|с|смт|місто|город|обл|Україна|Украина|[А-ЯІЇЄ][а-яіїє]{1,30}ська)[\s.,])"
)


@functools.cache
def _several() -> re.Pattern[str]:
    """Several streets behind one mark; made when one is met, since it takes a third of the time of all patterns."""
    return re.compile(
        rf"{_PLURAL.pattern}{SPACE}{{0,2}}{_NAME}(?i:{_TAIL})"
        rf"(?:{SPACE}?(?:,|(?<=\s)(?:и|і|та|й)(?=\s)){SPACE}?{_NAME}(?i:{_TAIL})){{1,12}}"
    )


def slavic_spans(text: str) -> Spans:
    """The spans of street addresses in a Cyrillic text."""
    found = False
    several = (_several(),) if _PLURAL.search(text) else ()
    for pattern in (*several, _MARK_FIRST, _MARK_LAST):
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
                "просп.",
                "просп ",
                "проспект",
                "пр-т",
                "пр-кт",
                "бульв",
                "б-р",
            ),
            *(
                "бул.",
                "бул-р",
                "пров.",
                "провул",
                "пер.",
                "переул",
                "пл.",
                "наб.",
                "наб ",
                "набереж",
                "туп.",
                "тупик",
                "узв",
                "шосе",
            ),
            *(
                "шоссе",
                "майдан",
                "алея",
                "аллея",
                "мкр",
                "м-н ",
                "мікрорайон",
                "микрорайон",
                "ж/м",
                "кв-л",
                "проїзд",
                "проезд",
                " пр.",
            ),
            *("прк.", "прт.", " ш.", "кӯчаи", "кучаи", "хиёбони", "гузари", "yл.", "yл ", "вyл."),
        ),
        slavic_spans,
    ),
    Rule.of(
        "street address",
        _WEST_SLAVIC,
        (
            "ul.",
            "ulic",
            " al. ",
            "\0al. ",
            "alej",
            " pl. ",
            "\0pl. ",
            " os. ",
            "\0os. ",
            "nám. ",
            "náměst",
            "námest",
            "trg ",
        ),
    ),
)
