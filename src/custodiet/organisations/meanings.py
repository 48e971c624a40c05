"""What some meanings of words.toml imply: which frame a name, which bodies every town has, which fields states have."""

# Words that frame a public body's name and come and go between two printings of it.
FRAME = frozenset(
    {
        "~budget",
        "~institution_word",
        "~general_education",
        "~state",
        "~municipal",
        "~republic",
        "~federal",
        "~city",
        "~region",
        "~district",
        "~settlement",
        "~authority",
    }
)
# Frame words by which one name may still be the whole of another; they say nothing on their own.
BROAD = (FRAME | {"~general"}) - {"~authority"}
# Bodies of which every settlement has its own.
LOCAL = frozenset(
    {
        "#city_hall",
        "#village_council",
        "#akimat",
        "#school",
        "#gymnasium",
        "#lyceum",
        "#kindergarten",
        "#hospital",
        "#polyclinic",
        "#clinic",
        "#administration",
        "#division",
        "#court",
        "#library",
        "#water_utility",
        "#culture_house",
        "#executive_committee",
        "#region_executive",
        "#management",
        "#dispensary",
        "#medical_centre",
    }
)
# Words that put a body above regions and towns.
NATIONAL = frozenset({"~federal", "~national"})
# Bodies of which a country has one, so that kind and country are the whole name.
ONE_PER_COUNTRY = frozenset(
    {"#police", "#parliament", "#border_guard", "#prosecutor", "#treasury", "#national_security"}
)
# Bodies of a central government, whose country goes without saying; not so where states of a federation have their own.
CENTRAL = frozenset({
    "#ministry", "#police", "#border_guard", "#prosecutor", "#parliament", "#treasury", "#national_security",
    "#service_body", "#agency", "#inspectorate", "#committee",
})  # fmt: skip
FEDERATIONS = frozenset({
    "AE", "AR", "AT", "AU", "BA", "BE", "BR", "CA", "CH", "DE", "ES", "IN", "MX", "MY", "NG", "PK", "RU", "US",
})  # fmt: skip
# Bodies of a town that bear names of persons and words alike, so that many towns have one of the same name.
NAMESAKES = frozenset({"#school", "#kindergarten", "#gymnasium", "#lyceum", "#library", "#culture_house"})
# Bodies that stand above others of their field.
HIGHER = frozenset(
    {
        "#ministry",
        "#department",
        "#committee",
        "#service_body",
        "#agency",
        "#administration",
        "#head_office",
        "#directorate",
    }
)
# Bodies that serve the public and stand under a higher one.
LOWER = frozenset(
    {
        "#school",
        "#gymnasium",
        "#lyceum",
        "#kindergarten",
        "#university",
        "#academy",
        "#institute",
        "#college",
        "#hospital",
        "#polyclinic",
        "#clinic",
        "#medical_centre",
        "#dispensary",
        "#health_trust",
        "#library",
        "#museum",
        "#archive",
        "#theatre",
        "#culture_house",
        "#prison",
        "#fund",
        "#procurement_centre",
    }
)
# Fields of government: two different ones are two bodies.
FIELDS = frozenset(
    {
        "~finance",
        "~health",
        "~agriculture",
        "~education",
        "~science",
        "~culture",
        "~justice",
        "~interior",
        "~foreign",
        "~emergency",
        "~defence",
        "~transport",
        "~digital",
        "~economy",
        "~environment",
        "~energy",
        "~customs",
        "~tax",
        "~statistics",
        "~sport",
        "~social",
        "~property",
        "~housing",
        "~road",
    }
)
# The field that a kind of body belongs to by itself.
FIELD_OF_KIND = {
    "#police": "~interior", "#school": "~education", "#gymnasium": "~education", "#lyceum": "~education",
    "#kindergarten": "~education", "#university": "~education", "#hospital": "~health", "#polyclinic": "~health",
    "#medical_centre": "~health", "#museum": "~culture", "#library": "~culture", "#theatre": "~culture",
}  # fmt: skip
# Bodies that own the enterprises and institutions of their territory.
HEADS = frozenset({"#city_hall", "#administration", "#akimat", "#council", "#county_council", "#executive_committee"})
# Legal forms that no council or administration has.
ENTERPRISES = frozenset({"public_enterprise", "private_enterprise", "llc", "jsc", "company", "partnership"})
TERRITORIAL = frozenset({"~region", "~district", "~city", "~settlement"})
# Chains whose houses are separate firms under one brand.
CHAINS = frozenset({"~hotel"})
# Registers that accept each company name once, so that the full name with its form identifies.
UNIQUE_NAMES = frozenset({"GB", "IE"})


def fields(tokens: tuple[str, ...]) -> frozenset[str]:
    """The fields of government that a name states, by word or by its kind of body."""
    return frozenset(token for token in tokens if token in FIELDS) | frozenset(
        FIELD_OF_KIND[token] for token in tokens if token in FIELD_OF_KIND
    )
