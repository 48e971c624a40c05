"""Reads codes of public lists: CPV and its national twins, and the few others that name surveillance by themselves."""

import re
from collections.abc import Iterator, Sequence

from custodiet.classification.model import Span
from custodiet.classification.vocabulary import Vocabulary

_EIGHT_DIGITS = re.compile(r"(\d{8})(?:-\d)?$")
_CPV_SCHEMES = ("CPV", "DK", "ДК")  # the Ukrainian DK 021 is CPV under another name

# "N5820DA: Camera, CCTV, ..." as the Canadian publisher puts codes into texts
_LABEL = re.compile(r"(?:^|[,|] ?)(?=([A-Z]{0,3}\d{2,8}[0-9A-Z]{0,6}: [^|]{0,200}?)(?=, ?[A-Z]{1,3}\d{2}|\||$))")


def code_labels(text: str) -> list[tuple[int, int]]:
    """Where a text repeats a code with its label."""
    return [match.span(1) for match in _LABEL.finditer(text)] if ": " in text else []


_FEW = 3  # codes: a record with more lists the parts of something larger


class CodeBook:
    """Which codes say something about which class."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._primary = {
            normal(code): name
            for name, technology in vocabulary.technologies.items()
            for code in technology.codes.primary
        }

    def primary(self, code: str) -> str | None:
        """The class that a code makes on its own, None for any other code."""
        return self._primary.get(normal(code))

    def spans(self, codes: Sequence[str]) -> Iterator[Span]:
        """A statement for each code that makes a class; the object is the main one where few codes are given."""
        for number, code in enumerate(codes):
            technology = self.primary(code)
            if technology is not None:
                main = len(codes) <= _FEW
                yield Span(
                    technology, "code list", f"/codes/{number}", 0, len(code), code, f"code: {normal(code)}", main=main
                )


def eight_digits(codes: Sequence[str]) -> Iterator[str]:
    """The digits of those codes that are told from other numbers by their length, as they are written in titles."""
    for code in codes:
        digits = _EIGHT_DIGITS.match(code.rpartition(":")[2])
        if digits is not None:
            yield digits[1]


def normal(code: str) -> str:
    """A code as it is compared: `CPV:32323500-8`, `ДК021:2015:32323500-8` and `32323500` are all `CPV:32323500`.

    Eight digits of another scheme keep its name; any other code stands for itself, since its form tells its list.
    """
    scheme, _, number = code.strip().rpartition(":")
    digits = _EIGHT_DIGITS.match(number.strip())
    if digits is None:
        return number.strip()
    if not scheme or scheme.upper().startswith(_CPV_SCHEMES):
        return f"CPV:{digits[1]}"
    return f"{scheme.upper()}:{digits[1]}"
