"""The tables of documented cases: what is known beside the tenders, claim by claim, contradictions side by side."""

from custodiet.model.tables import AMOUNT, TEXT, TEXTS, Column, Table


def _text(name: str, about: str) -> Column:
    return Column(name, TEXT, "", about)


_CASE = _text("case", "id of the case, as in `cases/*.toml`")
_FACT = _text("fact", "id of the fact within the case; what it contradicts is named by such ids")
_STATE = _text(
    "state", "claimed: a source says so; documented: a record shows it; contradicted: another source disagrees"
)
_WHERE = (
    Column("contradicts", TEXTS, "", "facts of the same case that say otherwise, sorted"),
    _text("source_name", "who says so: publisher, title or number, and date where known"),
    Column("source_addresses", TEXTS, "", "where it was read, as recorded; empty where only title and date are known"),
    _text("source_confirmed", "page: seen in the source; secondary: told by another; unconfirmed: not seen"),
    _text("document_id", "sha256 of the file of the case"),
    _text("pointer", "place of the fact in that file"),
)

CASES = Table(
    "cases",
    ("case",),
    "one row per documented case",
    (
        _CASE,
        _text("title", "title in English"),
        _text("title_uk", "title in Ukrainian"),
        _text("title_ru", "title in Russian"),
        _text("title_ky", "title in Kyrgyz"),
        _text("summary", "what the sources say, in neutral words, in English"),
        Column("countries", TEXTS, "", "countries of the places, ISO 3166-1 alpha-2, sorted"),
        Column("settlements", TEXTS, "", "settlements in English, in the order of the file"),
        _text("started", "first date of the case: a year, a month or a day"),
        _text("ended", "last date of the case; empty where it goes on or is not known"),
        Column("technologies", TEXTS, "", "classes, as in `technologies/*.toml`, sorted"),
        Column("related", TEXTS, "", "other cases that belong to it, sorted"),
        Column("purchases", TEXTS, "", "ocids of its purchases, confirmed by a person in the file of the case, sorted"),
        Column("not_known", TEXTS, "", "what the sources read leave open"),
        _text("document_id", "sha256 of the file of the case"),
        _text("pointer", "place in that file: the whole of it"),
    ),
)

ROLES = Table(
    "roles",
    ("case", "fact"),
    "one row per part that an organisation played in a case, as one source tells it",
    (
        _CASE,
        _FACT,
        _text("role", "funder, lender, borrower, guarantor, buyer, contractor, maker or operator"),
        _text("organisation", "organisation as the source names it; never a person"),
        _text("country", "country of the organisation where stated, ISO 3166-1 alpha-2"),
        _text("note", "scope or dates of the part"),
        _STATE,
        *_WHERE,
    ),
)

FINANCING = Table(
    "financing",
    ("case", "fact"),
    "one row per source of money of a case, as one source tells it; rows that contradict are never added",
    (
        _CASE,
        _FACT,
        _text("kind", "loan, grant, ppp, fines_share or budget"),
        Column("amount", AMOUNT, "", "amount as stated, exact"),
        _text("currency", "currency of amount, ISO 4217"),
        _text("date", "date of the agreement or statement: a year, a month or a day"),
        _text("rate", "yearly rate in percent, exact decimal as stated"),
        _text("term_years", "years until the last repayment, or length of the partnership, exact decimal as stated"),
        _text("grace_years", "years before the first repayment, exact decimal as stated"),
        _text("part_of", "fact whose amount already holds this one, so that the two are never added"),
        _text("note", "terms that fit no column"),
        _STATE,
        *_WHERE,
    ),
)

OBSERVATIONS = Table(
    "observations",
    ("case", "fact"),
    "one row per dated claim about a case, with its scope",
    (
        _CASE,
        _FACT,
        _text(
            "date",
            "date of the claim or of what it tells: a year, a month or a day; empty where the source states none",
        ),
        _text("scope", "what is meant: which place, which part, installed, connected or planned"),
        _text("value", "number as stated, exact decimal; empty where the claim is no number"),
        _text("unit", "unit of value: cameras, programmes, a currency, ..."),
        _text("precision", "exact, about, at_least, more_than, at_most or planned"),
        _text("text", "the claim in one neutral sentence"),
        _STATE,
        *_WHERE,
    ),
)

CASE_TABLES = (CASES, ROLES, FINANCING, OBSERVATIONS)
