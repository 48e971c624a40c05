"""From files to pieces of OCDS JSON: opens, recognises, converts; keeps account of every document."""

from custodiet.sources.conversion import Converter
from custodiet.sources.reader import DisplacedError, Reader

__all__ = ["Converter", "DisplacedError", "Reader"]
