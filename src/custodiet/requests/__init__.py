"""Drafts requests for information: what is missing for one purchase, in the country's language, citing its law.

A draft is text for a person to complete and send. Nothing is sent.
"""

from custodiet.requests._docx import to_docx
from custodiet.requests._draft import Missing, Request, draft_request
from custodiet.requests._read import request
from custodiet.requests._texts import load_texts

__all__ = ["Missing", "Request", "draft_request", "load_texts", "request", "to_docx"]
