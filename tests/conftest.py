"""What every test may ask for."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: takes minutes; run by `make soak` alone")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data and reference answers; tests that need it are skipped where it is missing."""
    folder = Path(os.environ.get("CUSTODIET_SHARED", PROJECT.parent / "shared"))
    if not (folder / "data").is_dir():
        reason = f"the shared folder with real data is not here (looked at {folder}; set CUSTODIET_SHARED)"
        if os.environ.get("CUSTODIET_REQUIRE_SHARED"):
            pytest.fail(f"{reason}, and CUSTODIET_REQUIRE_SHARED allows no skipped test")
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own folder."""
    return PROJECT
