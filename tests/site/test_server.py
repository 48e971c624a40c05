"""The server reads what a question needs and no more."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.server import ServerState

from custodiet.site.server import MOST_HEAD_BYTES, Bounded, configured


async def _there(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("here")


def told(asked: bytes) -> bytes:
    """What a server answers to these bytes, asked in a thread apart: a browser under test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(_told(asked))).result()


async def _told(asked: bytes) -> bytes:
    config = configured(Starlette(routes=[Route("/", _there)]), "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    state = ServerState()
    server = await loop.create_server(lambda: Bounded(config, state, {}), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(asked)
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
    return answer


def test_a_request_is_answered() -> None:
    answer = told(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"here")


def test_a_head_that_never_ends_is_not_read_on() -> None:
    line = b"X-More: " + b"x" * 1_000 + b"\r\n"
    asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + line * (MOST_HEAD_BYTES // len(line) + 2)
    answer = told(asked)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"longer than" in answer


@pytest.mark.parametrize("asked", [b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\nHost\x00: a\r\n\r\n"])
def test_bytes_that_are_no_request_are_refused(asked: bytes) -> None:
    assert told(asked).startswith(b"HTTP/1.1 400 ")
