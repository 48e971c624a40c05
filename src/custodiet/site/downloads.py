"""Files of the whole register and of any search result: complete, with rows and sha256 beside, or an error.

    /downloads/register.FORMAT          all tables: one file, or one zip of the files that the format makes
    /downloads/tables/TABLE.FORMAT      one table
    /downloads/purchases.FORMAT?...     the purchases that answer a question

A file is written aside as a whole and its rows are counted before the first byte is sent, with its length: a file that
breaks off is seen as broken by the program that fetches it. No more than two are made at once; others must wait.
"""

import base64
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from custodiet.errors import CustodietError, RegisterError
from custodiet.exports.formats import DERIVED, FORMATS, ONE_FILE, SUFFIXES, Exported
from custodiet.register.manifest import fingerprint
from custodiet.site.answers import AnswerError, Endpoint, check_address, held, tag, told
from custodiet.site.find import matching, number
from custodiet.site.query import Query
from custodiet.site.site import Site

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "ftm": "application/jsonl",
    "geojson": "application/geo+json",
    "zip": "application/zip",
}
AT_ONCE = 2
_WAIT_S = "30"
_BLOCK = 1 << 18
_SAME_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is whole: where it lies, its name, rows, size and sha256."""

    path: Path
    name: str
    form: str
    rows: int
    size_bytes: int
    sha256: str


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the files."""
    free = BoundedSemaphore(AT_ONCE)

    def register(request: Request, folder: Path) -> Download:
        return whole_register(site, request.path_params["form"], folder)

    def table(request: Request, folder: Path) -> Download:
        return one_table(site, request.path_params["table"], request.path_params["form"], folder)

    def purchases(request: Request, folder: Path) -> Download:
        query = Query.read(request.query_params.multi_items(), others=("lang",))
        return search_result(site, query, request.path_params["form"], folder)

    return [
        Route("/downloads/register.{form}", _endpoint(site, free, register)),
        Route("/downloads/tables/{table}.{form}", _endpoint(site, free, table)),
        Route("/downloads/purchases.{form}", _endpoint(site, free, purchases)),
    ]


def whole_register(site: Site, form: str, folder: Path) -> Download:
    """All tables in a format, written into `folder`."""
    tables = _tables(site)
    exported = _exported(form, tables, folder, "register")
    for one in exported:
        if form not in DERIVED and one.rows != site.store.manifest.rows[one.table]:
            stated = site.store.manifest.rows[one.table]
            raise RegisterError(f"table {one.table}: {one.rows} rows were written of {stated}")
    rows = sum(one.rows for one in exported)
    if form in ONE_FILE:
        return _whole(exported[0].path, f"register.{form}", form, rows)
    return _whole(_zipped(folder, exported), f"register.{form}.zip", "zip", rows)


def one_table(site: Site, table: str, form: str, folder: Path) -> Download:
    """One table in a format, written into `folder`; as Parquet it is the register's own file."""
    tables = _tables(site)
    if table not in tables:
        raise AnswerError(HTTPStatus.NOT_FOUND, f"the register has no table {table[:60]!r}")
    if form in DERIVED:
        raise AnswerError(HTTPStatus.NOT_FOUND, f"{form} is made of the whole register, not of one table")
    rows = site.store.manifest.rows[table]
    if form == "parquet":
        return _stated(site, tables[table], rows)
    (exported,) = _exported(form, {table: tables[table]}, folder)
    if exported.rows != rows:
        raise RegisterError(f"table {table}: {exported.rows} rows were written of {rows}")
    return _whole(exported.path, f"{table}.{form}", form, rows)


def search_result(site: Site, query: Query, form: str, folder: Path) -> Download:
    """The purchases that answer a question in a format, written into `folder`."""
    total = number(site.store, query)
    tables = _of_purchases(site, pa.array(matching(site.store, query), pa.string()), form, folder)
    kept = pq.read_metadata(tables["purchases"]).num_rows
    if kept != total:
        raise RegisterError(f"{kept} purchases were read of {total}: the index does not fit the tables")
    exported = _exported(form, tables, folder, "purchases")
    if form not in DERIVED and exported[0].rows != total:
        raise RegisterError(f"{exported[0].rows} purchases were written of {total}")
    return _whole(exported[0].path, f"purchases.{SUFFIXES.get(form, form)}", form, exported[0].rows)


def _tables(site: Site) -> dict[str, Path]:
    return {name: site.folder / "tables" / f"{name}.parquet" for name in sorted(site.store.manifest.rows)}


