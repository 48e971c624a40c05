"""Country names as sources print them, as ISO 3166-1 alpha-2 codes."""

from functools import lru_cache
from pathlib import Path

import msgspec

from custodiet.discovery import load

_FILE = Path(__file__).with_name("countries.toml")


class Countries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`names`: alpha-2 code to names; `inside`: how they stand inside a body's name; `alpha3`: alpha-3 codes."""

    names: dict[str, list[str]]
    inside: dict[str, list[str]]
    alpha3: dict[str, str]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The country list of this room."""
    return load(_FILE, Countries)


@lru_cache(maxsize=4096)
def country_code(printed: str | None) -> str | None:
    """The alpha-2 code of a country as printed; None where it is not stated or not in the list."""
    if printed is None or not printed.strip():
        return None
    word = printed.strip()
    if len(word) == 2 and word.isascii() and word.isalpha():  # noqa: PLR2004 - alpha-2
        return {"UK": "GB", "EL": "GR"}.get(word.upper(), word.upper())
    return _index().get(word.casefold())


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    listed = countries()
    by_name = {name.casefold(): code for code, names in listed.names.items() for name in names}
    return by_name | {alpha3.casefold(): code for code, alpha3 in listed.alpha3.items()}
