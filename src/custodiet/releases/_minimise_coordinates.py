"""Coordinates in texts: decimal pairs, degrees and minutes, geo addresses and links to maps."""

import re

from custodiet.releases._minimise_rule import Rule, Spans

_DECIMAL = r"[-–]?\d{1,3}\.\d{4,}"
_LATITUDES = 90
_LONGITUDES = 180
_PAIR = re.compile(
    rf"(?:(?<!\w)[NS]\s?)?(?<![\w.])(?P<first>{_DECIMAL})(?:\s?°)?(?:\s?(?:[NS]|(?:пн|пд|с"
    rf"|ю)\.?\s?ш\.?)(?!\w))?\s?[,;/\s]\s?"
    rf"(?:(?i:lon[a-z]{{0,8}}|lng|довгота|долгота|x|y)|[EW])?[\s:=]{{0,3}}(?P<second>{_DECIMAL})(?!\w|[.,]\d)"
    r"(?:\s?°)?(?:\s?(?:[EW]|(?:сх|зх|в|з)\.?\s?д\.?)(?!\w))?"
)
_COMMA_PAIR = re.compile(
    r"(?<![\w.,])(?P<first>[-–]?\d{1,2},\d{4,})\s?[;/]\s?(?P<second>[-–]?\d{1,3},\d{4,})(?!\w|[.,]\d)"
)
_MARKED = re.compile(
    r"(?:latitude|longitude|(?<!\w)lat|(?<!\w)lon|(?<!\w)lng|широт[аыиу]|довгот[аи]|долгот[аы]|լայնություն"
    r"|განედი|gps|координат[а-яії]{0,3})"
    r"[\s:=.(]{0,4}[-–]?\d{1,3}[.,]\d{2,}(?:[,;\s]{1,3}[-–]?\d{1,3}[.,]\d{2,})?",
    re.IGNORECASE,
)
_ANGLE = r"\d{1,3}\s?[°º˚]\s?\d{1,2}(?:[.,]\d+)?\s?['’′´](?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″“]|['’′´]{2}))?"
_SIDE = r"(?:[NSEWOПНСЮВЗ](?![^\W\d_])|(?:пн|пд|сх|зх|с|ю|в|з)\.?\s?[шд]\.?(?![^\W\d_]))"
_ANGLES = re.compile(
    rf"{_ANGLE}\s?{_SIDE}(?:[\s,;/]{{0,3}}{_ANGLE}\s?{_SIDE}?)?"
    rf"|{_SIDE}\s?{_ANGLE}(?:[\s,;/]{{0,3}}{_SIDE}?\s?{_ANGLE})?|{_ANGLE}[\s,;/]{{1,3}}{_ANGLE}"
)
MAP_LINK = re.compile(
    r"geo:-?\d[^\s\"<>»]*"
    r"|(?:https?://)?(?:www\.)?(?:maps\.google\.|google\.[a-z.]{2,6}/maps|goo\.gl/maps|maps\.app\.goo\.gl"
    r"|yandex\.[a-z]{2,3}/maps"
    r"|(?:www\.)?openstreetmap\.org|osm\.org|2gis\.[a-z]{2,3}|waze\.com|bing\.com/maps|maps\.apple\.com"
    r"|what3words\.com|w3w\.co)[^\s\"<>»]*",
    re.IGNORECASE,
)


def _pairs(text: str) -> Spans:
    for pattern in (_PAIR, _COMMA_PAIR):
        yield from (match.span() for match in pattern.finditer(text) if _on_earth(match["first"], match["second"]))


def _on_earth(first: str, second: str) -> bool:
    degrees = sorted(abs(float(number.replace(",", ".").replace("–", "-"))) for number in (first, second))
    return degrees[0] <= _LATITUDES and degrees[1] <= _LONGITUDES


RULES = (
    Rule("coordinates", ("##.####", "##,####"), _pairs),
    Rule.of(
        "coordinates",
        _MARKED,
        (
            *(
                "latitude",
                "longitude",
                " lat.",
                " lat:",
                " lat ",
                " lat=",
                "(lat",
                "\0lat",
                " lon:",
                " lon ",
                " lon=",
                " lng",
                "/lon",
            ),
            *("широт", "довгот", "долгот", "gps", "координат", "լայնութ", "განედი"),
        ),
    ),
    Rule.of("coordinates", _ANGLES, ("#°", "# °", "#º", "# º", "#˚", "# ˚")),
    Rule.of(
        "coordinates",
        MAP_LINK,
        ("geo:", "maps", "2gis", "openstreetmap", "osm.org", "waze.com", "what3words", "w3w.co"),
    ),
)
