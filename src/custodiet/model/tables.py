"""The flat tables that the rooms hand on: name, key, columns, and where below a row's pointer each value stands.

Money is an exact decimal (`AMOUNT`, 24 digits, 4 after the point) with its currency and date beside it. Dates are the
text as published (ISO 8601), because converting to one zone would move days. `None` means: not stated by the source.
"""

from dataclasses import dataclass

import pyarrow as pa

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
COUNT = pa.int64()
SHARE = pa.float64()
AMOUNT = pa.decimal128(24, 4)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `place` is where its value stands below the row's pointer in OCDS, empty where it is derived."""

    name: str
    type: pa.DataType
    place: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `key` names the columns that together occur once, `about` says what one row is."""

    name: str
    key: tuple[str, ...]
    about: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, columns in declared order."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in declared order."""
        return tuple(column.name for column in self.columns)

    @property
    def places(self) -> dict[str, str]:
        """For each column that a source states: where it stands below the row's pointer in OCDS."""
        return {column.name: column.place for column in self.columns if column.place}


def _text(name: str, place: str, about: str) -> Column:
    return Column(name, TEXT, place, about)


def _money(name: str, place: str, about: str) -> tuple[Column, Column]:
    """An amount and its currency: `NAME_amount`, `NAME_currency`."""
    return (
        Column(f"{name}_amount", AMOUNT, f"{place}/amount", about),
        Column(f"{name}_currency", TEXT, f"{place}/currency", f"currency of {name}_amount, ISO 4217 as published"),
    )


OCID = _text("ocid", "", "contracting process: the ocid, or SOURCE:id where a source has no ocid")
ORIGIN = (
    OCID,
    _text("document_id", "", "document that states the row"),
    _text("pointer", "", "place of the row in that document: JSON pointer, XPath, or row"),
)

DOCUMENTS = Table(
    "documents",
    ("document_id",),
    "one row per input file or archive member",
    (
        _text("document_id", "", "sha256 of the bytes as read, in hexadecimal"),
        _text("name", "", "file name, with the member name behind `!/`"),
        _text("uri", "", "address where the publisher offers it"),
        _text("format", "", "what the content was recognised as"),
        Column("bytes", COUNT, "", "size of the file or member"),
        Column("records", COUNT, "", "records found in it"),
        _text("media_type", "", "IANA media type"),
        _text("publisher", "", "publisher as stated in the document or beside it"),
        _text("licence", "", "licence as stated in the document or beside it"),
        _text("published_at", "", "publication date as stated"),
        _text("retrieved_at", "", "date of retrieval as stated beside it"),
    ),
)

PROCESSES = Table(
    "processes",
    ("ocid",),
    "one row per contracting process",
    (
        *ORIGIN,
        _text("release_id", "/id", "id of the release, the last one where several were merged"),
        _text("release_date", "/date", "date of the release"),
        Column("releases", COUNT, "", "how many releases were merged into this row"),
        _text("language", "/language", "language of the texts, ISO 639-1"),
        _text("country", "", "country of the buyer, ISO 3166-1 alpha-2"),
        _text("title", "/tender/title", "title as published"),
        _text("description", "/tender/description", "description as published"),
        _text("buyer_id", "/buyer/id", "party id of the buyer"),
        _text("buyer_name", "/buyer/name", "buyer as printed"),
        _text("procuring_entity_id", "/tender/procuringEntity/id", "party id of the procuring entity"),
        _text("procuring_entity_name", "/tender/procuringEntity/name", "procuring entity as printed"),
        _text("status", "/tender/status", "status of the tender as published"),
        _text("method", "/tender/procurementMethod", "open, selective, limited, direct, or as published"),
        _text("method_details", "/tender/procurementMethodDetails", "the procedure in the publisher's words"),
        _text("method_rationale", "/tender/procurementMethodRationale", "reason given for the procedure"),
        _text("category", "/tender/mainProcurementCategory", "goods, works or services"),
        _text("award_criteria", "/tender/awardCriteria", "award criteria"),
        _text("scheme", "/tender/classification/scheme", "code list of `code`"),
        _text("code", "/tender/classification/id", "main code of the tender"),
        Column("more_codes", TEXTS, "/tender/additionalClassifications", "further codes as SCHEME:code"),
        _text("published", "/tender/datePublished", "date the call was published"),
        _text("tender_start", "/tender/tenderPeriod/startDate", "start of the period for offers"),
        _text("tender_end", "/tender/tenderPeriod/endDate", "end of the period for offers"),
        Column("tenderers", COUNT, "/tender/numberOfTenderers", "number of tenderers as published"),
        *_money("tender", "/tender/value", "estimated value of the tender"),
        *_money("budget", "/planning/budget/amount", "planned money"),
        _text("budget_description", "/planning/budget/description", "source of the money as published"),
        _text("rationale", "/planning/rationale", "reason for the purchase as published"),
    ),
)

