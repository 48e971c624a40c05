"""What the sample says is what the publisher said: names, titles, amounts and dates, read again from the raw data."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
import pytest

from custodiet.model.release import Release

DATES = {"date", "dateSigned", "startDate", "endDate", "datePublished"}
VERBATIM = {"name", "title", "legalName", "locality", "region"}
AUTHORED = {"documents"}  # number and address of the notice: named in SOURCES.md, checked for shape elsewhere
THE_PORTALS_OWN_STATE = {"Assam"}  # the whole file is of one state, which no row repeats


def test_names_titles_amounts_and_dates_are_those_published(
    releases: dict[str, tuple[str, Release]], published: Callable[[str, str], list[str]]
) -> None:
    wrong = [
        (ocid, *fact)
        for ocid, (source, release) in releases.items()
        for fact in _not_published(release, published(source, ocid))
    ]
    assert not wrong


def test_codes_are_those_published(
    releases: dict[str, tuple[str, Release]], published: Callable[[str, str], list[str]]
) -> None:
    wrong = []
    for ocid, (source, release) in releases.items():
        everything = " ".join(published(source, ocid))
        codes = re.findall(r'"scheme":"[^"]+","id":"([^"]+)"', msgspec.json.encode(release.tender).decode())
        wrong += [(ocid, code) for code in codes if code not in everything]
    assert not wrong


@pytest.mark.parametrize(
    "change",
    [
        ("Lietuvos Respublikos", "Latvijos Respublikos"),
        ("604126.38", "604126.39"),
        ("2020-11-26", "2020-11-27"),
    ],
)
def test_a_fact_that_differs_by_one_letter_or_digit_would_be_noticed(
    change: tuple[str, str],
    releases: dict[str, tuple[str, Release]],
    published: Callable[[str, str], list[str]],
) -> None:
    ocid = "ted:034880-2021"
    text = msgspec.json.encode(releases[ocid][1]).decode()
    altered = msgspec.json.decode(text.replace(*change), type=Release)
    assert _not_published(altered, published("ted", ocid))


def _not_published(release: Release, leaves: list[str]) -> list[tuple[str, Any]]:
    texts, amounts, days = _texts(leaves) | THE_PORTALS_OWN_STATE, _amounts(leaves), _days(leaves)
    told: dict[str, Callable[[Any], bool]] = {
        "text": lambda value: _plain(value) in texts,
        "amount": lambda value: value in amounts,
        "date": lambda value: str(value)[:10] in days,
    }
    return [(path, value) for path, kind, value in _facts(msgspec.to_builtins(release)) if not told[kind](value)]


def _facts(value: Any, path: str = "", key: str = "") -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in AUTHORED:
                yield from _facts(one, f"{path}/{name}", name)
    elif isinstance(value, list):
        for one in value:
            yield from _facts(one, path, key)
    elif value is not None and key == "amount":
        yield path, "amount", Decimal(str(value))
    elif value is not None and key in DATES:
        yield path, "date", value
    elif value is not None and key in VERBATIM:
        yield path, "text", value


def _plain(value: Any) -> str:
    return " ".join(str(value).split())


def _texts(leaves: list[str]) -> set[str]:
    # An organisation chain such as "Works Department||Chief Engineer" names two organisations.
    return {_plain(part) for leaf in leaves for part in (leaf, *leaf.split("||"))}


def _amounts(leaves: list[str]) -> set[Decimal]:
    found = set()
    for leaf in leaves:
        for text in (re.sub(r"INR|,|\s", "", leaf), re.sub(r"\s", "", leaf).replace(",", ".")):
            try:
                found.add(Decimal(text))
            except InvalidOperation:
                continue
    return found


def _days(leaves: list[str]) -> set[str]:
    found = set()
    for leaf in leaves:
        if day := re.match(r"\d{4}-\d\d-\d\d", leaf):
            found.add(day.group())
        elif re.fullmatch(r"(?:19|20)\d{6}", leaf):
            found.add(f"{leaf[:4]}-{leaf[4:6]}-{leaf[6:]}")
        elif day := re.match(r"\d\d-[A-Z][a-z]{2}-\d{4}", leaf):
            found.add(datetime.strptime(day.group(), "%d-%b-%Y").date().isoformat())  # noqa: DTZ007 - a day has no zone
    return found
