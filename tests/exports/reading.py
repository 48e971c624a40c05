"""Reads exported files back, with other libraries than those that wrote them."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


def read_csv(file: Path) -> list[list[str]]:
    """All lines of a CSV file, the heading first."""
    usual = csv.field_size_limit(10_000_000)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream, strict=True))
    finally:
        csv.field_size_limit(usual)  # it holds for the whole process: other tests rely on it


def read_xlsx(file: Path) -> dict[str, list[list[Any]]]:
    """All rows of all sheets, the heading first."""
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def read_jsonl(file: Path) -> list[dict[str, Any]]:
    """All objects of a JSON Lines file, numbers with a point as decimals."""
    return [json.loads(line, parse_float=Decimal) for line in file.read_bytes().decode().removesuffix("\n").split("\n")]
