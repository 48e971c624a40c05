"""Documents, arrays, objects, literals and white space (RFC 8259, sections 2 to 5, 8.1 and 9)."""

from json_case import Case, family

_BOM = "\ufeff"

_GOOD = family(
    "accept",
    "document",
    [
        *(
            (text, text)
            for text in ("[]", "{}", "null", "true", "false", "[null]", "[[]]", "[{}]", '{"":0}', '{"a":{}}')
        ),
        *((text, text) for text in ("[1,2]", '[1,"a",true,null,{},[]]', '{"a":1,"b":2}', '{"a":[{"b":[]}]}')),
        (
            "white space of all four kinds everywhere",
            ' \t\r\n{ \t\r\n"a" \t\r\n: \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 ] } \t\r\n',
        ),
        ("a newline behind", "[1]\n"),
        ("ten thousand spaces behind", "[1]" + " " * 10_000),
        ("a repeated key", '{"a":1,"a":2}'),
        ("a repeated key with the same value", '{"a":1,"a":1}'),
        ("a key repeated as an escape", r'{"a":1,"\u0061":2}'),
        ("a repeated empty key", '{"":1,"":2}'),
        ("500 levels of arrays", "[" * 500 + "]" * 500),
        ("500 levels of objects", '{"a":' * 500 + "1" + "}" * 500),
        ("250 levels of each in turn", '[{"a":' * 250 + "null" + "}]" * 250),
        ("ten thousand elements", "[" + "1," * 9_999 + "1]"),
        ("a thousand keys", "{" + ",".join(f'"k{n}":{n}' for n in range(1000)) + "}"),
        ("a key of ten thousand letters", '{"' + "k" * 10_000 + '":1}'),
        ("a thousand arrays side by side", "[" + "[]," * 999 + "[]]"),
    ],
)

_ENCODED = tuple(
    Case(f"document in another encoding: {name}", data, "either", whole_document=True)
    for name, data in (
        ("UTF-8 with a mark, an object", f'{_BOM}{{"a":1}}'.encode()),
        ("UTF-8 with a mark, an array", f"{_BOM}[]".encode()),
        ("UTF-8 with a mark, white space behind it", f"{_BOM} \n[]".encode()),
        ("UTF-16 little end first with a mark", f'{_BOM}{{"a":1}}'.encode("utf-16-le")),
        ("UTF-16 big end first with a mark", f'{_BOM}{{"a":1}}'.encode("utf-16-be")),
        ("UTF-16 little end first", '{"a":1}'.encode("utf-16-le")),
        ("UTF-16 big end first", '{"a":1}'.encode("utf-16-be")),
        ("UTF-32 little end first", f"{_BOM}[]".encode("utf-32-le")),
        ("UTF-32 big end first", f"{_BOM}[]".encode("utf-32-be")),
    )
)

