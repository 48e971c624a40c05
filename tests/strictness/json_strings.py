r"""Strings (RFC 8259, sections 7 and 8): escapes, control characters, surrogates, and bytes that are not UTF-8."""

from json_case import Case, family

_GOOD = family(
    "accept",
    "string",
    [
        ("empty", '""'),
        ("plain", '"abc"'),
        *(
            (f"the escape {escape}", f'"{escape}"')
            for escape in ('\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t")
        ),
        ("an escaped NUL", r'"\u0000"'),
        ("an escaped quotation mark", r'"\u0022"'),
        ("an escaped backslash before what looks like an escape", r'"\\u00zz"'),
        ("an escaped backslash at the end", r'"a\\"'),
        ("hexadecimal digits of both cases", r'"\u00eF\u00Ef"'),
        ("an escaped surrogate pair", r'"\ud834\udd1e"'),
        ("the last escaped surrogate pair", r'"\uDBFF\uDFFF"'),
        ("an escaped byte order mark", r'"\ufeff"'),
        ("escaped noncharacters", r'"\uffff\ufffe\ufdd0"'),
        ("an escaped noncharacter beyond the first plane", r'"\ud83f\udfff"'),
        ("an escaped line separator", r'"\u2028"'),
        ("a raw delete character", '"\x7f"'),
        ("raw second-row controls", '"\u0080\u0085\u009f"'),
        ("raw line and paragraph separators", '"\u2028\u2029"'),
        ("a raw byte order mark", '"a\ufeffb"'),
        ("raw noncharacters", '"\uffff\ufdd0\U0010ffff"'),
        ("a raw no-break and a zero-width space", '"\u00a0\u200b"'),
        ("characters of two, three and four bytes", '"\u0457\u20b4\U0001d11e"'),
        ("the least characters of two, three and four bytes", '"\u0080\u0800\U00010000"'),
        ("Cyrillic letters", '"Камери"'),
        ("comment marks", '"/* a */ // b # c"'),
        ("brackets and commas", '"]},{["'),
        ("an apostrophe", '"\'"'),
        ("a hundred thousand letters", '"' + "a" * 100_000 + '"'),
        ("a hundred thousand escapes", '"' + r"\n" * 100_000 + '"'),
        ("a key with escapes", r'{"\u0000\n\ud834\udd1e":1}'),
    ],
)

_LONE_SURROGATES = family(
    "either",
    "lone surrogate",
    [
        ("a first half", r'"\ud800"'),
        ("a second half", r'"\udc00"'),
        ("a first half before a letter", r'"\ud834a"'),
        ("a first half before another escape", r'"\ud834\n"'),
        ("a first half before an escaped letter", r'"\ud834\u0041"'),
        ("two first halves", r'"\ud834\ud834"'),
        ("two second halves", r'"\udd1e\udd1e"'),
        ("the halves the wrong way round", r'"\udd1e\ud834"'),
        ("a first half before a pair", r'"\ud834\ud834\udd1e"'),
        ("a second half behind a pair", r'"\ud834\udd1e\udd1e"'),
        ("a first half in a key", r'{"\ud800":1}'),
    ],
)

_NOT_UTF8 = family(
    "either",
    "string that is not UTF-8",
    [
        ("a continuation byte alone", b'"\x80"'),
        ("the last continuation byte alone", b'"\xbf"'),
        ("a continuation byte too many", b'"\xc3\xa9\xa9"'),
        ("the byte FE", b'"\xfe"'),
        ("the byte FF", b'"\xff"'),
        ("one byte of two", b'"\xc3"'),
        ("two bytes of three", b'"\xe2\x82"'),
        ("three bytes of four", b'"\xf0\x9f\x98"'),
        ("one byte of two before a letter", b'"\xc3a"'),
        ("one byte of two before an escape", b'"\xc3\\n"'),
        ("an overlong slash of two bytes", b'"\xc0\xaf"'),
        ("an overlong slash of three bytes", b'"\xe0\x80\xaf"'),
        ("an overlong slash of four bytes", b'"\xf0\x80\x80\xaf"'),
        ("an overlong NUL", b'"\xc0\x80"'),
        ("an overlong letter", b'"\xc1\x81"'),
        ("an overlong quotation mark", b'"\xc0\xa2"'),
        ("a sequence of five bytes", b'"\xf8\x88\x80\x80\x80"'),
        ("a sequence of six bytes", b'"\xfc\x84\x80\x80\x80\x80"'),
        ("a first surrogate half", b'"\xed\xa0\x80"'),
        ("a second surrogate half", b'"\xed\xb0\x80"'),
        ("a pair of surrogate halves", b'"\xed\xa0\xbd\xed\xb8\x80"'),
        ("a character above the last", b'"\xf4\x90\x80\x80"'),
        ("a start byte above the last", b'"\xf5\x80\x80\x80"'),
        ("an e with acute in Latin-1", b'"\xe9"'),
        ("a Cyrillic word in Windows-1251", b'"\xca\xe0\xec\xe5\xf0\xe8"'),
        ("a bad byte behind a long plain text", b'"' + b"a" * 200 + b'\xff"'),
        ("a bad byte in a key", b'{"\xff":1}'),
        ("half a character in a nested string", b'{"a":[{"b":"\xe2\x82"}]}'),
    ],
)

_CONTROLS = family(
    "reject",
    "raw control character",
    [
        *((f"{number:02X} in a string", f'"a{chr(number)}b"') for number in range(0x20)),
        *((f"{number:02X} in a key", f'{{"a{chr(number)}b":1}}') for number in (0x00, 0x09, 0x0A, 0x1F)),
        ("00 in a nested string", '{"a":[{"b":"\x00"}]}'),
        ("0A behind a long plain text", '"' + "a" * 200 + '\n"'),
        ("09 behind a character of two bytes", '"\u0457\t"'),
        ("0A behind a backslash", '"\\\n"'),
    ],
)

_BAD_ESCAPES = family(
    "reject",
    "bad escape",
    [
        *(
            (escape, f'"{escape}"')
            for escape in ("\\a", "\\v", "\\e", "\\0", "\\x41", "\\'", "\\U0041", "\\N", "\\8", "\\ ")
        ),
        *((escape, f'"{escape}"') for escape in ("\\u", "\\u0", "\\u00", "\\u004", "\\u004g", "\\ug041", "\\u{41}")),
        *((escape, f'"{escape}"') for escape in ("\\u 041", "\\u+041", "\\u-041", "\\u0x41", "\\u00\\u41", "\\u004\\")),
        *(
            (escape, f'"{escape}"')
            for escape in ("\\ud834\\u", "\\ud834\\udd", "\\ud834\\uddzz", "\\ud834\\x", "\\ud83")
        ),
        ("a Cyrillic letter behind the backslash", '"\\ї"'),
        ("a byte of no encoding behind the backslash", b'"\\\xff"'),
        ("half a character inside the digits", b'"\\u00\xe5"'),
        ("full-width digits", '"\\u\uff10\uff10\uff14\uff11"'),
        ("in a key", '{"\\x":1}'),
        ("in a nested string", '{"a":[{"b":"\\x"}]}'),
    ],
)

_BAD_QUOTES = family(
    "reject",
    "bad quotes",
    [
        ("a quotation mark alone", '"'),
        ("no closing mark", '"abc'),
        ("only an escaped closing mark", '"abc\\"'),
        ("an end behind the backslash", '"abc\\'),
        ("apostrophes", "'abc'"),
        ("grave accents", "`abc`"),
        ("typographic marks", "\u201cabc\u201d"),
        ("none", "abc"),
        ("letters behind the closing mark", '"abc"d'),
        ("three at each end", '"""abc"""'),
        ("escaped ones outside", r"\u0022abc\u0022"),
        ("a string added to a string", '"a"+"b"'),
        ("two strings in a row", '["a" "b"]'),
        ("an unfinished string in an array", '["abc]'),
        ("an escape outside", r"[\n]"),
        ("a letter prefix", 'b"abc"'),
    ],
)

CASES: tuple[Case, ...] = (*_GOOD, *_LONE_SURROGATES, *_NOT_UTF8, *_CONTROLS, *_BAD_ESCAPES, *_BAD_QUOTES)
