"""Texts, parties, places and addresses without persons and without places finer than a settlement.

The one place of the corridor where persons leave: every text, name, locality and address that the releases room hands
on has passed here. What is cut leaves a bracketed label; the original is kept nowhere.
"""

import functools
import re
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.releases import (
    _minimise_contacts,
    _minimise_coordinates,
    _minimise_names,
    _minimise_numbers,
    _minimise_parties,
    _minimise_streets,
)
from custodiet.releases._minimise_bare_names import is_bare_name
from custodiet.releases._minimise_parties import (
    DEFAULT_SALT,
    MinimisedParty,
    has_firm_form,
    is_person_name,
    person,
    reference,
)
from custodiet.releases._minimise_places import place
from custodiet.releases._minimise_rule import Markers, Rule
from custodiet.releases._minimise_urls import url

__all__ = [
    "DEFAULT_SALT",
    "KINDS",
    "MinimisedParty",
    "address",
    "original",
    "party",
    "place",
    "reference",
    "set_salt",
    "text",
    "text_with_removals",
    "texts",
    "url",
]

Kinds: TypeAlias = tuple[str, ...]

# In the order of their cuts: what holds a part of another kind (an e-mail in a stream address) goes first.
_RULES: tuple[Rule, ...] = (
    *_minimise_contacts.RULES,
    *_minimise_coordinates.RULES,
    *_minimise_streets.RULES,
    *_minimise_contacts.TELEPHONE_RULES,
    *_minimise_numbers.RULES,
    *_minimise_names.RULES,
)
KINDS: Kinds = tuple(dict.fromkeys(rule.kind for rule in _RULES))
_NAME_RULES = {number for number, rule in enumerate(_RULES) if rule.kind == "name"}
_LONGEST_REMEMBERED = 500
_PASSES = 5  # a cut may free a part that was glued to it
_CLEAN: Kinds = ()


def text(value: str) -> str:
    """`value` without persons and fine places; the same object where nothing is to be removed."""
    cut = _remembered(value) if len(value) <= _LONGEST_REMEMBERED else _cut(value)
    return value if cut is None else cut[0]


@functools.lru_cache(maxsize=1 << 12)
def original(value: str) -> str:
    """A value that could not be read as it stands, without persons and fine places; a bare name goes as a whole."""
    return "[name removed]" if is_person_name(value) or is_bare_name(value, "") else text(value)


def address(value: str) -> str:
    """What a publisher gave as the address of a page or file, without persons and fine places."""
    return text(value) if re.search(r"\s", value) else url(value)


def text_with_removals(value: str) -> tuple[str, Kinds]:
    """The minimised text and the kinds of parts that were removed, in the order of `KINDS`."""
    cut = _remembered(value) if len(value) <= _LONGEST_REMEMBERED else _cut(value)
    return (value, _CLEAN) if cut is None else cut


def texts(values: pa.Array) -> dict[int, tuple[str, Kinds]]:
    """By the number of each value of a column that changes what `text_with_removals` makes of it.

    One pass over all values together finds the few that must be looked at.
    """
    doubtful = _doubtful(values)
    if not doubtful:
        return {}
    cuts = zip(doubtful, map(_remembered, values.take(pa.array(doubtful, pa.int64())).to_pylist()), strict=True)
    return {number: cut for number, cut in cuts if cut is not None}


@functools.lru_cache(maxsize=1 << 14)
def party(
    name: str | None,
    legal_name: str | None,
    scheme: str | None,
    identifier: str | None,
    region: str | None,
    country: str | None,
    *,
    offers: bool = False,
) -> MinimisedParty:
    """A party without a natural person: a sole trader as "sole trader, REGION" with a salted token for its number.

    An organisation keeps its names, with contacts and addresses cut from them, and its number. A party that
    `offers`, as tenderer or supplier, also is a natural person where its bare name is one's; no body that buys is.
    """
    found = person(name, legal_name, scheme, identifier, region, country, offers=offers)
    if found is not None:
        return found
    cut_name, kinds = _party_name(name)
    cut_legal_name, more_kinds = _party_name(legal_name)
    every_kind = _in_order({*kinds, *more_kinds})
    return MinimisedParty(
        cut_name, cut_legal_name, scheme, identifier, is_person=False, id_token=None, kinds=every_kind
    )


def set_salt(salt: bytes) -> None:
    """Set the key of the tokens, 1 to 64 bytes; a register keeps one for life, since tokens of two salts never meet."""
    _minimise_parties.set_salt(salt)
    party.cache_clear()


def _party_name(name: str | None) -> tuple[str | None, Kinds]:
    if name is None:
        return None, _CLEAN
    numbers = _markers().rules_for(name)
    if has_firm_form(name):
        numbers -= _NAME_RULES  # a firm may bear its founder's name
    cut = _apply(name, numbers)
    return (name, _CLEAN) if cut is None else cut


def _doubtful(values: pa.Array) -> list[int]:
    """The numbers of the values in which a marker of a rule stands, rising."""
    column = pa.ListArray.from_arrays([0, len(values)], values.fill_null(""))
    folded, starts = _markers().positions(pc.binary_join(column, "\0")[0].as_buffer().to_pybytes())
    if not starts:
        return []
    ends = np.flatnonzero(np.frombuffer(folded, np.uint8) == 0)[1:]
    if len(ends) != len(values):  # a value holds the separator itself
        return np.flatnonzero(values.is_valid()).tolist()
    # A marker may begin with the separator in front of its value.
    found: list[int] = np.unique(np.searchsorted(ends, np.asarray(starts) + 1)).tolist()
    return found


@functools.cache
def _markers() -> Markers:
    return Markers(_RULES)


def _cut(value: str) -> tuple[str, Kinds] | None:
    """The text without its parts and their kinds, or None where it has none."""
    kinds: set[str] = set()
    for _ in range(_PASSES):
        numbers = _markers().rules_for(value)
        cut = _apply(value, numbers) if numbers else None
        if cut is None:
            break
        value = cut[0]
        kinds |= set(cut[1])
    return (value, _in_order(kinds)) if kinds else None


_remembered = functools.lru_cache(maxsize=1 << 15)(_cut)


def _apply(value: str, numbers: set[int]) -> tuple[str, Kinds] | None:
    kinds: list[str] = []
    for number in sorted(numbers):
        rule = _RULES[number]
        cut = _replace(value, rule)
        if cut != value:
            kinds.append(rule.kind)
            value = cut
    return (value, tuple(kinds)) if kinds else None


def _in_order(kinds: set[str]) -> Kinds:
    return tuple(kind for kind in KINDS if kind in kinds)


def _replace(value: str, rule: Rule) -> str:
    """`value` with each span that `rule` finds replaced by its label; spans that touch become one."""
    pieces: list[str] = []
    end_of_last = 0
    for start, end in sorted(rule.find(value)):
        if start >= end_of_last:
            pieces += (value[end_of_last:start], rule.label)
        end_of_last = max(end, end_of_last)
    return "".join([*pieces, value[end_of_last:]]) if pieces else value
