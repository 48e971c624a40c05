"""An explanation as lines for a person: what was bought, then every statement with the place it was read from."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from custodiet.register.explain import Explanation, Statement

_AMOUNTS = ("planned", "tendered", "awarded", "contracted", "paid")
_SUMMARY = ("buyer_name", "supplier_names", "settlement", "country", "method", "tenderers", "date", "notice_url")


def lines(explanation: Explanation) -> Iterator[str]:
    """The lines, in the order in which a reader asks."""
    yield from _purchase(explanation)
    yield from _technologies(explanation.technologies)
    yield from _readings(explanation.readings)
    yield from _decisions(explanation.decisions)
    yield from _makers(explanation.makers)
    yield from _statements(explanation.statements)
    yield from _organisations(explanation.organisations)
    yield from _flags(explanation.flags)
    yield from safeguards(explanation.safeguards)
    yield from _problems(explanation.problems)
    yield from documents(explanation.documents)


def _purchase(explanation: Explanation) -> Iterator[str]:
    purchase = explanation.purchase
    if purchase is None:
        yield f"{explanation.ocid}: read, and not found to buy surveillance technology"
        return
    yield _shown(purchase["title"] or "no title stated")
    yield f"  {explanation.ocid}; {_LABELS[purchase['label']]}; state: {purchase['state']}"
    for name in _SUMMARY:
        if purchase[name] not in (None, []):
            yield f"  {name.replace('_', ' ')}: {_shown(purchase[name])}"
    for state in _AMOUNTS:
        amount, currency = purchase[f"{state}_amount"], purchase[f"{state}_currency"]
        if amount is not None:
            yield f"  {state}: {money(amount)} {currency or '(currency not stated)'}"


_LABELS = {"yes": "surveillance technology is a main object", "part": "surveillance technology is a stated component"}


def _technologies(found: list[dict[str, Any]]) -> Iterator[str]:
    if found:
        yield "\nWhy it is in the register"
    for one in found:
        yield f"  {one['technology']} ({one['role']}, {one['label']}, score {one['score']:.2f}){_words(one['words'])}"
        yield f"    rule: {one['rule']}; {one['why']}"
        if one["document"] is not None:
            characters = f"  characters {one['start']} to {one['end']}" if one["end"] else ""
            yield f"    {one['document']}  {_place(one['place'])}{characters}"


def _readings(stated: list[dict[str, Any]]) -> Iterator[str]:
    if stated:
        yield "\nWhat the texts state of it"
    for one in stated:
        kind = "place watched" if one["kind"] == "scope" else one["kind"]
        yield f"  {kind}: {one['value'].replace('_', ' ')}{_words(one['words'])}"
        yield f"    {one['document']}  {_place(one['place'])}  characters {one['start']} to {one['end']}"


def _decisions(decisions: list[dict[str, Any]]) -> Iterator[str]:
    if decisions:
        yield "\nDecided by persons"
    for one in decisions:
        about = f"{one['a']} and {one['b']}" if one["kind"] == "organisations" else one["technology"] or "in an audit"
        yield f"  {about}: {one['decision']}, by {one['who']} on {one['when']}: {one['why'] or 'no reason stated'}"


def _words(words: str | None) -> str:
    return f": “{words}”" if words else ""


def _makers(found: list[dict[str, Any]]) -> Iterator[str]:
    if found:
        yield "\nMakers named in the texts (no statement on who supplied)"
    for one in found:
        product = f" {one['product']}" if one["product"] else ""
        yield f"  {one['maker']}{product}: “{one['words']}”  {one['document']}  {_place(one['place'])}"


def _statements(statements: list[Statement]) -> Iterator[str]:
    yield f"\nStatements ({len(statements)}), each with document and place"
    for (table, row), group in itertools.groupby(statements, key=lambda one: (one.table, one.row)):
        yield f"  {table} {row}".rstrip()
        for one in group:
            yield f"    {one.column}: {_shown(one.value)}"
            if one.original:
                yield f"      published as: {one.original}"
            yield f"      {one.document}  {_place(one.pointer)}"


def _organisations(organisations: list[dict[str, Any]]) -> Iterator[str]:
    if organisations:
        yield "\nOrganisations"
    for one in organisations:
        identifiers = f"; {', '.join(one['identifiers'])}" if one["identifiers"] else ""
        name = _shown(one["name"] or "no name stated")
        yield f"  {one['organisation_id']}  {name}{identifiers}; {_mentions(one['mentions'])}"
        if one["basis"]:
            yield f"    names joined by {one['basis']}: {one['why']}"


def _mentions(count: int) -> str:
    return "1 mention" if count == 1 else f"{count:,} mentions"


def _flags(flags: list[dict[str, Any]]) -> Iterator[str]:
    if flags:
        yield "\nSignals (a signal is a reason to look, never an accusation)"
    for one in sorted(flags, key=lambda one: (_STATES.index(one["state"]), one["indicator"])):
        told = one["state"] != _STATES[-1]
        value = "" if one["value"] is None else f"; value {one['value']:g}"
        threshold = f"; threshold {one['threshold']:g}" if told and one["threshold"] is not None else ""
        yield f"  {one['indicator']} {one['state']}{value}{threshold}: {one['reason']}"
        for place in one["evidence"] if told else ():
            document = place["document"] or place["document_id"]
            yield f"    {place['column']}  {document}  {_place(place['pointer'])}".rstrip()


_STATES = ("flagged", "not flagged", "not computable")


def safeguards(rows: list[dict[str, Any]]) -> Iterator[str]:
    """How many questions are in which state, and those on which something was found."""
    if not rows:
        return
    counts = Counter(row["state"] for row in rows)
    stated = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(counts.items()))
    yield f"\nSafeguards: {len(rows)} questions: {stated}"
    for row in rows:
        if row["state"] not in {"not_checked", "not_applicable"}:
            evidence = row["evidence_uri"] or ""
            yield f"  {row['question']} {row['state']}: {row['reason'] or ''} {evidence}".rstrip()


def _problems(problems: list[dict[str, Any]]) -> Iterator[str]:
    if problems:
        yield "\nSet aside, repaired, doubted or removed"
    for one in problems:
        original = f" “{one['original']}”" if one["original"] else ""
        yield f"  {one['action']}: {one['kind']}{original} {one['detail']}".rstrip()
        yield f"    {_place(one['pointer'])}"


def documents(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The documents with what identifies them."""
    yield "\nDocuments"
    for one in rows:
        yield f"  {one['name']} ({one['format']}, {one['bytes']:,} bytes)  sha256 {one['document_id']}"
        stated = [f"{name}: {one[name]}" for name in ("publisher", "licence", "uri", "retrieved_at") if one[name]]
        if stated:
            yield f"    {'; '.join(stated)}"


def _place(pointer: str | None) -> str:
    """A place as a person reads it: element names instead of tests for them, steps up resolved."""
    short = _ELEMENT.sub(r"\1", pointer or "")
    for _round in range(short.count("/..")):
        short = _STEP_UP.sub("", short, count=1)
    return short


_ELEMENT = re.compile(r"\*\[local-name\(\)='([^']*)'\]")
_STEP_UP = re.compile(r"/[^/|\s]+/\.\.(?=[/|\s]|$)")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return money(value) if hasattr(value, "as_tuple") else " ".join(str(value).split())


def money(amount: Any) -> str:
    """An amount with its thousands set apart, and cents where it has any."""
    text = f"{amount:,.4f}".rstrip("0").rstrip(".")
    whole, _, cents = text.partition(".")
    return f"{whole}.{cents.ljust(2, '0')}" if cents else whole
