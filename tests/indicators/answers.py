"""What Cardinal prints, value by value."""

from typing import Any

GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")


def entries(result: dict[str, Any]) -> dict[tuple[str, str, str], float]:
    """Every value by group, subject and indicator, to four decimals."""
    return {
        (group, subject, code): round(value, 4)
        for group in GROUPS
        for subject, values in result.get(group, {}).items()
        for code, value in values.items()
    }
