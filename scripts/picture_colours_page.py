"""Writes `pictures.css` from the colours in `themes.py`: the classes that the pictures inside a page carry."""

import sys
from pathlib import Path

from written import settle

from custodiet.site.pictures.themes import PAINTS, Paint, ThemeName

TO = Path(__file__).resolve().parent.parent / "src" / "custodiet" / "site" / "pictures" / "static" / "pictures.css"
HEAD = """/* Written by `make pages` from themes.py. Pictures follow the colours of the reader's system;
   without this file they are light. */
.pic { display: block; width: 100%; max-width: 34rem; height: auto; overflow: hidden; }
.picture { margin: 0 0 2rem; }
.picture .pic { margin: 0.5rem 0; }
.pic a:focus-visible circle { stroke: currentColor; stroke-width: 3; }
.pic-map { width: 100%; max-width: 60rem; height: min(70vh, 36rem); position: relative; overflow: hidden; }
.pic-map canvas { position: absolute; inset: 0; }
.pic-map .maplibregl-canvas-container { width: 100%; height: 100%; cursor: grab; }
.pic-map .maplibregl-control-container { display: none; }
.pic-tools button { margin: 0.5rem 0.25rem 0 0; }
.pic-page { color-scheme: light dark; margin: 1rem; font: 0.875rem/1.4 system-ui, sans-serif; }
.pic-page { color: #14181d; background: #fff; }
.pic-page h1 { font-size: 1.0625rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
.pic-page p { margin: 0.375rem 0; overflow-wrap: anywhere; }
.pic-page a { color: inherit; }
@media screen and (prefers-color-scheme: dark) { .pic-page { color: #edf0f3; background: #14181d; } }
"""


def content() -> str:
    """The style sheet."""
    light = "\n".join(rule(name, paint, "light") for name, paint in PAINTS.items())
    dark = "\n".join("  " + rule(name, paint, "dark") for name, paint in PAINTS.items())
    return f"{HEAD}{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def rule(name: str, paint: Paint, theme: ThemeName) -> str:
    """The rule of one part of a picture in one theme."""
    edge = f" stroke: {getattr(PAINTS[paint.edge], theme)};" if paint.edge else ""
    return (
        f".pic-{name} {{ {'fill' if paint.kind in ('fill', 'words') else 'stroke'}: {getattr(paint, theme)};{edge} }}"
    )


if __name__ == "__main__":
    sys.exit(settle(TO, content(), sys.argv[1:]))
