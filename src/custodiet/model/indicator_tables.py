"""The tables of the room `indicators`: what was judged about whom, and of how many."""

from custodiet.model.tables import COUNT, OCID, SHARE, TEXT, TEXTS, Column, Table

FLAGGED = "flagged"
NOT_FLAGGED = "not flagged"
NOT_COMPUTABLE = "not computable"
STATES = (FLAGGED, NOT_FLAGGED, NOT_COMPUTABLE)

PROCESS = "process"
BUYER = "buyer"
ENTITY = "procuring_entity"
TENDERER = "tenderer"
SUBJECTS = (PROCESS, BUYER, ENTITY, TENDERER)

FLAGS = Table(
    "flags",
    ("indicator", "subject_kind", "subject_id"),
    "one row per indicator and subject: every flagged subject, and all three states for purchases",
    (
        Column("indicator", TEXT, "", "code of the indicator, as in `indicators/*.py`"),
        Column("subject_kind", TEXT, "", "process, buyer, procuring_entity or tenderer"),
        Column("subject_id", TEXT, "", "ocid of the process, or id of the organisation"),
        OCID,
        Column("state", TEXT, "", "flagged, not flagged or not computable"),
        Column("value", SHARE, "", "what was measured; empty where it could not be"),
        Column("threshold", SHARE, "", "the bound it was compared with; a value equal to it counts as reaching it"),
        Column("fence", TEXT, "", "where the bound comes from: a setting, a law, or the spread of the peers"),
        Column("peer_group", TEXT, "", "the subjects compared with each other, where the bound comes from them"),
        Column("peers", COUNT, "", "how many subjects of the peer group were measured"),
        Column("reason", TEXT, "", "the state in one sentence; for `not computable` what is missing"),
        Column("evidence", TEXTS, "", "places that bear it out, each as TABLE.COLUMN DOCUMENT POINTER"),
    ),
)

INDICATOR_COUNTS = Table(
    "indicator_counts",
    ("indicator", "subject_kind", "source", "country", "year"),
    "one row per indicator, kind of subject, source, country and year: how many subjects are in which state",
    (
        Column("indicator", TEXT, "", "code of the indicator"),
        Column("subject_kind", TEXT, "", "process, buyer, procuring_entity or tenderer"),
        Column(
            "source", TEXT, "", "who published, by the beginning of the ocid, as `ocds-b9fd99` or `ted`; else empty"
        ),
        Column("country", TEXT, "", "country of the process; empty for organisations and where it is not stated"),
        Column("year", COUNT, "", "year in which the call opened or was published; empty where it is not stated"),
        Column("flagged", COUNT, "", "subjects flagged"),
        Column("not_flagged", COUNT, "", "subjects judged and not flagged"),
        Column("not_computable", COUNT, "", "subjects that could not be judged"),
        Column("judged", COUNT, "", "flagged and not flagged together"),
        Column("share", SHARE, "", "flagged of judged, 0 to 1; empty where none was judged"),
        Column("warning", TEXT, "", "why the share is implausible; empty where it is not"),
    ),
)

INDICATOR_TABLES = (FLAGS, INDICATOR_COUNTS)
