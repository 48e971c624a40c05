"""The words that the questions share: legal sources, the nine states, stages, places of publication."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from custodiet.discovery import load

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "uk", "ru", "ky")

Sentence: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Confirmed: TypeAlias = Literal["page", "secondary", "unconfirmed"]
"""Seen in the text itself or a copy of it; seen in a commentary or summary only; not seen in a stored page."""


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence in the languages of the register; none is derived from another."""

    en: Sentence
    uk: Sentence
    ru: Sentence
    ky: Sentence

    def in_language(self, language: str) -> str:
        """The sentence in `language`, in English where the register does not speak it."""
        text: str = getattr(self, language if language in LANGUAGES else "en")
        return text


class LegalSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A law, guideline or standard; where `binding_in` is empty or elsewhere, it is a benchmark and never a breach."""

    name: Sentence
    binding_in: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    binding_confirmed: Confirmed = "page"
    applies_from: dt.date | None = None
    date_confirmed: Confirmed = "page"
    about: str | None = None


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the nine states of an answer; `needs` names the columns that an assessment in it must fill."""

    needs: tuple[str, ...]
    label: Texts
    meaning: Texts


def load_sources(plugins: Path | None = None) -> dict[str, LegalSource]:
    """The legal sources by their short name, an outsider's own beside ours."""
    sources = load(FOLDER / "_sources.toml", dict[str, LegalSource])
    outside = None if plugins is None else plugins / FOLDER.name / "_sources.toml"
    if outside is not None and outside.is_file():
        sources |= load(outside, dict[str, LegalSource])
    return sources


def load_states() -> dict[str, State]:
    """The nine states by name."""
    return load(FOLDER / "_states.toml", dict[str, State])


def load_words(name: Literal["stages", "places"]) -> dict[str, Texts]:
    """What a reader sees for each stage of a purchase, or for each place where an answer is normally published."""
    return load(FOLDER / f"_{name}.toml", dict[str, Texts])