LOTS = Table(
    "lots",
    ("ocid", "lot_id"),
    "one row per lot",
    (
        *ORIGIN,
        _text("lot_id", "/id", "id of the lot"),
        _text("title", "/title", "title as published"),
        _text("description", "/description", "description as published"),
        _text("status", "/status", "status as published"),
        *_money("value", "/value", "estimated value of the lot"),
    ),
)

ITEMS = Table(
    "items",
    ("ocid", "stage", "holder_id", "item_id"),
    "one row per item of a tender, award or contract",
    (
        *ORIGIN,
        _text("stage", "", "tender, award or contract: where the item is listed"),
        _text("holder_id", "", "id of the award or contract that lists it"),
        _text("item_id", "/id", "id of the item"),
        _text("lot_id", "/relatedLot", "lot it belongs to"),
        _text("description", "/description", "description as published"),
        _text("scheme", "/classification/scheme", "code list of `code`"),
        _text("code", "/classification/id", "code as published"),
        _text("code_description", "/classification/description", "label of the code as published"),
        Column("more_codes", TEXTS, "/additionalClassifications", "further codes as SCHEME:code"),
        Column("quantity", SHARE, "/quantity", "how many units"),
        _text("unit", "/unit/name", "unit as published"),
        *_money("unit", "/unit/value", "price of one unit"),
    ),
)

BIDS = Table(
    "bids",
    ("ocid", "bid_id"),
    "one row per bid",
    (
        *ORIGIN,
        _text("bid_id", "/id", "id of the bid"),
        _text("status", "/status", "status as published"),
        _text("date", "/date", "date received"),
        Column("tenderer_ids", TEXTS, "/tenderers", "party ids of the tenderers"),
        Column("lot_ids", TEXTS, "/relatedLots", "lots it offers for"),
        *_money("bid", "/value", "price offered"),
    ),
)

AWARDS = Table(
    "awards",
    ("ocid", "award_id"),
    "one row per award",
    (
        *ORIGIN,
        _text("award_id", "/id", "id of the award"),
        _text("title", "/title", "title as published"),
        _text("description", "/description", "description as published"),
        _text("status", "/status", "status as published"),
        _text("date", "/date", "date of the award"),
        Column("supplier_ids", TEXTS, "/suppliers", "party ids of the suppliers"),
        Column("lot_ids", TEXTS, "/relatedLots", "lots awarded"),
        *_money("award", "/value", "amount awarded"),
    ),
)

CONTRACTS = Table(
    "contracts",
    ("ocid", "contract_id"),
    "one row per contract",
    (
        *ORIGIN,
        _text("contract_id", "/id", "id of the contract"),
        _text("award_id", "/awardID", "award it follows from"),
        _text("title", "/title", "title as published"),
        _text("description", "/description", "description as published"),
        _text("status", "/status", "status as published"),
        _text("date_signed", "/dateSigned", "date of signature"),
        _text("start", "/period/startDate", "start of the contract"),
        _text("end", "/period/endDate", "end of the contract"),
        *_money("contract", "/value", "amount contracted"),
    ),
)

TRANSACTIONS = Table(
    "transactions",
    ("ocid", "contract_id", "transaction_id"),
    "one row per payment under a contract",
    (
        *ORIGIN,
        _text("contract_id", "", "contract it was paid under"),
        _text("transaction_id", "/id", "id of the payment"),
        _text("date", "/date", "date of the payment"),
        *_money("paid", "/value", "amount paid"),
    ),
)

AMENDMENTS = Table(
    "amendments",
    ("ocid", "stage", "holder_id", "amendment_id"),
    "one row per amendment of a tender, award or contract",
    (
        *ORIGIN,
        _text("stage", "", "tender, award or contract: what was amended"),
        _text("holder_id", "", "id of the award or contract"),
        _text("amendment_id", "/id", "id of the amendment"),
        _text("date", "/date", "date of the amendment"),
        _text("description", "/description", "what changed, as published"),
        _text("rationale", "/rationale", "why, as published"),
    ),
)

