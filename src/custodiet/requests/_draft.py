"""Writes the draft: who is asked, about which purchase, on which ground, and for what is missing, nothing else."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from custodiet.countries import Access, Profile
from custodiet.errors import UsageError
from custodiet.requests._texts import Words

OPEN_STATES = ("not_checked", "not_found", "partly_documented", "contradicted")
"""States in which a question about safeguards is worth asking: the others are answered, refused or do not apply."""

_AGREED = ("awarded", "contracted", "paid")
_MONEY = ("paid", "contracted", "awarded", "tendered", "planned")
_CONTRACT, _RECIPIENTS = "SG12", "SG18"
"""The questions that are not asked a second time where the contract itself, or who receives data, is asked for."""
_DAY = 10  # characters of an ISO date


class Wording(Protocol):
    """A text in several languages."""

    def in_language(self, language: str) -> str:
        """The text in one language."""
        ...


class Question(Protocol):
    """A question about safeguards, as the room `safeguards` loads it."""

    @property
    def question(self) -> Wording:
        """The question itself."""
        ...

    def concerns(self, technology: str) -> bool:
        """Whether the question applies to a technology."""
        ...


@dataclass(frozen=True, slots=True)
class Missing:
    """What the data of a purchase leave open.

    `states` holds the state of each question about safeguards; `searched` where and when was looked for an answer that
    was not found, as (place, ISO date); `contradictions` what sources say against each other, in one line each.
    """

    contract_published: bool
    counts_published: bool
    states: Mapping[str, str]
    searched: Mapping[str, tuple[str, str]]
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A draft for a person to complete and send; `notes` tell that person what to check and are no part of it."""

    ocid: str
    language: str
    recipient: str | None
    subject: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def body(self) -> str:
        """The letter as plain text."""
        return "\n\n".join(self.paragraphs) + "\n"


def draft_request(
    purchase: Mapping[str, Any],
    missing: Missing,
    questions: Mapping[str, Question],
    profile: Profile | None,
    *,
    language: str,
    words: Words,
    number: str | None,
) -> Request:
    """The draft for one row of PURCHASES, which its buyer knows by `number`.

    `profile` is that of the buyer's country, None where there is none.

    Raises:
        UsageError: nothing is missing.
    """
    asked = [*_asks(purchase, missing, words), *_safeguards(missing, questions, words)]
    if not asked:
        raise UsageError(f"{purchase['ocid']}: nothing is missing that a request could ask for")
    access = profile.access_to_information if profile else None
    about = [words.letter.about, *_facts(purchase, number, words)]
    ground = words.letter.ground.format(law=_law(access, language, words)) if access else words.letter.ground_unknown
    return Request(
        ocid=purchase["ocid"],
        language=language,
        recipient=purchase["buyer_name"],
        subject=words.letter.subject.format(title=_one_line(purchase["title"] or purchase["ocid"])),
        paragraphs=(
            *_head(purchase["buyer_name"], words),
            "\n".join(about),
            ground,
            "\n".join([words.letter.please, *(f"{place}. {ask}" for place, ask in enumerate(asked, 1))]),
            *_foot(access, words),
        ),
        notes=(*_notes(purchase, missing, questions, language, words), *_country_notes(purchase, profile, language)),
    )


def _head(buyer: str | None, words: Words) -> Iterator[str]:
    """Who is asked, by whom, and what the letter is."""
    letter = words.letter
    yield letter.to.format(buyer=_one_line(buyer) if buyer else letter.buyer_unknown)
    yield f"{letter.sender}\n{letter.reply_to}"
    yield letter.heading


def _foot(access: Access | None, words: Words) -> Iterator[str]:
    """How and until when an answer is asked for; a term that nobody has confirmed is not cited."""
    letter = words.letter
    yield letter.answer
    term = access.term if access else None
    if term is not None and term.confirmed != "unconfirmed":
        yield letter.term.format(unit=getattr(words.units, term.unit), days=term.days)
    yield from (letter.form, letter.persons, letter.part, letter.elsewhere, letter.close)


def _asks(purchase: Mapping[str, Any], missing: Missing, words: Words) -> Iterator[str]:
    """What is asked for beside the safeguards; of what was never agreed no contract, price or supplier is asked for."""
    if purchase["state"] in _AGREED:
        if not missing.contract_published and _open(missing, _CONTRACT):
            yield words.asks.contract
        if all(purchase[f"{state}_amount"] is None for state in _AGREED):
            yield words.asks.price
        if not purchase["supplier_names"]:
            yield words.asks.supplier
    if not missing.counts_published:
        yield words.asks.counts
    if _open(missing, _RECIPIENTS):
        yield words.asks.recipients
    for claims in missing.contradictions:
        yield words.asks.contradiction.format(claims=claims)


