"""The search of a published copy: all purchases as script files, since a page opened from a disk can read no others."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from custodiet.register.card import Card
from custodiet.register.explain import Explanation
from custodiet.site.definitions import Definitions
from custodiet.site.find import counts, matching
from custodiet.site.languages import Language
from custodiet.site.letters import single_letters
from custodiet.site.links import file_key
from custodiet.site.query import Query
from custodiet.site.site import Site

EACH = 1_000
_SILENT = ("not_checked", "not_applicable")
_DESCRIPTION = 400  # letters of a description that are searched


@dataclass(frozen=True, slots=True)
class PublishedSearch:
    """The page of the search: how many files there are, and what stands on it."""

    files: int
    definitions: Definitions
    countries: tuple[str, ...]

    def labels(self, language: Language) -> str:
        """What the script shows, in a language, as JSON."""
        text = language.text
        told = {
            "none": text("not stated"),
            "untitled": text("A purchase without a stated title"),
            "unbought": text("buyer not stated"),
            "unpriced": text("no amount stated"),
            "chosen": text("chosen: take out"),
            "narrow": text("Narrow down"),
            "pages": text("Pages of results"),
            "previous": text("Previous"),
            "next": text("Next"),
            "understood": text("Your words are also searched as:"),
            "status": text(
                "%(total)s of %(register)s purchases in this register.", total="{total}", register="{register}"
            ),
            "technology": {one: text(known.label) for one, known in self.definitions.technologies.items()},
            "country": {code: language.country(code) for code in self.countries},
            "state": {
                "planned": text("planned"),
                "tendered": text("call for offers"),
                "awarded": text("awarded"),
                "contracted": text("contracted"),
                "paid": text("paid"),
                "cancelled": text("cancelled"),
            },
            "facets": {
                "technology": text("Technology"),
                "country": text("Country"),
                "place": text("Place"),
                "state": text("State"),
                "year": text("Year"),
            },
        }
        return json.dumps(told, ensure_ascii=False)


def search_page_of(site: Site, files: int) -> PublishedSearch:
    """The page of the search over that many files."""
    countries = tuple(one.value for one in counts(site.store, Query(), "country") if one.value != "none")
    return PublishedSearch(files, site.definitions, countries)


def search_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The script files by name: the words that name technologies, then the purchases, newest first."""
    yield "words.js", _script("words", _terms(site.definitions), single_letters())
    ocids = matching(site.store, Query())
    number = 0
    while some := list(islice(ocids, EACH)):
        rows = [_row(site, card) for card in site.store.cards(some)]
        yield f"{number}.js", _script("purchases", rows)
        number += 1


def file_count(purchases: int) -> int:
    """How many files hold that many purchases."""
    return -(-purchases // EACH)


def _row(site: Site, card: Card) -> dict[str, Any]:
    told = site.store.purchase(card.ocid)
    suppliers = [name for _, name in card.suppliers]
    places = [card.place, card.settlement]
    texts = [card.title, card.buyer_name, *suppliers, *places, *_described(told), card.ocid, *card.makers]
    return {
        "key": file_key(card.ocid, site.store.alike),
        "title": (card.title or "")[:200],
        "lang": card.language,
        "technology": list(card.technologies),
        "buyer_name": (card.buyer_name or "")[:120],
        "buyer": [card.buyer] if card.buyer else [],
        "supplier": [one for one, _ in card.suppliers if one],
        "maker": list(card.makers),
        "flag": list(card.flags),
        "country": card.country,
        "place": card.place_id,
        "place_name": card.place,
        "safeguard": _answers(told),
        "state": card.state,
        "year": card.year,
        "date": card.date,
        "amount": None if card.amount is None else float(card.amount),
        "currency": card.currency,
        "amount_state": card.amount_state,
        "text": " ".join(filter(None, texts))[:2_000],
    }


def _described(told: Explanation | None) -> Sequence[str]:
    found = [] if told is None else [one.value for one in told.statements if one.column == "description"]
    return [str(one)[:_DESCRIPTION] for one in found[:3]]


def _answers(told: Explanation | None) -> list[str]:
    """The questions about safeguards on which something is known, each with its state."""
    rows = [] if told is None else told.safeguards
    return [f"{row['question']}:{row['state']}" for row in rows if row["state"] not in _SILENT]


def _terms(definitions: Definitions) -> dict[str, list[str]]:
    """The terms of each technology as the script compares them: words apart, a star for the rest of a word."""
    return {
        one: sorted({made for term in known.terms for form in (term, term.replace("+", "")) if (made := _plain(form))})
        for one, known in definitions.technologies.items()
    }


def _plain(term: str) -> str:
    """A term in small letters without marks; what stands for a gap is left out."""
    bare = unicodedata.normalize("NFKD", term.lower())
    kept = "".join(sign if sign.isalnum() or sign == "*" else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(word for word in kept.split() if word.strip("*"))


def _script(call: str, *values: Any) -> bytes:
    """A call with its values; JSON is script as it stands, but for two ends of lines and the end of an element."""
    told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    for sign in ("\u2028", "\u2029", "<"):
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return f"custodietSearch.{call}({told});\n".encode()
