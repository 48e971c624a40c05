"""What every request passes: a known host, a bounded address, and headers that keep a page to its own site."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_PATH, MOST_QUERY = 1_000, 4_000
"""Longest path and query string, in bytes as sent."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
    "usb=(), browsing-topics=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_METHODS = frozenset({"GET", "HEAD"})
Hosts: TypeAlias = Collection[str]


class Guard:
    """The application behind the checks; a response keeps a header of ours that it sets itself."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request itself where it must not pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                stated = {name.lower() for name, _value in message["headers"]}
                message["headers"] += [header for header in _HEADERS if header[0] not in stated]
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if scope["method"] not in _METHODS:
            return PlainTextResponse("This site can be read only.\n", 405, {"allow": "GET, HEAD"})
        if len(scope.get("raw_path") or b"") > MOST_PATH or len(scope["query_string"]) > MOST_QUERY:
            return PlainTextResponse("The address is too long.\n", 414)
        if self._hosts and _host(Headers(scope=scope).getlist("host")) not in self._hosts:
            return PlainTextResponse("This host is not served here.\n", 400)
        return None


def _host(stated: Sequence[str]) -> str | None:
    """The name in the one `Host` header, without port; None where there is none or several."""
    if len(stated) != 1:
        return None
    name = stated[0].strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]
