"""The profile of a country as its own file in this folder states it, and what in it could not be confirmed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from custodiet.discovery import load, load_all, nearest, plugin_files
from custodiet.errors import DefinitionError

FOLDER = Path(__file__).parent

Sentence: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
CountryCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
CurrencyCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
LanguageCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$")]
Exact: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{1,18}(\.\d{1,4})?$")]
Days: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=365)]
Confirmed: TypeAlias = Literal["page", "secondary", "unconfirmed"]
"""Seen in the text itself or on an official page; seen in a commentary or summary only; from general knowledge."""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything that a profile says: where it was seen (addresses) and how far it is confirmed."""

    confirmed: Confirmed
    source: tuple[Sentence, ...] = ()
    note: Sentence | None = None


class Currency(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A currency of the country, with its dates where it changed."""

    code: CurrencyCode
    since: dt.date | None = None
    until: dt.date | None = None


class Languages(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Official languages, ISO 639-1; the first is tried first for a request."""

    codes: tuple[LanguageCode, ...]


class Identifier(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A scheme of registry numbers as open data name it."""

    scheme: Sentence
    about: Sentence


class Law(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A law: its title by language (English always), number and dates as far as they were seen."""

    title: dict[LanguageCode, Sentence]
    number: Sentence | None = None
    adopted: dt.date | None = None
    applies_from: dt.date | None = None
    until: dt.date | None = None

    def in_language(self, language: str) -> str:
        """The title in a language, in English where it is not given."""
        return self.title.get(language, self.title["en"])


class Term(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many days a body has for its answer; `as_printed` where the source does not say which kind of days."""

    days: Days
    unit: Literal["working", "calendar", "as_printed"]
    article: Sentence | None = None
    extension_days: Days | None = None


class Access(Law, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The law on access to information; without `term` where none in days was confirmed or the law sets none."""

    term: Term | None = None


class Authority(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body that supervises the protection of personal data."""

    name: Sentence


class DataProtection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Laws on personal data, the present one first, and the authority."""

    laws: tuple[Law, ...] = ()
    authority: Authority | None = None


class Threshold(Statement, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value that decides on the procedure; `seen_on` is when a page told it where the law's date was not seen."""

    what: Sentence
    amount: Exact
    currency: CurrencyCode
    since: dt.date | None = None
    until: dt.date | None = None
    seen_on: dt.date | None = None


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Buyers whose purchases are not published, by words of their names; a `*` stands for the rest of a word."""

    kind: Sentence
    words: tuple[Sentence, ...]


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Stricter publication than the rest: what is left out, and after how many days anything else appears."""

    delay_days: Annotated[int, msgspec.Meta(ge=0, le=3650)]
    reason: Sentence
    left_out: tuple[LeftOut, ...] = ()


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One country. `follows` names shared files (`_eu.toml`) whose thresholds and data protection hold here too."""

    code: CountryCode
    name: Sentence
    currencies: tuple[Currency, ...]
    languages: Languages
    identifiers: tuple[Identifier, ...] = ()
    procurement: tuple[Law, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    data_protection: DataProtection = DataProtection()
    access_to_information: Access | None = None
    publication: Publication | None = None
    follows: tuple[Sentence, ...] = ()
    not_confirmed: tuple[Sentence, ...] = ()

    def open_points(self) -> list[str]:
        """What a reader has to check, in words: the file's own list, unconfirmed statements, and what is not stated."""
        return [*self.not_confirmed, *_unconfirmed(self), *_not_stated(self)]


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What several countries have in common, such as the thresholds of the European Union."""

    procurement: tuple[Law, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    data_protection: tuple[Law, ...] = ()


def load_countries(plugins: Path | None = None) -> dict[str, Profile]:
    """The profiles by country code, ours and an outsider's; all faulty files are reported at once."""
    files = {file.stem: file for file in plugin_files(FOLDER, ".toml", plugins)}
    loaded = load_all(plugin_files(FOLDER, ".toml", plugins), Profile)
    shared = {file.stem[1:]: load(file, Shared) for file in sorted(FOLDER.glob("_*.toml"))}
    faults = [
        f"{files[stem]}: {fault}" for stem, profile in loaded.items() for fault in _faults(stem, profile, list(shared))
    ]
    faults += [
        f"{FOLDER / f'_{name}.toml'}: {fault}" for name, each in shared.items() for fault in _source_faults(each)
    ]
    if faults:
        raise DefinitionError("\n".join(faults))
    joined = (_with_shared(profile, [shared[name] for name in profile.follows]) for profile in loaded.values())
    return {profile.code: profile for profile in sorted(joined, key=lambda profile: profile.code)}


def _with_shared(profile: Profile, shared: list[Shared]) -> Profile:
    """The profile with what the countries it follows have in common behind its own."""
    protection = profile.data_protection
    return msgspec.structs.replace(
        profile,
        procurement=(*profile.procurement, *(law for each in shared for law in each.procurement)),
        thresholds=(*profile.thresholds, *(each for common in shared for each in common.thresholds)),
        data_protection=msgspec.structs.replace(
            protection, laws=(*protection.laws, *(law for each in shared for law in each.data_protection))
        ),
    )


def _faults(stem: str, profile: Profile, shared: list[str]) -> Iterator[str]:
    """What keeps a profile from standing for what it says."""
    if stem != profile.code.lower():
        yield f"the profile of {profile.code} is to be called {profile.code.lower()}.toml"
    if not profile.currencies or not profile.languages.codes:
        yield "a profile names at least one currency and one language"
    for name in profile.follows:
        if name not in shared:
            yield f"nothing shared is called {name!r}{nearest(name, shared)}"
    yield from _source_faults(profile)


def _source_faults(part: Profile | Shared) -> Iterator[str]:
    """Statements that claim to be confirmed and do not say where, or the other way round."""
    for what, said in _statements(part):
        if said.confirmed != "unconfirmed" and not said.source:
            yield f"{what}: confirmed = {said.confirmed!r} needs a 'source'; name the address, or call it unconfirmed"
        if said.confirmed == "unconfirmed" and said.source:
            yield f"{what}: unconfirmed, but a 'source' is named; say what was seen there, or take it out"
        if isinstance(said, Law) and "en" not in said.title:
            yield f"{what}: the title of a law is given in English too"


def _unconfirmed(profile: Profile) -> Iterator[str]:
    for what, said in _statements(profile):
        if said.confirmed == "unconfirmed":
            yield f"{what}: from general knowledge, not seen in a page"


def _not_stated(profile: Profile) -> Iterator[str]:
    access = profile.access_to_information
    stated = {
        "a law on procurement": profile.procurement,
        "thresholds": profile.thresholds,
        "a law on personal data": profile.data_protection.laws,
        "the authority for personal data": profile.data_protection.authority,
        "a law on access to information": access,
        "the term for an answer, in days": access and access.term,
    }
    yield from (f"{what}: not stated here" for what, value in stated.items() if not value)


def _statements(part: object, what: str = "") -> Iterator[tuple[str, Statement]]:
    """Every statement below a part of a profile, with its place in words."""
    if isinstance(part, Statement):
        yield _place(what, part), part
    if isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _statements(getattr(part, name), name)
    elif isinstance(part, tuple):
        for each in part:
            yield from _statements(each, what)


def _place(what: str, said: Statement) -> str:
    """The name of the part, and which of several it is."""
    if isinstance(said, Law):
        return f"{what} {said.title.get('en', '')!r}"
    label = next((getattr(said, name) for name in ("code", "scheme", "what", "name") if hasattr(said, name)), "")
    return f"{what} {label!r}" if label else what
