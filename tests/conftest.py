"""What every test may ask for."""

import os
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

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


@pytest.fixture(scope="session")
def script() -> Callable[[str], ModuleType]:
    """Loads a file of the folder `scripts` by its name: scripts are run, so nothing imports them."""
    return load_script


def load_script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, PROJECT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
