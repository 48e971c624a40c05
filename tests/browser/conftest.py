"""A register served and published, and a real Chromium to look at both."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from custodiet.commands.serving import opened
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.site.app import create
from custodiet.site.publish import publish

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium from PATH, else Playwright's own, else Debian's where root may install it; else the test is skipped."""
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch(executable_path=_on_path() or _installed(), args=list(FLAGS))
        except Error as error:
            if os.environ.get("CUSTODIET_REQUIRE_BROWSER"):
                pytest.fail(f"no Chromium starts here, and CUSTODIET_REQUIRE_BROWSER allows no skipped test: {error}")
            pytest.skip(f"no Chromium starts here: {str(error).splitlines()[0]}")
        yield made
        made.close()


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _installed() -> str | None:
    """Debian's Chromium, installed where root may; None leaves the choice to Playwright."""
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    if own.is_dir() or not hasattr(os, "getuid") or os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(command, check=False, capture_output=True, timeout=300)
    return _on_path()


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    samples = files("custodiet") / "samples"
    folder = tmp_path_factory.mktemp("browser") / "register"
    build([str(samples / name) for name in ("ted.json", "norway.json")], folder, Settings(cases=True))
    return folder


@pytest.fixture(scope="session")
def served(register: Path) -> Iterator[str]:
    """The address of a server that shows the register while tests run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    app = create(opened(register, (), None, address))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield address
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def published(register: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address on the disk of a published folder."""
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(partial(opened, register, (), None, "https://register.example.org"), folder, 1)
    return folder.as_uri()


@pytest.fixture(scope="session")
def axe(project: Path) -> str:
    """The rules of axe-core as a script."""
    file = project / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        pytest.skip(f"{file} is not here: run `make assets`")
    return file.read_text(encoding="utf-8")


sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
