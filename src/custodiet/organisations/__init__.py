"""Organisations: who is who among the parties, which makers the texts name, who sells what to whom."""

from custodiet.organisations.against import check_against
from custodiet.organisations.decide import decide
from custodiet.organisations.distinct import REPEATED
from custodiet.organisations.match import match_jsonl
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.pair import Lists
from custodiet.organisations.persons_decisions import Decisions, read_decisions
from custodiet.organisations.recognition import recognise, recognise_makers
from custodiet.organisations.relations import RELATED, relations
from custodiet.organisations.resolve import ALL_BASES, Resolved, resolve

__all__ = [
    "ALL_BASES",
    "RELATED",
    "REPEATED",
    "Decision",
    "Decisions",
    "Lists",
    "Mention",
    "Resolved",
    "check_against",
    "decide",
    "match_jsonl",
    "read_decisions",
    "recognise",
    "recognise_makers",
    "relations",
    "resolve",
]
