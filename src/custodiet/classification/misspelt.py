"""Finds a long, distinctive word with one slip in it: a letter swapped, dropped, doubled or wrong."""

from collections.abc import Sequence


def halves(stem: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The two halves of a stem and where each starts: one slip leaves at least one of them whole."""
    middle = len(stem) // 2
    return (stem[:middle], 0), (stem[middle:], middle)


def slips(stem: str, text: str, around: int) -> Sequence[tuple[int, int]]:
    """Ranges near `around` where a word of `text` begins with the stem with exactly one slip."""
    if around >= 0 and text.startswith(stem, around) and _begins(text, around):
        return ()  # spelled right, as it nearly always is
    found: list[tuple[int, int]] = []
    for start in (around - 1, around, around + 1):
        if start < 0 or text[start : start + 1] != stem[0] or not _begins(text, start):
            continue
        if text.startswith(stem, start):
            break
        length = one_slip(stem, text[start : start + len(stem) + 1])
        if length is not None:
            found.append((start, start + length))
    return found


def _begins(text: str, start: int) -> bool:
    """Whether a word may begin there."""
    return start == 0 or not text[start - 1].isalnum()


def one_slip(stem: str, word: str) -> int | None:
    """How many letters of `word` spell the stem with exactly one slip after its first letter, None if none do."""
    size = len(stem)
    same = 0
    for mine, its in zip(stem, word, strict=False):
        if mine != its:
            break
        same += 1
    if same == len(word) == size - 1:
        return same  # the text ends where the last letter is missing
    if same in {0, size, len(word)}:
        return None
    rest = stem[same:]
    if word[same + 1 : size] == rest[1:] and len(word) >= size and word[same].isalpha():
        return size
    if word[same : size - 1] == rest[1:]:
        return size - 1
    if word[same + 1 : size + 1] == rest and word[same].isalpha():
        return size + 1
    if len(rest) > 1 and word[same : same + 2] == rest[1] + rest[0] and word[same + 2 : size] == rest[2:]:
        return size
    return None
