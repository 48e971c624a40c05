"""Numbers (RFC 8259, section 6)."""

from json_case import Case, family, in_array

_GOOD = family(
    "accept",
    "number",
    [
        (text, text)
        for text in (
            *("0", "-0", "1", "-1", "10", "1234567890", "0.5", "-0.5", "1.0", "0.0", "-0.0", "100.001"),
            *("1e1", "1E1", "1e+1", "1E+1", "1e-1", "1E-1", "0e1", "0e+1", "0E-0", "-0e0", "1.5e3", "-1.5E-3"),
            *("1e01", "1e00", "123.456e78", "9223372036854775807", "-9223372036854775808", "9007199254740993"),
            *("0.30000000000000004", "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324"),
        )
    ],
)

_BEYOND_RANGE = family(
    "either",
    "number beyond the usual range",
    [
        ("2 to the 64th", "18446744073709551616"),
        ("below the least 64-bit integer", "-9223372036854775809"),
        ("an integer of 50 digits", "1" * 50),
        ("a negative integer of 50 digits", "-" + "9" * 50),
        ("an integer of 400 digits", "1" + "0" * 400),
        ("an integer of 5000 digits", "7" * 5000),
        ("a fraction of 1000 digits", "0." + "3" * 1000),
        ("10 to the 400th", "1e400"),
        ("minus 10 to the 400th", "-1e400"),
        ("10 to the minus 400th", "1e-400"),
        ("minus 10 to the minus 400th", "-1e-400"),
        ("an exponent of 20 digits", "1e99999999999999999999"),
        ("a negative exponent of 20 digits", "1e-99999999999999999999"),
        ("an exponent with 300 leading zeros", "1e" + "0" * 300 + "1"),
        ("just above the largest double", "1.8e308"),
    ],
)

# What a parser must see at the end of the input as well as before a bracket.
_UNFINISHED = family(
    "reject",
    "unfinished number",
    [(text, text) for text in ("-", "1.", "-1.", "0.", "1e", "1E", "1e+", "1E-", "0e", "0e+", "1.5e", ".", "-.")],
)

_BAD = family(
    "reject",
    "bad number",
    [
        (text, text)
        for text in (
            *("+1", "+0", "++1", "+0.5", "--1", "-+1", "- 1", "1-", "1+1", "1-2"),
            *("01", "00", "-01", "-00", "012.3", "00.5", "-007", "0123456789"),
            *(".5", "-.5", "1.e1", ".e1", "e1", "-e1", "1..5", "1.2.3", "1 .5", "1. 5", "1.-5"),
            *("1e1.5", "1e1e1", "1eE2", "1e 5", "1 e5", "1e--5", "1e+-5", "1ea", "1e0x1"),
            *("0x1", "0X1F", "-0x1", "0x", "0b1", "0o7", "1f", "1.5f", "1L", "1n", "1u", "1i", "0a"),
            *("Infinity", "-Infinity", "+Infinity", "inf", "-inf", "Inf", "NaN", "-NaN", "nan", "1.#INF", "#1"),
            *("1_000", "1'000", "1 000", "1,000", "1/2", "1%", "$1", "1e5%", "-a", '-"1"', "-[1]", "1(0)", "1\\u0030"),
        )
    ],
)

_FOREIGN = family(
    "reject",
    "foreign digit or sign",
    [
        ("a full-width one", "\uff11"),
        ("an Arabic-Indic one", "\u0661"),
        ("one half as a single character", "\u00bd"),
        ("a superscript two behind a one", "1\u00b2"),
        ("a typographic minus", "\u22121"),
        ("an infinity sign", "\u221e"),
        ("a no-break space between digits", "1\u00a0000"),
        ("a NUL behind the digit", "1\x00"),
        ("a byte of no encoding behind the digit", b"1\xff"),
        ("half a character behind the fraction", b"0.1\xe2\x82"),
        ("half a character behind the exponent", b"1e1\xe5"),
    ],
)

CASES: tuple[Case, ...] = (*_GOOD, *_BEYOND_RANGE, *_UNFINISHED, *in_array((*_UNFINISHED, *_BAD)), *_FOREIGN)
