"""The lock of npm names no host, every package has its hash, and it holds what `package.json` asks for."""

import json
from pathlib import Path
from typing import Any

import pytest


def faults(lock: dict[str, Any]) -> list[str]:
    """Packages that name where they come from, have no hash, or bring a script that runs at installation."""
    found = []
    for path, entry in lock["packages"].items():
        if not path:
            continue
        found += [f"{path} names {key}" for key in ("resolved", "link") if key in entry]
        found += [f"{path} has no hash"] if not entry.get("integrity", "").startswith("sha512-") else []
        found += [f"{path} runs a script"] if entry.get("hasInstallScript") else []
    return found


@pytest.fixture(scope="module")
def lock(project: Path) -> dict[str, Any]:
    return json.loads((project / "package-lock.json").read_text(encoding="utf-8"))


def test_the_lock_names_no_host_and_every_package_has_its_hash(lock: dict[str, Any]) -> None:
    assert faults(lock) == []


def test_the_lock_holds_exactly_the_versions_that_the_project_asks_for(project: Path, lock: dict[str, Any]) -> None:
    asked = json.loads((project / "package.json").read_text(encoding="utf-8"))
    wanted = asked["dependencies"] | asked["devDependencies"]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_npm_is_told_to_write_no_host_and_to_run_nothing(project: Path) -> None:
    lines = (project / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(lines)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"integrity": "sha512-x", "resolved": "https://packages.example/a.tgz"}, "node_modules/a names resolved"),
        ({"link": True, "integrity": "sha512-x"}, "node_modules/a names link"),
        ({}, "node_modules/a has no hash"),
        ({"integrity": "sha512-x", "hasInstallScript": True}, "node_modules/a runs a script"),
    ],
)
def test_a_host_a_link_a_missing_hash_and_a_script_are_seen(entry: dict[str, Any], fault: str) -> None:
    assert faults({"packages": {"": {}, "node_modules/a": entry}}) == [fault]
