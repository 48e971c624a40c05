"""A public register of surveillance purchases, with the evidence for every statement."""

__version__ = "0.1.0"
