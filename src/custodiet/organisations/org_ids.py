"""Registry numbers that stand in the id of a party: OCDS asks for ids of the form SCHEME-NUMBER (org-id.guide)."""

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.organisations.texts_once import texts_once

# Two letters of a country (or XI, XM, ... of org-id.guide), the short name of a register, then a number of it.
_ORG_ID = r"^(?P<scheme>[A-Z]{2}-[A-Z][A-Z0-9_]*)-(?P<number>[0-9A-Za-z./_-]*[0-9][0-9A-Za-z./_-]*)$"


TRADER = "TOKEN"
"""The scheme of the token that stands for a natural person who trades; it is the whole id of the party."""
_TRADERS_ID = r"^(?P<number>person-[0-9a-f]+)$"


def with_numbers_of_ids(parties: pa.Table) -> pa.Table:
    """The same parties; where no identifier is stated but the party id is one (`KG-INN-00010002`), it is taken."""
    ids = texts_once(parties.column("party_id"))
    bare = pc.is_null(parties.column("identifier").combine_chunks())
    for pattern, fixed in ((_ORG_ID, None), (_TRADERS_ID, TRADER)):
        parts = pc.extract_regex(ids.dictionary, pattern)
        if parts.null_count == len(parts):
            continue
        taken = pc.and_(pc.fill_null(pc.is_valid(parts).take(ids.indices), fill_value=False), bare)
        scheme = pc.struct_field(parts, "scheme") if fixed is None else pa.repeat(fixed, len(parts))
        for column, found in (("scheme", scheme), ("identifier", pc.struct_field(parts, "number"))):
            read = _either(taken, ids.indices, found, texts_once(parties.column(column)))
            parties = parties.set_column(parties.schema.get_field_index(column), column, read)
    return parties


def _either(taken: pa.Array, places: pa.Array, found: pa.Array, stated: pa.DictionaryArray) -> pa.DictionaryArray:
    """Where `taken`, the text of `found` at that place; elsewhere what is stated."""
    both = pa.concat_arrays([found, stated.dictionary]).dictionary_encode()
    behind = pc.add(stated.indices, pa.scalar(len(found), stated.indices.type))
    return pa.DictionaryArray.from_arrays(both.indices.take(pc.if_else(taken, places, behind)), both.dictionary)
