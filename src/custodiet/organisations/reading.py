"""A distinct mention taken apart once: name, place, numbers."""

from dataclasses import dataclass, replace

from custodiet.model.organisation_tables import SOLE_TRADER
from custodiet.organisations.identifiers import numbers_of
from custodiet.organisations.localities import Locality, locality_of
from custodiet.organisations.mention import Mention
from custodiet.organisations.names import Name, take_apart
from custodiet.organisations.org_ids import TRADER


@dataclass(frozen=True, slots=True)
class Read:
    """A distinct mention with its name, place, registry numbers and numbers of mere records taken apart."""

    mention: Mention
    name: Name
    place: Locality
    numbers: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str], ...]


def read_mention(mention: Mention) -> Read:
    """The mention with its parts; of a natural person who trades the token tells who it is, and the name nothing."""
    numbers = numbers_of(mention.identifiers, (mention.name,), mention.country) if mention.identifiers else ()
    return Read(
        mention,
        _trader(mention) if any(one.scheme == TRADER for one in numbers) else take_apart(mention.name, mention.country),
        locality_of(mention.locality, mention.region, mention.country),
        tuple((number.scheme, number.number) for number in numbers if number.nature == "registry"),
        tuple((number.scheme, number.number) for number in numbers if number.nature == "record"),
    )


def _trader(mention: Mention) -> Name:
    return replace(take_apart("", mention.country), printed=mention.name, form=SOLE_TRADER)
