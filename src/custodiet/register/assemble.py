"""Joins what the rooms found to purchases: one row a process that buys surveillance technology.

Every step is an Ibis expression with a name that says what its rows are. Amounts of different states are never added;
amounts of one state are added only where all are in one currency.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.model.register_tables import COVERAGE, PURCHASES

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

CLOSED = ("cancelled", "unsuccessful", "withdrawn")
"""Statuses in the words of OCDS of what came to nothing."""
_NOTICES = ("tenderNotice", "awardNotice", "contractNotice")


def purchases(tables: Mapping[str, Rows]) -> Rows:
    """One row per ocid labelled `yes` or `part`, with the columns of PURCHASES."""
    found = _found(tables["technologies"])
    tables = {name: rows.semi_join(found, "ocid") if "ocid" in rows.columns else rows for name, rows in tables.items()}
    awards = _standing(tables["awards"])
    contracts = _standing(tables["contracts"])
    paid = tables["transactions"]
    parts = [
        _sums(awards, "award", "awarded", date=_.date.min()),
        _sums(contracts, "contract", "contracted", date=_.date_signed.min()),
        _sums(paid, "paid", "paid", date=_.date.min()),
        _suppliers(awards, tables["parties"], tables["party_organisations"]),
        _makers(tables["makers_named"]),
        _bidders(tables["bids"]),
        _notices(tables["attachments"]),
        _fallback_titles(tables),
    ]
    joined = found.inner_join(_processes(tables), "ocid")
    for part in parts:
        joined = joined.left_join(part, "ocid").drop("ocid_right")
    return _columns(joined)


def coverage(tables: Mapping[str, Rows], estimate: tuple[float | None, str] | None = None) -> Rows:
    """One row per document, country and year, with the columns of COVERAGE.

    `tables` are those before anything was held back; `held_back` names the processes that are. `estimate`
    is the recall of the register as a whole with its basis, where a person audited a sample.
    """
    processes = tables["processes"]
    awarded = (
        tables["awards"]
        .select("ocid", "supplier_ids")
        .group_by("ocid")
        .agg(supplied=_.supplier_ids.length().fill_null(0).max() > 0)
    )
    found = tables["technologies"].group_by("ocid").agg(label=_.label.min())
    rows = (
        processes.left_join(awarded, "ocid").drop("ocid_right").left_join(found, "ocid").drop("ocid_right")
        .mutate(year=ibis.coalesce(_.tender_start, _.published, _.release_date).substr(0, 4))
        .mutate(year=ibis.ifelse(_.year.re_search(r"^\d{4}$"), _.year, ibis.null("string")))
        .left_join(tables["held_back"].mutate(held=True), "ocid").drop("ocid_right")
        .mutate(held=_.held.fill_null(False))
    )  # fmt: skip
    grouped = rows.group_by("document_id", "country", "year").agg(
        processes=_.count(),
        with_text=_.count(where=_.title.notnull() | _.description.notnull()),
        with_buyer=_.count(where=_.buyer_name.notnull()),
        with_amount=_.count(where=_.tender_amount.notnull() | _.budget_amount.notnull()),
        with_award=_.count(where=_.supplied.notnull()),
        with_suppliers=_.count(where=_.supplied),
        held_back=_.count(where=_.held),
        purchases=_.count(where=_.label.isin(["yes", "part"]) & ~_.held),
        for_review=_.count(where=(_.label == "review") & ~_.held),
    )
    recall, basis = estimate or (None, None)
    return grouped.mutate(
        estimated_recall=ibis.literal(recall, "float64"), recall_basis=ibis.literal(basis, "string")
    ).select(*COVERAGE.names)


def _found(technologies: Rows) -> Rows:
    """One row per purchase: label, classes and the strongest evidence."""
    sure = technologies.filter(_.label.isin(["yes", "part"]))
    return sure.group_by("ocid").agg(
        label=_.label.max(), technologies=_.technology.collect(distinct=True).sort(), confidence=_.score.max()
    )


def _standing(rows: Rows) -> Rows:
    """Awards or contracts without those that came to nothing."""
    return rows.filter(~_.status.fill_null("").isin(CLOSED))


def _sums(rows: Rows, money: str, state: str, *, date: Any) -> Rows:
    """One row per ocid: the sum of one state, null where several currencies are stated, and how many rows there are."""
    amount, currency = _[f"{money}_amount"], _[f"{money}_currency"]
    grouped = rows.group_by("ocid").agg(
        **{
            f"{state}_rows": _.count(),
            f"{state}_date": date,
            "total": amount.sum(),
            "one": currency.max(where=amount.notnull()),
            "currencies": currency.fill_null("").nunique(where=amount.notnull()),
        }
    )
    single = _.currencies == 1
    return grouped.mutate(
        **{
            f"{state}_amount": ibis.ifelse(single, _.total, ibis.null("decimal(38, 4)")),
            f"{state}_currency": ibis.ifelse(single, _.one, ibis.null("string")),
        }
    ).select("ocid", f"{state}_rows", f"{state}_date", f"{state}_amount", f"{state}_currency")


def _suppliers(awards: Rows, parties: Rows, resolved: Rows) -> Rows:
    """One row per ocid: the suppliers of its standing awards, as organisations and as printed."""
    each = awards.select("ocid", party_id=_.supplier_ids.unnest())
    named = each.inner_join(parties.select("ocid", "party_id", "name"), ["ocid", "party_id"])
    known = named.left_join(resolved, ["ocid", "party_id"]).drop("ocid_right", "party_id_right")
    return known.group_by("ocid").agg(
        suppliers=_.organisation_id.collect(distinct=True).sort(), supplier_names=_.name.collect(distinct=True).sort()
    )


def _makers(named: Rows) -> Rows:
    """One row per ocid: the makers named in its texts."""
    return named.group_by("ocid").agg(makers=_.maker.collect(distinct=True).sort())


def _bidders(bids: Rows) -> Rows:
    """One row per ocid: how many different tenderers handed in a bid."""
    return bids.select("ocid", bidder=_.tenderer_ids.unnest()).group_by("ocid").agg(bidders=_.bidder.nunique())


def _notices(attachments: Rows) -> Rows:
    """One row per ocid: the address of its notice."""
    notices = attachments.filter(_.type.isin(_NOTICES) & _.url.notnull())
    return notices.group_by("ocid").agg(notice_url=_.url.min())


def _fallback_titles(tables: Mapping[str, Rows]) -> Rows:
    """One row per ocid: the title of its first lot, award, item or contract that has one, for tenders without title."""
    sources = [("lots", "title", 1), ("awards", "title", 2), ("items", "description", 3), ("contracts", "title", 4)]
    titles = [
        tables[name]
        .filter(_[column].notnull())
        .select("ocid", other_title=_[column], place=_.document_id.concat(_.pointer), rank=ibis.literal(rank))
        for name, column, rank in sources
    ]
    united = ibis.union(*titles)
    first = united.group_by("ocid").mutate(
        order=ibis.row_number().over(ibis.window(order_by=[_.rank, _.place, _.other_title]))
    )
    return first.filter(_.order == 0).select("ocid", "other_title")


def _processes(tables: Mapping[str, Rows]) -> Rows:
    """One row per process with its buyer's organisation and place."""
    processes = tables["processes"].mutate(party_id=ibis.coalesce(_.buyer_id, _.procuring_entity_id))
    places = tables["parties"].select("ocid", "party_id", "locality", buyer_region="region")
    placed = processes.left_join(places, ["ocid", "party_id"]).drop("ocid_right", "party_id_right")
    resolved = tables["party_organisations"].select("ocid", "party_id", "organisation_id")
    return placed.left_join(resolved, ["ocid", "party_id"]).drop("ocid_right", "party_id_right")


def _columns(joined: Rows) -> Rows:
    """The declared columns."""
    closed, planned = _.status.isin(CLOSED), _.status.isin(["planning", "planned"])
    state = ibis.cases(
        (_.paid_rows.fill_null(0) > 0, "paid"),
        (_.contracted_rows.fill_null(0) > 0, "contracted"),
        (_.awarded_rows.fill_null(0) > 0, "awarded"),
        (closed, "cancelled"),
        (planned, "planned"),
        else_="tendered",
    )
    rows = joined.mutate(
        state=state,
        title=ibis.coalesce(_.title, _.other_title),
        settlement=_.locality,
        region=_.buyer_region,
        buyer=_.organisation_id,
        buyer_name=ibis.coalesce(_.buyer_name, _.procuring_entity_name),
        tenderers=ibis.coalesce(_.tenderers, _.bidders),
        date=ibis.coalesce(_.contracted_date, _.awarded_date, _.tender_start, _.published, _.release_date),
        planned_amount=_.budget_amount,
        planned_currency=_.budget_currency,
        tendered_amount=_.tender_amount,
        tendered_currency=_.tender_currency,
    )
    return rows.select(*PURCHASES.names)
