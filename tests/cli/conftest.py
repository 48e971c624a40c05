"""A small register, and what a command prints."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from custodiet.cli import main

CAMERAS = "ocds-213czf-cameras"


@dataclass(frozen=True)
class Ran:
    """The exit code of a command and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as error:
            code = int(error.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: cameras, and chairs whose amount is no number."""
    buyer = {"id": "b", "name": "Town of Hill", "roles": ["buyer"], "address": {"countryName": "GB"}}
    common = {"date": "2024-01-01T00:00:00Z", "tag": ["tender"], "parties": [buyer], "buyer": {"id": "b"}}
    period = {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-04T00:00:00Z"}
    cameras = {"id": "t", "title": "CCTV cameras", "tenderPeriod": period, "procurementMethod": "open"}
    chairs = {"id": "t", "title": "Chairs", "value": {"amount": "about 3", "currency": "GBP"}}
    releases = [
        {"ocid": CAMERAS, "id": "1", "tender": cameras, **common},
        {"ocid": "ocds-213czf-chairs", "id": "2", "tender": chairs, **common},
    ]
    file = tmp_path_factory.mktemp("data") / "releases.json"
    file.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def register(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("built") / "register"
    assert main(["build", str(data), "--to", str(to), "--threads", "1", "--cases", "--json"]) == 0
    return to
