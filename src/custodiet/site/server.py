"""Answers requests until it is told to stop; it keeps no log of visitors."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from custodiet.errors import UsageError

Make = Callable[[], ASGIApp]
"""Makes the application; called in each process that answers, so it must be one that can be sent there."""


def serve(make: Make, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serves until interrupted; raises UsageError where the address is taken or not to be had."""
    config = _config(make() if workers == 1 else None, host, port)
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
    uvicorn.Server(_config(make(), host, port)).run(sockets=[socket])


def _config(app: ASGIApp | None, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app or _nothing,
        host=host,
        port=port,
        access_log=False,  # no log of visitors
        log_level="error",
        server_header=False,
        date_header=True,
        proxy_headers=False,  # nothing of a visitor is passed on
        limit_concurrency=512,  # beyond, an answer says that the server is busy
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16_384,
        lifespan="off",
        ws="none",
    )


async def _nothing(*_: Any) -> None:
    """Stands in the configuration of a process that answers nothing itself."""
