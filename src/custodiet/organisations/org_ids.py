"""Registry numbers that stand in the id of a party: OCDS asks for ids of the form SCHEME-NUMBER (org-id.guide)."""

import pyarrow as pa
import pyarrow.compute as pc

# Two letters of a country (or XI, XM, ... of org-id.guide), the short name of a register, then a number of it.
_ORG_ID = r"^(?P<scheme>[A-Z]{2}-[A-Z][A-Z0-9_]*)-(?P<number>[0-9A-Za-z./_-]*[0-9][0-9A-Za-z./_-]*)$"


def with_numbers_of_ids(parties: pa.Table) -> pa.Table:
    """The same parties; where no identifier is stated but the party id is one (`KG-INN-00010002`), it is taken."""
    parts = pc.extract_regex(parties.column("party_id"), _ORG_ID)
    if parts.null_count == len(parts):
        return parties
    bare = pc.is_null(parties.column("identifier"))
    for column, group in (("scheme", "scheme"), ("identifier", "number")):
        stated = parties.column(column).cast(pa.string())
        read = pc.if_else(bare, pc.struct_field(parts, group), stated)
        filled = pc.if_else(pc.is_valid(parts), read, stated)
        parties = parties.set_column(parties.schema.get_field_index(column), column, filled)
    return parties
