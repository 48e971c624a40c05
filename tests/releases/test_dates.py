"""Dates in other forms than ISO 8601 are read where one day alone can be meant."""

import pytest

from custodiet.releases._dates import read_date


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("2024-03-01t09:30:00z", "2024-03-01T09:30:00Z"),
        ("2024-03-01t09:30:00.5+06:00", "2024-03-01T09:30:00.5+06:00"),
        ("1.3.2024", "2024-03-01"),
        ("01.03.2024 9:30", "2024-03-01T09:30"),
        ("20240301", "2024-03-01"),
        ("1 March 2024", "2024-03-01"),
        ("2024-03-01 09:30:00 Eastern Standard Time (EST)", "2024-03-01T09:30:00-05:00"),
        ("2024-02-30t09:30:00z", None),
        ("01/03/2024", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_where_its_day_is_without_doubt(published: str, read: str | None) -> None:
    assert read_date(published) == read
