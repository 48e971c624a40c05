"""The hashed lists of dependencies name no host and no path, and hold what `pyproject.toml` asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-build.lock",
    "requirements-ftm.lock",
    "requirements-peers.lock",
)
PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(text: str) -> dict[str, set[str]]:
    """The versions of each package: more than one where Python versions differ."""
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall(text):
        found.setdefault(name, set()).add(version)
    return found


def faults(text: str) -> list[str]:
    """Lines that name a host, a path or an option, and packages without a hash."""
    entries = text.replace("\\\n", " ").splitlines()
    foreign = [entry for entry in entries if re.search(r"://|file:| @ |^-|(^|\s)[./~]", entry)]
    bare = [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]
    return foreign + bare


def unmet(requirements: list[str], text: str) -> list[str]:
    """The requirements that no pinned version meets."""
    pinned = pins(text)
    wanted = [Requirement(requirement) for requirement in requirements]
    return [str(want) for want in wanted if not pinned.get(plain(want.name)) or not all_meet(want, pinned)]


def all_meet(want: Requirement, pinned: dict[str, set[str]]) -> bool:
    return all(want.specifier.contains(version) for version in pinned[plain(want.name)])


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="session")
def declared(project: Path) -> dict[str, list[str]]:
    """What `pyproject.toml` asks for, by the list that must hold it."""
    file = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    run = file["project"]["dependencies"]
    return {
        "requirements.lock": run,
        "requirements-dev.lock": run + file["dependency-groups"]["dev"],
        "requirements-spark.lock": run + file["project"]["optional-dependencies"]["spark"],
        "requirements-build.lock": file["build-system"]["requires"] + ["uv"],
        "requirements-ftm.lock": file["dependency-groups"]["ftm"],
        "requirements-peers.lock": ["nomenklatura"],
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_a_list_names_no_host_and_every_package_has_its_hash(project: Path, lock: str) -> None:
    assert faults((project / lock).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_list_holds_what_the_project_asks_for(project: Path, declared: dict[str, list[str]], lock: str) -> None:
    missing = unmet(declared[lock], (project / lock).read_text(encoding="utf-8"))
    assert missing == [], f"{lock} is behind pyproject.toml; run `make lock`"


def test_tests_run_with_the_versions_that_users_get(project: Path) -> None:
    run, dev = (pins((project / lock).read_text(encoding="utf-8")) for lock in LOCKS[:2])
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize(
    "entry",
    [
        "--index-url https://packages.example/simple",
        "reader @ file:///home/someone/reader.whl --hash=sha256:" + "0" * 64,
        "-e .",
        "./reader.whl --hash=sha256:" + "0" * 64,
        "reader==1.0",
    ],
)
def test_a_host_a_path_an_option_and_a_missing_hash_are_seen(entry: str) -> None:
    assert entry in faults(entry + "\n")


def test_a_package_that_is_missing_or_too_old_is_seen() -> None:
    assert unmet(["reader>=2", "my_writer>=1", "other"], "reader==1.9\nmy-writer==1.0\n") == ["reader>=2", "other"]
