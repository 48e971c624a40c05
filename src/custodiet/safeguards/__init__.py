"""The room `safeguards`: 28 questions about the purchase of surveillance technology, and what is documented on each.

Silence is never compliance: a question that nobody has looked at is `not_checked`, and what was looked for in vain is
`not_found`, with where and when.
"""

from custodiet.safeguards._assessment import assess, unplaced
from custodiet.safeguards._assessment_files import Assessment, read_assessments
from custodiet.safeguards._proposals import READ, propose
from custodiet.safeguards._question import Question, load_questions
from custodiet.safeguards._standing import Standing, load_regions, standing
from custodiet.safeguards._vocabulary import LegalSource, State, Texts, load_sources, load_states, load_words

__all__ = [
    "READ",
    "Assessment",
    "LegalSource",
    "Question",
    "Standing",
    "State",
    "Texts",
    "assess",
    "load_questions",
    "load_regions",
    "load_sources",
    "load_states",
    "load_words",
    "propose",
    "read_assessments",
    "standing",
    "unplaced",
]
