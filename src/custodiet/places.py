"""Where the value of a column stands below the pointer of its row, for each format of document."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from custodiet.model.declared import declared_tables

Places = Mapping[str, Mapping[str, str]]
"""By table, then by column."""


def places_of(document_format: str | None, mappings: tuple[Path, ...] = ()) -> Places:
    """The places for documents of a format; where the format is not known, none but the row's own pointer."""
    kind, _, name = (document_format or "").partition(":")
    if kind == "table":
        return _mapped(name, mappings)
    return _KNOWN.get(kind, dict)()


@cache
def _ocds() -> Places:
    return {name: table.places for name, table in declared_tables().items()}


@cache
def _draft() -> Places:
    from custodiet.releases._draft_2014 import PLACES  # noqa: PLC0415  (each format's reader is loaded when it is met)

    return {name: {**places, **PLACES.get(name, {})} for name, places in _ocds().items()}


@cache
def _ted() -> Places:
    from custodiet.sources.ted_xml import PLACES  # noqa: PLC0415

    return PLACES


@cache
def _eforms() -> Places:
    from custodiet.sources.eforms import PLACES  # noqa: PLC0415

    return PLACES


@cache
def _mapped(name: str, mappings: tuple[Path, ...]) -> Places:
    from custodiet.sources.mapped_table import load_mappings, places  # noqa: PLC0415

    known = load_mappings(mappings).by_id
    return places(known[name]) if name in known else {}


_KNOWN = {"ocds": _ocds, "ocds-2014-draft": _draft, "ted-xml": _ted, "eforms": _eforms}
