"""The table of safeguards: what is documented about each question for each purchase."""

from custodiet.model.tables import OCID, TEXT, Column, Table

SAFEGUARDS = Table(
    "safeguards",
    ("ocid", "question"),
    "one row per purchase or case and question",
    (
        OCID,
        Column("question", TEXT, "", "id of the question, as in `safeguards/*.toml`"),
        Column("state", TEXT, "", "one of the nine states, as in `safeguards/_states.toml`"),
        Column("evidence_uri", TEXT, "", "address of the document that answers, or of the request that was refused"),
        Column("evidence_hash", TEXT, "", "sha256 of that document as read, in hexadecimal"),
        Column("locator", TEXT, "", "place in the document: page, article, or JSON pointer"),
        Column("against_uri", TEXT, "", "address of the source that says otherwise, where the state is contradicted"),
        Column("looked_in", TEXT, "", "where was looked, where nothing was found"),
        Column(
            "date",
            TEXT,
            "",
            "when the document was read or looked for; of a claim from the data: when it was published",
        ),
        Column("assessor", TEXT, "", "role or organisation that assessed, never a person's name"),
        Column("reviewer", TEXT, "", "second role or organisation that agreed"),
        Column("reason", TEXT, "", "why the state was chosen, in one line"),
    ),
)
