"""The files that all pages share: style sheets, the script and data of the map, the licences of what others made."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

_HERE = Path(__file__).parent
_VENDOR = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "world.json", "LICENCES.txt")  # the fonts stay here
_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/geo+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def shared_files() -> Mapping[str, Path]:
    """Every shared file by its path below `static/`; a published folder holds the same."""
    own = [*(_HERE / "static").iterdir(), *(_HERE / "pictures" / "static").iterdir()]
    named = {file.name: file for file in sorted(own) if file.is_file()}
    return named | {f"vendor/{name}": _HERE / "assets" / name for name in _VENDOR}


async def shared(request: Request) -> Response:
    """Answers with a shared file; raises a 404 for any other name."""
    file = shared_files().get(request.path_params["file"])
    if file is None or not file.is_file():
        raise HTTPException(404)
    media = _MEDIA.get(file.suffix, "application/octet-stream")
    return FileResponse(file, media_type=media, headers={"cache-control": "no-cache"})