ATTACHMENTS = Table(
    "attachments",
    ("ocid", "stage", "holder_id", "attachment_id"),
    "one row per file or page attached by the publisher",
    (
        *ORIGIN,
        _text("stage", "", "planning, tender, bid, award, contract or implementation"),
        _text("holder_id", "", "id of the bid, award or contract"),
        _text("attachment_id", "/id", "id of the attachment"),
        _text("type", "/documentType", "document type as published"),
        _text("title", "/title", "title as published"),
        _text("url", "/url", "address as published"),
        _text("published", "/datePublished", "date of publication"),
        _text("format", "/format", "media type as published"),
        _text("language", "/language", "language as published"),
    ),
)

PARTIES = Table(
    "parties",
    ("ocid", "party_id"),
    "one row per mention of an organisation in a process; no person",
    (
        *ORIGIN,
        _text("party_id", "/id", "id as published, or the name where there is none"),
        _text("name", "/name", "name as printed"),
        _text("legal_name", "/identifier/legalName", "legal name as published"),
        _text("scheme", "/identifier/scheme", "register of `identifier`"),
        _text("identifier", "/identifier/id", "number in that register as published"),
        Column("more_identifiers", TEXTS, "/additionalIdentifiers", "further identifiers as SCHEME:id"),
        _text("locality", "/address/locality", "settlement"),
        _text("region", "/address/region", "region"),
        _text("country", "/address/countryName", "country as published"),
        Column("roles", TEXTS, "/roles", "roles in this process, sorted"),
    ),
)

PROBLEMS = Table(
    "problems",
    (),
    "one row per thing set aside, repaired, doubted or removed",
    (
        _text("document_id", "", "document in which it was found"),
        _text("pointer", "", "place in that document"),
        _text("kind", "", "what was found, as a short stable word"),
        _text("original", "", "the value as found, empty where it would show a person"),
        _text("action", "", "repaired, set aside, doubted or removed"),
        _text("detail", "", "what was done or expected"),
    ),
)

ORIGINS = Table(
    "origins",
    ("ocid", "table", "row_pointer", "column"),
    "one row per value of a merged process that another release stated than the one its row points to",
    (
        OCID,
        _text("table", "", "table of the value"),
        _text("row_pointer", "", "pointer of the row that holds it"),
        _text("column", "", "column of the value"),
        _text("document_id", "", "document that stated it"),
        _text("pointer", "", "place of the value in that document"),
    ),
)

TECHNOLOGIES = Table(
    "technologies",
    ("ocid", "technology"),
    "one row per process and class of surveillance technology found in it",
    (
        OCID,
        _text("technology", "", "class, as in `technologies/*.toml`"),
        _text("label", "", "label of the process: yes, part or review"),
        _text("role", "", "main object or component"),
        Column("score", SHARE, "", "strength of the evidence, 1.0 = one strong term"),
        _text("rule", "", "rule that fired"),
        _text("words", "", "matched words as published"),
        _text("document_id", "", "document that holds the words"),
        _text("pointer", "", "place of the row whose text holds the words"),
        _text("table", "", "table of that row"),
        _text("column", "", "column of the text: its place stands below that of the row"),
        Column("start", COUNT, "", "first character of the words in that text"),
        Column("end", COUNT, "", "character behind the words"),
        _text("why", "", "the decision in one line"),
    ),
)

READINGS = Table(
    "readings",
    ("ocid", "kind", "value"),
    "one row per process with a technology and place watched, or capability, that its texts state",
    (
        OCID,
        _text("kind", "", "scope (the place watched) or capability"),
        _text("value", "", "such as street, school, prison; reads_plates, recognises_faces, analyses_behaviour"),
        _text("words", "", "matched words as published, the first of the process"),
        _text("document_id", "", "document that holds the words"),
        _text("pointer", "", "place of the row whose text holds the words"),
        _text("table", "", "table of that row"),
        _text("column", "", "column of the text: its place stands below that of the row"),
        Column("start", COUNT, "", "first character of the words in that text"),
        Column("end", COUNT, "", "character behind the words"),
    ),
)

RELEASE_TABLES = (
    PROCESSES,
    LOTS,
    ITEMS,
    BIDS,
    AWARDS,
    CONTRACTS,
    TRANSACTIONS,
    AMENDMENTS,
    ATTACHMENTS,
    PARTIES,
    ORIGINS,
)
