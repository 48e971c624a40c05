"""What was bought: finds surveillance technology in the texts and codes of a purchase, with the words that say so."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from custodiet.classification.chunk import classify, classify_and_read
    from custodiet.classification.classifier import Classifier
    from custodiet.classification.evaluation import evaluate
    from custodiet.classification.lines import process_jsonl
    from custodiet.classification.model import Decision, Label, Span, Text

__all__ = [
    "Classifier",
    "Decision",
    "Label",
    "Span",
    "Text",
    "classify",
    "classify_and_read",
    "evaluate",
    "process_jsonl",
]

_HOMES = {
    "Classifier": "classifier",
    "Decision": "model",
    "Label": "model",
    "Span": "model",
    "Text": "model",
    "classify": "chunk",
    "classify_and_read": "chunk",
    "evaluate": "evaluation",
    "process_jsonl": "lines",
}


def __getattr__(name: str) -> Any:
    """The named part of the room, imported when first asked for, so that a command starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
