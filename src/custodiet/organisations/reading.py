"""A distinct mention taken apart once: name, place, numbers."""

from dataclasses import dataclass

from custodiet.organisations.identifiers import numbers_of
from custodiet.organisations.localities import Locality, locality_of
from custodiet.organisations.mention import Mention
from custodiet.organisations.names import Name, take_apart


@dataclass(frozen=True, slots=True)
class Read:
    """A distinct mention with its name, place, registry numbers and numbers of mere records taken apart."""

    mention: Mention
    name: Name
    place: Locality
    numbers: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str], ...]


def read_mention(mention: Mention) -> Read:
    """The mention with its parts."""
    numbers = numbers_of(mention.identifiers, (mention.name,), mention.country) if mention.identifiers else ()
    return Read(
        mention,
        take_apart(mention.name, mention.country),
        locality_of(mention.locality, mention.region, mention.country),
        tuple((number.scheme, number.number) for number in numbers if number.nature == "registry"),
        tuple((number.scheme, number.number) for number in numbers if number.nature == "record"),
    )
