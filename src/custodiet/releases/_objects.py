"""Objects of one kind, asked for one value of all of them at a time.

Releases come in two forms: as decoded structs (`Structs`), which any record can become, and as nested Arrow columns
(`custodiet.releases._nested.Nested`), which cost a third but take only records that fit. What makes rows of them asks
both in the same words: a path of OCDS names, such as `"tenderPeriod", "startDate"`.
"""

import itertools
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Protocol, Self, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from custodiet.model import release
from custodiet.model.tables import TEXT, TEXTS

Numbers: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]
Values: TypeAlias = Sequence[Any] | pa.Array


class Objects(Protocol):
    """Objects of one kind in a row; a path that leads through what is not stated ends in null."""

    def __len__(self) -> int:
        """How many objects there are."""

    def texts(self, *path: str) -> pa.Array:
        """The text at a path of each object."""

    def ids(self, *path: str) -> pa.Array:
        """The id at a path of each object as text, whether it was stated as text or as number."""

    def numbers(self, *path: str) -> Values:
        """The number at a path of each object."""

    def text_lists(self, *path: str) -> pa.Array:
        """The texts or ids at a path of each object; of ids those that are stated."""

    def single(self, *path: str) -> tuple["Objects", Numbers]:
        """The object at a path of each that has one, and the numbers of those that do."""

    def members(self, *path: str) -> tuple["Objects", Numbers]:
        """The objects in the list at a path, those of all in a row, and how many each has."""

    def lists(self, *path: str) -> Flags:
        """Which objects state a list at a path, be it empty."""

    def chosen(self, numbers: Numbers) -> Self:
        """Those with these numbers, in that order."""

    def behind(self, others: Sequence[Self]) -> Self:
        """These and behind them others of their kind."""


def _getters() -> dict[str, Callable[[Any], Any]]:
    structs = [one for one in vars(release).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    return {field.encode_name: attrgetter(field.name) for one in structs for field in msgspec.structs.fields(one)}


_GETTERS = _getters()


class Structs:
    """Decoded objects."""

    def __init__(self, objects: list[Any]) -> None:
        self.objects = objects

    def __len__(self) -> int:
        """How many objects there are."""
        return len(self.objects)

    def values(self, *path: str) -> list[Any]:
        """Whatever stands at a path of each object."""
        values = self.objects
        for step, name in enumerate(path):
            get = _GETTERS[name]
            values = [None if one is None else get(one) for one in values] if step else list(map(get, values))
        return values

    def texts(self, *path: str) -> pa.Array:
        """The text at a path of each object."""
        return pa.array(self.values(*path), TEXT)

    def ids(self, *path: str) -> pa.Array:
        """The id at a path of each object as text."""
        values = self.values(*path)
        try:
            return pa.array(values, TEXT)
        except pa.ArrowTypeError:
            return pa.array([None if value is None else str(value) for value in values], TEXT)

    def numbers(self, *path: str) -> list[Any]:
        """The number at a path of each object, exact."""
        return self.values(*path)

    def text_lists(self, *path: str) -> pa.Array:
        """The texts or ids at a path of each object."""
        lists = self.values(*path)
        if lists.count(None) == len(lists):
            return pa.nulls(len(lists), TEXTS)
        stated = [None if ids is None else [str(one) for one in ids if one is not None] for ids in lists]
        return pa.array(stated, TEXTS)

    def single(self, *path: str) -> tuple["Structs", Numbers]:
        """The object at a path of each that has one."""
        values = self.values(*path)
        holders = np.array([n for n, one in enumerate(values) if one is not None], np.intp)
        return Structs([one for one in values if one is not None]), holders

    def members(self, *path: str) -> tuple["Structs", Numbers]:
        """The objects in the list at a path."""
        full = [one or () for one in self.values(*path)]
        return Structs(list(itertools.chain.from_iterable(full))), np.fromiter(map(len, full), np.intp, len(full))

    def lists(self, *path: str) -> Flags:
        """Which objects state a list at a path."""
        return np.array([one is not None for one in self.values(*path)], bool)

    def chosen(self, numbers: Numbers) -> "Structs":
        """Those with these numbers."""
        return Structs([self.objects[n] for n in numbers.tolist()])

    def behind(self, others: Sequence["Structs"]) -> "Structs":
        """These and behind them others."""
        return Structs(list(itertools.chain(self.objects, *(one.objects for one in others))))
