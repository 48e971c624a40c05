"""What an organisation's mention says of itself, and what two mentions are to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from custodiet.text.countries import country_code

Verdict = Literal["same", "different", "related", "possible"]
Basis = Literal["identifier", "person", "maker", "name"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation as one source prints it; `key` names the mention and is never compared."""

    key: str
    name: str
    legal_name: str | None = None
    alt_names: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    locality: str | None = None
    region: str | None = None
    country: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What two mentions are to each other; `basis` is stated for `same` only, `why` fits on one line."""

    decision: Verdict
    basis: Basis | None
    score: float
    why: str
    relation: str | None = None


def mention_from_json(key: str, value: Mapping[str, object]) -> Mention:
    """The mention in one side of a pair file; raises ValueError where a field has another shape than declared."""
    name = value.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("an organisation needs a `name` that is a text")
    role = _text(value, "role")
    return Mention(
        key=key,
        name=name,
        legal_name=_text(value, "legal_name"),
        alt_names=tuple(_texts(value.get("alt_names"), "alt_names")),
        identifiers=tuple(_identifiers(value.get("identifiers"))),
        locality=_text(value, "locality"),
        region=_text(value, "region"),
        country=country_code(_text(value, "country")),
        roles=(role,) if role else tuple(_texts(value.get("roles"), "roles")),
    )


def _text(value: Mapping[str, object], field: str) -> str | None:
    found = value.get(field)
    if found is not None and not isinstance(found, str):
        raise ValueError(f"`{field}` must be a text, found {type(found).__name__}")
    return found or None


def _texts(found: object, field: str) -> Sequence[str]:
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise ValueError(f"`{field}` must be a list of texts")
    return found


def _identifiers(found: object) -> list[tuple[str, str]]:
    if found is None:
        return []
    if not isinstance(found, list):
        raise ValueError('`identifiers` must be a list of {"scheme", "id"}')  # noqa: TRY004 - one error for a bad line
    pairs = []
    for item in found:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str | int):
            raise ValueError('each identifier must be {"scheme", "id"}')  # noqa: TRY004 - see above
        pairs.append((str(item.get("scheme") or ""), str(item["id"])))
    return pairs
