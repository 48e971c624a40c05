"""SVG to PNG with the two fonts that are shipped, so that a machine without fonts makes the same bytes.

The fonts (DejaVu Sans) hold Latin, Cyrillic, Greek, Armenian, Georgian, Arabic and Hebrew letters. For a picture with
others (Devanagari, Assamese, Chinese) the fonts of the machine are asked too; where it has none, such letters are
missing in the PNG and stand in the SVG and in the table.
"""

from pathlib import Path

import resvg_py

from custodiet.errors import UsageError

_FONTS = [Path(__file__).parent.parent / "assets" / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
_FAMILY = "DejaVu Sans"
_SCALE = 2.0
# First and last letters of the blocks that the shipped fonts hold; U+10D0 is Georgian, U+FB1D Hebrew and Arabic forms.
_HELD = (
    (0x20, 0x58F),
    (0x590, 0x6FF),
    (0x10A0, 0x10FF),
    (0x1D00, 0x23FF),
    (0x2460, 0x2BFF),
    (0x2C60, 0x2DFF),
    (0xFB00, 0xFEFF),
)


def png(svg: str) -> bytes:
    """The SVG as PNG at two pixels for each of CSS; the same bytes everywhere if the shipped fonts hold its letters."""
    missing = [font.name for font in _FONTS if not font.is_file()]
    if missing:
        raise UsageError(f"no PNG without the fonts {', '.join(missing)}; `make assets` fetches them")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_SCALE,
            font_files=[str(font) for font in _FONTS],
            skip_system_fonts=is_held(svg),
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    )


def is_held(text: str) -> bool:
    """Whether the shipped fonts have every letter of the text."""
    return all(any(first <= ord(letter) <= last for first, last in _HELD) or letter in "\n\t" for letter in set(text))
