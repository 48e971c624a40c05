"""Commands that show a register: serve, publish."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from custodiet.commands.offered import Offered, add_mappings, add_plugins, add_register
from custodiet.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from custodiet.site.site import Site


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    serve = offered.command("serve", serve_register, "the register as a web site with search, on this machine")
    add_register(serve)
    add_serving(serve)
    add_mappings(serve)
    add_plugins(serve)
    publish = offered.command("publish", _publish, "the same pages as static files that work from a disk, offline")
    add_register(publish)
    publish.add_argument("--to", type=Path, required=True, metavar="SITE", help="the folder of the site")
    publish.add_argument("--address", metavar="URL", help="where readers will find it; permalinks begin with it")
    publish.add_argument("--threads", type=int, default=0, metavar="N", help="processes; all cores if not given")
    add_mappings(publish)
    add_plugins(publish)


def add_serving(parser: argparse.ArgumentParser) -> None:
    """Where the site is served."""
    parser.add_argument("--host", default="127.0.0.1", metavar="NAME", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="the port to listen on")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that answer")
    parser.add_argument("--address", metavar="URL", help="where readers find the site; permalinks begin with it")


def serve_register(options: argparse.Namespace) -> int:
    """Serves the register until interrupted; the exit code is 0."""
    from custodiet.register.manifest import read_manifest
    from custodiet.site.server import serve

    read_manifest(options.register)
    if options.workers < 1:
        raise UsageError(f"--workers {options.workers}: give 1 or more")
    local = f"http://{options.host}:{options.port}"
    address = (options.address or local).rstrip("/")
    hosts = (options.host, _host(address))
    make = partial(application, options.register, tuple(options.mapping), options.plugins, address, hosts)

    def ready() -> None:
        print(f"{options.register} is served on {local} until you press Ctrl+C", file=sys.stderr, flush=True)

    try:
        serve(make, options.host, options.port, options.workers, ready)
    except KeyboardInterrupt:
        print("custodiet: stopped serving", file=sys.stderr)
    return 0


def application(
    folder: Path, mappings: tuple[Path, ...], plugins: Path | None, address: str, hosts: tuple[str, ...]
) -> "ASGIApp":
    """The application for one register, with what the rooms say in words."""
    from custodiet.site.app import create

    return create(opened(folder, mappings, plugins, address), hosts)


def opened(folder: Path, mappings: tuple[Path, ...], plugins: Path | None, address: str) -> "Site":
    """The register as a site, with what the rooms say in words."""
    from custodiet.knowledge import load_definitions
    from custodiet.site.site import Site
    from custodiet.site.store import Store

    definitions = load_definitions(plugins, mappings)
    return Site(folder, Store(folder, definitions.places_of), definitions, address)


def _publish(options: argparse.Namespace) -> int:
    import os

    from custodiet.register.manifest import read_manifest
    from custodiet.site.publish import publish

    read_manifest(options.register)
    address = (options.address or _NOWHERE).rstrip("/")
    _host(address)
    mappings, plugins = tuple(options.mapping), options.plugins
    make = partial(opened, options.register, mappings, plugins, address)
    extra = [*mappings, *([plugins] if plugins else [])]
    made = publish(make, options.to, options.threads or os.cpu_count() or 1, extra)
    print(f"{options.to}: {made.pages:,} pages, of these {made.kept:,} as before")
    print(f"  {made.files:,} files, {made.bytes:,} bytes; open {options.to / 'index.html'}")
    return 0


_NOWHERE = "http://127.0.0.1:8000"


def _host(address: str) -> str:
    """The name in a public address; raises UsageError for what is no address of the web."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"--address {address}: expected an address such as https://register.example.org")
    return parts.hostname
