"""Finds a long, distinctive word with one slip in it: a letter swapped, dropped, doubled or wrong."""

from collections.abc import Iterator


def halves(stem: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The two halves of a stem and where each starts: one slip leaves at least one of them whole."""
    middle = len(stem) // 2
    return (stem[:middle], 0), (stem[middle:], middle)


def slips(stem: str, text: str, around: int) -> Iterator[tuple[int, int]]:
    """Ranges near `around` where a word of `text` begins with the stem with exactly one slip."""
    for start in (around - 1, around, around + 1):
        if start < 0 or text[start : start + 1] != stem[0] or (start > 0 and text[start - 1].isalnum()):
            continue
        if text.startswith(stem, start):
            return
        length = one_slip(stem, text[start : start + len(stem) + 1])
        if length is not None:
            yield start, start + length


def one_slip(stem: str, word: str) -> int | None:
    """How many letters of `word` spell the stem with exactly one slip after its first letter, None if none do."""
    size = len(stem)
    same = next((i for i, (a, b) in enumerate(zip(stem, word, strict=False)) if a != b), size)
    if same in {0, size}:
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
