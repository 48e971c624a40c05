"""The data of a page as JSON and CSV, and the evidence pack of a purchase: what stands on the page, for programs."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec

from custodiet.register.explain import Explanation
from custodiet.site.evidence import as_text, readable
from custodiet.site.pages.purchase import PurchasePage
from custodiet.text.formulas import neutralised

STATE_CHARS = 12
_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest day a zip can name: the same page gives the same bytes
_STATEMENTS = ("number", "table", "row", "column", "value", "published_as", "document", "document_id", "pointer")


def as_json(page: Any) -> bytes:
    """Everything that a page shows, as one JSON object; of a purchase all that the register says of it."""
    encoded: bytes = _ENCODER.encode(told_of(page))
    return encoded


def told_of(page: Any) -> Any:
    """What the data of a page are: the explanation of a purchase, else the page itself."""
    return page.told if isinstance(page, PurchasePage) else page


_ENCODER = msgspec.json.Encoder(enc_hook=str, decimal_format="string")


def state_of(page: Any) -> str:
    """The first digits of a hash of the data of a page: what tells this state of it from others."""
    return hashlib.blake2b(as_json(page), digest_size=16).hexdigest()[:STATE_CHARS]


def as_csv(page: Any) -> bytes:
    """The statements of a purchase, or every value of another page with its place in the JSON; never a formula."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    if isinstance(page, PurchasePage):
        writer.writerow(_STATEMENTS)
        writer.writerows(_safe(row) for row in _statements(page.told))
    else:
        writer.writerow(("place", "value"))
        writer.writerows(_safe(row) for row in _flat(msgspec.json.decode(as_json(page)), ""))
    return stream.getvalue().encode()


def pack(page: PurchasePage, html: str, address: str, version: str) -> bytes:
    """A zip with the page, its data, what each document is known by, and the hashes of all these."""
    told = page.told
    files = {
        "page.html": html.encode(),
        "purchase.json": as_json(page),
        "statements.csv": as_csv(page),
        "documents.csv": _documents(told),
        "excerpts.txt": "".join(_excerpts(told)).encode(),
        "READ-ME.txt": _READ_ME.format(address=address, version=version).encode(),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"custodiet": version, "ocid": page.ocid, "address": address, "sha256": hashes}
    files["manifest.json"] = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _FIXED), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


_READ_ME = """Evidence for one purchase, from the register at
{address}

page.html           the page as it was shown
purchase.json       everything that the register says of the purchase
statements.csv      each statement with its number, document and place
excerpts.txt        the words as published, document by document
documents.csv       what each document is known by: its sha256 and where its publisher offers it
manifest.json       the sha256 of each of these files

The documents themselves are not in here: fetch them from their publisher and compare the sha256.
A signal is a reason to look, never an accusation. Made with custodiet {version}.
"""


def _statements(told: Explanation) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(told.statements, 1):
        yield (
            number,
            one.table,
            one.row,
            one.column,
            as_text(one.value),
            one.original,
            one.document,
            one.document_id,
            one.pointer,
        )


def _excerpts(told: Explanation) -> Iterator[str]:
    """The statements as text, by document."""
    for document in told.documents:
        yield f"{document['name']}\nsha256 {document['document_id']}\n\n"
        for number, one in enumerate(told.statements, 1):
            if one.document_id == document["document_id"]:
                yield f"[{number}] {readable(one.pointer)}\n{one.original or as_text(one.value)}\n\n"


def _documents(told: Explanation) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = ("document_id", "name", "format", "bytes", "uri", "publisher", "licence", "published_at", "retrieved_at")
    writer.writerow(columns)
    writer.writerows(_safe(tuple(row[name] for name in columns)) for row in told.documents)
    return stream.getvalue().encode()


def _flat(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every value below an object with its JSON pointer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{place}/{str(name).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{place}/{number}")
    else:
        yield place, value


def _safe(row: tuple[object, ...]) -> list[object]:
    """The cells of a row: texts on one line and never a formula."""
    return [neutralised(" ".join(one.replace("\0", "").split())) if isinstance(one, str) else one for one in row]
