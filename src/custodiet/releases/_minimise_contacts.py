"""E-mail addresses, telephone numbers, network addresses and streams in texts."""

import ipaddress
import re

from custodiet.releases._minimise_rule import Rule, Spans

_GAP = r"[ \t\u00a0\u202f]"

STREAM = re.compile(
    r"(?:rtsps?|rtmp[a-z]{0,2}|mms|srt|udp|rtp)://[^\s\"<>»]+"
    r"|https?://[^\s\"<>»]*(?:\.m3u8|\.mpd\b|/mjpe?g|/axis-cgi|/onvif|/cam/realmonitor|/streaming/channels)[^\s\"<>»]*"
    r"|https?://(?:[^\s/@]{1,80}@)?(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?/[^\s\"<>»]*(?:live|stream|video)[^\s\"<>»]*",
    re.IGNORECASE,
)

_E_MAIL = re.compile(
    r"(?:mailto:)?[\w.+%'’-]{1,64}\s?(?:@|[(\[](?:at|собака|а)[)\]])\s?"
    r"[\w-]{1,63}(?:(?:\.|\s?[(\[]dot[)\]]\s?)[\w-]{1,63}){0,4}(?:\.|\s?[(\[]dot[)\]]\s?)[^\W\d_]{2,24}(?!\w)",
    re.IGNORECASE,
)
_E_MAIL_MARKED = re.compile(
    r"(?:e-?mail|е-?мейл|пошта|почта)[\s:.]{1,4}(?P<cut>[\w.+%'-]{1,64}@[\w.-]{0,80}\w)", re.IGNORECASE
)