def _of_purchases(site: Site, ocids: pa.Array, form: str, folder: Path) -> dict[str, Path]:
    """The tables that a format is made of, those that know purchases cut to the ones wanted."""
    tables = _tables(site) if form in DERIVED else {"purchases": _tables(site)["purchases"]}
    cases = pa.array(_cases(site, set(ocids.to_pylist())), pa.string())
    cut = {}
    for name, file in tables.items():
        columns = pq.read_schema(file).names
        key, wanted = ("case", cases) if "case" in columns else ("ocid", ocids)
        cut[name] = file if key not in columns else folder / f"{name}.parquet"
        if key in columns:
            _cut(file, cut[name], key, wanted)
    return cut


def _cases(site: Site, ocids: set[str]) -> list[str]:
    """The documented cases of these purchases."""
    return [case["case"] for case in site.store.cases() if ocids & set(case["purchases"] or ())]


def _cut(file: Path, to: Path, key: str, wanted: pa.Array) -> None:
    """Writes the rows of a table whose key is wanted."""
    with pq.ParquetFile(file) as whole, pq.ParquetWriter(to, whole.schema_arrow, compression="zstd") as part:
        for batch in whole.iter_batches():
            part.write_batch(batch.filter(pc.is_in(batch[key], value_set=wanted)))


def _exported(form: str, tables: Mapping[str, Path], folder: Path, name: str = "") -> list[Exported]:
    """What a format makes of tables, in a folder of its own; `name` for a format that makes one file."""
    if form not in FORMATS:
        raise AnswerError(HTTPStatus.NOT_FOUND, f"no format {form[:20]!r}: choose of {', '.join(FORMATS)}")
    made = folder / "made"
    made.mkdir()
    return FORMATS[form](
        tables, lambda table: made / f"{name if form in ONE_FILE else table}.{SUFFIXES.get(form, form)}"
    )


def _stated(site: Site, file: Path, rows: int) -> Download:
    """A file of the register itself, as its manifest states it."""
    stated = site.store.manifest.files.get(f"tables/{file.name}")
    found = fingerprint(file)
    if stated != found:
        raise RegisterError(f"{file.name} is not as the manifest says")
    return Download(file, file.name, "parquet", rows, found.bytes, found.sha256)


def _whole(file: Path, name: str, form: str, rows: int) -> Download:
    found = fingerprint(file)
    return Download(file, name, form, rows, found.bytes, found.sha256)


def _zipped(folder: Path, exported: list[Exported]) -> Path:
    """The files in one zip, the same bytes for the same files."""
    to = folder / "register.zip"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted({one.path for one in exported}):
            entry = zipfile.ZipInfo(path.name, _SAME_DATE)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, _BLOCK)
    return to


def _endpoint(site: Site, free: BoundedSemaphore, make: Callable[[Request, Path], Download]) -> Endpoint:
    """An endpoint that sends what `make` writes into a folder of its own, which is gone afterwards."""

    async def endpoint(request: Request) -> Response:
        headers = {"ETag": tag(site, request), "Cache-Control": "public, max-age=0, must-revalidate"}
        if held(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return await run_in_threadpool(_made, request, free, make, headers)

    return endpoint


def _made(
    request: Request, free: BoundedSemaphore, make: Callable[[Request, Path], Download], headers: dict[str, str]
) -> Response:
    try:
        check_address(request)
        if not free.acquire(blocking=False):
            wait = f"{AT_ONCE} files are being made; ask again in {_WAIT_S} seconds"
            raise AnswerError(HTTPStatus.SERVICE_UNAVAILABLE, wait, {"Retry-After": _WAIT_S})
        try:
            return _sent(request, make, headers)
        finally:
            free.release()
    except (AnswerError, CustodietError) as error:
        return told(error)


def _sent(request: Request, make: Callable[[Request, Path], Download], headers: dict[str, str]) -> Response:
    """The file as an answer; the open file outlives its folder, so that nothing is left behind whatever happens."""
    with tempfile.TemporaryDirectory(prefix="custodiet-") as folder:
        made = make(request, Path(folder))
        stream = made.path.open("rb")
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    headers |= {
        "Content-Length": str(made.size_bytes),
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-Content-SHA256": made.sha256,
        "X-Rows": str(made.rows),
    }
    return StreamingResponse(_blocks(stream), HTTPStatus.OK, headers, MEDIA_TYPES[made.form])


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while block := stream.read(_BLOCK):
            yield block
