"""Commands that read a register: explain, export, verify, changes, request."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from custodiet.commands.offered import Offered, add_json, add_mappings, add_register
from custodiet.errors import UsageError


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    explain = offered.command("explain", _explain, "every statement about one purchase or case, with its evidence")
    add_register(explain)
    explain.add_argument("id", metavar="ID", help="the ocid, the number of a notice, or the id of a case")
    add_mappings(explain)
    add_json(explain)
    export = offered.command(
        "export", _export, "write tables of a register in another format, completely or not at all"
    )
    add_register(export)
    export.add_argument("--format", required=True, choices=["csv", "xlsx", "jsonl", "parquet", "ftm", "geojson"])
    export.add_argument("--to", type=Path, required=True, metavar="PATH", help="a folder, or one file")
    export.add_argument("--table", metavar="T", help="one table; all of them if not given")
    changes = offered.command("changes", _changes, "what appeared, changed, was cancelled or corrected since")
    changes.add_argument("old", type=Path, metavar="OLD", help="the folder of the former register")
    changes.add_argument("new", type=Path, metavar="NEW", help="the folder of the present register")
    add_json(changes)
    request = offered.command("request", _request, "draft a request for information; nothing is sent")
    add_register(request)
    request.add_argument("id", metavar="ID", help="the ocid, the number of a notice, or the id of a case")
    request.add_argument("--lang", required=True, metavar="LANG", help="language of the letter, such as uk")
    request.add_argument("--docx", type=Path, metavar="FILE", help="write the letter as a new .docx as well")
    request.add_argument("--only", action="append", metavar="QUESTION", help="ask this question alone; may be repeated")
    verify = offered.command("verify", _verify, "recompute the hashes, counts and totals of a register")
    add_register(verify)


def _explain(options: argparse.Namespace) -> int:
    from custodiet.places import places_of
    from custodiet.register.explain import explain
    from custodiet.register.explain_case import case_lines, explain_case
    from custodiet.register.explain_lines import lines

    case = explain_case(options.register, options.id)
    if case is not None:
        _told(asdict(case) if options.json else case_lines(case))
        return 0
    explanation = explain(options.register, options.id, lambda form: places_of(form, tuple(options.mapping)))
    _told(asdict(explanation) if options.json else lines(explanation))
    return 0


def _told(explanation: dict[str, Any] | Iterable[str]) -> None:
    if isinstance(explanation, dict):
        print(json.dumps(explanation, ensure_ascii=False, default=_plain))
        return
    for line in explanation:
        print(line)


def _plain(value: Any) -> Any:
    """A statement as an object, and any other value that JSON has no form for as text."""
    from msgspec import Struct, structs

    return structs.asdict(value) if isinstance(value, Struct) else str(value)


def _export(options: argparse.Namespace) -> int:
    from custodiet.exports.export import export

    for exported in export(options.register, options.format, options.to, options.table):
        print(f"{exported.path}  {exported.rows:,} rows  sha256 {exported.sha256}")
    return 0


def _changes(options: argparse.Namespace) -> int:
    from custodiet.register.changes import changes

    found = changes(options.old, options.new)
    if options.json:
        print(json.dumps({"changes": found.rows.to_pylist()}, ensure_ascii=False))
    else:
        for line in found.lines():
            print(line)
    return 0


def _request(options: argparse.Namespace) -> int:
    from custodiet.requests import request, to_docx
    from custodiet.safeguards import load_questions

    draft = request(options.register, options.id, options.lang, load_questions(), only=options.only)
    if options.docx is not None:
        _write_new(options.docx, to_docx(draft))
    print(f"{draft.subject}\n\n{draft.body}", end="")
    for note in draft.notes:
        print(f"custodiet: {note}", file=sys.stderr)
    return 0


def _write_new(file: Path, content: bytes) -> None:
    """Writes a file that is not there yet: a draft may have been worked on."""
    try:
        with file.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise UsageError(f"{file} exists and is not replaced, since a person may have changed it") from None
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from error


def _verify(options: argparse.Namespace) -> int:
    from custodiet.register.verify import verify

    verification = verify(options.register)
    for line in verification.lines():
        print(line)
    return 0 if verification.ok else 3
