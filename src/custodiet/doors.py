"""The doors between the rooms: what passes is counted, and what does not add up stops the run."""

from collections.abc import Iterable, Mapping

from custodiet.errors import DoorError


def balance(room: str, found: int, parts: Mapping[str, int]) -> None:
    """Raises DoorError unless what a room found is what it handed on and set aside, each part counted."""
    if found != sum(parts.values()):
        counted = " + ".join(f"{count:,} {name}" for name, count in parts.items())
        raise DoorError(f"{room}: {found:,} found, but {counted} is {sum(parts.values()):,}; the old register stands")


def unchanged(room: str, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Raises DoorError unless each total is the same behind a room as before it."""
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    if changed:
        name = min(changed)
        raise DoorError(
            f"{room}: the total of {name} was {before.get(name)} and is {after.get(name)}; the old register stands"
        )


def known(room: str, what: str, ids: Iterable[str], among: frozenset[str]) -> None:
    """Raises DoorError where a room speaks of something that no room before it handed on."""
    strangers = sorted(set(ids) - among)
    if strangers:
        raise DoorError(f"{room}: {len(strangers):,} {what} that no room before knows, such as {strangers[0]!r}")
