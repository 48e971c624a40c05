"""Reads from the tables of a register what is known and missing of one purchase or case, and drafts the request."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.countries import Profile, load_countries
from custodiet.discovery import nearest
from custodiet.errors import UsageError
from custodiet.register.manifest import read_manifest
from custodiet.requests._case import as_purchase, missing_of_case
from custodiet.requests._draft import Missing, Question, Request, draft_request
from custodiet.requests._texts import words_in

_CONTRACT_TYPES = frozenset({"contractSigned", "contractAnnexe"})
_NEAR = 200  # ocids looked through for one that was meant


def request(
    folder: Path,
    ocid: str,
    language: str,
    questions: Mapping[str, Question],
    *,
    profiles: Mapping[str, Profile] | None = None,
    only: Collection[str] | None = None,
) -> Request:
    """The draft for one purchase of a register, by ocid or number of its notice, or for a documented case by its id.

    `questions` are those of the room `safeguards`, by id; `only` keeps some of them, since a long list may be refused.

    Raises:
        UsageError: the language or the purchase is not known, or `only` names a question that is not.
        RegisterError: the folder is no register.
    """
    words = words_in(language)
    asked = _chosen(questions, only)
    read_manifest(folder)
    case = _rows(folder, "cases", "case", ocid)
    if case:
        parts = {name: _rows(folder, name, "case", ocid) for name in ("roles", "financing", "observations")}
        purchase = as_purchase(case[0], parts, (language, words.questions_in))
        missing = missing_of_case(case[0], parts, asked, _rows(folder, "safeguards", "ocid", ocid))
    else:
        purchase = _purchase(folder, ocid)
        missing = _missing(folder, purchase["ocid"])
    number = None if case else purchase["ocid"]
    known = load_countries() if profiles is None else profiles
    profile = known.get(purchase["country"] or "")
    return draft_request(purchase, missing, asked, profile, language=language, words=words, number=number)


def _chosen(questions: Mapping[str, Question], only: Collection[str] | None) -> Mapping[str, Question]:
    if only is None:
        return questions
    for name in only:
        if name not in questions:
            raise UsageError(f"no question is called {name!r}{nearest(name, questions)}")
    return {name: question for name, question in questions.items() if name in only}


def _purchase(folder: Path, ocid: str) -> dict[str, Any]:
    """The row of the purchase; the error names what comes near where there is none."""
    by_number = _rows(folder, "processes", "release_id", ocid)
    if len(by_number) == 1:
        ocid = by_number[0]["ocid"]
    rows = _rows(folder, "purchases", "ocid", ocid)
    if rows:
        return rows[0]
    if _rows(folder, "processes", "ocid", ocid):
        raise UsageError(f"{ocid}: this process is in the register, but it buys no surveillance technology")
    ocids = pq.read_table(folder / "tables" / "purchases.parquet", columns=["ocid"]).column("ocid")
    raise UsageError(f"{folder}: no purchase {ocid!r}{nearest(ocid, ocids.slice(0, _NEAR).to_pylist())}")


def _missing(folder: Path, ocid: str) -> Missing:
    """What the tables leave open; a quantity of one tells no number of devices: it is often one system."""
    safeguards = _rows(folder, "safeguards", "ocid", ocid)
    return Missing(
        contract_published=any(row["type"] in _CONTRACT_TYPES for row in _rows(folder, "attachments", "ocid", ocid)),
        counts_published=any((row["quantity"] or 0) > 1 for row in _rows(folder, "items", "ocid", ocid)),
        states={row["question"]: row["state"] for row in safeguards},
        searched={
            row["question"]: (row["looked_in"], row["date"])
            for row in safeguards
            if row["state"] == "not_found" and row["looked_in"] and row["date"]
        },
    )


def _rows(folder: Path, table: str, column: str, value: str) -> list[dict[str, Any]]:
    """The rows of one purchase or case in a table; none where the register has no such table."""
    file = folder / "tables" / f"{table}.parquet"
    if not file.is_file():
        return []
    rows: list[dict[str, Any]] = pq.read_table(file, filters=pc.field(column) == value).to_pylist()
    return rows
