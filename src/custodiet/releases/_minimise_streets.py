"""Street addresses in texts, language by language; the settlement around them stays.

Behind a word that means nothing but a street the name is cut with or without a house number, since nothing finer than
a settlement is kept. Words that also mean something else (place, route, Weg, via, Road) need a house number.
"""

import re

from custodiet.releases._minimise_rule import APOSTROPHE, CAPITALISED, HOUSE, SPACE, Rule, Spans, any_of
from custodiet.releases._minimise_streets_slavic import RULES as SLAVIC_RULES

_NOT_IN_A_WORD = rf"(?<![\w{APOSTROPHE}/])"
_HOUSES = rf"{HOUSE}(?:{SPACE}?[-–]{SPACE}?\d{{1,4}}[A-Za-z]?(?!\w))?"


def _names(connecting: str, most: int) -> str:
    """Up to `most` capitalised words, perhaps with connecting small words between them."""
    between = rf"(?:{any_of(connecting)}{SPACE})?" if connecting else ""
    return rf"{CAPITALISED}(?:{SPACE}{between}{CAPITALISED}){{0,{most - 1}}}"


def _rule(pattern: str, *markers: str, exact: tuple[str, ...] = ()) -> Rule:
    return Rule.of("street address", re.compile(pattern), markers, exact)


