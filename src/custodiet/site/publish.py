"""Writes a register as a folder of pages that any server or a disk can show; what did not change is not made again."""

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

import custodiet
from custodiet.register.swap import building
from custodiet.site.addresses import page_file, published
from custodiet.site.languages import LANGUAGES
from custodiet.site.making import html
from custodiet.site.pages.kinds import KINDS
from custodiet.site.publish_list import Task, tasks
from custodiet.site.publish_page import folders_of, made
from custodiet.site.published_search import file_count, search_files, search_page_of
from custodiet.site.shared import shared_files
from custodiet.site.site import Site

MARK = "site.json"
"""The file that says what a published folder holds, and by which a later run knows what changed."""
Make = Callable[[], Site]
"""Opens the register; called in each process that makes pages, so it must be one that can be sent there."""
_EACH = 40  # pages that a process takes at once


class Mark(msgspec.Struct, frozen=True):
    """What a folder was published from: the edition of software and texts, and the state of each page."""

    custodiet: str
    edition: str
    register: str
    pages: dict[str, str]
    files: dict[str, int]
    """Every file of the folder but this one, by its path, with its size: what another run may replace."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: pages in all languages together, and how many of them were taken over."""

    pages: int
    kept: int
    files: int
    bytes: int


def publish(make: Make, to: Path, workers: int, extra: Sequence[Path] = ()) -> Publication:
    """Publishes into `to`, which is replaced as a whole once everything is written.

    `extra` are files that change the pages beside the software and the register: plugins and mappings.

    Raises:
        UsageError: the folder holds what was not published by this command, or another run writes it.
    """
    site = make()
    edition = _edition(site.address, extra)
    former = _former(to, edition)
    with building(to, mark=MARK, synced=False) as folder:
        _shared(folder)
        _search(site, folder)
        _first(site, folder)
        listed = list(tasks(site))
        done = dict(_together(make, folder, to, former, listed, workers))
        pages = {name: state for name, (state, _) in sorted(done.items())}
        sizes = {
            file.relative_to(folder).as_posix(): file.stat().st_size
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        mark = Mark(custodiet.__version__, edition, site.store.manifest.seal, pages, sizes)
        (folder / MARK).write_bytes(msgspec.json.format(msgspec.json.encode(mark), indent=1))
    kept = sum(was_kept for _, was_kept in done.values())
    return Publication(len(done) * len(LANGUAGES), kept * len(LANGUAGES), len(sizes) + 1, sum(sizes.values()))


def _together(
    make: Make, folder: Path, old: Path, former: Mapping[str, str], listed: Sequence[Task], workers: int
) -> Iterator[tuple[str, tuple[str, bool]]]:
    """The state of every page by its name, and whether it was taken over; several processes share the work."""
    work = [(folder, old, former_of(former, some), some) for some in _cut(listed)]
    if workers == 1:
        _open(make)
        for one in work:
            yield from _some(one)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _open, (make,)) as pool:
        for found in pool.imap_unordered(_some, work):
            yield from found


def _cut(listed: Sequence[Task]) -> Iterator[Sequence[Task]]:
    for start in range(0, len(listed), _EACH):
        yield listed[start : start + _EACH]


def former_of(former: Mapping[str, str], some: Sequence[Task]) -> dict[str, str]:
    """The states of some pages in the folder before."""
    return {one.key: former[one.key] for one in some if one.key in former}


_OPENED: list[Site] = []
"""The register of this process, opened once."""


def _open(make: Make) -> None:
    _OPENED[:] = [make()]


def _some(work: tuple[Path, Path, Mapping[str, str], Sequence[Task]]) -> list[tuple[str, tuple[str, bool]]]:
    """Makes some pages, or takes them over from the folder before where nothing of them changed."""
    folder, old, former, some = work
    site = _OPENED[0]
    found = []
    for task in some:
        page = KINDS[task.kind].page(site, task.name, task.pairs)
        if page is None:
            continue
        state = task.state(site, page)
        kept = former.get(task.key) == state and _take_over(task, old, folder, site.store.alike)
        if not kept:
            for path, content in made(site, task, page):
                _write(folder / path, content)
        found.append((task.key, (state, kept)))
    return found


def _take_over(task: Task, old: Path, folder: Path, alike: frozenset[str]) -> bool:
    """Whether the files of a page could be linked from the folder before: all of them, or none counts."""
    files, folders = folders_of(task, alike)
    for path in files:
        if not (old / path).is_file():
            return False
        _link(old / path, folder / path)
    for path in folders:
        for file in (old / path).glob("*"):
            _link(file, folder / path / file.name)
    return True


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def _shared(folder: Path) -> None:
    for name, file in shared_files().items():
        _write(folder / "static" / name, file.read_bytes())


def _search(site: Site, folder: Path) -> None:
    """The page of the search in each language, and the files that it reads."""
    for name, content in search_files(site):
        _write(folder / "search" / name, content)
    page = search_page_of(site, file_count(site.store.purchases))
    for code in LANGUAGES:
        text = html(
            site,
            published("search", "", code, site.store.alike),
            code,
            "search",
            "",
            page,
            template="search_published.html",
        )
        _write(folder / page_file("search", "", code), text.encode())


def _first(site: Site, folder: Path) -> None:
    """The first page, which lets a reader choose a language, and the page for addresses that lead nowhere."""
    text = html(site, published("choose", "", ""), "en", "choose", "", None, template="choose.html")
    _write(folder / "index.html", text.encode())


def _former(to: Path, edition: str) -> Mapping[str, str]:
    """The states of the pages in the folder that is there; none where another edition made it."""
    try:
        mark = msgspec.json.decode((to / MARK).read_bytes(), type=Mark)
    except (OSError, msgspec.MsgspecError):
        return {}
    return mark.pages if mark.edition == edition else {}


def _edition(address: str, extra: Sequence[Path]) -> str:
    """A hash of everything but the register that pages are made of: software, templates, texts, definitions."""
    package = Path(custodiet.__file__).parent
    files = [file for file in package.rglob("*") if file.suffix in _MAKING and file.is_file()]
    files += [file for path in extra for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
    digest = hashlib.blake2b(address.encode(), digest_size=16)
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


_MAKING = frozenset({".py", ".toml", ".html", ".css", ".js", ".svg", ".po"})
