"""The room `cases`: documented systems and deals that no tender portal shows, one TOML file each.

A case states what its sources say. Contradicting claims stand side by side; none replaces another.
"""

from custodiet.cases._case import Case, load_cases
from custodiet.cases._facts import Financing, Observation, Role, Source
from custodiet.cases._links import propose_links
from custodiet.cases._tables import claims, documents, tables

__all__ = [
    "Case",
    "Financing",
    "Observation",
    "Role",
    "Source",
    "claims",
    "documents",
    "load_cases",
    "propose_links",
    "tables",
]
