"""The tables on places and money of the register: where purchases are, what is spent there, and what changed."""

from custodiet.model.tables import AMOUNT, COUNT, OCID, SHARE, TEXT, TEXTS, Column, Table


def _text(name: str, about: str) -> Column:
    return Column(name, TEXT, "", about)


def _count(name: str, about: str) -> Column:
    return Column(name, COUNT, "", about)


PLACES = Table(
    "places",
    ("place_id",),
    "one row per settlement, or per country where no settlement is known, in which a process lies",
    (
        _text("place_id", "`geonames:NUMBER` for a settlement, the alpha-2 code for a country"),
        _text("kind", "settlement or country; never finer than a settlement"),
        _text("name", "name in Latin letters; the code for a country"),
        Column("names", TEXTS, "", "names in the scripts of the region, sorted"),
        _text("country", "country by internationally recognised borders, ISO 3166-1 alpha-2"),
        _text("region", "first-level region: its code of ISO 3166-2 where known, else that of the gazetteer"),
        _text("region_name", "name of that region; null where only its code is known"),
        _count("population", "inhabitants by the gazetteer; null where not known"),
        Column("latitude", SHARE, "", "latitude of the centre"),
        Column("longitude", SHARE, "", "longitude of the centre"),
        _text("disputed", "disputed territory in which it lies, and who claims it; null for all others"),
        _text("source", "gazetteer"),
    ),
)

PROCESS_PLACES = Table(
    "process_places",
    ("ocid",),
    "one row per process: where it lies, and how that is known",
    (
        OCID,
        _text("place_id", "its place; null where not even the country is known"),
        _text("country", "country of the place"),
        _text("region", "first-level region as in `places`, also where only the region is known"),
        _text(
            "basis",
            "locality: address of the buyer; region: a region that is one city; buyer: its name; title: title of the "
            "tender; country: no settlement is certain; null: nothing is known",
        ),
        _text("words", "the words that name the place, as published"),
    ),
)

SPENDING = Table(
    "spending",
    ("place_id", "year", "purpose", "state", "currency"),
    "one row per place, year, purpose, state of the money and currency; states are never added to each other",
    (
        _text("place_id", "place, as in `places`; null where it is not known"),
        _text("year", "year of the state: of the award, contract or payment, else of the call; null where not stated"),
        _text("purpose", "what the money is for, as in `purposes.toml`, by the code of the purchase"),
        _text("state", "planned, tendered, awarded, contracted, paid or cancelled"),
        _text("currency", "currency of the amounts; null for processes that state none"),
        Column("spent_amount", AMOUNT, "", "sum of what is stated"),
        _text("spent_currency", "currency of spent_amount"),
        _count("processes", "processes in this row"),
        _count("with_amount", "of these: with an amount above zero"),
        _count("read", "processes of this place, year and state, whatever their purpose and currency"),
        _count("read_with_purpose", "of these: whose purpose their code or the classification tells"),
        Column("usd_amount", AMOUNT, "", "spent_amount in US dollars of that year; null where no rate is known"),
        _text("usd_currency", "USD where usd_amount is stated"),
        _text("usd_rate", "units of the currency for one dollar, average of the year"),
        _text("usd_note", "source of the rate, or why there is no conversion"),
        Column("per_inhabitant", AMOUNT, "", "spent_amount per inhabitant; null where the population is not known"),
    ),
)

PROCESS_PURPOSES = Table(
    "process_purposes",
    ("ocid",),
    "one row per process: what it is for by its code",
    (
        OCID,
        _text("purpose", "as in `purposes.toml`, `several`, or `not told by its code`"),
        _text("scheme", "code list that told it; null for surveillance and where nothing tells"),
        _text("code", "code that told it, the smallest of several"),
    ),
)

COMPARISONS = Table(
    "comparisons",
    ("ocid", "state", "kind", "unit"),
    "one row per purchase and kind of thing: how many of it the same amount bought elsewhere in the same data",
    (
        OCID,
        _text("state", "state of the amount compared: paid, contracted, awarded, tendered or planned"),
        Column("purchase_amount", AMOUNT, "", "amount of the purchase in that state"),
        _text("purchase_currency", "currency of both amounts"),
        _text("kind", "kind of thing, as in `comparables.toml`"),
        _text("unit", "unit of the price"),
        Column("median_amount", AMOUNT, "", "median of the prices of one unit, one price a purchase"),
        _text("median_currency", "currency of both amounts"),
        Column("bought", AMOUNT, "", "purchase_amount divided by median_amount"),
        _count("compared", "purchases compared, at least five"),
        _text("from_year", "earliest year of these"),
        _text("to_year", "latest year of these"),
        Column(
            "ocids",
            TEXTS,
            "",
            "of these the twenty with the price nearest to the median, sorted; `unit_prices` has all",
        ),
    ),
)

UNIT_PRICES = Table(
    "unit_prices",
    ("kind", "unit", "price_currency", "ocid", "year"),
    "one row per purchase and kind of thing: the price of one unit that it states, with which others are compared",
    (
        OCID,
        _text("kind", "kind of thing, as in `comparables.toml`"),
        _text("unit", "unit of the price"),
        _text("year", "year of the purchase"),
        Column("price_amount", AMOUNT, "", "price of one unit, the median where the purchase states several"),
        _text("price_currency", "currency of price_amount"),
    ),
)

CHANGES = Table(
    "changes",
    ("ocid", "what", "column"),
    "one row per difference to the register before",
    (
        _text("what", "appeared, changed, cancelled, corrected or disappeared"),
        OCID,
        _text("column", "column of `purchases` that differs; empty where the whole purchase came or went"),
        _text("from", "value in the register before, as text"),
        _text("to", "value in this register, as text"),
        _text("why", "what is known of the reason"),
    ),
)

PLACE_TABLES = (PLACES, PROCESS_PLACES, SPENDING, PROCESS_PURPOSES, COMPARISONS, UNIT_PRICES, CHANGES)
