"""Asks an application as a server would, address as sent: no library tidies it before."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.types import ASGIApp

HOST = "127.0.0.1:8000"


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """Asks for one address after the other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def get(self, path: str, *, params: Any = None, headers: dict[str, str] | None = None) -> Answer:
        return self.request("GET", f"{path}?{urlencode(params)}" if params else path, headers=headers)

    def request(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        stated = {"host": HOST, **(headers or {})}
        with ThreadPoolExecutor(1) as apart:  # a browser under test keeps a loop in this thread
            return apart.submit(lambda: asyncio.run(self._asked(method, path, stated))).result()

    async def _asked(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        raw, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(raw),
            "raw_path": raw.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items() if value],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        sent: list[dict[str, Any]] = []

        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            for message in asked:
                return message
            await asyncio.Event().wait()  # the one who asks stays
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        start = sent[0]
        found = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], found, b"".join(one.get("body", b"") for one in sent[1:]))
