"""Shows how far a build is: a bar with records, MB/s and time left on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from custodiet.intake import Progress

_MB = 1_000_000
_LINE_EVERY_S = 5.0


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """A progress callback that draws on standard error."""
    if quiet:
        yield _silent
    elif sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        yield _Lines()


class _Lines:
    """A line for each step, and for long steps one every few seconds."""

    def __init__(self) -> None:
        self._step, self._last, self._started = "", 0.0, time.monotonic()

    def __call__(self, step: str, records: int, done: int, total: int) -> None:
        now = time.monotonic()
        if step == self._step and now - self._last < _LINE_EVERY_S:
            return
        self._step, self._last = step, now
        rate = done / _MB / max(now - self._started, 0.001)
        read = f", {done / _MB:,.0f} of {total / _MB:,.0f} MB, {rate:,.0f} MB/s" if step == "reading" else ""
        sys.stderr.write(f"custodiet: {step}: {records:,} records{read}\n")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415  (slow to import, and not needed where nobody looks)
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[records]:,} records  {task.fields[rate]:,.0f} MB/s"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, records=0, rate=0.0)

        def update(step: str, records: int, done: int, total: int) -> None:
            rate = done / _MB / max(time.monotonic() - started, 0.001)
            known: dict[str, Any] = {"total": total or None, "completed": done} if step == "reading" else {}
            bar.update(task, description=step, records=records, rate=rate, **known)

        yield update


def _silent(_step: str, _records: int, _done: int, _total: int) -> None:
    """Shows nothing."""
