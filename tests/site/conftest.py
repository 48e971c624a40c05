"""A small register of real notices with cases, and the site that shows it."""

import sys
from importlib.resources import files
from pathlib import Path

import pytest

from custodiet.knowledge import load_definitions
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.site.app import create
from custodiet.site.definitions import Definitions
from custodiet.site.site import Site
from custodiet.site.store import Store

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from asking import Client  # noqa: E402  (found by the line before)

ADDRESS = "https://register.example.org"


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load_definitions()


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundled notices of three publishers, with the documented cases."""
    samples = files("custodiet") / "samples"
    folder = tmp_path_factory.mktemp("site") / "register"
    build([str(samples / name) for name in ("ted.json", "norway.json", "assam.json")], folder, Settings(cases=True))
    return folder


@pytest.fixture(scope="session")
def site(register: Path, definitions: Definitions) -> Site:
    return Site(register, Store(register, definitions.places_of), definitions, ADDRESS)


@pytest.fixture(scope="session")
def client(site: Site) -> Client:
    return Client(create(site, ("register.example.org",)))
