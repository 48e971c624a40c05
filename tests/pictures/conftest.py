"""What the tests of pictures and of the map share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def assets(project: Path) -> Path:
    """The folder of shipped files, as `make assets` fills it."""
    folder = project / "src" / "custodiet" / "site" / "assets"
    assert (folder / "LICENCES.txt").is_file(), "run `make assets`"
    return folder
