"""The tables of the room `organisations`: resolved organisations, links between them, makers named in texts."""

import pyarrow as pa

from custodiet.model.tables import COUNT, OCID, SHARE, TEXT, TEXTS, Column, Table

SOLE_TRADER = "sole_trader"
"""The kind of a natural person who trades; such a row has no name and no number, and no page is made of it."""


def _text(name: str, about: str) -> Column:
    return Column(name, TEXT, "", about)


ORGANISATIONS = Table(
    "organisations",
    ("organisation_id",),
    "one row per organisation, resolved from its mentions",
    (
        _text("organisation_id", "made of a raw identifier, or of a raw name and place; never of cleaned values"),
        _text("name", "name as printed most often"),
        Column("names", TEXTS, "", "all names as printed, sorted"),
        _text("country", "country, ISO 3166-1 alpha-2"),
        _text("locality", "settlement as printed most often"),
        _text("region", "region as printed most often"),
        _text("kind", "kind of body, or class of legal form"),
        Column("identifiers", TEXTS, "", "identifiers as SCHEME:id, cleaned, sorted"),
        Column("roles", TEXTS, "", "roles in the processes that mention it, sorted"),
        Column("mentions", COUNT, "", "how many rows of `parties` are this organisation"),
        _text("basis", "weakest basis that joined its names: identifier, person, maker or name; empty for one name"),
        _text("why", "the reason of that basis, in one line"),
        _text("document_id", "document of one mention"),
        _text("pointer", "place of that mention"),
    ),
)

PARTY_ORGANISATIONS = Table(
    "party_organisations",
    ("ocid", "party_id"),
    "one row per mention: the organisation it was resolved to",
    (OCID, _text("party_id", "party id in the process"), _text("organisation_id", "the organisation")),
)

LINKS = Table(
    "links",
    ("organisation_a", "organisation_b", "relation"),
    "one row per relation between two organisations, or between an organisation and a maker",
    (
        _text("organisation_a", "the organisation"),
        _text("organisation_b", "the other organisation, or `maker:KEY`"),
        _text(
            "relation",
            "possible, related, part_of, branch, parent, group, member, brand, sells, procures_for, supplies_with",
        ),
        _text("basis", "identifier, person, maker or name"),
        _text("why", "the reason in one line"),
        Column("purchases", COUNT, "", "processes that bear the relation out, where it rests on processes"),
        _text("document_id", "document that shows it"),
        _text("pointer", "place in that document"),
        _text("decided_by", "rule or person that decided"),
    ),
)

MAKERS_NAMED = Table(
    "makers_named",
    ("ocid", "maker", "product", "document_id", "pointer", "table", "column", "start"),
    "one row per maker or product named in a text of a process; never a statement on who supplied it",
    (
        OCID,
        _text("maker", "key in makers.toml"),
        _text("product", "product line, empty where only the maker is named"),
        _text("words", "the words as published"),
        _text("document_id", "document that holds the words"),
        _text("pointer", "place of the row whose text holds the words"),
        _text("table", "table of that row"),
        _text("column", "column of the text: its place stands below that of the row"),
        Column("start", COUNT, "", "first character of the words in that text"),
        Column("end", COUNT, "", "character behind the words"),
        _text("role", "always: maker named in the text"),
    ),
)

LIST_HITS = Table(
    "list_hits",
    ("organisation_id", "list", "entity_id"),
    "one row per organisation and entity of an outside list that may be the same; for a person to check",
    (
        _text("organisation_id", "the organisation"),
        _text("list", "file name of the list"),
        _text("entity_id", "id of the entity in the list"),
        _text("entity_name", "name of the entity that agreed"),
        _text("decision", "always: possible"),
        Column("score", SHARE, "", "strength of the likeness, 0 to 1"),
        _text("why", "the reason in one line"),
    ),
)

ORGANISATION_TABLES: tuple[Table, ...] = (ORGANISATIONS, PARTY_ORGANISATIONS, LINKS, MAKERS_NAMED, LIST_HITS)
ORGANISATION_SCHEMAS: dict[str, pa.Schema] = {table.name: table.schema for table in ORGANISATION_TABLES}
