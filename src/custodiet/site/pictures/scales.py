"""Round numbers for an axis, and numbers written short."""

import math
from decimal import Decimal

from babel.numbers import format_compact_decimal

from custodiet.site.languages import Language

_STEPS = (1, 2, 5, 10)


def top_and_step(largest: float, wanted: int = 4) -> tuple[float, float]:
    """The end of an axis from zero that holds the largest number, and the distance of its lines.

    That distance is 1, 2 or 5 times a power of ten. Never below one: things counted have no halves, and amounts that
    small are not shown as a chart.
    """
    if largest <= 0:
        return 1.0, 1.0
    rough = max(largest / wanted, 1.0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in _STEPS if power * one >= rough * (1 - 1e-9))
    return step * math.ceil(largest / step * (1 - 1e-9)), step


def short(language: Language, value: float | Decimal) -> str:
    """A number written short as the language does it, such as `67.5 million` shortened."""
    text: str = format_compact_decimal(value, format_type="short", locale=language.locale, fraction_digits=1)
    return text
