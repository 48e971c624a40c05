"""The bundled cases, and an outsider's folder with a small one that tests may change."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from custodiet.cases import Case, load_cases
from custodiet.model.register_tables import PURCHASES

SMALL = """
id = "xx-town-cameras"
summary = "Cameras of a town."
technologies = ["video.cctv_fixed"]
started = "2020"
ended = "2021"

[title]
en = "Cameras of a town"
uk = "Камери міста"
ru = "Камеры города"
ky = "Шаардын камералары"

[[places]]
country = "XX"
settlement = "Exampletown"
names = ["Прикладів"]

[sources.paper]
name = "Town Paper"
addresses = ["example.org/cameras"]
confirmed = "page"

[[roles]]
id = "contractor"
role = "contractor"
organisation = "Example Security"
state = "claimed"
source = "paper"

[[observations]]
id = "ten"
date = "2020-05"
scope = "town: installed"
value = "10"
unit = "cameras"
text = "There are 10 cameras."
state = "contradicted"
source = "paper"

[[observations]]
id = "twelve"
date = "2020-05"
scope = "town: installed"
value = "12"
unit = "cameras"
text = "There are 12 cameras."
state = "claimed"
source = "paper"
contradicts = ["ten"]
"""


@pytest.fixture(scope="session")
def cases() -> Mapping[str, Case]:
    return load_cases()


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """An outsider's folder that holds the small case."""
    folder = tmp_path / "plugins" / "cases"
    folder.mkdir(parents=True)
    (folder / "xx_town_cameras.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path / "plugins"


@pytest.fixture
def change(plugins: Path) -> Callable[[str, str], None]:
    """Replaces one place in the small case."""
    file = plugins / "cases" / "xx_town_cameras.toml"

    def replace(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def purchase() -> Callable[..., pa.Table]:
    """A table with one purchase of cameras in Exampletown, changed as told."""

    def table(**changed: Any) -> pa.Table:
        row = {
            "ocid": "town-1",
            "technologies": ["video.cctv_fixed"],
            "country": "XX",
            "settlement": "Exampletown",
            "date": "2020-06-01",
        }
        return pa.Table.from_pylist([row | changed], schema=PURCHASES.schema)

    return table
