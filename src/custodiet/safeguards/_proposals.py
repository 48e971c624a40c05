"""Claims that the data of a purchase make by themselves: an attached document whose type or title fits a question.

A claim is never more than `claimed`: nobody has read the document. It becomes `documented` when a person confirms it in
an assessment file.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import TEXT
from custodiet.safeguards._question import Question

PROPOSED_BY = "custodiet, from the data"
_BEFORE_SIGNATURE = ("planning",)
READ = {
    "attachments": ("ocid", "document_id", "pointer", "type", "title", "url", "published"),
    "contracts": ("ocid", "date_signed"),
}
"""The columns of tables that claims are made of."""
_DAY = 10  # characters of an ISO date


def propose(attachments: pa.Table, contracts: pa.Table, questions: Mapping[str, Question]) -> pa.Table:
    """One row per purchase and question with an attachment that may answer it, in the state `claimed`.

    Takes the tables `attachments` and `contracts`. Questions about the time before the purchase are only answered by
    a document that was not published after the first signature. Of several documents the earliest is named, of equally
    early ones the first by address.
    """
    asking = [question for question in questions.values() if question.document_types or question.title_phrases]
    candidates = _fitting(attachments.select(READ["attachments"]), asking)
    dated = candidates.join(_first_signature(contracts), "ocid", join_type="left outer")
    claims = [_claims(dated, question) for question in asking]
    ordered = pa.concat_tables([SAFEGUARDS.schema.empty_table(), *claims])
    return ordered.sort_by([("ocid", "ascending"), ("question", "ascending")])


def _fitting(attachments: pa.Table, questions: Sequence[Question]) -> pa.Table:
    """The attachments with an address whose type, or a phrase in whose title, fits one of the questions."""
    types = [kind for question in questions for kind in question.document_types]
    fits = pc.is_in(attachments["type"], value_set=pa.array(types, TEXT))
    phrases = [re.escape(phrase.lower()) for question in questions for phrase in question.title_phrases]
    if phrases:
        at_start_of_word = rf"(^|[^\pL\pN])({'|'.join(phrases)})"
        in_title = pc.match_substring_regex(pc.utf8_lower(attachments["title"]), at_start_of_word)
        fits = pc.or_(fits, pc.fill_null(in_title, fill_value=False))
    return attachments.filter(pc.and_(fits, pc.is_valid(attachments["url"])))


def _first_signature(contracts: pa.Table) -> pa.Table:
    """The day of the first signature of each purchase that states one."""
    days = pa.table({"ocid": contracts["ocid"], "signed": pc.utf8_slice_codeunits(contracts["date_signed"], 0, _DAY)})
    first = days.filter(pc.is_valid(days["signed"])).group_by("ocid", use_threads=False).aggregate([("signed", "min")])
    return first.rename_columns(["ocid", "signed"])


def _claims(attachments: pa.Table, question: Question) -> pa.Table:
    """The claims for one question, of attachments with the day of the first signature beside them."""
    fitting = _fitting(attachments, [question])
    if question.stage in _BEFORE_SIGNATURE:
        day = pc.utf8_slice_codeunits(fitting["published"], 0, _DAY)
        late = pc.fill_null(pc.greater(day, fitting["signed"]), fill_value=False)
        fitting = fitting.filter(pc.invert(late))
    return _as_claims(_earliest(fitting), question.id)


def _earliest(attachments: pa.Table) -> pa.Table:
    """One attachment of each purchase: the earliest, those without a date last, then the first by address and place."""
    keys = ("ocid", "published", "url", "document_id", "pointer")
    ordered = attachments.sort_by([(key, "ascending") for key in keys])
    ocids = ordered["ocid"].to_numpy()
    starts = np.ones(len(ocids), dtype=np.bool_)
    starts[1:] = ocids[1:] != ocids[:-1]
    return ordered.filter(pa.array(starts))


def _as_claims(attachments: pa.Table, question: str) -> pa.Table:
    rows = attachments.num_rows
    columns = {
        "ocid": attachments["ocid"],
        "question": pa.repeat(pa.scalar(question, TEXT), rows),
        "state": pa.repeat(pa.scalar("claimed", TEXT), rows),
        "evidence_uri": attachments["url"],
        "locator": pc.binary_join_element_wise(attachments["document_id"], attachments["pointer"], "#"),
        "date": pc.utf8_slice_codeunits(attachments["published"], 0, _DAY),
        "assessor": pa.repeat(pa.scalar(PROPOSED_BY, TEXT), rows),
        "reason": _reasons(attachments),
    }
    empty = pa.nulls(rows, TEXT)
    return pa.table([columns.get(name, empty) for name in SAFEGUARDS.names], schema=SAFEGUARDS.schema)


def _reasons(attachments: pa.Table) -> pa.ChunkedArray:
    """What the claim rests on, in one line."""
    kind = pc.fill_null(attachments["type"], "no type stated")
    title = pc.fill_null(attachments["title"], "no title stated")
    return pc.binary_join_element_wise("attached by the publisher, not read: ", title, " (", kind, ")", "")