_FEWEST_DIGITS_MARKED = 5  # a local number behind the word "telephone"
_FEWEST_DIGITS_PLAIN = 9
_NUMBER = rf"\+?{_GAP}?\(?\+?\d(?:{_GAP}|[\d().–/-]){{3,18}}\d"
_EXTENSION = rf"(?:{_GAP}?,?{_GAP}?(?:вн|доб|дод|ext|int|poste|wew)[.:]?{_GAP}?\d{{1,5}})?"
_TELEPHONE_MARKED = re.compile(
    r"(?<![^\W_])(?:тел(?:ефон[а-яії]{0,2})?|т/ф|факс[а-я]{0,2}|моб(?:ильный|ільний)?"
    r"|tele?(?:fon|phone|foon|fono|faks|fax)?[a-z]{0,2}|t[ée]l[ée]phone|tél|tlf|tfno|puh|phone|fax|faks"
    r"|mob(?:ile|iel|il)?"
    r"|cell|gsm|whatsapp|viber|telegram|հեռ(?:ախոս)?|ტელ(?:ეფონი)?|τηλ|tālr(?:unis)?|☎|c[uú]c tel)(?![^\W\d_])"
    rf"(?:{_GAP}|[.:,№#–/-])*(?:(?:факс|fax|моб|mob|no|nr|numéro|number|номер[а-я]?)[.:]?{_GAP}*)?"
    rf"(?P<numbers>{_NUMBER}{_EXTENSION}(?:{_GAP}?(?:[,;/]|або|или|or|та|и){_GAP}?{_NUMBER}{_EXTENSION})*)",
    re.IGNORECASE,
)
_TELEPHONE_PLAIN = re.compile(
    rf"(?<![\w+])\(?\+{_GAP}?\(?\d{{1,3}}\)?(?:(?:{_GAP}|[.()/–-]){{0,3}}\d{{1,9}}){{1,6}}"
    rf"|(?<![\w.,/-])\((?:0\d{{1,4}}\){_GAP}?\d(?:{_GAP}|[\d-]){{3,9}}\d"
    rf"|\d{{3,5}}\){_GAP}?\d{{1,3}}[ -]\d{{2,4}}(?:[ -]\d{{2}})?)"
    rf"|(?<![\w.,/+-])0\d{{1,3}}(?:(?:(?:{_GAP}|[/.-])\d{{2,4}}){{2,4}}|\d?[ /]\d{{6,7}})(?![\w-]|/[A-Z])"
    r"|(?<![\w.,-])8[ -]?\(?\d{3,5}\)?[ -]?\d{1,3}[ -]\d{2}[ -]\d{2}(?![\d-])"
    r"|(?<![\w.,-])(?:1-)?\d{3}[-.]\d{3}[-.]\d{4}(?![\w-])"
)
_NO_TELEPHONE = re.compile(
    r"\+?\d{1,3}(?:[ ,.\u00a0]\d{3})+[.,]\d{2}"  # an amount with cents
    r"|\d{8}-\d"  # a CPV code
    r"|\d{4}-\d{2}-\d{2}.*|\(?\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}.*"  # a date
    r"|.*\d[-/.](?:19|20)\d{2}(?:[-/.].*)?"  # a number with a year in it
)
_UNIT = re.compile(
    rf"{_GAP}?(?:шт|грн|lei|лей|сом|тенге|тг|eur|euro|€|usd|uah|kzt|₸|₴|₽|\$|руб|рос|од\b|pcs|units|мм|mm|kg|кг"
    rf"|км|km|м\b|m\b|%)",
    re.IGNORECASE,
)

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(
    rf"https?://(?:[^\s/@]{{1,80}}@)?(?:{_OCTET}\.){{3}}{_OCTET}(?!\w)[^\s\"<>»),;]*"
    rf"|(?<![\w.,/-])(?:{_OCTET}\.){{3}}{_OCTET}(?!\w|[.,]\d)(?::\d{{2,5}}|/(?:3[0-2]|[12]?\d))?(?!\w|[/-]\d)"
)
_IPV6 = re.compile(r"(?<![\w:.])\[?(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?:/\d{1,3})?\]?(?![\w:])")
_FEWEST_HEX_DIGITS = 3  # "a::b" is a name in a program
_MAC = re.compile(r"(?<![\w:-])(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}(?![\w:-])")
_NETWORK_WORD = re.compile(
    r"(?<!\w)(?:ip|ipv4|айпі|айпи|dns|vpn|host|хост|server|сервер\w*|gateway|шлюз\w*|subnet|подсет\w*"
    r"|підмереж\w*|lan|nvr|dvr|ping"
    r"|роутер\w*|router|ip-адрес\w*|network|мереж\w*|адрес\w* камер\w*|http|port|порт)(?!\w)",
    re.IGNORECASE,
)
_SECTION_WORD = re.compile(
    r"(?:(?<!\w)(?:п|пп|пункт\w*|підпункт\w*|подпункт\w*|розд\w*|разд\w*|глав\w*|ст|cl|clause|art\w*|sec"
    r"|section|para\w*|παρ\w*|άρθρ\w*|pt|punkt\w*|pkt"
    r"|ver|version|верс\w*|версі\w*|v|ред|release|firmware|прошивк\w*|build|код|code|окпд\w*|окдп\w*|дбн|гост"
    r"|дсту|таблиц\w*|табл)"
    r"|№|§)[\s.:]*$",
    re.IGNORECASE,
)
_PRIVATE_START = re.compile(r"(?:192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|127\.0)\.")
_PRODUCT_CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{2,3}\Z")  # OKPD, KPGZ and other dotted code lists
_LAST_SECTION = 31  # documents hardly have more sections, sub-sections hardly two digits more
_LAST_SUBSECTION = 99
_WINDOW = 40


def _streams(text: str) -> Spans:
    yield from (match.span() for match in STREAM.finditer(text))


def _e_mails(text: str) -> Spans:
    yield from (match.span() for match in _E_MAIL.finditer(text))
    yield from (match.span("cut") for match in _E_MAIL_MARKED.finditer(text))


def _marked_telephones(text: str) -> Spans:
    for match in _TELEPHONE_MARKED.finditer(text):
        if _is_telephone(match["numbers"], _FEWEST_DIGITS_MARKED) and not _UNIT.match(text, match.end()):
            yield match.span("numbers")


def _plain_telephones(text: str) -> Spans:
    for match in _TELEPHONE_PLAIN.finditer(text):
        if _is_telephone(match[0], _FEWEST_DIGITS_PLAIN) and not _UNIT.match(text, match.end()):
            yield match.span()