_DEEP = (
    Case("deep nesting: 100,000 closed arrays", b"[" * 100_000 + b"]" * 100_000, "either"),
    Case("deep nesting: 100,000 closed objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "either"),
    Case("deep nesting: 100,000 open arrays", b"[" * 100_000, "reject"),
    Case("deep nesting: 100,000 open objects", b'{"a":' * 100_000, "reject"),
    Case("deep nesting: 50,000 open of each in turn", b'[{"a":' * 50_000, "reject"),
    Case("deep nesting: 500 open arrays", b"[" * 500, "reject"),
    Case("deep nesting: 500 arrays, one left open", b"[" * 500 + b"]" * 499, "reject"),
)

_NO_VALUE = family(
    "reject",
    "no value",
    [("empty", ""), ("a space", " "), ("a newline", "\n"), ("white space", " \t\r\n "), ("a byte order mark", _BOM)],
)

_CUT = family(
    "reject",
    "cut off",
    [
        (text, text)
        for text in (
            *(
                "[",
                "[1",
                "[1,",
                "[1, ",
                "[[]",
                "[{}",
                '["',
                '["a',
                '["a"',
                '["a",',
                "[tru",
                "[-",
                "[1.",
                "[1e",
                r'["\u00',
            ),
            *("{", '{"', '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,"', '{"a":{}', '{"a":[1]', '{"a":"b'),
            *('{"a":tr', '{"a":"\\', '[{"a":[', '[{"a":1}'),
        )
    ],
)

_COMMAS = family(
    "reject",
    "commas and colons",
    [
        (text, text)
        for text in (
            *(
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[,]",
                "[,,]",
                "[1,2,,]",
                "[1 2]",
                "[1;2]",
                "[1:2]",
                "[1],",
                ",[1]",
                ",",
                ":",
                "[:]",
            ),
            *('{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}', "{,}", '{"a":1 "b":2}', '{"a":1;"b":2}', '["a":1]'),
            *('{"a" 1}', '{"a"::1}', '{"a":}', '{"a":,"b":1}', '{"a"}', "{:1}", '{"a","b":1}', '{"a"=1}', '{"a"=>1}'),
            *('{"a":"b":"c"}', '{"a",1}', "[[],]", "[{},]", '{"a":{},}', "{:}", "[1,\n]", '[1,"tag":2]'),
        )
    ],
)

_BRACKETS = family(
    "reject",
    "brackets",
    [
        (text, text)
        for text in (
            "]",
            "}",
            "[}",
            "{]",
            "[1}",
            '{"a":1]',
            "[[1]",
            "[]]",
            "{}}",
            "[(1)]",
            "()",
            "<>",
            '{"a":[}]',
            "{{}}",
            "{[]}",
        )
    ],
)

_KEYS = family(
    "reject",
    "key that is no string",
    [
        (text, text)
        for text in ("{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{true:1}", "{[]:1}", '{"a"b:1}', "{\u0457:1}", "{*:1}")
    ],
)

_TWO_VALUES = family(
    "reject",
    "something behind the value",
    [
        *(
            (text, text)
            for text in ("1 2", "[][]", "{}{}", "[] 1", '{} "a"', "true false", "[1]x", "{}#", "[];", "{}\n{}", "null]")
        ),
        ("a NUL", "[1]\x00"),
        ("an end-of-file character", "[1]\x1a"),
        ("a byte order mark", "[1]" + _BOM),
        ("a byte of no encoding", b"[1]\xff"),
    ],
)

_COMMENTS = family(
    "reject",
    "comment",
    [
        (text, text)
        for text in (
            *(
                "[1/*c*/]",
                "/*c*/[1]",
                "[1]/*c*/",
                "[1]//c",
                "//c\n[1]",
                "[1,//c\n2]",
                "#c\n[1]",
                "[1]#c",
                "{/*c*/}",
                "[1]/",
            ),
            *("[1]/*", "<!--c-->[1]", "--c\n[1]", '{"a":/*c*/1}', '{"a"/**/:1}'),
        )
    ],
)

_SPACE = family(
    "reject",
    "white space that is none",
    [
        *(
            (f"U+{ord(mark):04X}", f"[{mark}1]")
            for mark in "\x00\x0b\x0c\x1e\x85\xa0\u1680\u2003\u2028\u2029\u200b\u3000\ufeff"
        ),
        ("a form feed before the document", "\x0c[1]"),
        ("a NUL before the document", "\x00[1]"),
        ("an escape", r"[1\u002c2]"),
        ("a byte of no encoding", b"[\xff]"),
        ("half a byte order mark", b"\xef\xbb[1]"),
        ("two byte order marks", f"{_BOM}{_BOM}[1]"),
        ("half a character before a bracket", b"[1\xe2\x82]"),
    ],
)

_LITERALS = family(
    "reject",
    "literal",
    [
        (text, text)
        for text in (
            *(
                "True",
                "TRUE",
                "False",
                "Null",
                "NULL",
                "None",
                "nil",
                "undefined",
                "yes",
                "nul",
                "tru",
                "fals",
                "n",
                "t",
                "f",
            ),
            *(
                "nulll",
                "truee",
                "falsee",
                "truefalse",
                "nullnull",
                "true1",
                "nUll",
                "tr ue",
                "-true",
                "!true",
                "[tru]",
                "[nul]",
            ),
            *(
                "[fals]",
                "[True]",
                "[undefined]",
                "[true false]",
                "[nullx]",
                "{}true",
                "a",
                "*",
                "@",
                "\\",
                "f([])",
                ")]}'[]",
            ),
        )
    ],
)

CASES: tuple[Case, ...] = (
    *_GOOD,
    *_ENCODED,
    *_DEEP,
    *_NO_VALUE,
    *_CUT,
    *_COMMAS,
    *_BRACKETS,
    *_KEYS,
    *_TWO_VALUES,
    *_COMMENTS,
    *_SPACE,
    *_LITERALS,
)
