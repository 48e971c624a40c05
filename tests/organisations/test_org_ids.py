"""A party id of the form SCHEME-NUMBER is an identifier, where none is stated beside it."""

import pyarrow as pa

from custodiet.model.tables import PARTIES
from custodiet.organisations import resolve
from custodiet.organisations.org_ids import with_numbers_of_ids


def parties(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([dict.fromkeys(PARTIES.names) | row for row in rows], schema=PARTIES.schema)


def test_the_number_in_a_party_id_is_taken() -> None:
    row = with_numbers_of_ids(parties({"party_id": "KG-INN-00010002"})).to_pylist()[0]
    assert (row["scheme"], row["identifier"]) == ("KG-INN", "00010002")


def test_a_stated_identifier_stays() -> None:
    row = with_numbers_of_ids(parties({"party_id": "GB-COH-123", "scheme": "GB-CHC", "identifier": "9"})).to_pylist()[0]
    assert (row["scheme"], row["identifier"]) == ("GB-CHC", "9")


def test_a_local_id_is_no_number() -> None:
    rows = with_numbers_of_ids(parties({"party_id": "ORG-0001"}, {"party_id": "buyer"}, {"party_id": None})).to_pylist()
    assert [row["identifier"] for row in rows] == [None, None, None]


def test_two_mentions_by_the_same_id_are_one_organisation() -> None:
    mention = {"party_id": "KG-INN-00010002", "name": "ОсОО «Пример»", "document_id": "d", "roles": ["supplier"]}
    resolved = resolve(parties({**mention, "ocid": "1", "pointer": "/1"}, {**mention, "ocid": "2", "pointer": "/2"}))
    assert resolved.organisations.num_rows == 1


def test_a_natural_person_who_trades_is_told_by_the_token_alone() -> None:
    trader = {"name": "sole trader, place not stated", "document_id": "d", "roles": ["tenderer"]}
    rows = [
        {**trader, "ocid": "1", "party_id": "person-0123456789abcdef", "pointer": "/1"},
        {**trader, "ocid": "2", "party_id": "person-0123456789abcdef", "pointer": "/2"},
        {**trader, "ocid": "2", "party_id": "person-fedcba9876543210", "pointer": "/3"},
    ]
    resolved = resolve(parties(*rows))
    found = sorted(resolved.organisations.to_pylist(), key=lambda row: row["mentions"])
    assert [(row["mentions"], row["kind"], row["identifiers"]) for row in found] == [
        (1, "sole_trader", []),
        (2, "sole_trader", []),
    ]
    assert resolved.links.num_rows == 0
