"""The bundled profiles, an outsider's folder with a small one, and small tables of purchases."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from custodiet.countries import Profile, load_countries
from custodiet.model.register_tables import PURCHASES

SMALL = """
code = "XX"
name = "Exampleland"

[[currencies]]
code = "XXD"
confirmed = "page"
source = ["example.org/money"]

[languages]
codes = ["en"]
confirmed = "unconfirmed"

[access_to_information]
title = {en = "Openness Act"}
confirmed = "page"
source = ["example.org/openness"]
"""


@pytest.fixture(scope="session")
def profiles() -> Mapping[str, Profile]:
    return load_countries()


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """An outsider's folder that holds the small profile."""
    folder = tmp_path / "plugins" / "countries"
    folder.mkdir(parents=True)
    (folder / "xx.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path / "plugins"


@pytest.fixture
def change(plugins: Path) -> Callable[[str, str], None]:
    """Replaces one place in the small profile."""
    file = plugins / "countries" / "xx.toml"

    def replace(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def purchases() -> Callable[..., pa.Table]:
    """A table of purchases from rows that state what matters; the rest is not stated."""

    def table(*rows: dict[str, Any]) -> pa.Table:
        base = {"ocid": "1", "country": "UA", "buyer_name": "Міська рада", "date": "2020-01-01", "document_id": "d"}
        return pa.Table.from_pylist([base | row for row in rows], schema=PURCHASES.schema)

    return table
