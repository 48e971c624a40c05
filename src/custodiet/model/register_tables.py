"""The tables that the register joins from those of the rooms: purchases, and what was read of each source."""

from custodiet.model.tables import AMOUNT, COUNT, OCID, SHARE, TEXT, TEXTS, Column, Table


def _text(name: str, about: str, place: str = "") -> Column:
    return Column(name, TEXT, place, about)


def _state(name: str, about: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_amount", AMOUNT, "", f"{about}; null where not stated or stated in several currencies"),
        _text(f"{name}_currency", f"currency of {name}_amount"),
    )


PURCHASES = Table(
    "purchases",
    ("ocid",),
    "one row per process that buys surveillance technology, as main object or as a stated part",
    (
        OCID,
        _text("label", "yes: a main object; part: a stated component"),
        Column("technologies", TEXTS, "", "classes found, sorted"),
        Column("confidence", SHARE, "", "strength of the strongest evidence, 1.0 = one strong term"),
        _text("title", "title of the tender, else of the first lot, award, item or contract that has one"),
        _text("language", "language of the texts, ISO 639-1"),
        _text("country", "country of the buyer, ISO 3166-1 alpha-2"),
        _text("settlement", "settlement of the buyer"),
        _text("region", "region of the buyer"),
        _text("buyer", "organisation_id of the buyer"),
        _text("buyer_name", "buyer as printed"),
        Column("suppliers", TEXTS, "", "organisation_ids of the suppliers of awards that stand, sorted"),
        Column("supplier_names", TEXTS, "", "these suppliers as printed, sorted"),
        Column("makers", TEXTS, "", "makers named in a text, sorted; no statement on who supplied"),
        _text("state", "planned, tendered, awarded, contracted, paid or cancelled"),
        _text("method", "open, selective, limited, direct, or as published"),
        Column("tenderers", COUNT, "", "number of tenderers as published, else counted from bids"),
        _text("date", "date of the contract, else award, else call, else release"),
        *_state("planned", "planned money"),
        *_state("tendered", "estimated value of the tender"),
        *_state("awarded", "sum of the awards that stand"),
        *_state("contracted", "sum of the contracts that stand"),
        *_state("paid", "sum of the payments"),
        _text("notice_url", "address of the notice, where one was published"),
        _text("document_id", "document that states the process"),
        _text("pointer", "place of the process in that document"),
    ),
)

COVERAGE = Table(
    "coverage",
    ("document_id", "country", "year"),
    "one row per document, country and year: how much was read, and how much of it says what is needed",
    (
        _text("document_id", "document"),
        _text("country", "country of the buyer; null where not stated"),
        _text("year", "year of the release or call; null where not stated"),
        Column("processes", COUNT, "", "processes read"),
        Column("with_text", COUNT, "", "of these: with a title or description"),
        Column("with_buyer", COUNT, "", "of these: with a buyer"),
        Column("with_amount", COUNT, "", "of these: with an estimated or planned amount"),
        Column("with_award", COUNT, "", "of these: with an award"),
        Column("with_suppliers", COUNT, "", "of these: with a named supplier"),
        Column("held_back", COUNT, "", "of these: not published by the rule of the country, and in no other table"),
        Column("purchases", COUNT, "", "of these: purchases of surveillance technology"),
        Column("for_review", COUNT, "", "of these: doubtful, a person should look"),
        Column("estimated_recall", SHARE, "", "share of such purchases that are found, where it was estimated"),
        _text("recall_basis", "what the estimate rests on; empty where there is none"),
    ),
)

DECISIONS = Table(
    "decisions",
    ("document_id", "pointer"),
    "one row per decision of a person that was read, whether or not a later one took it back",
    (
        _text("kind", "finding: on a class in a process; organisations: on two of them; audit: on a sampled process"),
        _text("ocid", "process, for findings and audits"),
        _text("technology", "class, as in `technologies/*.toml`; for an audit where the person named one"),
        _text("a", "organisation, as SCHEME:number or name:NAME"),
        _text("b", "the other organisation"),
        _text("decision", "yes, part or no; of organisations same, different or related"),
        _text("who", "role or short sign of who decided, never a full name"),
        _text("when", "day of the decision"),
        _text("why", "the reason in one line"),
        _text("document_id", "file of decisions"),
        _text("pointer", "line in that file"),
    ),
)

REGISTER_TABLES = (PURCHASES, COVERAGE, DECISIONS)