_ROMANIAN = _rule(
    rf"{_NOT_IN_A_WORD}(?:[Ss]tr\.|STR\.|[Ss]trad(?:a|ă|ei|ela)|STRADA|[Bb]d\.|[Bb]-dul|[Bb]ulevardul(?:ui)?"
    rf"|[Șș]os\.|[Șș]oseaua|[Ss]oseaua)"
    rf"{SPACE}?(?:\d{{1,2}}{SPACE})?(?:(?:[Ss]f|[Gg]en|[Dd]r|[Aa]cad"
    rf"|[Mm])\.{SPACE}?)?{_names('cel de din lui și si', 5)}"
    rf"(?:{SPACE}?,?{SPACE}?(?:(?i:nr|n|bl|ap|et|sc|of)\.?{SPACE}?)?{HOUSE})*"
    rf"|{_NOT_IN_A_WORD}(?:[Cc]alea|[Aa]leea|[Pp]ia[țţt]a|[Ii]ntr\.|[Ii]ntrarea"
    rf"|[Ss]plaiul){SPACE}{_names('de', 3)}{SPACE}?,?{SPACE}?[Nn]r\.?{SPACE}?{HOUSE}",
    *(
        "str.",
        "strad",
        "bd.",
        "b-dul",
        "bulevardul",
        "șos",
        "soseaua",
        "calea ",
        "aleea ",
        "piața ",
        "piaţa ",
        "piata ",
        "intr. ",
    ),
    *("intrarea ", "splaiul "),
)
_FRENCH_OF = r"(?:(?i:de la|de l['’]|du|des|de|d['’])" + SPACE + "?)?"
_FRENCH_NAME = rf"{_FRENCH_OF}{CAPITALISED}(?:{SPACE}{_FRENCH_OF}{CAPITALISED}){{0,3}}"
_FRENCH_NUMBER = rf"(?<!\d)\d{{1,4}}[a-z]?(?:{SPACE}?(?:bis|ter))?,?{SPACE}"
_FRENCH_TAIL = rf"(?:,?{SPACE}\d{{1,3}}(?!\d|{SPACE}?[€%]))?"
_FRENCH = _rule(
    rf"(?:{_FRENCH_NUMBER})?{_NOT_IN_A_WORD}(?:rue|avenue|boulevard|all[ée]e|impasse"
    rf"|chemin){SPACE}{_FRENCH_NAME}{_FRENCH_TAIL}"
    rf"|{_FRENCH_NUMBER}(?i:rue|avenue|boulevard|all[ée]e|impasse|chemin){SPACE}{_FRENCH_NAME}"
    # A capital may begin a firm's name: a particle or a number must follow.
    rf"|{_NOT_IN_A_WORD}(?:R(?:ue|UE)|A(?:venue|VENUE)|B(?:oulevard|OULEVARD)|All[ée]e|Impasse|Chemin){SPACE}"
    rf"(?:(?=(?i:de|du|des|d['’]){SPACE}?){_FRENCH_NAME}{_FRENCH_TAIL}|{_FRENCH_NAME},?{SPACE}\d{{1,3}}(?!\d))"
    rf"|{_FRENCH_NUMBER}(?i:place|quai|cours|square|route|esplanade|parvis|passage){SPACE}{_FRENCH_NAME}",
    *("rue ", "avenue ", "boulevard ", "allée ", "allee ", "impasse ", "chemin "),
    *(
        f"#{comma} {kind} "
        for kind in ("place", "quai", "cours", "square", "route", "esplanade", "parvis", "passage")
        for comma in (",", "", "a", "b")
    ),
)
_IBERIAN_OF = rf"(?:(?i:de la|de los|de las|del|de|da|do|dos|das){SPACE})?"
_IBERIAN_TITLE = rf"(?:(?:\d{{1,2}}{SPACE}de|(?:Dr|Mcal|Gral|Cnel|Tte|Pdte|Prof|Sta)\.){SPACE}?)?"
_IBERIAN = _rule(
    rf"{_NOT_IN_A_WORD}(?:[Cc]alle|CALLE|[Cc]/(?=\s?\w[a-zà-ÿ]{{2}}[^,\n]{{0,40}},?\s\d)|[Aa]v(?:e?n)?da\.?"
    rf"|[Aa]v\.|AV\.|AVDA\.|[Aa]venida|AVENIDA|[Pp]aseo|[Rr]ua|RUA|[Tt]ravessa)"
    rf"{SPACE}?{_IBERIAN_OF}{_IBERIAN_TITLE}{CAPITALISED}"
    rf"(?:{SPACE}(?:(?:de la|del|de|y|da|do|esq\.?|c/|casi|esquina){SPACE})?{_IBERIAN_TITLE}{CAPITALISED}){{0,4}}"
    rf"(?:{SPACE}?,?{SPACE}?(?:[nN][º°.]{{0,2}}{SPACE}?)?{HOUSE})?",
    *("calle ", "c/", "avda", "av.", "avenida", "avnda", "paseo ", "rua ", "travessa "),
)
_SQUARES = _rule(
    rf"{_NOT_IN_A_WORD}(?:Via|VIA|[Vv]iale|[Pp]iazza|[Pp]iazzale|[Cc]orso|[Ll]argo|[Pp]laza|[Pp]laça|[Pp]raça){SPACE}"
    rf"(?:(?:della|delle|dei|di|de la|de|del"
    rf"|da){SPACE})?{_names('di de da', 4)}{SPACE}?,?{SPACE}?(?:n\.?{SPACE}?)?{HOUSE}(?=[\s,.;–—-]|/|$)",
    *("viale ", "piazza ", "piazzale ", "corso ", "largo ", "plaza ", "plaça ", "praça "),
    exact=("Via ", "VIA "),
)
# Kinds of road in general, which are no address.
_GENERIC = any_of(
    "Bundes Land Landes Kreis Fahr Wasch Fertigungs Umgehungs Orts Gemeinde Staats Schnell Wasser Produktions"
    " Sortier Misch Zufahrts Erschließungs Anlieger Verbindungs Bau Wohn Spiel Fahrrad Durchgangs"
    " Haupterschließungs Kraftfahr Auto Industrie Betriebs Privat Zubringer Montage Prüf Einbahn Sammel"
    " Wohnsammel"
)
_GERMAN = _rule(
    rf"{_NOT_IN_A_WORD}(?!{_GENERIC}stra(?:ß|ss)e|(?:Berg|Zufahrt|Haupt)stra(?:ß|ss)en?(?!\w"
    rf"|{SPACE}\d))[A-ZÄÖÜ][a-zäöüß-]{{1,40}}(?<!leitung)(?:straße|strasse|str\.(?={SPACE}?\d))(?:{SPACE}?{_HOUSES})?(?!\w)"
    rf"|{_NOT_IN_A_WORD}[A-ZÄÖÜ][\wäöüß.-]{{1,60}}(?:-|{SPACE})(?:Straße|Strasse|Str\.)(?:{SPACE}?{_HOUSES})?(?!\w)"
    rf"|{_NOT_IN_A_WORD}[A-ZÄÖÜ][\wäöüß.-]{{2,40}}(?:weg|platz|allee|gasse|ufer|damm|stieg|steig|chaussee|markt"
    rf"|graben){SPACE}{_HOUSES}"
    rf"|{_NOT_IN_A_WORD}[A-ZÄÖÜ][\wäöüß.-]{{1,60}}(?:-|{SPACE})(?:Weg|Platz|Allee|Gasse|Ufer|Damm|Chaussee"
    rf"|Ring){SPACE}{_HOUSES}",
    *(
        "straße",
        "strasse",
        "str.",
        "weg #",
        "platz #",
        "allee #",
        "gasse #",
        "ufer #",
        "damm #",
        "stieg #",
        "steig #",
        "chaussee #",
    ),
    *("markt #", "graben #", "ring #"),
)
_DUTCH_NORDIC = _rule(
    rf"{_NOT_IN_A_WORD}[A-Z][a-zë'’-]{{1,40}}(?:straat|gracht)(?:{SPACE}{HOUSE})?(?!\w)"
    rf"|{_NOT_IN_A_WORD}[A-Z][a-zë'’-]{{1,40}}(?:laan|weg|plein|kade|dijk|singel|steeg|baan){SPACE}{HOUSE}"
    rf"|{_NOT_IN_A_WORD}[A-ZÅÄÖÆØ][\wåäöæøé-]{{1,40}}"
    rf"(?:gatan|vägen|torget|gränd|gade|vej|gata|veien|vegen|gaten|allé|plads|plass|katu|kuja|polku|stræde"
    rf"|tie(?={SPACE}\d{{1,3}},?{SPACE}\d{{5}})){SPACE}{HOUSE}",
    *(
        "straat",
        "gracht",
        "laan #",
        "plein #",
        "kade #",
        "dijk #",
        "singel #",
        "steeg #",
        "baan #",
        "weg #",
        "gatan #",
        "vägen #",
    ),
    *(
        "torget #",
        "gränd #",
        "gade #",
        "vej #",
        "gata #",
        "veien #",
        "vegen #",
        "gaten #",
        "allé #",
        "plads #",
        "plass #",
        "katu #",
    ),
    *("tie #", "kuja #", "polku #", "stræde #"),
)
_ENGLISH_KINDS = any_of(
    "Street St Road Rd Avenue Ave Lane Ln Drive Boulevard Blvd Close Court Crescent Terrace Square Highway Hwy"
    " Parkway Row Gardens Grove Mews STREET ROAD AVENUE LANE DRIVE"
)
_ENGLISH = _rule(
    r"(?<![\w.,/-])(?<!No\.\s)(?<!No\s)(?<!Nos\s)(?<!NO\s)(?<!NH\s)(?<!SH\s)(?<!NH-)(?<!KM\s)(?<!Ch\s)"
    rf"(?:(?:[Ff]lat|[Uu]nit|[Aa]pt\.?"
    rf"|[Ss]uite){SPACE}\d{{1,4}}[A-Z]?,?{SPACE})?\d{{1,5}}[A-Za-z]?(?:[-–]\d{{1,5}})?,?{SPACE}"
    rf"(?!(?i:No|Nos|National|Wheel|Watt|Wards?|Lines?|Km|Mm|Inch|LED|Solar|New|Nagar)(?!\w))(?:(?:[A-Z][\w'’-]{{0,30}}"
    rf"|\d{{1,3}}(?:st|nd|rd|th)){SPACE}){{1,3}}"
    rf"{_ENGLISH_KINDS}(?!\w)\.?(?!{SPACE}(?i:lights?|lamps?|project|improvement|under|from|to|at))",
    exact=(
        *(
            " Street",
            " St ",
            " St.",
            " St,",
            " St\0",
            " Road",
            " Rd",
            " Ave",
            " Lane",
            " Ln",
            " Drive",
            " Boulevard",
            " Blvd",
        ),
        *(" Close", " Court", " Crescent", " Terrace", " Square", " Highway", " Hwy", " Parkway", " Row", " Gardens"),
        *(" Grove", " Mews", " STREET", " ROAD", " AVE", " LANE", " DRIVE"),
    ),
)
_TURKIC = _rule(
    rf"{_NOT_IN_A_WORD}{CAPITALISED}(?:{SPACE}{CAPITALISED}){{0,2}}{SPACE}"
    r"(?i:küçəsi(?:ndə|nin)?|küç\.|küçesi|prospekti(?:ndə|nin)?|sokak|sokağı|sok\.|caddesi|cad\.|mahallesi"
    r"|mah\.|bulvarı"
    rf"|ko[{APOSTROPHE}]?chasi|кўчаси|көчөсү(?:ндө|нүн)?|көч\.|көшесі(?:нде|нің)?|көш\.|даңғылы|проспектиси"
    rf"|köçesi|şaýoly)"
    rf"(?:{SPACE}?,?{SPACE}?(?:(?i:no):?{SPACE}?|№{SPACE}?|ev{SPACE}|uy{SPACE}|үй{SPACE})?{HOUSE}(?:-?(?:uy|үй|ev))?)?",
    *(
        "küç",
        "prospekti",
        "sokak",
        "sokağı",
        " sok.",
        "caddesi",
        " cad.",
        "mahallesi",
        " mah.",
        "bulvarı",
        "chasi",
        "кўчаси",
        "көчөсү",
    ),
    *(" көч.", "көшесі", " көш.", "даңғылы", "проспектиси", "köçesi", "şaýoly"),
)
_CAUCASIAN = _rule(
    rf"(?:(?!քաղաք|համայնք|գյուղ)(?:\d{{1,3}}-)?[Ա-Ֆա-և]{{1,40}}\.?{SPACE}){{1,2}}(?:փողոց\w{{0,3}}|փող\."
    rf"|պողոտա\w{{0,2}}|նրբանցք\w{{0,2}}|խճուղի\w{{0,2}}|փ\.(?={SPACE}?\d))"
    rf"(?:{SPACE}?,?{SPACE}?{HOUSE})?"
    rf"|(?:[ა-ჰ]{{1,2}}\.{SPACE}?)?[ა-ჰ-]{{2,40}}{SPACE}(?:ქუჩ(?:ა|ის|აზე|აში)|გამზირ(?:ი|ის|ზე)|ჩიხი|შესახვევი"
    rf"|ქ\.?(?={SPACE}?[№N]?{SPACE}?\d))"
    rf"(?:{SPACE}?,?{SPACE}?[№N]?{SPACE}?{HOUSE})?",
    *(
        "փողոց",
        "փող.",
        "պողոտա",
        "նրբանցք",
        "խճուղի",
        " փ.",
        "ქუჩ",
        "გამზირ",
        "ჩიხი",
        "შესახვევი",
        " ქ.#",
        " ქ. #",
        " ქ #",
        " ქ. №",
    ),
)
_OTHERS = _rule(
    rf"{_NOT_IN_A_WORD}{CAPITALISED}(?:{SPACE}{CAPITALISED}){{0,2}}{SPACE}(?:(?:utca|u\.|út|útja|tér|tere|krt\."
    rf"|körút){SPACE}{_HOUSES}\.?"
    rf"|(?:g\.|pr\.){SPACE}?{HOUSE}|(?:iela|gatve|bulvāris)(?:{SPACE}{HOUSE})?(?!\w)|(?:tn|tänav|mnt|maantee"
    rf"|pst){SPACE}{HOUSE}"
    rf"|(?:gatv[ėe]s?|prospektas){SPACE}{HOUSE})"
    rf"|{_NOT_IN_A_WORD}(?:[Οο]δ[όο][ςύ]|Λεωφ(?:όρος|\.)"
    rf"|λεωφ\.){SPACE}{CAPITALISED}(?:{SPACE}{CAPITALISED}){{0,2}}(?:{SPACE}{HOUSE})?",
    *(
        " utca #",
        " u. #",
        " út #",
        " útja #",
        " tér #",
        " tere #",
        "krt. #",
        "körút #",
        " g. #",
        " g.#",
        " pr. #",
        " iela",
        " gatve",
    ),
    *(" gatvė", " bulvāris", " tn #", " tänav #", " mnt #", " maantee #", " pst #", "prospektas #", "οδό", "λεωφ"),
)
RULES = (
    *SLAVIC_RULES,
    _ROMANIAN,
    _FRENCH,
    _IBERIAN,
    _SQUARES,
    _GERMAN,
    _DUTCH_NORDIC,
    _ENGLISH,
    _TURKIC,
    _CAUCASIAN,
    _OTHERS,
)


def street_spans(text: str) -> Spans:
    """The spans of street addresses in `text` in any of the languages, perhaps overlapping."""
    for rule in RULES:
        yield from rule.find(text)
