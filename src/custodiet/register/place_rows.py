"""The expressions of `places`: which addresses, names and titles are read, and which process they place."""

from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.model.place_tables import PROCESS_PLACES
from custodiet.register.row_words import ADDRESS

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any


def mentions(processes: Rows, parties: Rows) -> Rows:
    """One row per process: address and name of its buyer, else of its procuring entity."""
    addresses = parties.select("ocid", "party_id", "locality", party_region="region", party_country="country")
    first = ibis.coalesce(processes.buyer_id, processes.procuring_entity_id)
    joined = processes.select(
        "ocid", process_country="country", buyer=ibis.coalesce(_.buyer_name, _.procuring_entity_name), party_id=first
    ).left_join(addresses, ["ocid", "party_id"]).drop("ocid_right", "party_id_right")  # fmt: skip
    others = processes.filter(_.procuring_entity_id != first).select("ocid", party_id="procuring_entity_id")
    second = others.inner_join(addresses, ["ocid", "party_id"]).select(
        "ocid", locality_2="locality", party_region_2="party_region", party_country_2="party_country"
    )
    both = joined.left_join(second, "ocid").drop("ocid_right")
    silent = both.locality.isnull() & both.party_region.isnull()
    chosen = {
        name: ibis.ifelse(silent, both[f"{name}_2"], both[name]).fill_null("")
        for name in ("locality", "party_region", "party_country")
    }
    return both.mutate(**chosen, process_country=both.process_country.fill_null("")).select("ocid", "buyer", *ADDRESS)


def buyers(mentioned: Rows, told: Rows) -> Rows:
    """The different names of buyers whose address tells no settlement, with land and region."""
    return _different(_addressed(mentioned, told), "buyer")


def titles(mentioned: Rows, told: Rows, by_buyer: Rows, processes: Rows) -> Rows:
    """The different titles of processes of which nothing but the country is known, with land and region."""
    known = _by_buyer(mentioned, told, by_buyer).filter(_unplaced(_)).select("ocid", "place_id", "country", "hint")
    return _different(known.inner_join(processes.select("ocid", "title"), "ocid"), "title")


def located(mentioned: Rows, told: Rows, by_buyer: Rows, by_title: Rows, processes: Rows) -> Rows:
    """One row per process, columns of PROCESS_PLACES: its place by address, else by a text, else the country.

    Args:
        mentioned: the addresses and names of buyers, as `mentions` gives them.
        told: what each different address tells.
        by_buyer: what each different name of a buyer tells.
        by_title: what each different title tells.
        processes: the table `processes`.
    """
    titled = processes.select("ocid", text="title").inner_join(by_title, "text")
    rows = _placed(_by_buyer(mentioned, told, by_buyer), titled, "ocid", "title")
    whole = rows.mutate(
        place_id=ibis.coalesce(_.place_id, _.country),
        basis=ibis.ifelse(_.place_id.isnull() & _.country.notnull(), "country", _.basis),
    )
    return whole.select(*PROCESS_PLACES.names)


def ids(process_places: Rows) -> Rows:
    """The different places, each with the country in which it was looked for."""
    return process_places.filter(_.place_id.notnull()).select("place_id", "country").distinct()


def _addressed(mentioned: Rows, told: Rows) -> Rows:
    return mentioned.inner_join(told, list(ADDRESS)).drop(*ADDRESS)


def _by_buyer(mentioned: Rows, told: Rows, by_buyer: Rows) -> Rows:
    """One row per process: its place by address, else by the name of its buyer."""
    return _placed(_addressed(mentioned, told), by_buyer.mutate(buyer=_.text), "buyer", "buyer")


def _different(rows: Rows, text: str) -> Rows:
    asked = rows.filter(_unplaced(_) & _[text].notnull())
    return asked.select(told_land="country", told_hint=_.hint.fill_null(""), text=text).distinct()


def _unplaced(rows: Any) -> Any:
    """Whether nothing but the country is known."""
    return rows.place_id.isnull() & rows.country.notnull()


def _placed(rows: Rows, named: Rows, by: str, basis: str) -> Rows:
    """The rows with the settlement that a text names, where none was known; `by` is the column that has the text."""
    asked = rows.mutate(asked=ibis.ifelse(_unplaced(_), _[by], ibis.null("string")), told_hint=_.hint.fill_null(""))
    found = named.rename(asked=by, country="told_land", country_found="told_country")
    joined = asked.left_join(found, ["asked", "country", "told_hint"])
    fresh = joined.told_id.notnull()
    return joined.mutate(
        place_id=ibis.ifelse(fresh, joined.told_id, joined.place_id),
        country=ibis.ifelse(fresh, joined.country_found, joined.country),
        region=ibis.ifelse(fresh, joined.told_region, joined.region),
        basis=ibis.ifelse(fresh, basis, joined.basis),
        words=ibis.ifelse(fresh, joined.text, joined.words),
    ).select(*rows.columns)
