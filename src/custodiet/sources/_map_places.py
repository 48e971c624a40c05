"""Where each column of the register stands below a row of the mapped table: what `explain` shows beside a value."""

from custodiet.model.tables import RELEASE_TABLES
from custodiet.sources import _map_definition as d
from custodiet.sources._map_columns import Use, field, uses
from custodiet.sources._map_shape import PARTIES, ROLES, SHAPES, SINGLE

# The table of the register that a section of a mapping fills.
_TABLES = {
    "lots": "lots",
    "items": "items",
    "documents": "attachments",
    "amendments": "amendments",
    "bids": "bids",
    "awards": "awards",
    "contracts": "contracts",
}


def below(column: str, *, json: bool = False) -> str:
    """The place of a column below its row; `~` and `/` in its name are written as in a JSON pointer."""
    name = column.replace("~", "~0").replace("/", "~1")
    return f"/{name}" if json else f"/column={name}"


def places(mapping: d.TableMapping, *, json: bool = False) -> dict[str, dict[str, str]]:
    """For each table of the register, for each of its columns that the mapping states, its place below the row.

    Organisations stand under `parties:ROLE`, as each role has its own columns; the row of one with several roles is
    that of the first in the order buyer, procuringEntity, tenderer, supplier. A column that two sections read from
    different places is left out: the row alone is certain.
    """
    found: dict[str, dict[str, set[str]]] = {}
    stands_at = {table.name: table.places for table in RELEASE_TABLES}
    for use in uses(mapping):
        cell = field(use.cell)
        for table, path in _targets(use):
            for name, place in stands_at[table.partition(":")[0]].items():
                if place == path and cell.column is not None:
                    found.setdefault(table, {}).setdefault(name, set()).add(_place(cell, json=json))
    return {
        table: {name: next(iter(several)) for name, several in columns.items() if len(several) == 1}
        for table, columns in found.items()
    }


def _place(cell: d.Field, *, json: bool) -> str:
    """The place of a cell; one of another row says how that row is found."""
    place = below(cell.column or "", json=json)
    if cell.where is None:
        return place
    table = f"/table={cell.table}" if cell.table else ""
    return f"{table}/where={below(cell.where, json=True)[1:]}/equals={below(cell.equals or '', json=True)[1:]}{place}"


def _targets(use: Use) -> list[tuple[str, str]]:
    """The tables of the register that a cell fills, each with the OCDS place of the value below the row there."""
    path = "/".join(SHAPES[use.within][use.key].path) if use.key in SHAPES[use.within] else _currency_path(use)
    section, _, inner = use.section.partition(".")
    if inner == "codes":
        above = "" if section in _TABLES else "/tender"
        return [(_TABLES.get(section, "processes"), f"{above}/classification/{path}")]
    if inner:
        listed, role = next((place, role) for key, place, role in PARTIES.values() if key == inner)
        own = [(_TABLES[section], f"/{listed}")] if use.key == "id" else []
        return [(f"parties:{role}", f"/{path}"), *own]
    if section not in SINGLE:
        return [(_TABLES[section], f"/{path}")]
    party = [(f"parties:{ROLES[section]}", f"/{path}")] if section in ROLES else []
    return [("processes", f"/{'/'.join(SINGLE[section])}/{path}"), *party]


def _currency_path(use: Use) -> str:
    """A currency stands beside the amount it belongs to."""
    amounts = (spot.path for spot in SHAPES[use.within].values() if spot.currency == use.key)
    return "/".join([*next(amounts)[:-1], "currency"])
