"""Organisations: who is who among the parties, which makers the texts name, who sells what to whom."""

from custodiet.organisations.against import check_against
from custodiet.organisations.decide import decide
from custodiet.organisations.distinct import REPEATED
from custodiet.organisations.match import match_jsonl
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.pair import Lists
from custodiet.organisations.persons_decisions import Decisions, read_decisions
from custodiet.organisations.recognition import TEXTS, recognise, recognise_makers
from custodiet.organisations.relations import by_suppliers, by_two_bodies, relations
from custodiet.organisations.resolve import ALL_BASES, Resolved, resolve

__all__ = [
    "ALL_BASES",
    "REPEATED",
    "TEXTS",
    "Decision",
    "Decisions",
    "Lists",
    "Mention",
    "Resolved",
    "by_suppliers",
    "by_two_bodies",
    "check_against",
    "decide",
    "match_jsonl",
    "read_decisions",
    "recognise",
    "recognise_makers",
    "relations",
    "resolve",
]
