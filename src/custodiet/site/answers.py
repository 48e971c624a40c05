"""Answers of the addresses that are no pages: what a reader holds already is not sent again, errors are told plainly.

A register does not change while it is served, so an answer is told by the seal of the register, the version of the
software and the address. Where several mistakes could be named, the first is.
"""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from custodiet import __version__
from custodiet.errors import CustodietError, UsageError
from custodiet.site.query import QueryError
from custodiet.site.site import Site

Endpoint = Callable[[Request], Awaitable[Response]]
JSON = "application/json"
MOST_QUERY_BYTES = 8_000
"""Bytes of the part of an address behind its question mark."""
_WORTH_PACKING = 1_000
_PACKING = 5
_KEPT = "public, max-age=0, must-revalidate"


class AnswerError(Exception):
    """An answer that cannot be given: a status, and for a person why."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})


def answered(site: Site, make: Callable[[Request], tuple[bytes, str]]) -> Endpoint:
    """An endpoint of what `make` gives for a request: content and media type."""

    async def endpoint(request: Request) -> Response:
        try:
            check_address(request)
            headers = {"ETag": tag(site, request), "Cache-Control": _KEPT, "Vary": "Accept-Encoding"}
            if held(request, headers["ETag"]):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            content, media_type = make(request)
            return _packed(request, content, media_type, headers)
        except (AnswerError, CustodietError) as error:
            return told(error)

    return endpoint


def check_address(request: Request) -> None:
    """Raises AnswerError for an address that is longer than any question needs."""
    if len(request.scope.get("query_string", b"")) > MOST_QUERY_BYTES:
        raise AnswerError(
            HTTPStatus.REQUEST_URI_TOO_LONG,
            f"the address asks for more than {MOST_QUERY_BYTES:,} bytes say; ask for less",
        )


def tag(site: Site, request: Request) -> str:
    """What tells this answer from others; weak, since it may be sent packed or not."""
    made_by = f"{site.store.manifest.seal} {__version__} {site.address}"
    asked = f"{made_by}\n{request.url.path}\n{request.url.query}"
    return f'W/"{hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:24]}"'


def held(request: Request, etag: str) -> bool:
    """Whether the reader holds the answer already."""
    stated = request.headers.get("if-none-match", "")
    plain = etag.removeprefix("W/")
    return stated.strip() == "*" or plain in {one.strip().removeprefix("W/") for one in stated.split(",")}


def told(error: AnswerError | CustodietError) -> Response:
    """An error as `application/problem+json` (RFC 9457)."""
    if isinstance(error, AnswerError):
        status, headers = error.status, error.headers
    else:
        status, headers = (400 if isinstance(error, QueryError) else 422 if isinstance(error, UsageError) else 500), {}
    detail = str(error) if status != HTTPStatus.INTERNAL_SERVER_ERROR else "the register cannot be read"
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    headers = {"Cache-Control": "no-store", **headers}
    return Response(msgspec.json.encode(problem), status, headers, "application/problem+json")


def as_json(value: Any) -> tuple[bytes, str]:
    """A value as JSON; exact decimals are texts, so that no digit is lost."""
    return msgspec.json.encode(value), JSON


def _packed(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The answer, packed where the reader unpacks it and it is worth it."""
    if len(content) >= _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, _PACKING, mtime=0)
        headers = {**headers, "Content-Encoding": "gzip"}
    return Response(content, HTTPStatus.OK, headers, media_type)
