"""Writes a generated page, or with `--check` says whether it is as the code has it."""

import sys
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def settle(page: Path, text: str, arguments: list[str]) -> int:
    """The exit code: 0 where the page was written or is fresh, 1 where it is behind the code, 2 for wrong use."""
    if arguments not in ([], ["--check"]):
        print("the only option is --check", file=sys.stderr)
        return 2
    if not arguments:
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        print(f"{page.name} is behind the code; run `make pages`", file=sys.stderr)
        return 1
    return 0
