"""What an indicator may read: the flat tables of the run, and the steps that several indicators share.

A shared step is computed once and kept by the engine; its docstring says what one row is. Organisations are those of
`party_organisations` where the run has resolved them, else the ids as published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.errors import DefinitionError, UsageError
from custodiet.indicators._found import COHORT
from custodiet.indicators._settings import CommonSettings, words
from custodiet.indicators._signals import FOUND_PREFIX, WANTED
from custodiet.indicators._sources import source_of
from custodiet.indicators._times import year_of

if TYPE_CHECKING:
    import pyarrow as pa

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

SUBMITTED = ("pending", "valid", "disqualified")
"""States of a bid that was handed in and not taken back, in the words of OCDS."""
CLOSED = ("cancelled", "unsuccessful")
"""States of an award that came to nothing."""

_PROCESS_COLUMNS = (
    "status", "method", "method_details", "category", "award_criteria", "code", "published", "tender_start",
    "tender_end", "tenderers", "tender_amount", "tender_currency", "release_date",
)  # fmt: skip
_TEXTS = ("title", "description", "method_rationale", "budget_description", "rationale")


@dataclass(frozen=True)
class Tables:
    """The tables of a run by name, and the steps made of them; `keep` computes a step once, `define` names it."""

    given: Mapping[str, Rows]
    common: CommonSettings
    keep: Callable[[str, Any], Rows]
    define: Callable[[str, Rows], Rows]
    made: dict[str, Rows] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the run has this table."""
        return name in self.given

    def table(self, name: str) -> Rows:
        """The table of this name as it was handed on."""
        if name not in self.given:
            raise UsageError(f"the table {name!r} is not among those of this run: {', '.join(sorted(self.given))}")
        return self.given[name]

    def found(self, name: str) -> Rows:
        """The rows of a table that belong to processes in which a technology was found, and perhaps others."""
        return self.given.get(FOUND_PREFIX + name, self.table(name))

    def step(self, name: str, make: "Callable[[], Rows | pa.Table]") -> Rows:
        """The rows that `make` gives, computed once; a name that begins with a code lasts as long as that indicator."""
        if name not in self.made:
            self.made[name] = self.keep(f"indicator_{name}", make())
        return self.made[name]

    def forgotten(self, code: str) -> list[str]:
        """The kept tables that only this indicator needed; they are not known here any more."""
        names = [name for name in self.made if name.startswith(code.lower())]
        for name in names:
            del self.made[name]
        return [f"indicator_{name}" for name in names]

    @cached_property
    def numbers(self) -> Rows:
        """One row per process: `process`, its number in the order of the ocids, where it stands, and how it is counted.

        Every other step knows a process by its number, which takes a tenth of the room of an ocid and joins in half
        the time; ocid and place come back in the rows that leave. `excluded` says why none may judge it, empty for
        most; `wanted` tells the processes of which every state is kept.
        """
        details = words(self.common.exclusions.procurement_method_details)
        excluded = ibis.cases(
            (_.status == "cancelled", "the tender was cancelled"),
            (
                _.method_details.isin(details) if details else ibis.literal(False),
                "the settings leave this procedure out",
            ),
        )
        heads = self.table("processes")
        ranked = heads.select("ocid", process=ibis.row_number().over(order_by="ocid").cast("int32"))
        year = year_of(ibis.coalesce(_.tender_start, _.published, _.release_date))
        stated = heads.select(
            "ocid", "document_id", "pointer", "country", excluded=excluded, source=source_of(_.ocid), year=year
        )
        numbered = stated.inner_join(ranked, "ocid")
        if self.has(WANTED):
            joined = numbered.left_join(self.table(WANTED), numbered.ocid == self.table(WANTED).wanted)
            numbered = joined.mutate(wanted=_.wanted.notnull())
        else:
            numbered = numbered.mutate(wanted=ibis.literal(False))
        return self.keep("indicator_numbers", numbered)

    @cached_property
    def cohorts(self) -> Rows:
        """One row per source, country and year of processes: `cohort`, its number in their order."""
        each = self.numbers.select(*COHORT).distinct()
        number = ibis.row_number().over(order_by=COHORT).cast("int32")
        return self.keep("indicator_cohorts", each.mutate(cohort=number))

    @cached_property
    def processes(self) -> Rows:
        """One row per process: who buys, when, how, and the columns of `outcomes` beside it.

        `buyer` and `procuring_entity` are organisations, `cohort` is the number among `cohorts`. Nearly every indicator
        reads these rows, so they are computed once.
        """
        numbers, cohorts = self.numbers, self.cohorts
        counted = numbers.left_join(cohorts, [numbers[name].identical_to(cohorts[name]) for name in COHORT])
        columns = ("ocid", "process", "excluded", "wanted", "country", "year", "cohort")
        known = beside(counted.select(*columns), self.outcomes, self._buyers, self._others)
        stated = self.table("processes").select("ocid", *_PROCESS_COLUMNS, explained=_.method_rationale.notnull())
        # The wide rows pass through one join alone.
        rows = stated.inner_join(known, "ocid").drop("ocid")
        entity = ibis.ifelse(_.same, _.buyer, _.other)
        return self.keep("indicator_processes", rows.mutate(procuring_entity=entity).drop("same", "other"))

    @cached_property
    def _buyers(self) -> Rows:
        """One row per process: the organisation that buys, and whether it is the procuring entity too."""
        same = (_.procuring_entity_id == _.buyer_id).fill_null(False)
        return self.keep("indicator_buyers", self._named(self.table("processes"), "buyer_id", "buyer", same=same))

    @cached_property
    def _others(self) -> Rows:
        """One row per process whose procuring entity is not its buyer: that organisation as `other`."""
        differs = _.procuring_entity_id.notnull() & (_.procuring_entity_id != _.buyer_id).fill_null(True)
        rows = self.table("processes").filter(differs)
        return self.keep("indicator_others", self._named(rows, "procuring_entity_id", "other"))

    def _named(self, processes: Rows, party: str, name: str, **more: Any) -> Rows:
        """One row per process: the organisation of its column `party` as `name`."""
        rows = processes.select("ocid", party, **more).inner_join(self.numbers.select("ocid", "process"), "ocid")
        return self._resolved(rows, party, name).select("process", name, *more)

    @cached_property
    def described(self) -> Rows:
        """The rows of `processes` with their texts, which are most of the table and which few indicators read."""
        texts = self.numbered(self.table("processes").select("ocid", *_TEXTS))
        return self.define("indicator_described", beside(self.processes, texts))

    @cached_property
    def bids(self) -> Rows:
        """One row per bid: `bidder` names all its tenderers, `sole` its tenderer where there is one.

        `price` and `currency` are empty where the price is not in the currency that the settings ask for; `several` are
        the tenderers where there are more than one, `lots` names the lots.
        """
        raw = self._judgeable("bids")
        count = _.tenderer_ids.length().fill_null(0)
        lots = ibis.ifelse(_.lot_ids.length() > 0, _.lot_ids.sort().join("|"), "")
        rows = raw.mutate(
            several=ibis.ifelse(count > 1, _.tenderer_ids, ibis.null("array<string>")),
            first_id=ibis.ifelse(count == 1, _.tenderer_ids[0], ibis.null("string")),
            unknown=ibis.ifelse(count == 1, _.tenderer_ids[0], _.tenderer_ids.sort().join(" + ")).nullif(""),
            lots=lots.fill_null(""),
            **self._price("bid"),
            **self._order,
        )
        resolved = self._resolved(rows, "first_id", "sole")
        columns = (
            "process", "bid_id", "status", "date", "lot_ids", "lots", "several", "sole", "price", "currency",
            *self._order,
        )  # fmt: skip
        # Nearly always the only tenderer is the bidder, which is said once.
        named = ibis.ifelse(_.sole.isnull(), _.unknown, ibis.null("string"))
        kept = self.keep("indicator_bids", resolved.select(*columns, named=named))
        return kept.mutate(bidder=ibis.coalesce(_.sole, _.named)).drop("named")

    @cached_property
    def tenderers(self) -> Rows:
        """One row per bid and tenderer of it, for bids that were handed in."""
        submitted = self.bids.filter(_.status.isin(SUBMITTED))
        columns = ("process", "bid_id", "status", "date", "lot_ids", "price", "currency")
        alone = submitted.filter(_.sole.notnull()).select(*columns, tenderer=_.sole)
        several = submitted.filter(_.several.notnull()).select(*columns, party=_.several.unnest())
        together = self.organisation(several, "party", "tenderer").select(*columns, "tenderer")
        return self.define("indicator_tenderers", alone.union(together.filter(_.tenderer.notnull())))

    @cached_property
    def awards(self) -> Rows:
        """One row per award; `judged` where its process may be."""
        columns = ("award_id", "status", "date", "award_amount", "award_currency")
        rows = self.table("awards").select("ocid", *columns).inner_join(self.numbers, "ocid")
        return self.keep("indicator_awards", rows.select("process", *columns, judged=_.excluded.isnull()))

    @cached_property
    def suppliers(self) -> Rows:
        """One row per active award and supplier of it."""
        active = self._judgeable("awards").filter(_.status == "active")
        columns = ("process", "award_id", "lot_ids", "suppliers")
        counted = active.mutate(suppliers=_.supplier_ids.length().fill_null(0))
        rows = counted.select("ocid", *columns, party=_.supplier_ids.unnest())
        resolved = self._resolved(rows, "party", "supplier").select(*columns, "supplier")
        return self.keep("indicator_suppliers", resolved.filter(_.supplier.notnull()))

    @cached_property
    def outcomes(self) -> Rows:
        """One row per process with awards: how many active and undecided, the winner, `winners` (2: or more).

        `sharing` is how many suppliers share an award at most. Of the active awards the greatest amount, currency and
        date stand there, which are those of the only one where it is alone.
        """
        states = (
            self.awards.filter(_.judged)
            .group_by("process")
            .aggregate(
                active=_.count(where=_.status == "active"),
                awarded_amount=_.award_amount.max(where=_.status == "active"),
                awarded_currency=_.award_currency.max(where=_.status == "active"),
                awarded_date=_.date.max(where=_.status == "active"),
                undecided=_.count(where=_.status.notnull() & (_.status != "active") & ~_.status.isin(CLOSED)),
            )
        )
        won = self.suppliers.group_by("process").aggregate(
            winner=_.supplier.min(), last=_.supplier.max(), sharing=_.suppliers.max()
        )
        winners = ibis.cases((_.winner.isnull(), 0), (_.winner == _.last, 1), else_=2)
        return self.keep("indicator_outcomes", beside(states, won).mutate(winners=winners).drop("last"))

    @cached_property
    def margins(self) -> Rows:
        """One row per process in which one award went to one firm: its price, the next valid price, and the margin.

        `margin` is (second - winning) / winning; it is empty where there is no second price or the lowest did not win.
        """
        simple = self.outcomes.filter((_.active == 1) & (_.undecided == 0) & (_.winners == 1) & (_.sharing == 1))
        valid = self.asked_for(self.bids.filter((_.status == "valid") & _.sole.notnull()))
        offers = valid.inner_join(simple.select("process", "winner"), "process").mutate(won=_.sole == _.winner)
        winning = offers.group_by("process").aggregate(
            winner=_.winner.min(),
            winning=_.price.min(where=_.won),
            currency=_.currency.min(where=_.won),
            mixed=_.currency.min(where=_.won) != _.currency.max(where=_.won),
        )
        against = offers.filter(~_.won).select("process", "price", rival_currency="currency")
        rivals = against.inner_join(winning, [against.process == winning.process, _.rival_currency == winning.currency])
        second = rivals.group_by("process").aggregate(second=_.price.min())
        rows = beside(winning, second)
        usable = ~_.mixed & (_.winning > 0) & (_.second >= _.winning)
        measured = (_.second.cast("float64") - _.winning.cast("float64")) / _.winning.cast("float64")
        return self.keep("indicator_margins", rows.mutate(margin=ibis.ifelse(usable, measured, ibis.null("float64"))))

    @cached_property
    def contract_counts(self) -> Rows:
        """One row per process with contracts: how many."""
        counted = self.table("contracts").group_by("ocid").aggregate(contracts=_.count())
        return self.keep("indicator_contract_counts", self.numbered(counted))

    def numbered(self, rows: Rows) -> Rows:
        """The rows, which have an `ocid`, with the number of the process in its place."""
        return rows.inner_join(self.numbers.select("ocid", "process"), "ocid").drop("ocid")

    def placed(self, rows: Rows, name: str, column: str, key: str) -> Rows:
        """The rows, which have the key of a row of table `name`, with its `place`: TABLE.COLUMN DOCUMENT POINTER.

        Places are looked up for the few rows that show them, because their texts are most of a table.
        """
        named = rows.inner_join(self.numbers.select("ocid", "process"), "process")
        known = self.table(name).select("ocid", key, place=f"{name}.{column} " + _.document_id + " " + _.pointer)
        return named.inner_join(known, ["ocid", key]).drop("ocid")

    def passed_over(self, bound: Any) -> Any:
        """Read to the letter, when Cardinal passes over this bound or fence without a word; else None."""
        if not self.common.literal:
            return None
        return ibis.literal(bound <= 0) if isinstance(bound, int | float) else (bound <= 0).fill_null(True)

    @property
    def _order(self) -> dict[str, Any]:
        """Read to the letter, the place of a bid among those of its process: Cardinal takes the first of equal ones."""
        return {"order": _.pointer.re_extract(r"(\d+)$", 1).try_cast("int64")} if self.common.literal else {}

    def comparable(self, process: Rows) -> Any:
        """Whether the settings let the prices of a process be compared with each other."""
        barred = words(self.common.no_price_comparison_procurement_methods)
        allowed = words(self.common.price_comparison_procurement_methods)
        if allowed:
            return process.method_details.isin(allowed).fill_null(False)
        if barred:
            return ~process.method_details.isin(barred).fill_null(False)
        return ibis.literal(True)

    def organisation(self, rows: Rows, party: str, name: str) -> Rows:
        """The rows, which have the number of a process, with the organisation of their column `party` as `name`."""
        named = rows.inner_join(self.numbers.select("ocid", "process"), "process")
        return self._resolved(named, party, name).drop("ocid")

    def _judgeable(self, name: str) -> Rows:
        """The rows of a table whose process may be judged, with its number."""
        judged = self.numbers.filter(_.excluded.isnull()).select("ocid", "process")
        return self.table(name).inner_join(judged, "ocid")

    def _price(self, name: str) -> dict[str, Any]:
        """The amount and currency of a row, both empty where one is not stated or another currency is asked for.

        To the letter another currency is kept: Cardinal holds equal prices together in any (R028), and `asked_for`
        leaves it out elsewhere.
        """
        amount, currency = _[f"{name}_amount"], _[f"{name}_currency"]
        wanted = self.common.currency
        usable = amount.notnull() & currency.notnull()
        usable = usable if wanted is None or self.common.literal else usable & (currency == wanted)
        return {
            "price": ibis.ifelse(usable, amount, ibis.null("decimal(24, 4)")),
            "currency": ibis.ifelse(usable, currency, ibis.null("string")),
        }

    def asked_for(self, bids: Rows) -> Rows:
        """The rows of `bids` with a price in the currency that the settings ask for."""
        wanted = self.common.currency
        priced = bids.filter(_.price.notnull())
        return priced if wanted is None or not self.common.literal else priced.filter(_.currency == wanted)

    def _resolved(self, rows: Rows, party: str, name: str) -> Rows:
        if not (self.common.resolved and self.has("party_organisations")):
            return rows.mutate(**{name: rows[party]})
        known = self.table("party_organisations").select(
            known_ocid="ocid", known_party="party_id", known="organisation_id"
        )
        joined = rows.left_join(known, [rows.ocid == known.known_ocid, rows[party] == known.known_party])
        return joined.mutate(**{name: _.known}).drop("known_ocid", "known_party", "known")


def beside(rows: Rows, *others: Rows) -> Rows:
    """The rows with the columns of the others, which have one row per process or none, set beside them.

    Raises DefinitionError where a column would hide another of that name.
    """
    for other in others:
        if taken := (set(rows.columns) & set(other.columns)) - {"process"}:
            raise DefinitionError(f"two tables that are set side by side both have {', '.join(sorted(taken))}")
        rows = rows.left_join(other, "process").drop("process_right")
    return rows


def first_of(rows: Rows, by: Sequence[str], order: Sequence[str]) -> Rows:
    """The first row of each group in this order, which is total."""
    ranked = rows.mutate(rank=ibis.row_number().over(group_by=list(by), order_by=list(order)))
    return ranked.filter(_.rank == 0).drop("rank")
