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
    """The names of the buyers whose address tells no settlement, with land and region."""
    rows = _addressed(mentioned, told)
    return _asked(rows.filter(_unplaced(_) & _.buyer.notnull()).select("ocid", "country", "hint", text="buyer"))


def by_buyer(mentioned: Rows, told: Rows, named: Rows) -> Rows:
    """One row per process: its place by address, else by the name of its buyer."""
    return _placed(_addressed(mentioned, told), named, "buyer").drop("buyer", *ADDRESS)


def titles(known: Rows, processes: Rows) -> Rows:
    """The titles of processes of which nothing but the country is known, with land and region."""
    titled = processes.filter(_.title.notnull()).select("ocid", text="title")
    return _asked(known.filter(_unplaced(_)).select("ocid", "country", "hint").inner_join(titled, "ocid"))


def by_title(known: Rows, named: Rows) -> Rows:
    """One row per process, columns of PROCESS_PLACES: its place as known, else by its title, else the country."""
    rows = _placed(known, named, "title")
    whole = rows.mutate(
        place_id=ibis.coalesce(_.place_id, _.country),
        basis=ibis.ifelse(_.place_id.isnull() & _.country.notnull(), "country", _.basis),
    )
    return whole.select(*PROCESS_PLACES.names)


def ids(located: Rows) -> Rows:
    """The different places, each with the country in which it was looked for."""
    return located.filter(_.place_id.notnull()).select("place_id", "country").distinct()


def naming(texts: Rows, told: Rows) -> Rows:
    """The processes of `texts` whose text names a settlement."""
    return texts.inner_join(told, ["told_land", "told_hint", "text"]).drop("told_land", "told_hint")


def _addressed(mentioned: Rows, told: Rows) -> Rows:
    return mentioned.inner_join(told, list(ADDRESS))


def _asked(rows: Rows) -> Rows:
    return rows.select("ocid", "text", told_land="country", told_hint=_.hint.fill_null(""))


def _unplaced(rows: Any) -> Any:
    """Whether nothing but the country is known."""
    return rows.place_id.isnull() & rows.country.notnull()


def _placed(rows: Rows, named: Rows, basis: str) -> Rows:
    """The rows with the settlement that a text names, where none was known."""
    joined = rows.left_join(named, "ocid").drop("ocid_right")
    fresh = joined.told_id.notnull()
    return joined.mutate(
        place_id=ibis.ifelse(fresh, joined.told_id, joined.place_id),
        country=ibis.ifelse(fresh, joined.told_country, joined.country),
        region=ibis.ifelse(fresh, joined.told_region, joined.region),
        basis=ibis.ifelse(fresh, basis, joined.basis),
        words=ibis.ifelse(fresh, joined.text, joined.words),
    ).drop("text", "told_id", "told_country", "told_region")
