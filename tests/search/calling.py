"""Calls an application as a server would, without a network."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.types import ASGIApp


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


def call(app: ASGIApp, address: str, headers: dict[str, str] | None = None, params: Any = ()) -> Answer:
    """The answer to a GET request, asked in a thread apart: a browser under test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(_called(app, address, headers or {}, urlencode(params)))).result()


async def _called(app: ASGIApp, address: str, headers: dict[str, str], more: str) -> Answer:
    parts = urlsplit(address)
    query = "&".join(one for one in (parts.query, more) if one)
    scope = {
        "type": "http", "method": "GET", "http_version": "1.1", "scheme": "http", "server": ("localhost", 80),
        "path": unquote(parts.path), "raw_path": parts.path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await app(scope, receive, send)
    start = sent[0]
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(one.get("body", b"") for one in sent[1:]))
