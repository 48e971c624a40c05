"""A folder of small inputs of every layout, with processes of several releases, and some that are broken."""

import gzip
import zipfile
from pathlib import Path
from typing import Any

from first_rooms import compiled, joined, lines, package, release


def value(amount: float, currency: str) -> dict[str, Any]:
    return {"value": {"amount": amount, "currency": currency}}


def process(ocid: str, number: int, **fields: Any) -> dict[str, Any]:
    """A release that gives rows to most tables."""
    supplier = {"id": f"s-{number % 3}", "name": f"Supplier {number % 3} LLC"}
    return {
        **release(ocid),
        "date": f"2024-03-{1 + number % 28:02d}T09:00:00Z",
        "parties": [{**supplier, "roles": ["supplier"]}, {"id": "b", "name": "City council", "roles": ["buyer"]}],
        "buyer": {"id": "b", "name": "City council"},
        "tender": {
            "id": ocid,
            "title": ("Video surveillance cameras", "Road repair", "Камери відеоспостереження")[number % 3],
            **value(1000.5 * number, ("UAH", "USD")[number % 2]),
            "items": [{"id": "1", "description": "IP camera", "quantity": number}],
        },
        "awards": [{"id": f"a-{number}", "status": "active", "suppliers": [supplier], **value(999 * number, "UAH")}],
        "contracts": [{"id": f"c-{number}", "awardID": f"a-{number}", **value(999 * number, "UAH")}],
        **fields,
    }


def write_inputs(folder: Path, number: int = 40) -> list[Path]:
    """The files of the folder; `number` processes in each of the larger ones."""
    folder.mkdir(parents=True, exist_ok=True)
    several = [
        process(f"several-{n}", n, id=f"r-{m}", date=f"2024-04-{1 + m:02d}", tender={"status": f"state {m}"})
        for n in range(number)
        for m in range(3)
    ]
    (folder / "lines.jsonl").write_bytes(lines(*several[::2]))
    (folder / "lines.jsonl.gz").write_bytes(gzip.compress(lines(*several[1::2]), mtime=0))
    (folder / "package.json").write_bytes(package(*(process(f"package-{n}", n) for n in range(number))))
    records = [{"ocid": f"record-{n}", "compiledRelease": compiled(f"record-{n}")} for n in range(number)]
    (folder / "records.json").write_bytes(package(*records, key="records"))
    for month in (1, 2):
        made = [process(f"compiled-{n}", n, tag=["compiled"], date=f"2024-0{month}-01") for n in range(number)]
        (folder / f"compiled-{month}.jsonl").write_bytes(lines(*made))
    with zipfile.ZipFile(folder / "members.zip", "w") as archive:
        for n in range(number):
            archive.writestr(f"{n}.json", lines(process(f"member-{n}", n, tag=["compiled"])))
    good = lines(process("beside-the-broken", 1)).strip()
    (folder / "broken.json").write_bytes(joined(good, good[: len(good) // 2], b"oops", lines({"no": "ocid"}).strip()))
    (folder / "cut.jsonl").write_bytes(lines(process("before-the-cut", 2), process("cut", 3))[:-30])
    (folder / "bad-lines.jsonl").write_bytes(lines(process("good-line", 4)) + b'{"ocid":,}\n' + lines({"no": "ocid"}))
    (folder / "text.txt").write_text("not procurement data", encoding="utf-8")
    return sorted(folder.iterdir())