def _open(missing: Missing, question: str) -> bool:
    return missing.states.get(question, OPEN_STATES[0]) in OPEN_STATES


def _safeguards(missing: Missing, questions: Mapping[str, Question], words: Words) -> Iterator[str]:
    """The open questions in order of their id, with where an answer was looked for in vain."""
    for name in _asked(missing, questions):
        text = words.questions.get(name) or questions[name].question.in_language(words.questions_in)
        where = missing.searched.get(name)
        if where is not None:
            place, day = where
            text += " " + words.letter.searched.format(place=_one_line(place), date=_day(day, words))
        yield text


def _asked(missing: Missing, questions: Iterable[str]) -> list[str]:
    """The ids of the questions that are asked, in order."""
    apart = {_CONTRACT, _RECIPIENTS}
    return [name for name in sorted(questions) if name not in apart and missing.states.get(name) in OPEN_STATES]


def _facts(purchase: Mapping[str, Any], number: str | None, words: Words) -> Iterator[str]:
    """What is known of the purchase, so that the body can find it."""
    facts = words.facts
    if purchase["title"]:
        yield facts.title.format(value=_one_line(purchase["title"]))
    if number:
        yield facts.number.format(value=_one_line(number))
    if purchase["date"]:
        yield facts.date.format(value=_day(purchase["date"], words))
    if purchase["supplier_names"]:
        yield facts.supplier.format(value=_one_line("; ".join(purchase["supplier_names"])))
    for state in _MONEY:
        amount = purchase[f"{state}_amount"]
        if amount is not None:
            currency = purchase[f"{state}_currency"] or ""
            yield getattr(facts, state).format(value=f"{_number(amount)} {currency}".strip())
            break
    if purchase["notice_url"]:
        yield facts.notice.format(value=_one_line(purchase["notice_url"]))


def _law(access: Access, language: str, words: Words) -> str:
    """The title of the law with its number and day, as far as the profile states them and the title does not."""
    title = access.in_language(language)
    parts = []
    if access.number and access.number not in title:
        parts.append(words.law_number.format(number=access.number))
    if access.adopted:
        parts.append(access.adopted.strftime(words.date))
    return f"{title} ({', '.join(parts)})" if parts else title


def _notes(
    purchase: Mapping[str, Any], missing: Missing, questions: Iterable[str], language: str, words: Words
) -> Iterator[str]:
    """What the sender has to complete and to check in the letter."""
    yield "a draft; nothing was sent: fill in what stands in [brackets]"
    yield f"wording in {words.name}: {words.checked}"
    foreign = [name for name in _asked(missing, questions) if name not in words.questions]
    if words.questions_in != language and foreign:
        yield f"{len(foreign)} questions about safeguards stand in the language {words.questions_in!r}: translate them"
    if missing.contradictions and language != "en":
        yield "what sources say against each other is quoted in English: translate it"
    if purchase["buyer_name"] is None:
        yield "the data do not state one buyer: find out whom to ask"


def _country_notes(purchase: Mapping[str, Any], profile: Profile | None, language: str) -> Iterator[str]:
    if profile is None:
        yield f"there is no profile of the country {purchase['country'] or '(not stated)'}: name its law yourself"
        return
    if language not in profile.languages.codes:
        yield f"official languages of {profile.name}: {', '.join(profile.languages.codes)}; this draft is in {language}"
    yield from _law_notes(profile)


def _law_notes(profile: Profile) -> Iterator[str]:
    access = profile.access_to_information
    if access is None:
        yield f"the profile of {profile.name} states no law on access to information: name it yourself"
        return
    if access.confirmed == "unconfirmed":
        yield "the law is cited from general knowledge: check its title and whether it is in force"
    if access.term is None:
        yield "no term in days is stated for an answer: look it up in the law"
    elif access.term.confirmed == "unconfirmed":
        yield f"a term of {access.term.days} days is not confirmed and therefore not cited"
    elif access.term.confirmed == "secondary":
        yield f"the term of {access.term.days} days was read in a summary only: {', '.join(access.term.source)}"
    yield from (f"law on access to information: {each.note}" for each in (access, access.term) if each and each.note)


def _day(text: str, words: Words) -> str:
    """A day as the language writes it; a date that is no whole day stays as it is."""
    try:
        return dt.date.fromisoformat(text[:_DAY]).strftime(words.date)
    except ValueError:
        return _one_line(text)


def _number(amount: Decimal) -> str:
    """An amount in groups of three, without empty decimals."""
    whole, _, rest = f"{amount:,.4f}".partition(".")
    return ".".join(part for part in (whole.replace(",", "\N{NO-BREAK SPACE}"), rest.rstrip("0")) if part)


def _one_line(text: str) -> str:
    """Text from a source on one line, so that it cannot pass for a paragraph of the letter."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
