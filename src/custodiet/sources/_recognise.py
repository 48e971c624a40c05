"""Says by its first bytes what a document is; a name is never trusted."""

from custodiet.sources import eforms, ted_xml
from custodiet.sources._archives import ZIP, ZIP_EMPTY, is_tar
from custodiet.sources._unpack import is_packed

HEAD_BYTES = 64 * 1024
"""How much of a document is looked at."""

XML_SOURCES = (ted_xml, eforms)
PACKED, ZIPPED, TARRED, JSON, TABLE = "packed", "zip", "tar", "json", "table"
_MARKS = (b"\xef\xbb\xbf",)
_FOREIGN = {
    b"%PDF": "a PDF; custodiet reads data, not printed pages",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as XLSX or CSV",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"PAR1": "a Parquet file; give the document it was made from",
    b"SQLite": "a SQLite database; export its table as CSV",
}


def container(head: bytes) -> str | None:
    """`packed`, `zip` or `tar` for a document that holds others; an XLSX, which is a zip too, holds none."""
    if is_packed(head):
        return PACKED
    if head.startswith((ZIP, ZIP_EMPTY)):
        return None if b"[Content_Types].xml" in head or b"xl/" in head[:2048] else ZIPPED
    return TARRED if is_tar(head) else None


def xml_format(head: bytes) -> str | None:
    """The format of an XML document, None where it is none that is known."""
    return next((source.FORMAT for source in XML_SOURCES if source.recognise(head)), None)


def looks_like_json(head: bytes) -> bool:
    """Whether the first character is a bracket of JSON."""
    start = head.removeprefix(_MARKS[0]).lstrip()[:4]
    return start[:1] in (b"{", b"[") and b"\0" not in start  # text in UTF-16 begins with a bracket and a zero


def hint(head: bytes) -> str:
    """What a document of no known format seems to be, and what to do."""
    for mark, what in _FOREIGN.items():
        if head.startswith(mark):
            return what
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:2]:
        return "text in UTF-16; save it as UTF-8"
    if head.lstrip()[:1] == b"<":
        return "XML or HTML of a kind that is not known; TED (TED_EXPORT) and eForms (UBL) notices are read"
    return "of no known format; OCDS JSON, TED XML, eForms XML, and tables with a mapping are read (--mapping FILE)"
