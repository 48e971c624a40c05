"""What is open in the profile of a country, as sentences that every language of the site can tell."""

import re
from collections.abc import Iterable, Iterator

from custodiet.site.sentences import Sentence, say

_UNSEEN = re.compile(
    r"(?P<part>\w+)(?: (?P<mark>['\"])(?P<name>.*)(?P=mark))?: from general knowledge, not seen in a page"
)
_PARTS = {
    "access_to_information": say(
        "Law on access to information, “%(name)s”: from general knowledge, not seen in a page."
    ),
    "authority": say("Authority, “%(name)s”: from general knowledge, not seen in a page."),
    "currencies": say("Currency, “%(name)s”: from general knowledge, not seen in a page."),
    "identifiers": say("Registry of organisations, “%(name)s”: from general knowledge, not seen in a page."),
    "laws": say("Law on personal data, “%(name)s”: from general knowledge, not seen in a page."),
    "procurement": say("Law on procurement, “%(name)s”: from general knowledge, not seen in a page."),
    "term": say("Term for an answer: from general knowledge, not seen in a page."),
}


def open_points(points: Iterable[str]) -> Iterator[Sentence]:
    """The points of a profile as sentences; one that was never seen keeps its words."""
    for point in points:
        found = _UNSEEN.fullmatch(point)
        part = _PARTS.get(found["part"]) if found else None
        if found is None or part is None:
            yield Sentence(point)
        else:
            yield Sentence(part.text, {"name": found["name"]} if found["name"] else {})


def fixed(points: Iterable[str]) -> Iterator[str]:
    """The points that stand for themselves: their words are translated as they are."""
    return (one.text for one in open_points(points) if not one.values)
