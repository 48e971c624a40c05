"""What the tests of this room share: mentions and party tables in one line."""

import pyarrow as pa
import pytest

from custodiet.model.tables import PARTIES
from custodiet.organisations import Mention, decide


@pytest.fixture
def mention():
    def make(
        name: str,
        *numbers: str,
        country: str | None = "UA",
        locality: str | None = None,
        role: str = "supplier",
        **more,
    ) -> Mention:
        identifiers = tuple((number.rpartition(":")[0], number.rpartition(":")[2]) for number in numbers)
        return Mention("m", name, identifiers=identifiers, country=country, locality=locality, roles=(role,), **more)

    return make


@pytest.fixture
def verdict(mention):
    """The decision on two names of one country and, where given, of one town."""

    def of(a: str, b: str, *, country: str | None = "UA", locality: str | None = None, **more) -> str:
        one, other = (mention(name, country=country, locality=locality, **more) for name in (a, b))
        return decide(one, other).decision

    return of


@pytest.fixture
def parties():
    """A parties table of (name, number, locality) with one process per row; numbers as SCHEME:id."""

    def table(*rows: tuple[str, str | None, str | None], country: str = "UA") -> pa.Table:
        return pa.Table.from_pylist(
            [
                {
                    "ocid": f"ocds-{place}", "document_id": "doc", "pointer": f"/{place}", "party_id": f"p{place}",
                    "name": name,
                    "scheme": number.rpartition(":")[0] if number else None,
                    "identifier": number.rpartition(":")[2] if number else None,
                    "locality": locality, "country": country, "roles": ["supplier"],
                }
                for place, (name, number, locality) in enumerate(rows)
            ],
            schema=PARTIES.schema,
        )  # fmt: skip

    return table


@pytest.fixture
def groups():
    """The rows of a resolution as sets of row numbers."""

    def of(resolved) -> set[frozenset[int]]:
        found: dict[str, set[int]] = {}
        for place, organisation in enumerate(resolved.parties_to_organisation["organisation_id"].to_pylist()):
            found.setdefault(organisation, set()).add(place)
        return {frozenset(rows) for rows in found.values()}

    return of
