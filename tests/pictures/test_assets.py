"""What is shipped of other projects: whole, with its licences, and nothing that calls another machine."""

import json
import re
from pathlib import Path


def test_the_folder_holds_the_map_the_boundaries_the_fonts_and_the_licences(assets: Path) -> None:
    assert sorted(file.name for file in assets.iterdir()) == [
        "DejaVuSans-Bold.ttf",
        "DejaVuSans.ttf",
        "LICENCES.txt",
        "maplibre-gl-worker.mjs",
        "maplibre-gl.mjs",
        "world.json",
    ]


def test_no_script_names_a_source_map_that_is_not_shipped(assets: Path) -> None:
    assert [file.name for file in assets.glob("*.mjs") if b"sourceMappingURL=" in file.read_bytes()[-200:]] == []


def test_the_licence_of_every_shipped_package_is_told_in_full(assets: Path, project: Path) -> None:
    lock = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    text = (assets / "LICENCES.txt").read_text(encoding="utf-8")
    names = {path.removeprefix("node_modules/") for path in lock if path} - {"axe-core"}
    headed = set(re.findall(r"^(\S+)\n=+\n\n.+", text, re.MULTILINE))
    assert headed == names
