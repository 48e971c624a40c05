"""Examples of an indicator: rows of the flat tables whose ids say what they show, and the state of each subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """Rows to judge and what must come out.

    Attributes:
        title: what is shown, in one sentence.
        tables: rows by table, with only the columns that matter; the others are not stated.
        states: the state of each subject, by its id.
        settings: settings of this indicator other than the defaults.
        kind: kind of the subjects.
    """

    title: str
    tables: Mapping[str, Sequence[Row]]
    states: Mapping[str, str]
    settings: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "process"


def bid(ocid: str, tenderer: str, price: object = None, status: str = "valid", **more: Any) -> Row:
    """A bid of one tenderer, in KGS where nothing else is said, with the tenderer's name as its id."""
    stated = {} if price is None else {"bid_amount": price, "bid_currency": "KGS"}
    return {"ocid": ocid, "bid_id": tenderer, "status": status, "tenderer_ids": [tenderer], **stated, **more}


def award(ocid: str, supplier: str, amount: object = None, status: str = "active", **more: Any) -> Row:
    """An award to one supplier, in KGS where nothing else is said, with the supplier's name as its id."""
    stated = {} if amount is None else {"award_amount": amount, "award_currency": "KGS"}
    return {"ocid": ocid, "award_id": supplier, "status": status, "supplier_ids": [supplier], **stated, **more}
