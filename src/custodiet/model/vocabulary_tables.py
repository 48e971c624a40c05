"""The table of the vocabulary: by which words of which language a class of technology is known."""

from custodiet.model.tables import TEXT, TEXTS, Column, Table

TERMS = Table(
    "terms",
    ("technology", "language", "term"),
    "one row per class, language and term by which purchases were looked for",
    (
        Column("technology", TEXT, "", "class, as in `technologies/*.toml`"),
        Column("language", TEXT, "", "language of the term, ISO 639-1; `en` also for the label of the class"),
        Column("term", TEXT, "", "the term in the language of the vocabulary, or the label"),
        Column(
            "forms",
            TEXTS,
            "",
            "the term in folded letters, one form for each way to join its parts: words apart, `*` for any letters, "
            "`|` between choices, `~` for a gap",
        ),
        Column("sounds", TEXTS, "", "the same for a term not in Latin letters, spelled in them as it sounds"),
    ),
)

VOCABULARY_TABLES = (TERMS,)
