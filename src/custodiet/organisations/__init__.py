"""Organisations: who is who among the parties, which makers the texts name, who sells what to whom."""

from custodiet.organisations.decide import decide
from custodiet.organisations.match import match_jsonl
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.pair import Lists
from custodiet.organisations.persons_decisions import Decisions, read_decisions
from custodiet.organisations.resolve import ALL_BASES, Resolved, resolve

__all__ = [
    "ALL_BASES",
    "Decision",
    "Decisions",
    "Lists",
    "Mention",
    "Resolved",
    "decide",
    "match_jsonl",
    "read_decisions",
    "resolve",
]
