"""Writes docs/reference/limits.md from `custodiet.settings.Limits`; `--check` only compares."""

import ast
import inspect
import sys
from itertools import pairwise
from textwrap import dedent

from written import REFERENCE, settle

from custodiet.settings import KIB, MIB, Limits

PAGE = REFERENCE / "limits.md"

TOP = """# Limits

Bounds that protect your machine from hostile or broken input, each of which you can raise.

<!-- Written by scripts/limits_page.py from custodiet.settings; change the declarations and run `make pages`. -->

What goes beyond a limit is not read: the error names the limit, what was left out is listed in `problems`, and the rest
of the input is read. To raise one, give
`--limit NAME=VALUE` with a whole number, as often as needed; the values used stand in the register's manifest.

| limit | default | what it bounds |
|---|---|---|
"""


def page() -> str:
    """The page as the declarations have it."""
    return TOP + "".join(f"| `{name}` | {readable(name)} | {about} |\n" for name, about in declared())


def declared() -> list[tuple[str, str]]:
    """Each limit with the text that stands below it in the declaration."""
    (body,) = ast.parse(dedent(inspect.getsource(Limits))).body
    if not isinstance(body, ast.ClassDef):
        raise TypeError("Limits is no class any more; this script reads its fields")
    return [
        (field.target.id, text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    ]


def readable(name: str) -> str:
    """The default of a limit; sizes in the largest unit that divides them."""
    value: int = getattr(Limits(), name)
    if not name.endswith("_bytes"):
        return f"{value:,}"
    for unit, size in (("GiB", KIB * MIB), ("MiB", MIB), ("KiB", KIB)):
        if value % size == 0:
            return f"{value // size} {unit} ({value})"
    return f"{value} bytes"


if __name__ == "__main__":
    sys.exit(settle(PAGE, page(), sys.argv[1:]))
