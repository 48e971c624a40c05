"""Registry numbers that stand in the id of a party: OCDS asks for ids of the form SCHEME-NUMBER (org-id.guide)."""

import pyarrow as pa
import pyarrow.compute as pc

# Two letters of a country (or XI, XM, ... of org-id.guide), the short name of a register, then a number of it.
_ORG_ID = r"^(?P<scheme>[A-Z]{2}-[A-Z][A-Z0-9_]*)-(?P<number>[0-9A-Za-z./_-]*[0-9][0-9A-Za-z./_-]*)$"


TRADER = "TOKEN"
"""The scheme of the token that stands for a natural person who trades; it is the whole id of the party."""
_TRADERS_ID = r"^(?P<number>person-[0-9a-f]+)$"


def with_numbers_of_ids(parties: pa.Table) -> pa.Table:
    """The same parties; where no identifier is stated but the party id is one (`KG-INN-00010002`), it is taken."""
    ids = parties.column("party_id")
    bare = pc.is_null(parties.column("identifier"))
    for pattern, fixed in ((_ORG_ID, None), (_TRADERS_ID, TRADER)):
        parts = pc.extract_regex(ids, pattern)
        if parts.null_count == len(parts):
            continue
        scheme = pa.scalar(fixed) if fixed else pc.struct_field(parts, "scheme")
        for column, found in (("scheme", scheme), ("identifier", pc.struct_field(parts, "number"))):
            stated = parties.column(column).cast(pa.string())
            read = pc.if_else(pc.and_(pc.is_valid(parts), bare), found, stated)
            parties = parties.set_column(parties.schema.get_field_index(column), column, read)
    return parties
