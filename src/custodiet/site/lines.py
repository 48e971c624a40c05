"""Texts on one line."""


def short(text: str | None, most: int = 300) -> str:
    """The text on one line, cut at `most` characters with a sign that says so."""
    given = text or ""
    line = " ".join(given[: most * 2].split())
    return line if len(line) <= most and len(given) <= most * 2 else f"{line[: most - 1]}…"