def _is_telephone(number: str, fewest_digits: int) -> bool:
    digits = sum(letter.isdigit() for letter in number)
    return digits >= fewest_digits and _NO_TELEPHONE.fullmatch(number.strip()) is None


def _network_addresses(text: str) -> Spans:
    for match in _IPV4.finditer(text):
        if _is_ipv4(match[0], text[max(0, match.start() - _WINDOW) : match.start()]):
            yield match.span()
    for match in _IPV6.finditer(text):
        if _is_ipv6(match[0]):
            yield match.span()
    yield from (match.span() for match in _MAC.finditer(text))


def _is_ipv4(found: str, before: str) -> bool:
    """A dotted code of four numbers is taken for a network address by its numbers or by the words before it."""
    numbers, _, rest = found.partition(":") if "://" not in found else ("", "", "address of a page")
    numbers, _, width = numbers.partition("/")
    if rest or _PRIVATE_START.match(numbers):
        return True
    if _SECTION_WORD.search(before):
        return False
    if _NETWORK_WORD.search(before) or width:
        return True
    octets = [int(octet) for octet in numbers.split(".")]
    return (octets[0] > _LAST_SECTION or max(octets) > _LAST_SUBSECTION) and _PRODUCT_CODE.match(numbers) is None


def _is_ipv6(found: str) -> bool:
    bare = found.strip("[]").split("/")[0]
    try:
        ipaddress.IPv6Address(bare)
    except ValueError:
        return False
    return sum(letter.isalnum() for letter in bare) >= _FEWEST_HEX_DIGITS


RULES = (
    Rule(
        "stream address",
        (
            "rtsp",
            "rtmp",
            "mms://",
            "srt://",
            "udp://",
            "rtp://",
            ".m3u8",
            ".mpd",
            "/mjp",
            "axis-cgi",
            "/onvif",
            "realmonitor",
            "/streaming/",
            "/live",
            "/stream",
            "/video",
        ),
        _streams,
    ),
    Rule("e-mail", ("@", "(at)", "[at]", "(собака)"), _e_mails),
    Rule(
        "network address",
        (
            *(f"#.{a}.{b}.#" for a in ("#", "##", "###") for b in ("#", "##", "###")),
            *("::", "##:##:##:##", "fe#0:", "1001:", "1a0#:", "mac:", "mac-", " mac ", "\0mac "),
        ),
        _network_addresses,
    ),
)
_MARKED = Rule(
    "telephone",
    (
        *(
            " тел.",
            " тел:",
            " тел ",
            "\0тел.",
            "\0тел:",
            "\0тел ",
            "(тел",
            "телефон",
            "т/ф",
            "факс",
            "моб.",
            "моб:",
            "моб ",
        ),
        *(
            "tel.",
            "tel:",
            "\0tel ",
            " tel ",
            "telefon",
            "teléfono",
            "phone",
            "tél.",
            "tél:",
            "tél ",
            "télé",
            "tlf",
            "tfno",
            "fax",
        ),
        *(
            "faks",
            "mob.",
            "mob:",
            "puh.",
            "cell:",
            "cell.",
            "gsm:",
            "gsm.",
            "whatsapp",
            "viber",
            "telegram",
            "հեռ",
            "ტელ",
            "τηλ",
        ),
        *("tālr", "☎", "telefoon"),
    ),
    _marked_telephones,
)
_PLAIN = Rule(
    "telephone",
    (
        *("+#", "+ #", "+(#", "(0#", "(###)", "(####)", "(#####)", "-###-####", ".###.####"),
        *("8-###-", "8 ###-", "8-####-", "8(###", "8 (###"),
        *(
            f"{before}0{digits}{behind}"
            for before in (" ", "\0", ":", ";")
            for digits, behind in (
                *(("#", " ##"), ("#", "/###"), ("#", "-###"), ("#", ".##.##.")),
                *(("#" * count, f"{gap}##") for count in (2, 3, 4) for gap in (" ", "-", "/", ".", "\u00a0")),
            )
        ),
    ),
    _plain_telephones,
)
TELEPHONE_RULES = (_MARKED, _PLAIN)
