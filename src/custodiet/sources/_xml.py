"""A parsed XML document without entities, DTDs or network, and the place of each element in it.

A place is an XPath 1.0 of local names and positions, such as
`/*[local-name()='TED_EXPORT']/*[local-name()='FORM_SECTION']/*[local-name()='F03_2014'][2]`. It needs no namespace
table: `lxml` and `xmllint --xpath` resolve it as it stands. A position is given where siblings share a name.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from custodiet.errors import CutOffError, LimitError, MalformedError

Element: TypeAlias = Any  # lxml carries no annotations

MAX_BYTES = 64 * 1024 * 1024  # the longest notices with thousands of lots stay below 30 MB
ENCODINGS = re.compile(r"utf-?(8|16|16le|16be)|us-ascii|ascii|iso-8859-\d+|windows-125\d|koi8-[ru]", re.IGNORECASE)

_BEFORE_ROOT = re.compile(r"\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DECLARED = re.compile(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_NAMES = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_HEAD = 4096


def parse(document: bytes, *, max_bytes: int = MAX_BYTES) -> Element:
    """The root element of `document`.

    Raises:
        LimitError: the document is longer or nested deeper than allowed.
        CutOffError: the end of the document is missing.
        MalformedError: a DTD or entity is declared, the encoding is unknown, or the document is not well-formed.
    """
    if len(document) > max_bytes:
        raise LimitError(f"An XML document of {len(document)} bytes is over the limit of {max_bytes}; raise it to read")
    start = _text_of(document[:_HEAD])
    _refuse_encoding(start)
    _refuse_dtd(document)
    try:
        root = etree.fromstring(document, _parser())
    except etree.XMLSyntaxError as error:
        raise _translated(error, document) from None
    except ValueError as error:  # lxml refuses some encodings by ValueError
        raise MalformedError(f"The XML cannot be decoded: {error}; ask the publisher for a valid document") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedError(_DTD_FOUND)
    return root


def root_name(head: bytes) -> str | None:
    """The local name of the root element, read from the first bytes of a document; None where it is no XML."""
    start = _text_of(head[:_HEAD])
    at = _BEFORE_ROOT.match(start).end()  # type: ignore[union-attr]  # the pattern matches the empty string
    if start.startswith("<!DOCTYPE", at):
        named = re.compile(r"<!DOCTYPE\s+(?:[\w.-]+:)?([A-Za-z_][\w.-]*)").match(start, at)
    else:
        named = _ROOT.match(start, at)
    return named[1] if named else None


def names_in(document: bytes) -> set[str]:
    """The local names that seem to stand in `document`: never fewer than there are, for encodings that keep ASCII."""
    return {name.rpartition(b":")[2].decode("ascii", "replace") for name in set(_NAMES.findall(document))}


def local(element: Element) -> str:
    """The name of `element` without its namespace."""
    name: str = element.tag
    return name.rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down `path`, by local names; None where a step is missing."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of `element` called `name`, in document order."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)


def text(element: Element | None) -> str | None:
    """The text of `element`, its paragraphs (`P`) one a line; None where there is none."""
    if element is None:
        return None
    if len(element) == 0:
        return (element.text or "").strip() or None
    lines = ["".join(part.itertext()).strip() for part in element.iterchildren("{*}P")]
    return "\n".join(line for line in lines or ["".join(element.itertext()).strip()] if line) or None


def below(*path: str) -> str:
    """The XPath of `path` below an element; a step `..`, `//NAME`, `@NAME` or `A|B` means what it means in XPath."""
    return "".join(_step(name) for name in path)


def originals(root: Element, pointer: str, place: str) -> list[str]:
    """The text as printed below `pointer`, at the first alternative of `place` (parted by ` | `) that is there."""
    for alternative in place.split(" | "):
        found = root.xpath(pointer + alternative)
        if found:
            return [str(one) if isinstance(one, str) else text(one) or "" for one in found]
    return []


class Pointers:
    """Gives each element of one document its XPath; siblings are numbered once."""

    def __init__(self, root: Element) -> None:
        """Start at the root of the document."""
        self._known: dict[Element, str] = {root: _step(local(root))}

    def of(self, element: Element) -> str:
        """The XPath of `element`."""
        if element not in self._known:
            parent = element.getparent()
            self._number(parent, self.of(parent))
        return self._known[element]

    def _number(self, parent: Element, place: str) -> None:
        names = [local(one) for one in parent]
        total = Counter(names)
        seen: Counter[str] = Counter()
        for one, name in zip(parent, names, strict=True):
            seen[name] += 1
            self._known[one] = place + _step(name) + (f"[{seen[name]}]" if total[name] > 1 else "")


_DTD_FOUND = "The XML declares a document type or entities, which are never read; remove the DOCTYPE and try again"


@lru_cache(maxsize=4096)  # bounded: names come from strangers
def _step(name: str) -> str:
    if name == ".." or name.startswith("@"):
        return f"/{name}"
    axis, name = ("//", name[2:]) if name.startswith("//") else ("/", name)
    test = " or ".join(f"local-name()='{one}'" for one in name.split("|"))
    return f"{axis}*[{test}]"


def _text_of(head: bytes) -> str:
    """The first bytes as text, good enough to see markup: 16-bit encodings are told by their zero bytes."""
    if head[:2] in {b"\xff\xfe", b"<\0"}:
        return head.decode("utf-16-le", "replace")
    if head[:2] in {b"\xfe\xff", b"\0<"}:
        return head.decode("utf-16-be", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _refuse_encoding(start: str) -> None:
    """Exotic encodings could hide a DTD from the check, so only those that notices are written in are read."""
    declared = _DECLARED.match(start)
    if declared and not ENCODINGS.fullmatch(declared[1]):
        raise MalformedError(f"The XML declares the encoding {declared[1]!r}; convert it to UTF-8 and try again")


def _refuse_dtd(document: bytes) -> None:
    """A DTD can only stand before the root element."""
    whole = _text_of(document[:_HEAD])
    end = _BEFORE_ROOT.match(whole).end()  # type: ignore[union-attr]  # the pattern matches the empty string
    if not _ROOT.match(whole, end):  # a long comment in front: look at everything
        whole = _text_of(document)
        end = _BEFORE_ROOT.match(whole).end()  # type: ignore[union-attr]
    if whole.startswith("<!", end) and not whole.startswith("<!--", end):
        raise MalformedError(_DTD_FOUND)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _translated(error: etree.XMLSyntaxError, document: bytes) -> MalformedError | LimitError:
    """The parser's error as ours: a limit of the parser, a missing end, or a break in the middle."""
    said = error.msg or "no content"
    if "XML_PARSE_HUGE" in said or "xcessive depth" in said or "huge" in said:
        return LimitError(f"The XML goes beyond what is read safely ({said}); look at it before anything else")
    if _end_is_missing(document):
        return CutOffError(f"The XML ends in the middle (line {error.lineno}); fetch the document again")
    return MalformedError(f"The XML is not well-formed ({said}); ask the publisher for a valid document")


def _end_is_missing(document: bytes) -> bool:
    named = root_name(document)
    if named is None:
        return False
    return re.search(rf"</(?:[\w.-]+:)?{re.escape(named)}\s*>", _text_of(_tail(document))) is None


def _tail(document: bytes) -> bytes:
    """The last bytes, with the first two in front so that 16-bit encodings are told."""
    tail = document[-1024:] if len(document) % 2 == 0 else document[-1025:]
    return tail if len(document) <= len(tail) or 0 not in document[:4] else document[:2] + tail
