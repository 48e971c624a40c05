"""Answers requests until it is told to stop; it keeps no log of visitors."""

import gc
import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from custodiet.errors import UsageError

MOST_HEAD_BYTES = 32_768
"""Bytes of a request with its headers, beyond which nothing is read."""
Make = Callable[[], ASGIApp]
"""Makes the application; called in each process that answers, so it must be one that can be sent there."""


def serve(make: Make, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serves until interrupted; raises UsageError where the address is taken or not to be had."""
    config = configured(_settled(make()) if workers == 1 else None, host, port)
    try:
        socket = config.bind_socket()
    except SystemExit:
        raise UsageError(f"cannot listen on {host}:{port}: it is taken, or not yours to use; try --port") from None
    ready()
    if workers == 1:
        uvicorn.Server(config).run(sockets=[socket])
        return
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=_answer, args=(make, host, port, socket)) for _ in range(workers)]
    _together(started)


def _together(processes: list[Any]) -> None:
    """Runs the processes until all end; an interrupt reaches them as well, and they end by themselves."""
    for process in processes:
        process.start()
    try:
        for process in processes:
            process.join()
    except KeyboardInterrupt:
        _end(processes)


def _end(processes: list[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
        process.join()


def _answer(make: Make, host: str, port: int, socket: Any) -> None:
    uvicorn.Server(configured(_settled(make()), host, port)).run(sockets=[socket])


def _settled(app: ASGIApp) -> ASGIApp:
    """The application, its register left out of the search for cycles: it stays until the process ends."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_UNSEARCHED)
    return app


_UNSEARCHED = 20_000  # objects made before a search; pages leave no cycles behind, and hold some hundred objects each


def configured(app: ASGIApp | None, host: str, port: int) -> uvicorn.Config:
    """How an application is served."""
    return uvicorn.Config(
        app or _nothing,
        host=host,
        port=port,
        http=Bounded,
        loop="auto",  # uvloop where the platform has it
        access_log=False,  # no log of visitors
        log_level="error",
        server_header=False,
        date_header=True,
        proxy_headers=False,  # nothing of a visitor is passed on
        limit_concurrency=512,  # beyond, an answer says that the server is busy
        timeout_keep_alive=15,
        lifespan="off",
        ws="none",
    )


class Bounded(HttpToolsProtocol):
    """Reads requests, and closes a connection that sends more than any question needs before its head has ended."""

    _read = 0

    def data_received(self, data: bytes) -> None:
        """Takes what was sent."""
        self._read += len(data)
        if self._read > MOST_HEAD_BYTES and self.transport is not None:
            self.send_400_response(f"The head of a request is longer than {MOST_HEAD_BYTES} bytes.")
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Begins to answer; what comes behind is counted anew."""
        self._read = 0
        super().on_headers_complete()


async def _nothing(*_: Any) -> None:
    """Stands in the configuration of a process that answers nothing itself."""
