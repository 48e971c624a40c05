"""Publishes a register anew, unchanged and with few changes, and loads the published files from a plain web server.

The web server is nginx as Debian packages it, two workers, no log, no cache of its own: what a publisher would use.
"""

import gzip
import hashlib
import random
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from _load import Load, asked, free_port, served
from _measure import Run, timed
from _synthetic_register import make_register

_CHANGED = 10
_PATHS = 2_000
_CONNECTIONS = (8, 16)
_CONF = """
pid {scratch}/nginx.pid;
error_log {scratch}/nginx.log;
worker_processes {workers};
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; text/css css; text/javascript js mjs; application/json json; image/svg+xml svg; }}
  access_log off; sendfile on; client_body_temp_path {scratch}/body; proxy_temp_path {scratch}/proxy;
  fastcgi_temp_path {scratch}/fastcgi; uwsgi_temp_path {scratch}/uwsgi; scgi_temp_path {scratch}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def publication(scratch: Path, purchases: int, workers: int) -> tuple[Path, list[str]]:
    """The published folder, and what was measured as lines of text."""
    register, changed, site = scratch / "register", scratch / "changed", scratch / "site"
    make_register(register, purchases)
    make_register(changed, purchases, changed=_CHANGED)
    lines = [f"publish of {purchases:,} purchases in four languages by {workers} processes:"]
    lines.append(f"  anew: {_told(_published(register, site, workers))}; {_size(site)}")
    before = _hashes(site)
    again = _published(register, site, workers)
    equal = "equal to the byte" if _hashes(site) == before else "NOT EQUAL"
    lines.append(f"  nothing changed: {_told(again)}; {equal}")
    few = _published(changed, site, workers)
    lines.append(f"  {_CHANGED} purchases changed: {_told(few)}; {few.output.splitlines()[0].partition(': ')[2]}")
    plain, packed = first_page(site / "en" / "index.html")
    lines.append(f"  first page with all that it loads: {plain:,} bytes, {packed:,} with gzip")
    return site, lines


def _published(register: Path, site: Path, workers: int) -> Run:
    return timed(
        [sys.executable, "-m", "custodiet", "publish", str(register), "--to", str(site), "--threads", str(workers)]
    )


def _told(run: Run) -> str:
    return f"{run.wall_s:.0f} s, {run.cpu_s:.0f} s of CPU, {run.peak_mib:.0f} MiB"


def _size(site: Path) -> str:
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return f"{len(sizes):,} files, {sum(sizes) / 2**20:,.0f} MiB"


def _hashes(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
        for file in site.rglob("*")
        if file.is_file()
    }


def first_page(page: Path) -> tuple[int, int]:
    """Bytes of a page and of the style sheets, scripts and pictures that it loads at once: plain, and packed."""
    text = page.read_text(encoding="utf-8")
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"', text)
    contents = [page.read_bytes(), *((page.parent / one).read_bytes() for one in loaded)]
    return sum(map(len, contents)), sum(len(gzip.compress(one, 6)) for one in contents)


def loaded_files(site: Path, scratch: Path, workers: int, seconds: int) -> list[Load]:
    """What nginx answers of the published pages; nothing where it is not installed."""
    program = shutil.which("nginx")
    if program is None:
        print("published files not loaded: `nginx` is not installed; on Debian: apt-get install -y nginx-light")
        return []
    port = free_port()
    conf = scratch / "nginx.conf"
    conf.write_text(_CONF.format(scratch=scratch, workers=workers, port=port, root=site))
    command = [program, "-c", str(conf), "-g", f"daemon off; user {_owner(site)};"]
    paths = list(_some_pages(site))
    with served(command, port, "/en/index.html") as server:
        return [
            asked(server, port, ("published files (nginx)", number), paths, scratch, seconds) for number in _CONNECTIONS
        ]


def _owner(site: Path) -> str:
    return site.owner()


def _some_pages(site: Path) -> Iterator[str]:
    mark = msgspec.json.decode((site / "site.json").read_bytes())
    pages = sorted(name for name in mark["files"] if name.endswith(".html"))
    chance = random.Random(1)
    yield from (f"/{chance.choice(pages)}" for _ in range(_PATHS))
