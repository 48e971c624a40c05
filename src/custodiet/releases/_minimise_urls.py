"""Addresses of pages and files without what shows a person, a stream or a place."""

import functools
import re
from urllib.parse import unquote

from custodiet.releases._minimise_contacts import RULES as CONTACT_RULES
from custodiet.releases._minimise_contacts import STREAM
from custodiet.releases._minimise_coordinates import MAP_LINK
from custodiet.releases._minimise_coordinates import RULES as COORDINATE_RULES
from custodiet.releases._minimise_rule import Markers

_CREDENTIALS = re.compile(r"(?<=://)[^\s/@?#]{1,200}@")
_QUERY = re.compile(r"[?&;][^?&;#\s]*")
_PERSONAL_KEY = re.compile(
    r"(?:e-?mail|user(?:name)?|login|phone|tel|token|access_token|auth|password|pwd|iin|idnp|passport|lat|lon"
    r"|lng|ll)\Z",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"[^@\s/?#]+@[^@\s/?#]+\.[^\W\d_]{2,}")
_PERSONAL_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^\W\d_]{2,}|-?\d{1,3}\.\d{4,},-?\d{1,3}\.\d{4,}")
_NETWORK = next(rule for rule in CONTACT_RULES if rule.kind == "network address")


def url(value: str) -> str:
    """`value` without credentials and personal query parameters; a stream, map point or bare IP host becomes a label.

    The same object comes back when nothing is to be removed.
    """
    if "?" not in value and not _doubtful().rules_for(value):
        return value
    if STREAM.match(value):
        return "[stream address removed]"
    if MAP_LINK.match(value):
        return "[coordinates removed]"
    if value.startswith("mailto:"):
        return "[e-mail removed]"
    cleaned = _CREDENTIALS.sub("", value) if "@" in value else value
    if "?" in cleaned:
        cleaned = _without_personal_parameters(cleaned)
    if "@" in cleaned:
        cleaned = _MAILBOX.sub("[e-mail removed]", cleaned)
    if next(_NETWORK.find(cleaned.split("?")[0]), None) is not None:
        return f"{_NETWORK.label}"
    return value if cleaned == value else cleaned


@functools.cache
def _doubtful() -> Markers:
    return Markers((*CONTACT_RULES, *COORDINATE_RULES))


def _without_personal_parameters(address: str) -> str:
    head, question, query = address.partition("?")
    query, hash_sign, fragment = query.partition("#")
    kept = [part for part in re.split("[&;]", query) if not _is_personal(part)]
    return head + (question + "&".join(kept) if kept else "") + hash_sign + fragment


def _is_personal(parameter: str) -> bool:
    key, _, value = parameter.partition("=")
    return _PERSONAL_KEY.match(key) is not None or _PERSONAL_VALUE.search(unquote(value)) is not None
