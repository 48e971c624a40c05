"""The colours of the pictures, light and dark, by the part that they paint."""

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Paint:
    """How a part of a picture is painted, in a light and in a dark surrounding.

    Areas that carry meaning stand out from the ground by 3 to 1 at least, words by 4.5 to 1 (tests measure both).
    """

    light: str
    dark: str
    kind: Literal["fill", "stroke", "outline", "words"] = "fill"
    width: float = 0
    edge: str = ""


GROUND = Paint("#ffffff", "#14181d")
PAINTS = {
    "ink": Paint("#14181d", "#edf0f3", "words"),
    "soft": Paint("#4d5761", "#b3bdc7", "words"),
    "onto": Paint("#ffffff", "#14181d", "words"),
    "axis": Paint("#7a858f", "#7f8a95", "stroke"),
    "grid": Paint("#dfe3e7", "#323a42", "stroke"),
    "planned": Paint("#8291a5", "#6d7c90"),
    "tendered": Paint("#5f86b8", "#5f8ac4"),
    "awarded": Paint("#34689f", "#86ade0"),
    "contracted": Paint("#1d4a7d", "#a9c8ef"),
    "paid": Paint("#0b2b52", "#d5e5fa"),
    "cancelled": Paint("#7a858f", "#8d98a3", "outline"),
    "bar": Paint("#34689f", "#86ade0"),
    "marked": Paint("#a4480f", "#f0a068"),
    "marked_line": Paint("#a4480f", "#f0a068", "stroke"),
    "rest": Paint("#65717d", "#8d99a5"),
    "rail": Paint("#e6e9ec", "#2a3138"),
    "link": Paint("#7a858f", "#8d98a3", "stroke"),
    "box": Paint("#34689f", "#86ade0", "outline"),
    "land": Paint("#e6e1d5", "#39424b", edge="border"),
    "other_land": Paint("#f4f2ee", "#222930", edge="border"),
    "border": Paint("#b5ae9e", "#59646f", "stroke"),
    "frame": Paint("#b5ae9e", "#59646f", "stroke"),
    "point": Paint("#a4480f", "#f0a068"),
    "ground": Paint("#ffffff", "#14181d"),
    "halo": Paint("#ffffff", "#14181d", "stroke"),
    "halo_words": Paint("#ffffff", "#14181d", "stroke", 3),
}
